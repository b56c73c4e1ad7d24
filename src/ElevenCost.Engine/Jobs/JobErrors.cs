using System.Globalization;

namespace ElevenCost.Engine.Jobs;

/// <summary>The errors of sync jobs: id, text and remedy of each in one place.</summary>
internal static class JobErrors
{
    internal static readonly ErrorKind LogNotWritable = new(FailureCategory.Ledger,
        "The home can't be written, so a scheduled run could store neither its log nor its result.",
        "Make the folder that the message names writable for the account that runs the job.");

    internal static readonly ErrorKind RunInProgress = new(FailureCategory.Ledger,
        "Another run of the same home is in progress: two never overlap.",
        "Wait until it has ended.",
        FailureNature.Busy);

    internal static readonly ErrorKind RunTimeout = new(FailureCategory.Unavailable,
        "A run reached its time limit before all of its steps were done. What was synced is kept.",
        "Run it again, or raise the limit with `--timeout` or `-TimeoutSec`.",
        FailureNature.Timeout);

    internal static readonly ErrorKind StepFailed = new(FailureCategory.Ledger,
        "A step of a run failed unexpectedly; the message says how. The other steps went on.",
        "Run it by hand to see more, and report it.");

    /// <summary><c>RunInProgress</c>.</summary>
    internal static ElevenCostException InProgress(string home) => new(RunInProgress, $"Another run of the home '{home}' is in progress.", "Wait until it has ended.");

    /// <summary>The failure of a step.</summary>
    internal static ElevenCostException OfStep(SyncJobStep step) => new(ErrorKind.Of(step.ErrorId!, step.ErrorCategory ?? FailureCategory.Ledger), step.ToString(), step.Remedy);

    /// <summary><c>RunTimeout</c>.</summary>
    internal static ElevenCostException TimedOut(TimeSpan limit) => new(RunTimeout,
        string.Create(CultureInfo.InvariantCulture, $"The run did not end within {limit.TotalSeconds:N0} seconds. What was synced is kept."),
        $"Run it again: it continues with what is missing. If it needs longer, raise the limit: {Advice.Of("-TimeoutSec SECONDS", "--timeout SECONDS")}.");

    /// <summary><c>StepFailed</c>.</summary>
    internal static ElevenCostException Unexpected(Exception cause) =>
        new(StepFailed, $"An unexpected error: {cause.GetType().Name}: {cause.Message}", "Run it by hand to see more, and report it.", cause);

    /// <summary><c>LogNotWritable</c>.</summary>
    internal static ElevenCostException NoLog(string folder, Exception cause) =>
        new(LogNotWritable, $"The folder '{folder}' cannot be written: {cause.Message}", $"Make it writable for this account, or set {Home.Variable} to another folder.", cause);
}
