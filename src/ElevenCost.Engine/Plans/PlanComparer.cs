using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Plans;

/// <summary>Works out what every plan would have cost for the usage there is.</summary>
/// <param name="ledger">The usage.</param>
/// <param name="prices">The prices of a connection.</param>
/// <param name="costs">The history that a forecast rests on.</param>
/// <param name="time">The clock.</param>
public sealed class PlanComparer(IUsageLedger ledger, Func<Connection, CancellationToken, Task<IPriceBook>> prices, CostCalculator costs, TimeProvider time)
{
    /// <summary>How many billing periods are compared without a range.</summary>
    public const int UsualPeriods = 3;

    /// <summary>Compares. Connections that share a pool of credits share a plan: the first of them stands for all.</summary>
    /// <exception cref="ElevenCostException"><c>BillingPeriodNotKnown</c>, <c>PlanNotFound</c>, <c>WildcardNotValid</c>, or the ledger can't be read.</exception>
    public async Task<PlanResult> CompareAsync(IReadOnlyList<Connection> connections, PlanOptions options, CancellationToken cancellationToken)
    {
        WildcardPattern[] patterns = [.. options.Plans.Select(pattern => WildcardPattern.Parse(pattern))];
        var rows = new List<PlanComparison>();
        var periods = new List<PlanComparison>();
        var warnings = new List<Warning>();
        var names = new List<string>();
        var sharing = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        bool isFound = patterns.Length == 0;
        foreach (Connection connection in connections)
        {
            if (sharing.TryGetValue(connection.Name, out string? other))
            {
                warnings.Add(new Warning(PlanWarnings.PlanShared, $"{connection.Name}: it shares the plan of '{other}', whose comparison includes the usage of both."));
                continue;
            }

            IPriceBook book = await prices(connection, cancellationToken);
            CreditPool pool = PlanUsage.PoolOf(connection, book);
            foreach (Connection member in pool.Usage.SelectMany(same => same))
            {
                sharing.TryAdd(member.Name, connection.Name);
            }

            DateOnly today = DayZone.Find(connection.TimeZone).Today(time);
            PlanUsage usage = options.Forecast ? await PlanUsage.ForecastAsync(connection, book, costs, ledger, today, cancellationToken)
                : await PlanUsage.ReadAsync(connection, book, options.Range, ledger, today, cancellationToken);
            IReadOnlyList<PricedPlan> all = new AccountPlans(connection, book, usage).All();
            PricedPlan[] kept = [.. all.Where(plan => plan == all[0] || patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(plan.Name) || pattern.IsMatch(plan.Tier)))];
            isFound |= kept.Length > 1 || patterns.Any(pattern => pattern.IsMatch(all[0].Name) || pattern.IsMatch(all[0].Tier));
            names.AddRange(all.Select(plan => plan.Name).Concat(all.Select(plan => plan.Tier)));
            (IReadOnlyList<PlanComparison> ofPlans, IReadOnlyList<PlanComparison> byPeriod) =
                new PlanRows(connection, usage, new PlanAssumptions(usage, pool, today, all[0].Billing)).Of(kept);
            rows.AddRange(ofPlans);
            periods.AddRange(byPeriod);
            warnings.AddRange(Warn(connection, usage, pool, all[0], options));
        }

        return isFound
            ? new PlanResult(rows, periods, [.. warnings.Distinct()], rows.Count == 0 ? Completeness.Partial : rows.Max(row => row.Completeness))
            : throw PlanErrors.NotFound(options.Plans, names);
    }

    /// <summary>Those of some connections whose billing periods are known, in their order: the others can't be compared.</summary>
    /// <exception cref="ElevenCostException">The ledger can't be read.</exception>
    public async Task<IReadOnlyList<Connection>> FindComparableAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        var found = new List<Connection>();
        foreach (Connection connection in connections)
        {
            IPriceBook book = await prices(connection, cancellationToken);
            if (book.BillingMonthOf(DayZone.Find(connection.TimeZone).Today(time)) is not null)
            {
                found.Add(connection);
            }
        }

        return found;
    }

    private static IEnumerable<Warning> Warn(Connection connection, PlanUsage usage, CreditPool pool, PricedPlan own, PlanOptions options)
    {
        PoolDay[] gaps = [.. usage.Periods.SelectMany(period => period.Days).Where(day => day.IsGap)];
        foreach (IGrouping<string, PoolDay> lacking in gaps.GroupBy(day => day.Connection))
        {
            DateOnly[] days = [.. lacking.Select(day => day.Date).Order()];
            yield return new Warning(PlanWarnings.PlanUsageIncomplete, string.Create(CultureInfo.InvariantCulture,
                $"{lacking.Key}: {(days.Length == 1 ? "1 day" : $"{days.Length} days")} of the billing periods {usage.Periods[0].Month.Days.Start:yyyy-MM-dd}..{usage.Periods[^1].Month.Days.End:yyyy-MM-dd} {(days.Length == 1 ? "is" : "are")} missing or failed, so usage and every cost are a lower bound."),
                lacking.Key, days[0] < DayZone.FirstDay ? null : new DateRange(days[0], days[^1]));
        }

        if (options.Range is { } asked && (asked.Start != usage.Periods[0].Month.Days.Start || asked.End != usage.Periods[^1].Month.Days.End))
        {
            yield return new Warning(PlanWarnings.PlanPeriodsWhole, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: a fee is due for a whole billing period, so {usage.Periods[0].Month.Days.Start:yyyy-MM-dd}..{usage.Periods[^1].Month.Days.End:yyyy-MM-dd} is compared for {asked}."));
        }

        if (usage.Forecast is { Low80: null } forecast)
        {
            yield return new Warning(ForecastWarnings.HistoryTooShort, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: there is no forecast: {forecast.HistoryDays} finished days are known, and at least {DailyModel.FewestDays} are needed. Sync more days."));
        }
        else if (own.Periods.Select(period => period.Reason).FirstOrDefault(reason => reason is not null) is { } why)
        {
            yield return new Warning(PlanWarnings.PlanCostNotKnown, $"{connection.Name}: the cost of its own plan is unknown, so savings cannot be calculated. {why}");
        }

        var notes = new PricingNotes();
        notes.Pooled(connection.Name, pool, hasFee: true);
        foreach (Warning warning in notes.Warnings(CostBasis.Amortized, 0, 0))
        {
            yield return warning;
        }
    }
}
