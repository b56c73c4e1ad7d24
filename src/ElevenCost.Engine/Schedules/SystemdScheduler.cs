using System.Globalization;

namespace ElevenCost.Engine.Schedules;

/// <summary>A timer and a service of the user's systemd: systemd.timer(5), systemd.service(5), systemd.time(7).</summary>
/// <param name="platform">The machine and the user.</param>
internal sealed class SystemdScheduler(Platform platform) : IScheduler
{
    private const string Program = "systemctl";

    /// <inheritdoc/>
    public SyncScheduler Kind => SyncScheduler.Systemd;

    private string Folder => Path.Combine(platform.Variable("XDG_CONFIG_HOME") ?? Path.Combine(platform.UserFolder, ".config"), "systemd", "user");

    /// <inheritdoc/>
    public ElevenCostException? Lack() =>
        platform.FindProgram(Program) is null
            ? ScheduleErrors.NoScheduler("systemd is not available: systemctl is not on PATH.", "Choose another scheduler, such as cron.")
        : platform.Variable("XDG_RUNTIME_DIR") is not { } folder || !Path.Exists(Path.Combine(folder, "systemd", "private"))
            ? ScheduleErrors.NoScheduler("The user's systemd does not run in this session.",
                $"Log in as '{platform.UserName}' and not by su or sudo, after: sudo loginctl enable-linger {platform.UserName}. Or choose another scheduler, such as cron.")
        : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SchedulerChange>> PlanAsync(ScheduledJob job, CancellationToken cancellationToken)
    {
        WriteFileChange[] files = [new(ServiceOf(job.Name), Service(job)), new(TimerOf(job.Name), Timer(job))];
        SchedulerChange[] missing = [.. files.Where(file => !file.IsDone())];
        if (missing.Length == 0 && await AnswerAsync("is-enabled", job.Name, cancellationToken) == "enabled" && await AnswerAsync("is-active", job.Name, cancellationToken) == "active")
        {
            return [];
        }

        return [.. missing, Run("daemon-reload"), Run("enable", $"{job.Name}.timer"), Run("restart", $"{job.Name}.timer")];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SchedulerChange>> PlanRemovalAsync(string name, CancellationToken cancellationToken)
    {
        // The stamp of a persistent timer outlives its units.
        string stamp = Path.Combine(platform.Variable("XDG_DATA_HOME") ?? Path.Combine(platform.UserFolder, ".local", "share"), "systemd", "timers", $"stamp-{name}.timer");
        string[] units = [.. new[] { TimerOf(name), ServiceOf(name) }.Where(File.Exists)];
        IReadOnlyList<SchedulerChange> changes = units.Length == 0 ? []
            :
            [
                Run("disable", "--now", $"{name}.timer") with { MayFail = true },
                .. units.Select(unit => new DeleteFileChange(unit)),
                .. File.Exists(stamp) ? [new DeleteFileChange(stamp)] : Array.Empty<SchedulerChange>(),
                Run("daemon-reload") with { MayFail = true },
                Run("reset-failed", $"{name}.service") with { MayFail = true },
            ];
        return Task.FromResult(changes);
    }

    /// <inheritdoc/>
    public async Task<ScheduleCheck> CheckAsync(CancellationToken cancellationToken)
    {
        string user = platform.UserName;
        ProgramResult? answer = platform.FindProgram("loginctl") is { } program
            ? await platform.RunAsync(new JobCommand(program, ["show-user", user, "--property=Linger", "--value"]), null, cancellationToken) : null;
        return answer is { ExitCode: 0 } && answer.Output.Trim() == "no"
            ? new ScheduleCheck("Scheduler", "systemd", false, $"The timers of '{user}' stop when '{user}' logs out.", $"Let them run: loginctl enable-linger {user}",
                nameof(ScheduleErrors.ScheduleNotReady), FailureCategory.Configuration)
            : new ScheduleCheck("Scheduler", "systemd", true, "The user's timers run.");
    }

    /// <summary>The service.</summary>
    internal static string Service(ScheduledJob job) => string.Create(CultureInfo.InvariantCulture, $"""
        # Made by ElevenCost. To remove it: elevencost schedule remove
        [Unit]
        Description={ScheduledJob.Description}
        Documentation={ScheduledJob.Documentation}

        [Service]
        Type=oneshot
        ExecStart={CommandText.OfSystemd(job.Command)}
        TimeoutStartSec={job.HardLimit.TotalSeconds:0}
        UMask=0077

        """).ReplaceLineEndings("\n");

    /// <summary>The timer. A time that clocks skip on a day is one that systemd skips, too, so the time at which the job is due instead is another entry.</summary>
    internal string Timer(ScheduledJob job)
    {
        Schedule schedule = job.Schedule;
        string zone = schedule.TimeZone is "Etc/UTC" ? "UTC" : schedule.TimeZone;
        IEnumerable<string> entries = schedule.Frequency == ScheduleFrequency.Hourly
            ? [string.Create(CultureInfo.InvariantCulture, $"*-*-* *:{schedule.Minute:00}:00 UTC")]
            : schedule.WallTimes(platform.Time.GetUtcNow()).Select(time => string.Create(CultureInfo.InvariantCulture, $"*-*-* {time:HH:mm}:00 {zone}"));
        return $"""
            # Made by ElevenCost. To remove it: elevencost schedule remove
            [Unit]
            Description={ScheduledJob.Description}
            Documentation={ScheduledJob.Documentation}

            [Timer]
            {string.Join('\n', entries.Select(entry => $"OnCalendar={entry}"))}
            Persistent=true

            [Install]
            WantedBy=timers.target

            """.ReplaceLineEndings("\n");
    }

    private string ServiceOf(string name) => Path.Combine(Folder, $"{name}.service");

    private string TimerOf(string name) => Path.Combine(Folder, $"{name}.timer");

    private async Task<string> AnswerAsync(string question, string name, CancellationToken cancellationToken) =>
        (await platform.RunAsync(Run(question, $"{name}.timer").Command, null, cancellationToken)).Output.Trim();

    private RunChange Run(params string[] arguments) => new(platform.Command(Program, ["--user", .. arguments]));
}
