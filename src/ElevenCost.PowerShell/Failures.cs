using System.Management.Automation;

namespace ElevenCost.PowerShell;

/// <summary>Turns failures into error records: the one place that does.</summary>
internal static class Failures
{
    /// <summary>Whether PowerShell's own view of errors shows what to do; before 7.5 it does not, so that it must be part of the text.</summary>
    private static readonly bool IsRemedyShown = typeof(ErrorRecord).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>The record of a failure: its stable id, what happened as the message, what to do as the recommended action.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What it happened to: a connection's name, mostly.</param>
    public static ErrorRecord ToErrorRecord(this ElevenCostException failure, object? target) =>
        new(failure, failure.ErrorId, CategoryOf(failure), target is string text ? KeyText.MaskTyped(text) : target)
        {
            ErrorDetails = new ErrorDetails(SafeText.Escape(TextOf(failure), keepLines: true)) { RecommendedAction = SafeText.Escape(failure.Remedy ?? "", keepLines: true) },
        };

    // Laid out as later versions do.
    private static string TextOf(ElevenCostException failure) => IsRemedyShown || failure.Remedy is null
        ? failure.Message
        : $"{failure.Message}{Environment.NewLine}  Recommendation: {failure.Remedy}";

    private static ErrorCategory CategoryOf(ElevenCostException failure) => (failure.Kind.Nature, failure.Category) switch
    {
        (FailureNature.NotInstalled, _) => ErrorCategory.NotInstalled,
        (FailureNature.NotPermitted, _) => ErrorCategory.PermissionDenied,
        (FailureNature.Timeout, _) => ErrorCategory.OperationTimeout,
        (FailureNature.LimitExceeded, _) => ErrorCategory.LimitsExceeded,
        (FailureNature.ResultNotValid, _) => ErrorCategory.InvalidResult,
        (FailureNature.NotFound, _) => ErrorCategory.ObjectNotFound,
        (FailureNature.Busy, _) => ErrorCategory.ResourceBusy,
        (FailureNature.AlreadyThere, _) => ErrorCategory.ResourceExists,
        (_, FailureCategory.Usage) => ErrorCategory.InvalidArgument,
        (_, FailureCategory.Unavailable) => ErrorCategory.ConnectionError,
        (_, FailureCategory.Ledger) => ErrorCategory.ResourceUnavailable,
        (_, FailureCategory.File) => ErrorCategory.WriteError,
        (_, FailureCategory.Permission) => ErrorCategory.AuthenticationError,
        _ => ErrorCategory.InvalidData,
    };
}
