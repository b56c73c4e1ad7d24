using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>Prices, groups and sums usage out of the ledger.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="prices">The prices of a connection.</param>
/// <param name="time">The clock: days after today are not missing, they have not come.</param>
/// <param name="hours">Where hours are read from; null where only days can be asked for.</param>
public sealed class CostCalculator(IUsageLedger ledger, Func<Connection, CancellationToken, Task<IPriceBook>> prices, TimeProvider time, IHourSource? hours = null)
{
    /// <summary>Answers a query over some connections.</summary>
    /// <remarks>Records stream through; what is held are the groups of the result.</remarks>
    /// <exception cref="ElevenCostException">The ledger or a price file cannot be read, or the query is not valid.</exception>
    public async Task<CostResult> QueryAsync(IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken)
    {
        if (query.Granularity == Granularity.Hour && hours is not null)
        {
            return await new HourlyCost(hours, time).QueryAsync(connections, query, cancellationToken);
        }

        Check(query);
        var warnings = new List<Warning>();
        var scan = new LedgerScan(ledger, query, time, warnings.Add);
        var grouping = new UsageGrouping(query.GroupBy);
        bool byConnection = query.GroupBy.Contains(Dimension.Connection);
        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Connection connection in connections)
        {
            IPriceBook? book = query.Basis == CostBasis.Consumed ? null : new NotingPriceBook(await prices(connection, cancellationToken), unpriced);
            await foreach ((UsageMonth month, DayPlan?[] days, (int, bool[])[] filters) in scan.ReadAsync(connection, book, cancellationToken))
            {
                grouping.Add(month, byConnection ? connection.Name : null, filters, days);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        CostBasis basis = query.Basis ?? DefaultBasis(grouping, warnings);
        var rows = new CostRows(query, basis, connections, scan, grouping);
        WarnOfUnpriced(basis, rows.UnpricedCredits, unpriced, warnings);
        Completeness completeness = scan.BucketCompleteness.Count == 0 ? Completeness.Final : scan.BucketCompleteness.Values.Max();
        return new CostResult(basis, rows, rows.Totals, warnings, completeness);
    }

    private static void Check(CostQuery query)
    {
        if (query.GroupBy.Contains(Dimension.CostCenter))
        {
            throw UsageFilter.DimensionNotSupported();
        }

        if (query.Basis is CostBasis.Amortized or CostBasis.Overage)
        {
            throw new ElevenCostException("BasisNotSupported", FailureCategory.Usage,
                $"The cost basis {query.Basis} is not there yet.", "Use consumed or plan-rate.");
        }

        // Refuses a granularity that the ledger does not keep before anything is read.
        BucketCalendar.BucketOf(query.Range.Start, query.Granularity, query.Range);
    }

    private static CostBasis DefaultBasis(UsageGrouping grouping, List<Warning> warnings)
    {
        UsageSums total = grouping.Total();
        if (total.UnvaluedRows == 0)
        {
            return CostBasis.Consumed;
        }

        warnings.Add(new Warning("ConsumedNotKnown", string.Create(CultureInfo.InvariantCulture,
            $"ElevenLabs tells no consumed value for {total.UnvaluedCredits:N0} of {total.Credits:N0} credits, so the whole result is at the plan's rate.{(total.UnvaluedCredits < total.Credits ? " Ask for the basis consumed to see the rest." : "")}")));
        return CostBasis.PlanRate;
    }

    private static void WarnOfUnpriced(CostBasis basis, long credits, SortedSet<string> reasons, List<Warning> warnings)
    {
        if (credits == 0)
        {
            return;
        }

        string why = basis == CostBasis.Consumed ? "ElevenLabs tells no value for them." : string.Join(" ", reasons);
        warnings.Add(new Warning("CreditsUnpriced", string.Create(CultureInfo.InvariantCulture, $"{credits:N0} credits have no price and are in no cost. {why}")));
    }

    /// <summary>Remembers why prices were missing, so that a warning can say so once.</summary>
    private sealed class NotingPriceBook(IPriceBook inner, SortedSet<string> reasons) : IPriceBook
    {
        public PlanRateAnswer PlanRateOn(DateOnly day)
        {
            PlanRateAnswer answer = inner.PlanRateOn(day);
            if (answer.Reason is { } reason)
            {
                reasons.Add(reason);
            }

            return answer;
        }
    }
}
