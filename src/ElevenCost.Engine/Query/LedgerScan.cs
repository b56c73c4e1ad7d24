using System.Globalization;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Reads the days of a query out of the ledger, tells which rows of each day answer it, and how complete the answer is.</summary>
internal sealed class LedgerScan(IUsageLedger ledger, CostQuery query, TimeProvider time, Action<Warning> warn) : IUsageScan
{
    /// <summary>The warning of usage that a filter could not be put to.</summary>
    public const string UsageLeftOut = "UsageLeftOut";

    private readonly UsageFilter _filter = new(query.Filters);

    public BucketNotes Buckets { get; } = new();

    /// <summary>Names of IDs over all connections that were read.</summary>
    public NameBook Names { get; private set; } = NameBook.Empty;

    /// <summary>Whether the query groups or filters by cost center.</summary>
    public bool AsksForCenters => _filter.TakesCenters || query.GroupsBy(Dimension.CostCenter);

    /// <summary>Whether the query leaves usage out, by anything but cost center.</summary>
    public bool LeavesUsageOut => query.Filters.Any(filter => filter.Dimension != Dimension.CostCenter);

    /// <summary>Whether a cost center passes the filters.</summary>
    public bool TakesCenter(string center) => _filter.TakesCenter(center);

    /// <summary>Today in a connection's zone.</summary>
    public DateOnly Today(Connection connection) => DayZone.Find(connection.TimeZone).Today(time);

    /// <summary>The days of the query that have come; null where there are none, or where the query leaves the connection out.</summary>
    public DateRange? RangeOf(Connection connection)
    {
        DateOnly today = Today(connection);
        return !_filter.Takes(connection.Name) || query.Range.Start > today ? null
            : new DateRange(query.Range.Start, query.Range.End < today ? query.Range.End : today);
    }

    /// <summary>Reads one connection, and gives each month with what of its days counts.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="prices">The prices of its days; null where they are not asked for.</param>
    /// <param name="attribution">The rules of its cost centers; null where usage is not attributed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<ScannedMonth> ReadAsync(
        Connection connection, IDayPrices? prices, ConnectionAttribution? attribution, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (RangeOf(connection) is not { } range)
        {
            yield break;
        }

        NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
        Names = Names.With(names);
        bool[] isKept = new bool[range.Days];
        var failed = new List<DateOnly>();
        var leftOut = new List<DateOnly>();
        var unbroken = new List<DateOnly>();
        var unruled = new List<DateOnly>();
        DimensionSet ruled = attribution?.Dimensions ?? default;
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, range, cancellationToken))
        {
            var days = new DayPlan?[DateTime.DaysInMonth(month.First.Year, month.First.Month)];
            foreach (DayEntry entry in month.Days)
            {
                if (!range.Contains(entry.Date))
                {
                    continue;
                }

                // A failed day without any figures is as unknown as one never asked for.
                bool isKnown = entry.State != DayState.Failed || entry.Rows > 0;
                DateOnly bucket = BucketCalendar.BucketOf(entry.Date, query.Granularity, query.Range);
                sbyte? breakdown = Breakdown(entry, ruled, out bool isBroken, out bool isRuled);
                isKept[entry.Date.DayNumber - range.Start.DayNumber] = true;
                if (entry.State == DayState.Failed)
                {
                    failed.Add(entry.Date);
                }

                if (!isBroken)
                {
                    (breakdown is null ? leftOut : unbroken).Add(entry.Date);
                }

                if (!isRuled)
                {
                    unruled.Add(entry.Date);
                }

                Buckets.Note(bucket, connection.Name, breakdown is null || entry.State == DayState.Failed ? Completeness.Partial
                    : entry.State == DayState.Provisional ? Completeness.Provisional : Completeness.Final);
                Buckets.Note(bucket, connection.Name, prices?.CompletenessOf(entry.Date) ?? Completeness.Final);
                if (isKnown && breakdown is { } rows)
                {
                    var pricedAs = new PricedAs(entry.Currency, prices?.PriceOf(entry), entry.State);
                    Buckets.Know(bucket, connection.Name, pricedAs);
                    days[entry.Date.Day - 1] = new DayPlan(bucket, rows, pricedAs);
                }
            }

            yield return new ScannedMonth(month, days, _filter.For(month.Table, names));
        }

        var unknown = new List<DateOnly>();
        for (int day = 0; day < isKept.Length; day++)
        {
            if (!isKept[day])
            {
                unknown.Add(range.Start.AddDays(day));
                Buckets.Note(BucketCalendar.BucketOf(unknown[^1], query.Granularity, query.Range), connection.Name, Completeness.Partial);
            }
        }

        WarnOf(connection, "DaysMissing", unknown, range.Days, "were never synced");
        WarnOf(connection, "DaysFailed", failed, range.Days, "did not add up when they were last synced");
        if (unbroken.Count > 0)
        {
            warn(new Warning("BreakdownNotKept",
                $"{connection.Name}: the usage of {Spell(unbroken)} is not kept by this combination of dimensions; it is shown without them."));
        }

        if (unruled.Count > 0)
        {
            warn(new Warning("AttributionNotKept",
                $"{connection.Name}: the usage of {Spell(unruled)} is not kept by every dimension that rules of cost centers ask for; rules that ask for another take none of it."));
        }

        if (leftOut.Count > 0)
        {
            warn(new Warning(UsageLeftOut,
                $"{connection.Name}: the usage of {Spell(leftOut)} is not kept by what is filtered, so it is left out, and sums are a lower bound.") { MakesPartial = true });
        }
    }

    /// <summary>
    /// Which rows of a day answer the query; null where none can. Usage that was read one breakdown at a time answers one dimension;
    /// for more it has only the total, which no filter can be put to.
    /// </summary>
    /// <param name="entry">The day.</param>
    /// <param name="ruled">The dimensions that rules of cost centers ask for.</param>
    /// <param name="isBroken">Whether the rows are told apart by what the query asks for.</param>
    /// <param name="isRuled">Whether they are told apart by what rules ask for.</param>
    private sbyte? Breakdown(DayEntry entry, DimensionSet ruled, out bool isBroken, out bool isRuled)
    {
        DimensionSet needed = DimensionSet.Of(query.GroupBy) | _filter.RecordDimensions;
        var kept = DimensionSet.Of(entry.Dimensions);
        isBroken = entry.Rows == 0 || needed.IsWithin(kept);
        isRuled = entry.Rows == 0 || ruled.IsWithin(kept);
        if (entry.Source == UsageSource.Analytics)
        {
            return isBroken || _filter.RecordDimensions.IsWithin(kept) ? UsageTable.FullRecord : null;
        }

        isBroken &= entry.Rows == 0 || needed.Count <= 1;
        isRuled &= entry.Rows == 0 || ruled.Count == 0 || (needed | ruled).Count == 1;
        if (isRuled && needed.Count == 0 && ruled.Count == 1)
        {
            return (sbyte)ruled.FirstIndex;
        }

        return needed.Count == 0 ? UsageTable.TotalSlice
            : isBroken && needed.Count == 1 ? (sbyte)needed.FirstIndex
            : _filter.RecordDimensions.Count > 0 ? null : UsageTable.TotalSlice;
    }

    private void WarnOf(Connection connection, string id, List<DateOnly> ordered, int all, string what)
    {
        if (ordered.Count > 0)
        {
            warn(new Warning(id, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: {ordered.Count} of {all} days {what} ({Spell(ordered)}), so {(query.Basis == CostBasis.Amortized ? "credits are a lower bound, and each bears more of its month's fee than it should" : "sums are a lower bound")}."),
                connection.Name, ordered[^1] < DayZone.FirstDay ? null : new DateRange(ordered[0] < DayZone.FirstDay ? DayZone.FirstDay : ordered[0], ordered[^1])));
        }
    }

    private static string Spell(List<DateOnly> ordered)
    {
        const int Most = 3;
        List<DateRange> runs = [.. DateRange.Runs(ordered)];
        return string.Join(", ", runs.Take(Most)) + (runs.Count > Most ? ", …" : "");
    }
}
