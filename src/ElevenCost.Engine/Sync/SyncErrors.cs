using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Sync;

/// <summary>The errors of syncs: id, text and remedy of each in one place.</summary>
public static class SyncErrors
{
    internal static readonly ErrorKind Canceled = new(FailureCategory.Unavailable,
        "A sync was cancelled. The cancellation is recorded only in the sync log.",
        "Sync again; days read so far are kept.");

    internal static readonly ErrorKind DaysFailed = new(FailureCategory.Unavailable,
        "Days were read and do not add up; they are marked failed.",
        "Sync again later; `Get-ElevenLabsCoverage -State Failed` shows the reason.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind DaysSuspect = new(FailureCategory.Unavailable,
        "Days had usage, and ElevenLabs now reports none. Their figures were kept.",
        "Ask ElevenLabs' support. If the usage really is gone, sync these days with `-Force -AcceptLoss`.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind SyncTimeout = new(FailureCategory.Unavailable,
        "The sync of a connection took longer than its limit; the days read so far are stored.",
        "Sync again, or raise the limit: `-TimeoutSec`, `--timeout`.");

    /// <summary>The failure that the result of a sync reports.</summary>
    /// <param name="result">The result of a sync that did not succeed.</param>
    public static ElevenCostException Of(SyncResult result) => result is { ErrorId: { } id, ErrorCategory: { } category, Error: { } error }
        ? new ElevenCostException(ErrorKind.Of(id, category), $"'{result.Connection}' did not sync: {error}", result.Remedy)
        : result is { DaysFailed: 0, DaysSuspect: > 0 }
            ? new ElevenCostException(DaysSuspect,
                $"{result.DaysSuspect} days of '{result.Connection}' had usage, and ElevenLabs now reports none; their figures were kept.",
                "Ask ElevenLabs' support. If the usage really is gone: "
                + Advice.Of(
                    string.Create(CultureInfo.InvariantCulture, $"Sync-ElevenLabsUsage -Connection {result.Connection} -Force -AcceptLoss -StartDate {result.From:yyyy-MM-dd} -EndDate {result.To:yyyy-MM-dd}"),
                    string.Create(CultureInfo.InvariantCulture, $"elevencost sync --connection {result.Connection} --force --accept-loss --from {result.From:yyyy-MM-dd} --to {result.To:yyyy-MM-dd}")))
            : new ElevenCostException(DaysFailed,
                $"{result.DaysFailed} days of '{result.Connection}' do not add up and are marked failed.",
                $"Sync again later. See why: {Advice.Of($"Get-ElevenLabsCoverage -Connection {result.Connection} -State Failed", $"elevencost coverage --connection {result.Connection}")}");

    internal static ElevenCostException Cancelled() => new(Canceled, "The sync was cancelled.");

    internal static ElevenCostException TimedOut(TimeSpan limit) => new(SyncTimeout,
        string.Create(CultureInfo.InvariantCulture, $"The sync did not end within {limit.TotalSeconds:N0} seconds. The days read so far are stored."),
        $"Sync again: it continues with the missing days. If it needs longer, raise the limit: {Advice.Of("-TimeoutSec SECONDS", "--timeout SECONDS")}.");

    /// <param name="mostDays">How many days a sync goes back at most.</param>
    /// <param name="mostLookback">The longest lookback, in days.</param>
    internal static ElevenCostException OutOfBounds(int mostDays, int mostLookback) => new(CalendarErrors.RangeNotValid,
        string.Create(CultureInfo.InvariantCulture,
            $"A sync goes back 1 to {mostDays} days, to {DayZone.FirstDay:yyyy-MM-dd} at most, with a lookback of 0 to {mostLookback} days."),
        "Use numbers and days within these bounds.");

    internal static ElevenCostException NoDay(DateOnly from, DateOnly to, DateOnly today) => new(CalendarErrors.RangeNotValid,
        string.Create(CultureInfo.InvariantCulture, $"There is no day to sync from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}; today is {today:yyyy-MM-dd}."),
        "Use a start that is not after the end, nor in the future.");
}
