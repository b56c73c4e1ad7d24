namespace ElevenCost.Engine.Schedules;

/// <summary>The errors of schedules: id, text and remedy of each in one place.</summary>
internal static class ScheduleErrors
{
    internal static readonly ErrorKind EnvironmentFileNotReadable = new(FailureCategory.Configuration,
        "The file with the environment variables of scheduled runs can't be read, or a line of it is not valid; the message names the line and never shows it.",
        "Use a file that you may read, with a line `NAME=value` for each variable.");

    internal static readonly ErrorKind ScheduleFileNotValid = new(FailureCategory.Configuration,
        "`schedule.json` in the home can't be read, or has a later version.",
        "Remove the schedule and register it again.");

    internal static readonly ErrorKind ScheduleNotFound = new(FailureCategory.Configuration,
        "No sync is scheduled for this home.",
        "Schedule it with `Register-ElevenLabsSyncSchedule` or `elevencost schedule set`.",
        FailureNature.NotFound);

    internal static readonly ErrorKind ScheduleNotReady = new(FailureCategory.Configuration,
        "Something that a scheduled sync needs does not work unattended; the message says what. Nothing was registered.",
        "Run the commands that the message names, then register again.");

    internal static readonly ErrorKind ScheduleNotValid = new(FailureCategory.Usage,
        "The input is not a valid schedule; the message says why.",
        "Correct it; nothing was changed.");

    internal static readonly ErrorKind SchedulerFailed = new(FailureCategory.Configuration,
        "A command of the platform's scheduler failed; the message shows its output. ElevenCost restored what it had written.",
        "Run the command by hand to see why, or choose another scheduler.");

    internal static readonly ErrorKind SchedulerNotFound = new(FailureCategory.Configuration,
        "This machine, or this session, does not have the scheduler.",
        "Choose another one with `-Scheduler` or `--scheduler`, or let your own scheduler run `elevencost run`.",
        FailureNature.NotInstalled);

    /// <summary><c>ScheduleNotValid</c>.</summary>
    /// <param name="mistake">What is wrong, in the middle of a sentence.</param>
    /// <param name="remedy">What to do.</param>
    internal static ElevenCostException NotValid(string mistake, string remedy) => new(ScheduleNotValid, $"The schedule is not valid: {mistake}.", remedy);

    /// <summary><c>ScheduleNotFound</c>.</summary>
    internal static ElevenCostException NotFound(string home) => new(ScheduleNotFound,
        $"No sync is scheduled for the home '{home}'.", $"Schedule it with: {Advice.Of("Register-ElevenLabsSyncSchedule", "elevencost schedule set")}");

    /// <summary><c>ScheduleNotReady</c>, <c>KeyNotFound</c> and others: a check that failed.</summary>
    internal static ElevenCostException OfCheck(ScheduleCheck check) => new(
        check.ErrorId is null ? ScheduleNotReady : ErrorKind.Of(check.ErrorId, check.ErrorCategory ?? FailureCategory.Configuration),
        $"{check.Name} {check.Target}: {check.Message}", check.Remedy);

    /// <summary><c>SchedulerNotFound</c>.</summary>
    /// <param name="what">Which, to begin a sentence with.</param>
    /// <param name="remedy">What to do.</param>
    internal static ElevenCostException NoScheduler(string what, string remedy) => new(SchedulerNotFound, what, remedy);

    /// <summary><c>SchedulerFailed</c>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reason">What it printed, or why it could not be run.</param>
    /// <param name="cause">The cause, if any.</param>
    internal static ElevenCostException Failed(string command, string reason, Exception? cause = null) => new(SchedulerFailed,
        $"'{command}' failed: {ShownText.Of(reason.Trim().ReplaceLineEndings(" "), 400)}", "Run it by hand to see why, or choose another scheduler.", cause);

    /// <summary><c>SchedulerFailed</c>: a file that can't be written or deleted.</summary>
    internal static ElevenCostException FileFailed(string path, Exception cause) => new(SchedulerFailed,
        $"The file '{path}' cannot be written or deleted: {cause.Message}", "Make it a file that you may write, or choose another scheduler.", cause);

    /// <summary><c>ScheduleFileNotValid</c>.</summary>
    internal static ElevenCostException FileNotValid(string path, string reason, Exception? cause) => new(ScheduleFileNotValid,
        $"The file '{path}' cannot be read: {reason}", $"Remove the schedule and register it again: {Advice.Of("Unregister-ElevenLabsSyncSchedule", "elevencost schedule remove")}.", cause);

    /// <summary><c>EnvironmentFileNotReadable</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why, as a sentence. Never what stands in it.</param>
    /// <param name="cause">The cause, if any.</param>
    internal static ElevenCostException EnvironmentFile(string path, string reason, Exception? cause = null) => new(EnvironmentFileNotReadable,
        $"The environment file '{path}' cannot be read: {reason}", "Use a file that you may read, with a line NAME=value for each variable.", cause);
}
