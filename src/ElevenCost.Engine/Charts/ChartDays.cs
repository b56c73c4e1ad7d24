using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Charts;

/// <summary>A day, week or month of a chart. Immutable.</summary>
/// <param name="Days">Its days within the range.</param>
/// <param name="Cost">What is known of its cost; null if nothing is.</param>
/// <param name="Mark">The doubt about it.</param>
internal sealed record ChartBucket(DateRange Days, decimal? Cost, ChartMark Mark);

/// <summary>The cost of each day of a range in one currency. Immutable.</summary>
internal sealed class ChartDays
{
    private ChartDays(IReadOnlyList<ChartBucket> days) => Days = days;

    /// <summary>The days in order.</summary>
    public IReadOnlyList<ChartBucket> Days { get; }

    /// <summary>The day that cost most; null if none cost anything.</summary>
    public ChartBucket? Dearest => Days.Where(day => day.Cost > 0).MaxBy(day => day.Cost);

    /// <summary>The days of a result in one currency.</summary>
    /// <param name="daily">The cost by day, not grouped: a day that is known has a row of its own, also if nothing was used.</param>
    /// <param name="range">The days.</param>
    /// <param name="currency">ISO 4217 code.</param>
    public static ChartDays Of(CostResult daily, DateRange range, string? currency)
    {
        ILookup<DateOnly, CostRecord> rows = daily.Rows.ToLookup(row => DateOnly.FromDateTime(row.Date));
        return new ChartDays([.. range.EachDay().Select(day => DayOf(day, [.. rows[day]], currency))]);
    }

    /// <summary>The days as they are, as weeks, from Monday, or as months.</summary>
    public IReadOnlyList<ChartBucket> By(Granularity granularity) =>
        [.. Days.GroupBy(day => BucketCalendar.BucketOf(day.Days.Start, granularity, day.Days)).Select(bucket => Sum([.. bucket]))];

    private static ChartBucket DayOf(DateOnly day, CostRecord[] rows, string? currency)
    {
        var days = new DateRange(day, day);
        CostRecord[] own = [.. rows.Where(row => row.Currency == currency && row.Cost is not null)];
        bool isPartial = rows.Length == 0 || rows.Any(row => row.Completeness == Completeness.Partial || row.UnpricedCredits > 0);

        // A day without usage has no currency, and cost nothing in any.
        decimal? cost = own.Length > 0 ? own.Sum(row => row.Cost) : isPartial ? null : 0;
        return new ChartBucket(days, cost, isPartial ? ChartMark.Partial
            : rows.Any(row => row.Completeness == Completeness.Provisional) ? ChartMark.Provisional : ChartMark.None);
    }

    private static ChartBucket Sum(ChartBucket[] days) => new(
        new DateRange(days[0].Days.Start, days[^1].Days.End),
        days.Any(day => day.Cost is not null) ? days.Sum(day => day.Cost ?? 0) : null,
        days.Max(day => day.Mark));
}
