using System.Globalization;
using System.Xml.Linq;

namespace ElevenCost.Engine.Schedules;

/// <summary>A launch agent of the user: launchd.plist(5), launchctl(1).</summary>
/// <param name="platform">The machine and the user.</param>
internal sealed class LaunchdScheduler(Platform platform) : IScheduler
{
    private const string Prefix = "com.elevencost.";
    private const string Program = "launchctl";

    /// <inheritdoc/>
    public SyncScheduler Kind => SyncScheduler.Launchd;

    private string Domain => $"gui/{platform.UserId}";

    /// <inheritdoc/>
    public ElevenCostException? Lack() => platform.IsMacOS && platform.FindProgram(Program) is not null ? null
        : ScheduleErrors.NoScheduler("launchd is available only on macOS.", "Choose another scheduler.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanAsync(ScheduledJob job, CancellationToken cancellationToken)
    {
        var file = new WriteFileChange(FileOf(job.Name), PropertyList(job, platform.Time));
        if (file.IsDone() && (await platform.RunAsync(Run("print", $"{Domain}/{Prefix}{job.Name}").Command, null, cancellationToken)).ExitCode == 0)
        {
            return [];
        }

        return
        [
            Run("bootout", $"{Domain}/{Prefix}{job.Name}") with { MayFail = true },
            file,
            Run("enable", $"{Domain}/{Prefix}{job.Name}"),
            Run("bootstrap", Domain, file.Path),
        ];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SchedulerChange>> PlanRemovalAsync(string name, CancellationToken cancellationToken)
    {
        string path = FileOf(name);
        IReadOnlyList<SchedulerChange> changes = !platform.IsMacOS || !File.Exists(path) ? []
            : [Run("bootout", $"{Domain}/{Prefix}{name}") with { MayFail = true }, new DeleteFileChange(path)];
        return Task.FromResult(changes);
    }

    /// <inheritdoc/>
    public Task<ScheduleCheck> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ScheduleCheck("Scheduler", "launchd", true, "Agents run while you are logged in; a missed run starts within the hour."));

    /// <summary>The property list. launchd knows no time zones: the agent starts every hour, and runs when due.</summary>
    internal static string PropertyList(ScheduledJob job, TimeProvider time)
    {
        XElement[] starts = [.. job.MinutesIn(time.LocalTimeZone, time.GetUtcNow())
            .Select(minute => new XElement("dict", new XElement("key", "Minute"), new XElement("integer", minute.ToString(CultureInfo.InvariantCulture))))];
        var content = new XElement("dict",
            new XElement("key", "Label"), new XElement("string", Prefix + job.Name),
            new XElement("key", "ProgramArguments"), new XElement("array", job.Command.Words.Select(word => new XElement("string", word))),
            new XElement("key", "StartCalendarInterval"), starts.Length == 1 ? starts[0] : new XElement("array", starts.Cast<object>()),
            new XElement("key", "ProcessType"), new XElement("string", "Background"));
        var document = new XDocument(
            new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XComment(" Made by ElevenCost. To remove it: elevencost schedule remove "),
            new XElement("plist", new XAttribute("version", "1.0"), content));

        // Without the brackets of an empty internal subset, which property lists never have.
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document.ToString().ReplaceLineEndings("\n").Replace("[]>", ">", StringComparison.Ordinal)}\n";
    }

    private string FileOf(string name) => Path.Combine(platform.UserFolder, "Library", "LaunchAgents", $"{Prefix}{name}.plist");

    private RunChange Run(params string[] arguments) => new(platform.Command(Program, arguments));
}
