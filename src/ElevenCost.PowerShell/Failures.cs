using System.Management.Automation;
using ElevenCost.Engine.Tables;

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

    /// <summary>The failure that a sync's result tells of.</summary>
    public static ElevenCostException FailureOf(SyncResult result) => result is { ErrorId: { } id, ErrorCategory: { } category, Error: { } error }
        ? new ElevenCostException(id, category, $"'{result.Connection}' did not sync: {error}", result.Remedy)
        : result is { DaysFailed: 0, DaysSuspect: > 0 } ? new ElevenCostException("DaysSuspect", FailureCategory.Unavailable,
            $"{result.DaysSuspect} days of '{result.Connection}' had usage, and ElevenLabs now reports none; their figures were kept.",
            $"Ask ElevenLabs' support. If the usage really is gone: Sync-ElevenLabsUsage -Connection {result.Connection} -Force -AcceptLoss -StartDate {result.From:yyyy-MM-dd} -EndDate {result.To:yyyy-MM-dd}")
        : new ElevenCostException("DaysFailed", FailureCategory.Unavailable,
            $"{result.DaysFailed} days of '{result.Connection}' do not add up and are marked failed.",
            $"Sync again later; see why with: Get-ElevenLabsCoverage -Connection {result.Connection} -State Failed");

    // Laid out as later versions do.
    private static string TextOf(ElevenCostException failure) => IsRemedyShown || failure.Remedy is null
        ? failure.Message
        : $"{failure.Message}{Environment.NewLine}  Recommendation: {failure.Remedy}";

    private static ErrorCategory CategoryOf(ElevenCostException failure) => (failure.Category, failure.ErrorId) switch
    {
        (_, "SecretManagementNotFound") => ErrorCategory.NotInstalled,
        (_, "VaultLocked" or "MissingPermission" or "AccessDenied" or "HoursNotReadable") => ErrorCategory.PermissionDenied,
        (_, "ApiTimeout") => ErrorCategory.OperationTimeout,
        (_, "RateLimited" or "QuotaExceeded") => ErrorCategory.LimitsExceeded,
        (_, "DaysFailed" or "DaysSuspect" or "FigureOutOfBounds" or "ResponseNotValid" or "ResponseIncomplete" or "ColumnMissing") => ErrorCategory.InvalidResult,
        (FailureCategory.Configuration or FailureCategory.Permission, { } id) when id.EndsWith("NotFound", StringComparison.Ordinal) => ErrorCategory.ObjectNotFound,
        (_, { } id) when id.EndsWith("Locked", StringComparison.Ordinal) => ErrorCategory.ResourceBusy,
        (FailureCategory.Usage, _) => ErrorCategory.InvalidArgument,
        (FailureCategory.Unavailable, _) => ErrorCategory.ConnectionError,
        (FailureCategory.Ledger, _) => ErrorCategory.ResourceUnavailable,
        (FailureCategory.Permission, _) => ErrorCategory.AuthenticationError,
        _ => ErrorCategory.InvalidData,
    };
}
