using System.Globalization;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Query;

/// <summary>Answers one question from the ledger: which rows of each day count, what they sum up to, and how complete that is.</summary>
internal sealed class LedgerScan(IUsageLedger ledger, UsageQuery query, TimeProvider time)
{
    private readonly UsageFilter _filter = new(query.Filters);
    private readonly BucketNotes _buckets = new();
    private readonly List<Warning> _warnings = [];
    private NameBook _names = NameBook.Empty;

    /// <summary>Reads the usage of some connections into groups.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="reading">What rows are grouped by beside the question's own dimensions.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger or prices cannot be read.</exception>
    public async Task<GroupedUsage> GroupAsync(IReadOnlyList<Connection> connections, UsageReading reading, CancellationToken cancellationToken)
    {
        Attributor? attributor = reading.Rules is null ? null : new Attributor(reading.Rules, reading.WithFees, reading.KeepsReach);
        var grouping = new UsageGrouping(query.GroupBy, attributor is not null);
        bool byConnection = reading.ByConnection || query.GroupsBy(Dimension.Connection);
        foreach (Connection connection in connections)
        {
            if (RangeOf(connection) is not { } range)
            {
                continue;
            }

            IDayPrices? prices = reading.Prices is null ? null : await reading.Prices(connection, range, Today(connection), cancellationToken);
            ConnectionAttribution? attribution = attributor?.For(connection.Name, range);
            await GroupAsync(connection, range, prices, attribution, grouping, byConnection, cancellationToken);
        }

        BucketCompleteness buckets = _buckets.ToCompleteness();
        return new GroupedUsage
        {
            Groups = grouping.ToGroups(reading.WithEmptyBuckets ? buckets.Known : [], byConnection),
            Buckets = buckets,
            Names = _names,
            Warnings = _warnings,
            Rules = attributor?.ToUse(),
        };
    }

    /// <summary>Reads the records of one connection, a month at a time: the rows that pass, each with what of its day counts and the names of its IDs.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="warn">Receives warnings, after everything is read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<(UsageTable Table, int Row, DayPlan Plan, NameBook Names)> ReadRowsAsync(
        Connection connection, Action<Warning> warn, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (RangeOf(connection) is not { } range)
        {
            yield break;
        }

        NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
        var entries = new List<DayEntry>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, range, cancellationToken))
        {
            IReadOnlyList<DayEntry> own = [.. month.Days.Where(day => range.Contains(day.Date))];
            entries.AddRange(own);
            Dictionary<int, DayPlan> plans = Plan(connection, range, own, null, default, notesGaps: false).Plans.ToDictionary(day => day.Date.DayNumber, day => day.Plan);
            var rows = new TableRows(month.Table, _filter, names);
            for (int row = 0; row < month.Table.Count; row++)
            {
                if (plans.TryGetValue(month.Table.Day[row], out DayPlan? plan) && month.Table.Breakdown[row] == plan.Slice && rows.Passes(row))
                {
                    yield return (month.Table, row, plan, names);
                }
            }
        }

        Warn(connection, range, Plan(connection, range, entries, null, default));
        _warnings.ForEach(warn);
    }

    private DateOnly Today(Connection connection) => DayZone.Find(connection.TimeZone).Today(time);

    /// <summary>The past days of the query, including today; null if there are none, or where the question leaves the connection out.</summary>
    private DateRange? RangeOf(Connection connection)
    {
        DateOnly today = Today(connection);
        return !_filter.Takes(connection.Name) || query.Range.Start > today ? null
            : new DateRange(query.Range.Start, query.Range.End < today ? query.Range.End : today);
    }

    private async Task GroupAsync(
        Connection connection, DateRange range, IDayPrices? prices, ConnectionAttribution? attribution, UsageGrouping grouping, bool byConnection,
        CancellationToken cancellationToken)
    {
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
                var question = new SumQuestion(Slots(days.Plans, attribution, slots), groupBy, _filter.For(state.Values, state.Names));
                return attribution?.MainDimension is { } main
                    ? Split(question, main, grouping.Dimensions | DimensionSet.At(main), attribution.OpenValues(slots.Select(slot => slot.Rules), ruled!)) : question;
            },
            (int slot, ReadOnlySpan<int> numbers, in UsageSums sums) =>
            {
                (DayPlan plan, RulesInForce rules) = slots[slot];
                grouping.Add(plan, name, values!, numbers, attribution?.ResultOf(rules, ruled!, numbers) ?? -1, sums);
            },
            cancellationToken);
        _names = _names.With(read.Names);
        Warn(connection, range, days ?? Plan(connection, range, read.Days, prices, default));
    }

    /// <summary>
    /// Splits a question about usage by the rules of cost centers. Usage for which the value of one dimension decides, such as its API key, is read from
    /// the sums by that dimension, and only the rest by all dimensions of the rules.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="dimension">The index of the dimension.</param>
    /// <param name="groupBy">What usage is grouped by for which its value decides.</param>
    /// <param name="open">The values, by number, that leave it open.</param>
    private static SumQuestion Split(SumQuestion question, int dimension, DimensionSet groupBy, bool[] open)
    {
        // Sums are stored by single dimensions, of full records alone.
        int[] rest = [.. Enumerable.Range(0, open.Length).Where(number => open[number])];
        bool isStored = groupBy.Count == 1 && question.GroupBy.Count > 1 && question.Filters.All(filter => filter.Dimension == dimension)
            && question.Slots.All(slot => slot.Slice == UsageTable.FullRecord);
        return !isStored || rest.Length > open.Length / 2 ? question
            : rest.Length == 0 ? question with { GroupBy = groupBy }
            : question with
            {
                GroupBy = groupBy,
                Filters = [.. question.Filters, new ValueFilter(dimension, rest, Exclude: true)],
                Next = question with { Filters = [.. question.Filters, new ValueFilter(dimension, rest)] },
            };
    }

    /// <summary>Decides what of each kept day counts, and notes how much of each bucket is known.</summary>
    private ScannedDays Plan(
        Connection connection, DateRange range, IReadOnlyList<DayEntry> entries, IDayPrices? prices, DimensionSet ruled, bool notesGaps = true)
    {
        var days = new ScannedDays();
        bool[] isKept = new bool[range.Days];
        DateTime now = time.GetUtcNow().UtcDateTime;
        foreach (DayEntry entry in entries)
        {
            DayState state = entry.StateAt(now);

            // A failed day without any figures is as unknown as one never asked for.
            bool isKnown = state != DayState.Failed || entry.Rows > 0;
            Bucket bucket = BucketOf(entry.Date);
            sbyte? breakdown = Breakdown(entry, ruled, out bool isBroken, out bool isRuled);
            isKept[entry.Date.DayNumber - range.Start.DayNumber] = true;
            if (state == DayState.Failed)
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

            _buckets.Note(bucket, connection.Name, breakdown is null || state == DayState.Failed ? Completeness.Partial
                : state == DayState.Provisional ? Completeness.Provisional : Completeness.Final);
            _buckets.Note(bucket, connection.Name, prices?.CompletenessOf(entry.Date) ?? Completeness.Final);
            if (isKnown && breakdown is { } rows)
            {
                var pricedAs = new PricedAs(entry.Currency, prices?.PriceOf(entry), state);
                _buckets.Know(bucket, connection.Name, pricedAs);
                days.Plans.Add((entry.Date, new DayPlan(bucket, rows, pricedAs)));
            }
        }

        for (int day = 0; notesGaps && day < isKept.Length; day++)
        {
            if (!isKept[day])
            {
                days.Unknown.Add(range.Start.AddDays(day));
                _buckets.Note(BucketOf(days.Unknown[^1]), connection.Name, Completeness.Partial);
            }
        }

        return days;
    }

    private Bucket BucketOf(DateOnly day) => Bucket.Of(BucketCalendar.BucketOf(day, query.Granularity, query.Range));

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
        WarnOf(connection, QueryWarnings.DaysMissing, days.Unknown, range.Days, "were never synced");
        WarnOf(connection, EngineWarnings.DaysFailed, days.Failed, range.Days, "did not add up when they were last synced");
        if (days.Unbroken.Count > 0)
        {
            _warnings.Add(new Warning(QueryWarnings.BreakdownNotKept,
                $"{connection.Name}: the usage of {Format(days.Unbroken)} is not stored by this combination of dimensions, so it is shown without them."));
        }

        if (days.Unruled.Count > 0)
        {
            _warnings.Add(new Warning(QueryWarnings.AttributionNotKept,
                $"{connection.Name}: the usage of {Format(days.Unruled)} is not stored by every dimension of the cost center rules, so rules with other dimensions cannot match it."));
        }

        if (days.LeftOut.Count > 0)
        {
            _warnings.Add(new Warning(QueryWarnings.UsageLeftOut,
                $"{connection.Name}: the usage of {Format(days.LeftOut)} is not stored by the filtered dimensions, so it is left out, and sums are a lower bound.") { MakesPartial = true });
        }
    }

    /// <summary>
    /// Which rows of a day answer the query; null if none can. Usage that was read one breakdown at a time answers one dimension;
    /// for more it has only the total, which no filter can be put to.
    /// </summary>
    /// <param name="entry">The day.</param>
    /// <param name="ruled">The dimensions that rules of cost centers ask for.</param>
    /// <param name="isBroken">Whether the rows are broken down by what the query asks for.</param>
    /// <param name="isRuled">Whether they are broken down by what rules ask for.</param>
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

    private void WarnOf(Connection connection, WarningKind kind, List<DateOnly> ordered, int all, string what)
    {
        if (ordered.Count > 0)
        {
            _warnings.Add(new Warning(kind, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: {ordered.Count} of {all} days {what} ({Format(ordered)}), so {query.MissingDaysMean}."),
                connection.Name, ordered[^1] < DayZone.FirstDay ? null : new DateRange(ordered[0] < DayZone.FirstDay ? DayZone.FirstDay : ordered[0], ordered[^1])) { MakesPartial = true });
        }
    }

    private static string Format(List<DateOnly> ordered)
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
