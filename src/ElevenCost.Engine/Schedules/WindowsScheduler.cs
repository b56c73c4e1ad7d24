using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace ElevenCost.Engine.Schedules;

/// <summary>A task of Task Scheduler, as XML: schtasks, "Task Scheduler Schema".</summary>
/// <param name="platform">The machine and the user.</param>
/// <param name="folder">Where the XML of the task is kept, to see whether it changes.</param>
internal sealed class WindowsScheduler(Platform platform, string folder) : IScheduler
{
    private const string Program = "schtasks";

    // A day that is past, so that the XML of a schedule is the same whenever it is registered.
    private const string FirstDay = "2026-01-01";

    private static readonly XNamespace Schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    /// <inheritdoc/>
    public SyncScheduler Kind => SyncScheduler.TaskScheduler;

    private string XmlFile => Path.Combine(folder, "task.xml");

    /// <inheritdoc/>
    public ElevenCostException? Lack() => platform.IsWindows ? null
        : ScheduleErrors.NoScheduler("Task Scheduler is available only on Windows.", "Choose another scheduler.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanAsync(ScheduledJob job, CancellationToken cancellationToken)
    {
        var file = new WriteFileChange(XmlFile, Task(job, platform), IsUtf16: true);
        return file.IsDone() && await IsThereAsync(job.Name, cancellationToken) ? [] : [file, Run("/Create", "/TN", NameOf(job.Name), "/XML", XmlFile, "/F")];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanRemovalAsync(string name, CancellationToken cancellationToken) =>
        platform.IsWindows && await IsThereAsync(name, cancellationToken) ? [Run("/Delete", "/TN", NameOf(name), "/F"), new DeleteFileChange(XmlFile)] : [];

    /// <inheritdoc/>
    public Task<ScheduleCheck> CheckAsync(CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult(new ScheduleCheck("Scheduler", "Task Scheduler", true, "Tasks run while you are logged in; a missed run starts as soon as possible."));

    /// <summary>
    /// The task. A trigger knows UTC and the zone of the machine, which is enough for most schedules; for the others, and for a time that clocks may skip, it starts
    /// the job every hour.
    /// </summary>
    internal static string Task(ScheduledJob job, Platform platform)
    {
        foreach (string word in job.Command.Words)
        {
            if (word.Count(character => character == '%') > 1)
            {
                throw ScheduleErrors.NotValid("a path has two percent signs, between which Task Scheduler takes an environment variable", "Move the program or the home to another path.");
            }
        }

        var document = new XDocument(new XElement(Schema + "Task", new XAttribute("version", "1.2"),
            new XElement(Schema + "RegistrationInfo",
                new XElement(Schema + "Description", ScheduledJob.Description),
                new XElement(Schema + "Documentation", ScheduledJob.Documentation)),
            new XElement(Schema + "Triggers", Triggers(job, platform.Time)),
            new XElement(Schema + "Principals", new XElement(Schema + "Principal", new XAttribute("id", "Author"),
                new XElement(Schema + "UserId", platform.AccountName),
                new XElement(Schema + "LogonType", "InteractiveToken"),
                new XElement(Schema + "RunLevel", "LeastPrivilege"))),
            new XElement(Schema + "Settings",
                new XElement(Schema + "MultipleInstancesPolicy", "IgnoreNew"),
                new XElement(Schema + "DisallowStartIfOnBatteries", "false"),
                new XElement(Schema + "StopIfGoingOnBatteries", "false"),
                new XElement(Schema + "StartWhenAvailable", "true"),
                new XElement(Schema + "Enabled", "true"),
                new XElement(Schema + "ExecutionTimeLimit", XmlConvert.ToString(job.HardLimit))),
            new XElement(Schema + "Actions", new XAttribute("Context", "Author"), new XElement(Schema + "Exec",
                new XElement(Schema + "Command", job.Command.Program),
                new XElement(Schema + "Arguments", CommandText.OfWindows(job.Command.Arguments))))));
        return $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n{document.ToString().ReplaceLineEndings("\r\n")}\r\n";
    }

    private static IEnumerable<XElement> Triggers(ScheduledJob job, TimeProvider time)
    {
        DateTimeOffset now = time.GetUtcNow();
        Schedule schedule = job.Schedule;
        bool isUtc = schedule.TimeZone == "Etc/UTC";
        bool isLocal = TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out TimeZoneInfo? zone) && zone.HasSameRules(time.LocalTimeZone);
        if (schedule.Frequency == ScheduleFrequency.Daily && (isUtc || (isLocal && schedule.WallTimes(now).Count == 1)))
        {
            // With a Z it is the same instant in every zone; without, the clock on the wall.
            string start = string.Create(CultureInfo.InvariantCulture, $"{FirstDay}T{schedule.Time:HH:mm}:00{(isUtc ? "Z" : "")}");
            yield return new XElement(Schema + "CalendarTrigger",
                new XElement(Schema + "StartBoundary", start),
                new XElement(Schema + "Enabled", "true"),
                new XElement(Schema + "ScheduleByDay", new XElement(Schema + "DaysInterval", "1")));
            yield break;
        }

        foreach (int minute in job.MinutesIn(TimeZoneInfo.Utc, now))
        {
            yield return new XElement(Schema + "TimeTrigger",
                new XElement(Schema + "Repetition", new XElement(Schema + "Interval", "PT1H")),
                new XElement(Schema + "StartBoundary", string.Create(CultureInfo.InvariantCulture, $"{FirstDay}T00:{minute:00}:00Z")),
                new XElement(Schema + "Enabled", "true"));
        }
    }

    private static string NameOf(string name) => $@"\ElevenCost\{name}";

    private async Task<bool> IsThereAsync(string name, CancellationToken cancellationToken) =>
        (await platform.RunAsync(Run("/Query", "/TN", NameOf(name)).Command, null, cancellationToken)).ExitCode == 0;

    private RunChange Run(params string[] arguments) => new(platform.Command(Program, arguments));
}
