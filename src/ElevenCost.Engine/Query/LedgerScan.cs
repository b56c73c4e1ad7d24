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

    /// <summary>Reads one connection and adds its usage to a grouping.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="prices">The prices of its days; null where they are not asked for.</param>
    /// <param name="attribution">The rules of its cost centers; null where usage is not attributed.</param>
    /// <param name="grouping">What the usage is added to.</param>
    /// <param name="byConnection">Whether groups are by connection.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task GroupAsync(
        Connection connection, IDayPrices? prices, ConnectionAttribution? attribution, UsageGrouping grouping, bool byConnection, CancellationToken cancellationToken)
    {
        if (RangeOf(connection) is not { } range)
        {
            return;
        }

        DimensionSet groupBy = grouping.Dimensions | (attribution?.Dimensions ?? default);
        var slots = new List<(DayPlan Plan, RulesInForce Rules)>();
        GroupValues? values = null;
        RuleValues? ruled = null;
        string? name = byConnection ? connection.Name : null;
        ScannedDays? days = null;
        LedgerState read = await ledger.SumAsync(connection.Name, range, groupBy | _filter.RecordDimensions,
            state =>
            {
                values = grouping.ValuesOf(state.Values);
                ruled = attribution?.ValuesOf(state.Values, state.Names);
                days = Plan(connection, range, state.Days, prices, attribution?.Dimensions ?? default);
                return new SumQuestion(Slots(days.Plans, attribution, slots), groupBy, _filter.For(state.Values, state.Names));
            },
            (int slot, ReadOnlySpan<int> numbers, in UsageSums sums) =>
            {
                (DayPlan plan, RulesInForce rules) = slots[slot];
                grouping.Add(plan, name, values!, numbers, attribution?.OutcomeOf(rules, ruled!, numbers) ?? -1, sums);
            },
            cancellationToken);
        Names = Names.With(read.Names);
        Warn(connection, range, days ?? Plan(connection, range, read.Days, prices, default));
    }

    /// <summary>Reads the records of one connection, a month at a time: the rows that pass, each with what of its day counts.</summary>
    public async IAsyncEnumerable<(UsageTable Table, int Row, DayPlan Plan)> ReadRowsAsync(
        Connection connection, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (RangeOf(connection) is not { } range)
        {
            yield break;
        }

        Names = Names.With(await ledger.ReadNamesAsync(connection.Name, cancellationToken));
        var entries = new List<DayEntry>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, range, cancellationToken))
        {
            IReadOnlyList<DayEntry> own = [.. month.Days.Where(day => range.Contains(day.Date))];
            entries.AddRange(own);
            Dictionary<int, DayPlan> plans = Plan(connection, range, own, null, default, notesGaps: false).Plans.ToDictionary(day => day.Date.DayNumber, day => day.Plan);
            var rows = new TableRows(month.Table, _filter, Names);
            for (int row = 0; row < month.Table.Count; row++)
            {
                if (plans.TryGetValue(month.Table.Day[row], out DayPlan? plan) && month.Table.Breakdown[row] == plan.Slice && rows.Passes(row))
                {
                    yield return (month.Table, row, plan);
                }
            }
        }

        Warn(connection, range, Plan(connection, range, entries, null, default));
    }

    /// <summary>Decides what of each kept day counts, and notes how much of each bucket is known.</summary>
    private ScannedDays Plan(
        Connection connection, DateRange range, IReadOnlyList<DayEntry> entries, IDayPrices? prices, DimensionSet ruled, bool notesGaps = true)
    {
        var days = new ScannedDays();
        bool[] isKept = new bool[range.Days];
        foreach (DayEntry entry in entries)
        {
            // A failed day without any figures is as unknown as one never asked for.
            bool isKnown = entry.State != DayState.Failed || entry.Rows > 0;
            DateOnly bucket = BucketCalendar.BucketOf(entry.Date, query.Granularity, query.Range);
            sbyte? breakdown = Breakdown(entry, ruled, out bool isBroken, out bool isRuled);
            isKept[entry.Date.DayNumber - range.Start.DayNumber] = true;
            if (entry.State == DayState.Failed)
            {
                days.Failed.Add(entry.Date);
            }

            if (!isBroken)
            {
                (breakdown is null ? days.LeftOut : days.Unbroken).Add(entry.Date);
            }

            if (!isRuled)
            {
                days.Unruled.Add(entry.Date);
            }

            Buckets.Note(bucket, connection.Name, breakdown is null || entry.State == DayState.Failed ? Completeness.Partial
                : entry.State == DayState.Provisional ? Completeness.Provisional : Completeness.Final);
            Buckets.Note(bucket, connection.Name, prices?.CompletenessOf(entry.Date) ?? Completeness.Final);
            if (isKnown && breakdown is { } rows)
            {
                var pricedAs = new PricedAs(entry.Currency, prices?.PriceOf(entry), entry.State);
                Buckets.Know(bucket, connection.Name, pricedAs);
                days.Plans.Add((entry.Date, new DayPlan(bucket, rows, pricedAs)));
            }
        }

        for (int day = 0; notesGaps && day < isKept.Length; day++)
        {
            if (!isKept[day])
            {
                days.Unknown.Add(range.Start.AddDays(day));
                Buckets.Note(BucketCalendar.BucketOf(days.Unknown[^1], query.Granularity, query.Range), connection.Name, Completeness.Partial);
            }
        }

        return days;
    }

    /// <summary>
    /// Puts days that are summed together into one slot: those of a bucket that are priced alike, whatever their state. The slot's state is the
    /// least final of its days'.
    /// </summary>
    private static List<DaySlot> Slots(List<(DateOnly Date, DayPlan Plan)> days, ConnectionAttribution? attribution, List<(DayPlan Plan, RulesInForce Rules)> slots)
    {
        var runs = new List<DaySlot>();
        var known = new Dictionary<(DayPlan Plan, RulesInForce Rules), int>();
        foreach ((DateOnly date, DayPlan plan) in days)
        {
            DayPlan alike = plan with { PricedAs = plan.PricedAs with { State = DayState.Final } };
            RulesInForce rules = attribution?.On(date) ?? default;
            if (!known.TryGetValue((alike, rules), out int slot))
            {
                slot = slots.Count;
                known.Add((alike, rules), slot);
                slots.Add((alike, rules));
            }

            if (LessFinal(plan.PricedAs.State, slots[slot].Plan.PricedAs.State))
            {
                slots[slot] = (plan, rules);
            }

            if (runs.Count > 0 && runs[^1] is var run && run.Slot == slot && run.Slice == plan.Slice)
            {
                runs[^1] = run with { Last = date };
            }
            else
            {
                runs.Add(new DaySlot(date, date, plan.Slice, slot));
            }
        }

        return runs;

        static bool LessFinal(DayState left, DayState right) => Rank(left) > Rank(right);

        static int Rank(DayState state) => state switch
        {
            DayState.Failed => 2,
            DayState.Provisional => 1,
            _ => 0,
        };
    }

    private void Warn(Connection connection, DateRange range, ScannedDays days)
    {
        WarnOf(connection, "DaysMissing", days.Unknown, range.Days, "were never synced");
        WarnOf(connection, "DaysFailed", days.Failed, range.Days, "did not add up when they were last synced");
        if (days.Unbroken.Count > 0)
        {
            warn(new Warning("BreakdownNotKept",
                $"{connection.Name}: the usage of {Spell(days.Unbroken)} is not kept by this combination of dimensions; it is shown without them."));
        }

        if (days.Unruled.Count > 0)
        {
            warn(new Warning("AttributionNotKept",
                $"{connection.Name}: the usage of {Spell(days.Unruled)} is not kept by every dimension that rules of cost centers ask for; rules that ask for another take none of it."));
        }

        if (days.LeftOut.Count > 0)
        {
            warn(new Warning(UsageLeftOut,
                $"{connection.Name}: the usage of {Spell(days.LeftOut)} is not kept by what is filtered, so it is left out, and sums are a lower bound.") { MakesPartial = true });
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
                connection.Name, ordered[^1] < DayZone.FirstDay ? null : new DateRange(ordered[0] < DayZone.FirstDay ? DayZone.FirstDay : ordered[0], ordered[^1])) { MakesPartial = true });
        }
    }

    private static string Spell(List<DateOnly> ordered)
    {
        const int Most = 3;
        List<DateRange> runs = [.. DateRange.Runs(ordered)];
        return string.Join(", ", runs.Take(Most)) + (runs.Count > Most ? ", …" : "");
    }

    /// <summary>The days of a connection, by what counts of them.</summary>
    private sealed class ScannedDays
    {
        public List<(DateOnly Date, DayPlan Plan)> Plans { get; } = [];

        public List<DateOnly> Unknown { get; } = [];

        public List<DateOnly> Failed { get; } = [];

        public List<DateOnly> LeftOut { get; } = [];

        public List<DateOnly> Unbroken { get; } = [];

        public List<DateOnly> Unruled { get; } = [];
    }
}
