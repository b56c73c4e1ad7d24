using System.Diagnostics;
using System.Globalization;

namespace ElevenCost.Engine.Schedules;

/// <summary>A block between two marks in the user's crontab: crontab(1), crontab(5). All other lines stay as they are.</summary>
/// <param name="platform">The machine and the user.</param>
internal sealed class CronScheduler(Platform platform) : IScheduler
{
    private const string Program = "crontab";

    private static readonly string[] Daemons = ["cron", "crond", "fcron", "busybox"];

    /// <inheritdoc/>
    public SyncScheduler Kind => SyncScheduler.Cron;

    /// <inheritdoc/>
    public ElevenCostException? Lack() => platform.FindProgram(Program) is not null ? null
        : ScheduleErrors.NoScheduler("cron is not available: crontab is not on PATH.",
            $"Install it, for example: sudo apt-get install cron, or sudo dnf install cronie. Or let your own scheduler run: {Advice.Of("Invoke-ElevenLabsSync", "elevencost run")}");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanAsync(ScheduledJob job, CancellationToken cancellationToken)
    {
        string before = await ReadAsync(cancellationToken);
        string after = With(before, job.Name, Block(job, platform.Time));
        return after == before ? [] : [Write(after)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanRemovalAsync(string name, CancellationToken cancellationToken)
    {
        if (Lack() is not null)
        {
            return [];
        }

        string before = await ReadAsync(cancellationToken);
        string after = With(before, name, null);
        return after == before ? [] : after.Length == 0 ? [new RunChange(platform.Command(Program, "-r"))] : [Write(after)];
    }

    /// <inheritdoc/>
    public Task<ScheduleCheck> CheckAsync(CancellationToken cancellationToken)
    {
        // On macOS launchd starts it as soon as there is a crontab.
        bool isRunning = platform.IsMacOS || Process.GetProcesses().Any(process =>
        {
            using (process)
            {
                return Daemons.Contains(process.ProcessName, StringComparer.Ordinal);
            }
        });
        return Task.FromResult(isRunning
            ? new ScheduleCheck("Scheduler", "cron", true, "The cron daemon runs.")
            : new ScheduleCheck("Scheduler", "cron", false, "No cron daemon runs, so nothing would start the job.",
                "Start it: sudo systemctl enable --now cron (crond on Fedora), or sudo service cron start.", nameof(ScheduleErrors.ScheduleNotReady), FailureCategory.Configuration));
    }

    /// <summary>The lines of a job, with their marks.</summary>
    internal static string Block(ScheduledJob job, TimeProvider time)
    {
        if (job.Command.Words.Any(word => word.Contains('\\', StringComparison.Ordinal)))
        {
            throw ScheduleErrors.NotValid("a path has a backslash, which cron daemons read in different ways", "Move the program or the home to another path, or choose another scheduler.");
        }

        IEnumerable<string> minutes = job.MinutesIn(time.LocalTimeZone, time.GetUtcNow()).Select(minute => minute.ToString(CultureInfo.InvariantCulture));
        string why = job.Schedule.Frequency == ScheduleFrequency.Hourly ? "" : $"# Started every hour; runs when due, daily at {job.Schedule.At} {job.Schedule.TimeZone}.\n";
        return $"{BeginOf(job.Name)}\n{why}{string.Join(',', minutes)} * * * * {CommandText.OfCron(job.Command)}\n{EndOf(job.Name)}\n";
    }

    /// <summary>A crontab with another block of a job, in the place of the one that it had; null for none. Other lines stay to the byte.</summary>
    internal static string With(string crontab, string name, string? block)
    {
        int begin = LineOf(crontab, BeginOf(name), 0);
        int last = begin < 0 ? -1 : LineOf(crontab, EndOf(name), begin);
        if (last >= 0)
        {
            int end = crontab.IndexOf('\n', last);
            return string.Concat(crontab.AsSpan(0, begin), block, end < 0 ? "" : crontab.AsSpan(end + 1));
        }

        return block is null ? crontab : crontab + (crontab.Length == 0 || crontab.EndsWith('\n') ? "" : "\n") + block;
    }

    private static int LineOf(string text, string line, int from)
    {
        for (int at = text.IndexOf(line, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(line, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || text[at - 1] == '\n') && (at + line.Length == text.Length || text[at + line.Length] is '\n' or '\r'))
            {
                return at;
            }
        }

        return -1;
    }

    private static string BeginOf(string name) => $"# BEGIN {name} (made by ElevenCost; to remove it: elevencost schedule remove)";

    private static string EndOf(string name) => $"# END {name}";

    private RunChange Write(string crontab) => new(platform.Command(Program, "-"), crontab);

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var command = platform.Command(Program, "-l");
        ProgramResult result = await platform.RunAsync(command, null, cancellationToken);

        // A user without a crontab: as Vixie cron and cronie, and as BusyBox say it.
        bool hasNone = result.ExitCode != 0 && (result.Error.Contains("no crontab", StringComparison.OrdinalIgnoreCase) || result.Error.Contains("No such file", StringComparison.OrdinalIgnoreCase));
        return result.ExitCode == 0 ? result.Output : hasNone ? "" : throw ScheduleErrors.Failed(command.ToString(), result.Error);
    }
}
