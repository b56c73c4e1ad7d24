using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>The ledger against both endpoints, day by day.</summary>
/// <param name="connection">The connection's name.</param>
/// <param name="range">The days.</param>
/// <param name="zone">The zone of the days.</param>
/// <param name="kept">What the ledger has.</param>
/// <param name="analytics">What the analytics query says; null if it is rejected.</param>
/// <param name="statistics">What the usage statistics say; null if they are rejected.</param>
/// <param name="utcDays">The analytics query's days of UTC, where those of the zone are others; null if they are not asked for.</param>
internal sealed class LedgerChecks(
    string connection, DateRange range, TimeZoneInfo zone, IReadOnlyDictionary<DateOnly, DayEntry> kept,
    AnalyticsFigures? analytics, StatisticsFigures? statistics, IReadOnlyDictionary<DateOnly, DaySums>? utcDays)
{
    private const decimal HalfOfAValueDigit = 0.0000005m;
    private const decimal DoubleNoise = 1e-12m;

    /// <summary>Credits, requests and value against the analytics query.</summary>
    public IEnumerable<ReconciliationRecord> AgainstAnalytics() => analytics is null ? [] : range.EachDay().SelectMany(day =>
    {
        DayEntry? entry = Known(day);
        DaySums now = analytics.On(day);
        decimal tolerance = (((entry?.Rows ?? 0) + 1) * HalfOfAValueDigit) + (Math.Abs(now.Cost ?? 0) * DoubleNoise);
        return new[]
        {
            Compare(day, entry?.Credits, now.Credits, "credits", 0, sums => sums.Credits),
            Compare(day, entry?.Requests, now.Requests, "requests", 0, sums => sums.Requests),
            Compare(day, entry?.ConsumedCost, now.Cost, analytics.Currency, tolerance, sums => sums.Cost, isMoney: true),
        };
    });

    /// <summary>Credits against the usage statistics; a difference that the endpoints have among themselves is told as theirs.</summary>
    /// <param name="endpoints">What was found between the endpoints, for credits, by day.</param>
    public IEnumerable<ReconciliationRecord> AgainstStatistics(IReadOnlyDictionary<DateOnly, Finding> endpoints) => statistics is null ? [] : range.EachDay().Select(day =>
    {
        DayEntry? entry = Known(day);
        decimal now = statistics.Credits.GetValueOrDefault(day);
        var comparison = new Comparison(connection, ReconciliationCheck.LedgerAgainstStatistics, new DateRange(day, day),
            "ledger", entry?.Credits, EndpointChecks.StatisticsName, now, "credits");
        if (entry is null)
        {
            return comparison.With(NotKept(day));
        }

        Finding finding = DayJudge.Agrees(entry.Credits, now, 0)
            ?? (analytics?.On(day).Credits == entry.Credits && endpoints.TryGetValue(day, out Finding theirs) ? theirs : Changed(day, entry, sums => sums.Credits, entry.Credits));
        return comparison.With(finding);
    });

    /// <summary>What is stored of each kept day against what its sync stored.</summary>
    /// <param name="contents">What the ledger recomputed.</param>
    public IEnumerable<ReconciliationRecord> AgainstItself(IEnumerable<DayContent> contents) => contents.Select(content =>
        new Comparison(connection, ReconciliationCheck.LedgerContent, new DateRange(content.Date, content.Date),
            "ledger's day", content.EntryCredits, "ledger's rows", content.RowCredits, "credits")
            .With(content.Changes.Count == 0 ? Finding.None : new Finding(DifferenceCause.ChangedOutside, string.Create(CultureInfo.InvariantCulture,
                $"What the ledger stores of {content.Date:yyyy-MM-dd} was changed outside ElevenCost: {string.Join(", ", content.Changes)}. Sync the day again: ")
                + Advice.Of(string.Create(CultureInfo.InvariantCulture, $"Sync-ElevenLabsUsage -Connection {connection} -StartDate {content.Date:yyyy-MM-dd} -EndDate {content.Date:yyyy-MM-dd} -Force"),
                    string.Create(CultureInfo.InvariantCulture, $"elevencost sync --connection {connection} --from {content.Date:yyyy-MM-dd} --to {content.Date:yyyy-MM-dd} --force")))));

    private ReconciliationRecord Compare(DateOnly day, decimal? left, decimal? right, string? unit, decimal tolerance, Func<DaySums, decimal?> measure, bool isMoney = false)
    {
        DayEntry? entry = Known(day);
        var comparison = new Comparison(connection, ReconciliationCheck.LedgerAgainstAnalytics, new DateRange(day, day),
            "ledger", left, EndpointChecks.AnalyticsName, right, unit);
        if (entry is null)
        {
            return comparison.With(NotKept(day));
        }

        if (left is not { } was || right is not { } now)
        {
            return comparison.With(new Finding(DifferenceCause.NotReadable, entry.Source == UsageSource.UsageStatistics && left is null
                ? "The day was read from the usage statistics, which do not report this."
                : "One of the two does not report this."));
        }

        return isMoney && entry.Currency != unit
            ? comparison.With(new Finding(DifferenceCause.OtherUnit, $"The ledger's value is in {entry.Currency}, the analytics query's in {unit}."), comparable: false)
            : comparison.With(DayJudge.Agrees(was, now, tolerance) ?? Changed(day, entry, measure, was));
    }

    /// <summary>Why a day that is stored is another one now.</summary>
    private Finding Changed(DateOnly day, DayEntry entry, Func<DaySums, decimal?> measure, decimal was)
    {
        string readAt = string.Create(CultureInfo.InvariantCulture, $"{entry.SyncedAt:yyyy-MM-dd HH:mm} UTC");
        if (utcDays is not null && measure(utcDays.GetValueOrDefault(day, DaySums.None)) == was)
        {
            return new Finding(DifferenceCause.OtherZone, $"The ledger has the day of UTC, not of {zone.Id}. Sync the day again with force.");
        }

        if (entry.State == DayState.Provisional || entry.SyncedAt < zone.StartOf(day.AddDays(1)).UtcDateTime)
        {
            return new Finding(DifferenceCause.LateData, $"The day was read at {readAt}, before all its data was in. The next sync reads it again.");
        }

        return analytics is not null && statistics is not null && analytics.On(day).Credits != statistics.Credits.GetValueOrDefault(day)
            && entry.Credits == statistics.Credits.GetValueOrDefault(day)
            ? new Finding(DifferenceCause.Unexplained, $"Only the analytics query differs: the ledger, read at {readAt}, and the usage statistics agree.")
            : new Finding(DifferenceCause.Restated, $"ElevenLabs has changed the day since it was read at {readAt}. A forced sync of the day stores and logs the change.");
    }

    private DayEntry? Known(DateOnly day) => kept.GetValueOrDefault(day) is { } entry && (entry.State != DayState.Failed || entry.Rows > 0) ? entry : null;

    private Finding NotKept(DateOnly day) => new(DifferenceCause.NotKept, kept.GetValueOrDefault(day)?.Reason is { } reason
        ? $"The day did not add up when it was synced: {reason}. Sync it again."
        : "The day was never synced.");
}
