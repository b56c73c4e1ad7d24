using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Tests.Alerts;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>
/// What schedulers are given. Windows and macOS are approved as text (ELEVENCOST_APPROVE=1 writes it anew) and held against the documented names; systemd reads its
/// units itself.
/// </summary>
public sealed partial class SchedulerTests
{
    // A blank, both quotes, a percent sign, a dollar sign and an ampersand.
    private const string HostilePath = "/home/ada/it's \"100%\" $HOME & more";

    private static readonly Schedule Berlin = new() { Frequency = ScheduleFrequency.Daily, Time = new TimeOnly(2, 30), TimeZone = "Europe/Berlin" };
    private static readonly Schedule Utc = new() { Frequency = ScheduleFrequency.Daily, Time = new TimeOnly(6, 0) };
    private static readonly Schedule Hourly = new() { Frequency = ScheduleFrequency.Hourly, Minute = 17 };
    private static readonly Schedule NewYork = new() { Frequency = ScheduleFrequency.Daily, Time = new TimeOnly(18, 45), TimeZone = "America/New_York" };

    public static TheoryData<string, string> Approved { get; } = new()
    {
        { "linux", "berlin" }, { "linux", "hourly" }, { "cron", "utc" }, { "cron", "hourly" }, { "macos", "utc" }, { "macos", "hourly" },
        { "windows", "utc" }, { "windows", "berlin" }, { "windows", "local" }, { "windows", "newyork" }, { "windows", "hourly" },
    };

