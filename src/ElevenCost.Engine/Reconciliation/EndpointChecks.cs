using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>The two endpoints against each other, and each against itself, day by day.</summary>
/// <param name="connection">The connection's name.</param>
/// <param name="range">The days.</param>
/// <param name="judge">Finds out why days differ.</param>
/// <param name="analytics">What the analytics query says; null if it is rejected.</param>
/// <param name="statistics">What the usage statistics say; null if they are rejected.</param>
/// <param name="utcDays">The analytics query's days of UTC, where those of the zone are others; null if they are not asked for.</param>
/// <param name="isUtc">Whether days are those of UTC.</param>
internal sealed class EndpointChecks(
    string connection, DateRange range, DayJudge judge, AnalyticsFigures? analytics, StatisticsFigures? statistics,
    IReadOnlyDictionary<DateOnly, DaySums>? utcDays, bool isUtc)
{
    public const string AnalyticsName = "analytics query";
    public const string StatisticsName = "usage statistics";

    // Minutes have been seen with two decimals; a day of another zone than UTC is the sum of up to 25 hours.
    private const decimal HalfOfAMinuteDigit = 0.005m;
    private const int HoursOfLongestDay = 25;

    /// <summary>A day's credits, requests and minutes by both endpoints.</summary>
    public IEnumerable<ReconciliationRecord> Endpoints() => analytics is null || statistics is null ? [] : range.EachDay().SelectMany(day =>
    {
        DaySums total = analytics.On(day);
        return new[]
        {
            Compare(day, total.Credits, statistics.Credits, "credits", 0, sums => sums.Credits),
            Compare(day, total.Requests, statistics.Requests, "requests", 0, sums => sums.Requests),
            Compare(day, total.Minutes, statistics.Minutes, "minutes", ((isUtc ? 1 : HoursOfLongestDay) + 1) * HalfOfAMinuteDigit, sums => sums.Minutes),
        };
    });

    /// <summary>The rows of the analytics query against their total.</summary>
    public IEnumerable<ReconciliationRecord> Rows() => analytics is null ? [] : range.EachDay().Select(day =>
    {
        DaySums rows = analytics.Rows.GetValueOrDefault(day, DaySums.None);
        DaySums total = analytics.On(day);
        var comparison = new Comparison(connection, ReconciliationCheck.AnalyticsRows, new DateRange(day, day),
            "rows of the analytics query", rows.Credits, "its total", total.Credits, "credits");
        return comparison.With(rows.DifferenceFrom(total) is { } difference
            ? judge.Rest(day, $"Of {day:yyyy-MM-dd}, {difference}: rows are missing or come twice. A sync marks such a day failed and reads it again.")
            : Finding.None);
    });

    /// <summary>The keys of each breakdown of the usage statistics against their total.</summary>
    public IEnumerable<ReconciliationRecord> Slices() => statistics is null ? [] : statistics.Slices.SelectMany(slice =>
    {
        if (slice.Refused is { } refused)
        {
            return [new Comparison(connection, ReconciliationCheck.StatisticsSlice, range, $"{StatisticsName} by {slice.Dimension}", null, "their total", null, "credits")
                .With(new Finding(DifferenceCause.NotReadable, refused), breakdown: slice.Dimension)];
        }

        return range.EachDay().Select(day =>
        {
            decimal sum = slice.Credits.GetValueOrDefault(day);
            decimal total = statistics.Credits.GetValueOrDefault(day);
            Finding finding = DayJudge.Agrees(sum, total, 0)
                ?? (slice.Dimension == Dimension.Group
                    ? new Finding(DifferenceCause.GroupMembership, "A member of several groups counts in each of them, a member of none in none: groups do not add up to the total.")
                    : slice.Dimension == Dimension.ApiKey ? judge.Website(day, total - sum, "the keys") : null)
                ?? judge.Rest(day, $"The usage statistics by {slice.Dimension} do not add up to their own total. A sync leaves such a breakdown out.");
            return new Comparison(connection, ReconciliationCheck.StatisticsSlice, new DateRange(day, day),
                $"{StatisticsName} by {slice.Dimension}", sum, "their total", total, "credits").With(finding, breakdown: slice.Dimension);
        });
    });

    /// <summary>The value of both endpoints, over the days whose data is all in, where there are any.</summary>
    public IEnumerable<ReconciliationRecord> FiatUnits()
    {
        if (analytics is null || statistics is null)
        {
            yield break;
        }

        DateOnly[] days = [.. range.EachDay().Where(day => !judge.IsRecent(day) && analytics.On(day).Cost is not null)];
        if (days.Length == 0)
        {
            yield break;
        }

        decimal value = days.Sum(day => analytics.On(day).Cost!.Value);
        decimal units = days.Sum(day => statistics.FiatUnits.GetValueOrDefault(day));
        yield return new Comparison(connection, ReconciliationCheck.FiatUnits, new DateRange(days[0], days[^1]),
            "value by the analytics query", value, "fiat units of the usage statistics", units, analytics.Currency).With(Scale(value, units));
    }

    private static Finding Scale(decimal value, decimal units)
    {
        const decimal Hundredths = 100;
        const decimal Near = 0.001m;
        decimal tolerance = Math.Abs(value) * Near;
        return DayJudge.Agrees(value, units, tolerance)
            ?? (Math.Abs(value - (units / Hundredths)) <= tolerance
                ? new Finding(DifferenceCause.OtherUnit, "The fiat units of this workspace are hundredths: divided by 100 they agree. They are never used as a cost.")
                : new Finding(DifferenceCause.Unexplained, "The fiat units are neither the value nor a hundred times the value. They are never used as a cost; the analytics query's value is."));
    }

    private ReconciliationRecord Compare(
        DateOnly day, decimal? left, IReadOnlyDictionary<DateOnly, decimal> rights, string unit, decimal tolerance, Func<DaySums, decimal?> measure)
    {
        decimal right = rights.GetValueOrDefault(day);
        var comparison = new Comparison(connection, ReconciliationCheck.Endpoints, new DateRange(day, day), AnalyticsName, left, StatisticsName, right, unit);
        if (left is not { } known)
        {
            return comparison.With(new Finding(DifferenceCause.NotReadable, $"The analytics query does not report {unit}."));
        }

        return comparison.With(DayJudge.Agrees(known, right, tolerance)
            ?? (unit == "credits" ? judge.Website(day, known - right, known > right ? "the usage statistics" : "the analytics") : null)
            ?? (utcDays is not null && measure(utcDays.GetValueOrDefault(day, DaySums.None)) == right
                ? new Finding(DifferenceCause.OtherZone, "The usage statistics have counted the day of UTC: it agrees with the analytics query's day of UTC.")
                : (Finding?)null)
            ?? judge.Rest(day, $"The two endpoints count different {unit}, and neither late data, the website, another zone nor rounding explains it. Ask ElevenLabs' support."));
    }
}
