using System.Globalization;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>Prices, groups and sums usage from the ledger.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="prices">The prices of a connection.</param>
/// <param name="time">The clock: days after today are not missing, they have not come.</param>
/// <param name="hours">Where hours are read from; null if only days can be asked for.</param>
/// <param name="rules">The rules of cost centers, only asked where a query needs them; null for none.</param>
public sealed class CostCalculator(
    IUsageLedger ledger,
    Func<Connection, CancellationToken, Task<IPriceBook>> prices,
    TimeProvider time,
    IHourSource? hours = null,
    Func<CancellationToken, Task<IReadOnlyList<CostCenterRule>>>? rules = null)
{
    /// <summary>Answers a query over some connections.</summary>
    /// <remarks>The ledger sums; what is held are the groups of the result and its rows.</remarks>
    /// <exception cref="ElevenCostException">The ledger or a price file cannot be read, hours cannot be read live, or the query is not valid.</exception>
    public Task<CostResult> QueryAsync(IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken) =>
        QueryAsync(connections, query, null, cancellationToken);

    /// <summary>Answers a query over some connections, though the hours of one cannot be read.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The query.</param>
    /// <param name="failed">
    /// Receives the failure of each connection whose hours could not be read: the others are answered, and sums without it are partial. Null to throw
    /// the first.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger or a price file cannot be read, or the query is not valid.</exception>
    public async Task<CostResult> QueryAsync(
        IReadOnlyList<Connection> connections, CostQuery query, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        CostResult result = await AnswerAsync(connections, query, failed, cancellationToken);
        var filter = new UsageFilter(query.Filters);
        Warning? twice = await SameUsage.FindAsync([.. connections.Where(connection => filter.Takes(connection.Name))], ledger, cancellationToken);
        // Hours are read live: they may have names that no sync has read yet.
        IReadOnlyList<DimensionFilter> named = query.Granularity == Granularity.Hour ? [] : query.Filters;
        UnknownNames unknown = await UnknownNames.FindAsync(ledger, [.. connections.Where(connection => filter.Takes(connection.Name))], named, cancellationToken);
        Warning? nothing = unknown.Warnings.Count == 0 && FiltersTakeNothing(query, result) ? new Warning(CostingWarnings.FilterTakesNothing,
            $"No usage in {query.Range} matches the filters: {string.Join("; ", query.Filters.Select(Format))}. If you expected usage, check the spelling.") : null;
        Warning? free = await FreeAsync(connections.Where(connection => filter.Takes(connection.Name)), query, result, cancellationToken);
        return result with
        {
            Warnings = [.. result.Warnings, .. unknown.Warnings, .. new[] { free, twice, nothing }.OfType<Warning>()],
            IsNameUnknown = unknown.MatchNothing && result.Totals.All(total => total is { Credits: 0, Requests: 0 or null }),
        };
    }

    /// <summary>That nothing is charged for usage whose value the default basis shows; null if that can't be misunderstood.</summary>
    private async Task<Warning?> FreeAsync(IEnumerable<Connection> connections, CostQuery query, CostResult result, CancellationToken cancellationToken)
    {
        if (query.Basis is not null || result.Basis != CostBasis.Consumed || result.Totals.All(total => total.Cost is null or 0))
        {
            return null;
        }

        var free = new List<string>();
        foreach (Connection connection in connections)
        {
            IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
            if (snapshots.Count > 0 && string.Equals(snapshots[^1].Tier, PriceCatalog.FreeTier, StringComparison.OrdinalIgnoreCase))
            {
                free.Add(connection.Name);
            }
        }

        return free.Count == 0 ? null : new Warning(CostingWarnings.ConsumedNotCharged,
            $"{string.Join(", ", free)}: the plan is Free, so ElevenLabs charges nothing. Consumed is the value of the usage at ElevenLabs' prices; PlanRate is the plan's charge.");
    }

    /// <summary>A day without usage costs 0, and so does a name that is mistyped: only days that are all known tell that it was not there.</summary>
    private static bool FiltersTakeNothing(CostQuery query, CostResult result) =>
        query.Filters.Count > 0 && result.Completeness != Completeness.Partial && result.Totals.All(total => total is { Credits: 0, Requests: 0 });

    private static string Format(DimensionFilter filter) => $"{(filter.Exclude ? "without " : "")}{filter.Dimension} {string.Join(", ", filter.Patterns.Select(KeyText.MaskTyped))}";

    private async Task<CostResult> AnswerAsync(
        IReadOnlyList<Connection> connections, CostQuery query, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        if (query.Granularity == Granularity.Hour && hours is not null)
        {
            return await new HourlyCost(hours, time).QueryAsync(connections, query, failed, cancellationToken);
        }

        // Refuses a granularity that the ledger does not keep before anything is read.
        BucketCalendar.BucketOf(query.Range.Start, query.Granularity, query.Range);

        // Plans are asked for their prices only where they may be needed: for all connections, for the default basis is one for all.
        CostBasis priced = query.Basis ?? (await IsConsumedKnownAsync(connections, query, cancellationToken) ? CostBasis.Consumed : CostBasis.PlanRate);
        return await QueryAsync(connections, query, priced, cancellationToken);
    }

    /// <summary>Reads, groups and prices.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The query.</param>
    /// <param name="priced">The basis that prices are read for; without a basis of the query, plan rates serve consumed values too, but not the other way round.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private async Task<CostResult> QueryAsync(IReadOnlyList<Connection> connections, CostQuery query, CostBasis priced, CancellationToken cancellationToken)
    {
        RuleBook? book = query.AsksForCenters ? new RuleBook(rules is null ? [] : await rules(cancellationToken)) : null;
        var notes = new PricingNotes();
        var reading = new UsageReading
        {
            Rules = book,
            WithEmptyBuckets = !query.GroupsByUsage,
            WithFees = query.Basis == CostBasis.Amortized,
            Prices = (connection, range, today, token) => PricesAsync(connection, range, today, priced, notes, token),
        };
        GroupedUsage usage = await new LedgerScan(ledger, query, time).GroupAsync(connections, reading, cancellationToken);
        List<Warning> warnings = [.. usage.Warnings];
        CostBasis basis = query.Basis ?? DefaultBasis(usage.Total(), warnings);
        if (basis == CostBasis.PlanRate && priced == CostBasis.Consumed)
        {
            // A row lacks the value that its day's sum promised: a sync came in between, say. Once more, whatever the sums say then.
            return await QueryAsync(connections, query, CostBasis.PlanRate, cancellationToken);
        }

        var rows = new CostRows(query, basis, connections, usage, await ModelCharacters.ReadAsync(ledger, connections, query, cancellationToken));
        warnings.AddRange(notes.Warnings(basis, rows.UnpricedCredits, rows.CreditsWithoutOverage));
        warnings.AddRange(usage.Rules?.Warnings(query.Range, query.LeavesUsageOut) ?? []);
        return new CostResult(basis, rows, rows.Totals, warnings, usage.Buckets.Worst) { IsAnyDayKnown = usage.Buckets.Known.Any() };
    }

    private static CostBasis DefaultBasis(in UsageSums total, List<Warning> warnings)
    {
        if (total.UnvaluedRows == 0)
        {
            return CostBasis.Consumed;
        }

        warnings.Add(new Warning(CostingWarnings.ConsumedNotKnown, string.Create(CultureInfo.InvariantCulture,
            $"ElevenLabs reported no consumed value for {total.UnvaluedCredits:N0} of {total.Credits:N0} credits, so the whole result is at the plan's rate.{(total.UnvaluedCredits < total.Credits ? " Use the basis consumed to see the rest." : "")}")));
        return CostBasis.PlanRate;
    }

    /// <summary>The prices of a connection's days on a basis; null if they are the response's own.</summary>
    private async Task<IDayPrices?> PricesAsync(
        Connection connection, DateRange range, DateOnly today, CostBasis basis, PricingNotes notes, CancellationToken cancellationToken) => basis switch
        {
            CostBasis.Consumed => null,
            CostBasis.Amortized or CostBasis.Overage => await BillingMonthPrices.ReadAsync(
                connection, range, await prices(connection, cancellationToken), ledger, today, basis, notes, cancellationToken),
            _ => new PlanRatePrices(connection.Name, await prices(connection, cancellationToken), notes),
        };

    /// <summary>Whether all usage of the range has its consumed value, by the sums that are stored with the days.</summary>
    private async Task<bool> IsConsumedKnownAsync(IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken)
    {
        foreach (Connection connection in connections)
        {
            IReadOnlyList<DayEntry> days = await ledger.ReadDaysAsync(connection.Name, query.Range, cancellationToken);
            if (days.Any(day => day.State == DayState.Failed || day.ConsumedCost is null))
            {
                return false;
            }
        }

        return true;
    }
}
