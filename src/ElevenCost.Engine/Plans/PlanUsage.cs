using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Plans;

/// <summary>The usage of a connection's pool of credits by billing period, past or forecast. Immutable.</summary>
internal sealed record PlanUsage
{
    // So many periods can fill the rollover of every plan there is.
    private const int EarlierPeriods = 2;

    /// <summary>The periods that are compared; one for a forecast.</summary>
    public required IReadOnlyList<PeriodUsage> Periods { get; init; }

    /// <summary>Periods right before them that are known without gap, and that credits may have rolled over from.</summary>
    public required IReadOnlyList<PeriodUsage> Earlier { get; init; }

    /// <summary>The forecast; null for past usage.</summary>
    public PlanForecast? Forecast { get; init; }

    /// <summary>Reads past usage.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="book">Its prices.</param>
    /// <param name="range">Days whose billing periods count; null for the last whole ones that are stored.</param>
    /// <param name="ledger">The usage.</param>
    /// <param name="today">Today in its zone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PlanUsage> ReadAsync(
        Connection connection, IPriceBook book, DateRange? range, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        List<BillingMonth> months = range is { } asked ? Touched(connection, book, asked, today)
            : await LastAsync(connection, book, ledger, today, cancellationToken);
        List<BillingMonth> earlier = Before(book, months[0], EarlierPeriods);
        List<PeriodUsage> usage = await UsageOfAsync(connection, book, [.. earlier, .. months], ledger, today, cancellationToken);
        return new PlanUsage { Periods = usage[earlier.Count..], Earlier = WithoutGap(usage[..earlier.Count]) };
    }

    /// <summary>Forecasts the next whole billing period.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="book">Its prices.</param>
    /// <param name="costs">The history.</param>
    /// <param name="ledger">The usage.</param>
    /// <param name="today">Today in its zone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PlanUsage> ForecastAsync(
        Connection connection, IPriceBook book, CostCalculator costs, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        BillingMonth now = MonthOf(connection, book, today);
        BillingMonth next = MonthOf(connection, book, now.Days.End.AddDays(1));
        List<BillingMonth> before = Before(book, now, EarlierPeriods - 1);
        List<PeriodUsage> usage = await UsageOfAsync(connection, book, [.. before, now], ledger, today, cancellationToken);

        // Connections that read the same usage count once.
        Connection[] members = [.. PoolOf(connection, book).Usage.Select(same => same[0])];
        var query = new CostQuery { Range = new DateRange(today.AddDays(-DailyModel.MostDays), today), Basis = CostBasis.Consumed };
        DailyCosts daily = await DailyCosts.ReadAsync(costs, members, query, cancellationToken);
        double[] credits = [.. Enumerable.Range(0, daily.Range.Days).Select(place => daily.IsKnown(place) ? daily.Series.Sum(one => one.CreditsOn(place)) : double.NaN)];
        SeriesForecast coming = SeriesForecast.Of(daily, credits, next.Days);
        SeriesForecast rest = SeriesForecast.Of(daily, credits, now.Days);
        var forecast = new PlanForecast(coming.HistoryDays, Expect(connection, next, coming.Rest?.Low80), Expect(connection, next, coming.Rest?.High80));
        PeriodUsage? going = Expect(connection, now, rest.Rest is { } more ? usage[^1].Credits + more.Expected : null);
        return new PlanUsage
        {
            Periods = [Expect(connection, next, coming.Rest?.Expected) ?? new PeriodUsage(next, [], 0, Completeness.Partial)],
            Earlier = going is null ? [] : [.. WithoutGap(usage[..before.Count]), going],
            Forecast = forecast,
        };
    }

    /// <summary>The pool of credits that a connection draws on.</summary>
    public static CreditPool PoolOf(Connection connection, IPriceBook book) => book.Pool ?? CreditPool.Of(connection);

    private static BillingMonth MonthOf(Connection connection, IPriceBook book, DateOnly day) => book.BillingMonthOf(day) ?? throw CalendarErrors.NoBillingPeriod(connection.Name, "ask for the cost of days");

    private static List<BillingMonth> Touched(Connection connection, IPriceBook book, DateRange range, DateOnly today)
    {
        var months = new List<BillingMonth> { MonthOf(connection, book, range.Start) };
        while (months[^1].Days.End < range.End && months[^1].Days.End < today)
        {
            months.Add(MonthOf(connection, book, months[^1].Days.End.AddDays(1)));
        }

        return months;
    }

    private static async Task<List<BillingMonth>> LastAsync(Connection connection, IPriceBook book, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        BillingMonth now = MonthOf(connection, book, today);
        List<BillingMonth> whole = Before(book, now, PlanComparer.UsualPeriods);
        IReadOnlyList<DayEntry> kept = await ledger.ReadDaysAsync(connection.Name, new DateRange(whole[0].Days.Start, now.Days.End), cancellationToken);
        whole.RemoveAll(month => !kept.Any(day => month.Days.Contains(day.Date)));
        return whole.Count > 0 ? whole : [now];
    }

    private static List<BillingMonth> Before(IPriceBook book, BillingMonth month, int count)
    {
        var months = new List<BillingMonth>();
        for (BillingMonth first = month; months.Count < count && book.BillingMonthOf(first.Days.Start.AddDays(-1)) is { } before; first = before)
        {
            months.Insert(0, before);
        }

        return months;
    }

    private static async Task<List<PeriodUsage>> UsageOfAsync(
        Connection connection, IPriceBook book, IReadOnlyList<BillingMonth> months, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        PoolDays kept = await PoolDays.ReadAsync(
            connection, PoolOf(connection, book), new DateRange(months[0].Days.Start, months[^1].Days.End), ledger, today, cancellationToken);
        return [.. months.Select(month =>
        {
            IReadOnlyList<PoolDay> days = kept.Of(month);
            var cost = new BillingMonthCost(month, days);
            return new PeriodUsage(month, days, cost.Credits, cost.Completeness);
        })];
    }

    private static IReadOnlyList<PeriodUsage> WithoutGap(List<PeriodUsage> usage) => usage[(usage.FindLastIndex(period => period.Completeness == Completeness.Partial) + 1)..];

    /// <summary>A period with its usage on its last day; null if there is no forecast.</summary>
    private static PeriodUsage? Expect(Connection connection, BillingMonth month, double? credits)
    {
        if (credits is not { } expected)
        {
            return null;
        }

        DateOnly day = month.Days.End;
        var entry = new DayEntry
        {
            Date = day, State = DayState.Provisional, SyncedAt = month.StartsAt, Source = UsageSource.Analytics, Dimensions = [], Rows = 0, Credits = (long)Math.Round(expected),
        };
        var whole = new PoolDay(connection.Name, day, DayZone.Find(connection.TimeZone).StartOf(day), entry, IsOwn: true, Counts: true);
        return new PeriodUsage(month, [whole], entry.Credits, Completeness.Provisional);
    }
}

/// <summary>What a forecast of usage rests on, and how far it may be off. Immutable.</summary>
/// <param name="HistoryDays">How many known days it rests on.</param>
/// <param name="Low80">The usage at the lower bound of the interval that holds it in 80 of 100 cases; null if there is no forecast.</param>
/// <param name="High80">The usage at the upper bound.</param>
internal sealed record PlanForecast(int HistoryDays, PeriodUsage? Low80, PeriodUsage? High80);
