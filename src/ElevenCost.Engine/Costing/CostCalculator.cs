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
        var notes = new PricingNotes();
        foreach (Connection connection in connections)
        {
            IDayPrices? dayPrices = scan.RangeOf(connection) is { } range ? await PricesAsync(connection, range, scan.Today(connection), query.Basis, notes, cancellationToken) : null;
            await foreach ((UsageMonth month, DayPlan?[] days, (int, bool[])[] filters) in scan.ReadAsync(connection, dayPrices, cancellationToken))
            {
                grouping.Add(month, byConnection ? connection.Name : null, filters, days);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        CostBasis basis = query.Basis ?? DefaultBasis(grouping, warnings);
        var rows = new CostRows(query, basis, connections, scan, grouping);
        warnings.AddRange(notes.Warnings(basis, rows.UnpricedCredits, rows.CreditsWithoutOverage));
        Completeness completeness = scan.BucketCompleteness.Count == 0 ? Completeness.Final : scan.BucketCompleteness.Values.Max();
        return new CostResult(basis, rows, rows.Totals, warnings, completeness);
    }

    private static void Check(CostQuery query)
    {
        if (query.GroupBy.Contains(Dimension.CostCenter))
        {
            throw UsageFilter.DimensionNotSupported();
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

    /// <summary>The prices of a connection's days on a basis; null where they are the response's own.</summary>
    private async Task<IDayPrices?> PricesAsync(
        Connection connection, DateRange range, DateOnly today, CostBasis? basis, PricingNotes notes, CancellationToken cancellationToken) => basis switch
        {
            CostBasis.Consumed => null,
            null when await IsConsumedKnownAsync(connection, range, cancellationToken) => null,
            CostBasis.Amortized or CostBasis.Overage => await BillingMonthPrices.ReadAsync(
                connection, range, await prices(connection, cancellationToken), ledger, today, basis.Value, notes, cancellationToken),
            _ => new PlanRatePrices(connection.Name, await prices(connection, cancellationToken), notes),
        };

    /// <summary>Whether all usage of the range has its consumed value, so that no plan is asked for its price.</summary>
    private async Task<bool> IsConsumedKnownAsync(Connection connection, DateRange range, CancellationToken cancellationToken) =>
        (await ledger.ReadDaysAsync(connection.Name, range, cancellationToken)).All(day => day.State != DayState.Failed && day.ConsumedCost is not null);
}