    [Theory]
    [MemberData(nameof(Approved))]
    public async Task The_texts_are_approved(string kind, string schedule)
    {
        using var folder = new TemporaryFolder();
        var platform = new StubPlatform(folder.Path, kind) { Answer = command => command.Arguments is ["-l"] ? new ProgramResult(1, "", "no crontab for ada") : new ProgramResult(1, "", "") };
        IScheduler scheduler = SchedulerOf(kind, platform);
        IReadOnlyList<SchedulerChange> changes = await scheduler.PlanAsync(JobOf(schedule, kind == "windows"), default);
        string text = string.Concat(changes.Select(change => change.Text.Replace(folder.Path, "FOLDER", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal) + "\n"));
        string path = Path.Combine(Repository.Root, "tests", "ElevenCost.Engine.Tests", "Schedules", "Approved", $"{kind}-{schedule}.txt");
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal((await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("macos")]
    [InlineData("windows")]
    public async Task What_is_there_is_not_made_again_and_is_removed_whole(string kind)
    {
        using var folder = new TemporaryFolder();
        bool isThere = false;
        var platform = new StubPlatform(folder.Path, kind)
        {
            Answer = command => new ProgramResult(isThere ? 0 : 1, !isThere ? "" : command.Arguments.Contains("is-enabled") ? "enabled\n" : "active\n", ""),
        };
        IScheduler scheduler = SchedulerOf(kind, platform);
        ScheduledJob job = JobOf("hourly", kind == "windows");
        Assert.Empty(await scheduler.PlanRemovalAsync(job.Name, default));
        foreach (SchedulerChange change in (await scheduler.PlanAsync(job, default)).Where(change => change is WriteFileChange))
        {
            await change.ApplyAsync(platform, default);
        }

        Assert.NotEmpty(await scheduler.PlanAsync(job, default));
        isThere = true;
        Assert.Empty(await scheduler.PlanAsync(job, default));
        Assert.NotEmpty(await scheduler.PlanAsync(job with { Schedule = Utc }, default));
        foreach (SchedulerChange change in await scheduler.PlanRemovalAsync(job.Name, default))
        {
            await change.ApplyAsync(platform, default);
        }

        isThere = false;
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Empty(await scheduler.PlanRemovalAsync(job.Name, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0 1 * * * a\n")]
    [InlineData("# mine\nMAILTO=x\n\n0 1 * * * a\n\n")]
    [InlineData("0 1 * * * without a line break")]
    public void A_crontab_keeps_its_other_lines(string before)
    {
        using var folder = new TemporaryFolder();
        ScheduledJob job = JobOf("hourly", false);
        TimeProvider time = new StubPlatform(folder.Path, "cron").Time;
        string with = CronScheduler.With(before, job.Name, CronScheduler.Block(job, time));
        Assert.StartsWith(before, with, StringComparison.Ordinal);
        Assert.Equal(with, CronScheduler.With(with, job.Name, CronScheduler.Block(job, time)));
        string another = CronScheduler.With(with, "elevencost-sync-2", CronScheduler.Block(job with { Name = "elevencost-sync-2" }, time));
        string changed = CronScheduler.With(another + "5 5 * * * later\n", job.Name, CronScheduler.Block(job with { Schedule = Utc }, time));
        Assert.EndsWith("5 5 * * * later\n", changed, StringComparison.Ordinal);
        Assert.Contains("daily at 06:00 Etc/UTC", changed, StringComparison.Ordinal);
        string without = CronScheduler.With(CronScheduler.With(changed, job.Name, null), "elevencost-sync-2", null);
        Assert.Equal((before.Length == 0 || before.EndsWith('\n') ? before : before + "\n") + "5 5 * * * later\n", without);
    }

    [Fact]
    public void A_property_list_has_the_documented_keys_alone()
    {
        using var folder = new TemporaryFolder();
        XElement content = XDocument.Parse(LaunchdScheduler.PropertyList(JobOf("utc", false), new StubPlatform(folder.Path, "macos").Time)).Root!.Element("dict")!;

        // launchd.plist(5): the key, and the type of its value.
        var documented = new Dictionary<string, string>
        {
            ["Label"] = "string", ["ProgramArguments"] = "array", ["StartCalendarInterval"] = "dict", ["ProcessType"] = "string",
        };
        XElement[] parts = [.. content.Elements()];
        var found = Enumerable.Range(0, parts.Length / 2).ToDictionary(i => parts[2 * i].Value, i => parts[(2 * i) + 1].Name.LocalName);
        Assert.Equal(documented, found);
        Assert.Equal([HostilePath + "/elevencost", "run", "--scheduled", "--home", HostilePath], content.Element("array")!.Elements("string").Select(word => word.Value));
    }

    [Fact]
    public void A_task_has_the_documented_elements_in_their_order()
    {
        using var folder = new TemporaryFolder();
        var platform = new StubPlatform(folder.Path, "windows");
        foreach (string schedule in new[] { "utc", "hourly", "newyork" })
        {
            XElement task = XDocument.Parse(WindowsScheduler.Task(JobOf(schedule, true), platform)).Root!;

            // The Task Scheduler Schema: sequences of taskType and of the types of triggers.
            Assert.Equal(["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"], Names(task));
            XElement trigger = task.Element(task.Name.Namespace + "Triggers")!.Elements().First();
            Assert.Equal(trigger.Name.LocalName == "CalendarTrigger" ? ["StartBoundary", "Enabled", "ScheduleByDay"] : ["Repetition", "StartBoundary", "Enabled"], Names(trigger));
            XElement exec = task.Descendants(task.Name.Namespace + "Exec").Single();
            Assert.Equal(["Command", "Arguments"], Names(exec));
            Assert.Equal(@"run --scheduled --home ""C:\Users\Ada Lovelace\it's 100% \\""", exec.Element(task.Name.Namespace + "Arguments")!.Value);
        }

        static string[] Names(XElement element) => [.. element.Elements().Select(child => child.Name.LocalName)];
    }

    [SkippableFact]
    public async Task Systemd_takes_the_units()
    {
        Skip.If(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze.");
        using var folder = new TemporaryFolder();
        string program = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "it's \"100%\" $HOME & more")).FullName, "elevencost");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var platform = new StubPlatform(folder.Path, "linux");
        var job = new ScheduledJob("elevencost-sync", Berlin, new JobCommand(program, ["run", "--home", HostilePath]), TimeSpan.FromHours(1));
        string service = Path.Combine(folder.Path, "elevencost-sync.service");
        string timer = Path.Combine(folder.Path, "elevencost-sync.timer");
        await File.WriteAllTextAsync(service, SystemdScheduler.Service(job));
        await File.WriteAllTextAsync(timer, new SystemdScheduler(platform).Timer(job));
        ProgramResult verified = await AnalyzeAsync("verify", service, timer);
        Assert.True(verified.ExitCode == 0 && verified.Error.Length == 0, verified.Error);

        // A program that is not there is found by verify, so that it read the path as it was meant.
        await File.WriteAllTextAsync(service, SystemdScheduler.Service(job with { Command = job.Command with { Program = "/no such/elevencost" } }));
        Assert.Contains("/no such/elevencost is not executable", (await AnalyzeAsync("verify", service)).Error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("2026-03-27 12:00:00 UTC")]
    [InlineData("2026-10-23 12:00:00 UTC")]
    public async Task Systemd_starts_the_job_whenever_it_is_due(string from)
    {
        Skip.IfNot(File.Exists("/usr/bin/systemd-analyze"), "There is no systemd-analyze.");
        using var folder = new TemporaryFolder();
        string[] entries = [.. EntryPattern().Matches(new SystemdScheduler(new StubPlatform(folder.Path, "linux")).Timer(JobOf("berlin", false))).Select(match => match.Groups[1].Value)];
        ProgramResult outcome = await AnalyzeAsync(["calendar", $"--base-time={from}", "--iterations=5", .. entries]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        DateTimeOffset[] starts = [.. InstantPattern().Matches(outcome.Output).Select(match => DateTimeOffset.Parse(match.Groups[1].Value + "Z", CultureInfo.InvariantCulture))];
        Assert.NotEmpty(starts);
        DateTimeOffset due = DateTimeOffset.Parse(from.Replace(" UTC", "Z", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        for (int day = 0; day < 4; day++)
        {
            due = Berlin.NextAfter(due);
            Assert.Contains(due, starts);
        }
    }

    private static Task<ProgramResult> AnalyzeAsync(params string[] arguments) => Platform.RunAsync(
        new JobCommand("/usr/bin/systemd-analyze", arguments[0] == "verify" ? ["verify", "--user", "--man=no", .. arguments[1..]] : arguments), null,
        new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["TZ"] = "UTC", ["LC_ALL"] = "C", ["HOME"] = "/tmp", ["XDG_RUNTIME_DIR"] = "/tmp" }, TimeSpan.FromSeconds(30), default);

    private static IScheduler SchedulerOf(string kind, StubPlatform platform) => kind switch
    {
        "linux" => new SystemdScheduler(platform),
        "cron" => new CronScheduler(platform),
        "macos" => new LaunchdScheduler(platform),
        _ => new WindowsScheduler(platform, Path.Combine(platform.UserFolder, "schedule")),
    };

    private static ScheduledJob JobOf(string schedule, bool isWindows)
    {
        Schedule when = schedule switch { "berlin" => Berlin, "utc" => Utc, "hourly" => Hourly, "local" => Utc with { TimeZone = "Europe/Berlin" }, _ => NewYork };
        return new ScheduledJob("elevencost-sync", when, isWindows
            ? new JobCommand(@"C:\Program Files\elevencost\elevencost.exe", ["run", "--scheduled", "--home", @"C:\Users\Ada Lovelace\it's 100% \"])
            : new JobCommand(HostilePath + "/elevencost", ["run", "--scheduled", "--home", HostilePath]), TimeSpan.FromHours(2));
    }

    [GeneratedRegex("(?m)^OnCalendar=(.+)$")]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"\w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")]
    private static partial Regex InstantPattern();
}
