using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Groups usage by the hour, as a source reads it, and tells how complete it is.</summary>
internal sealed class HourScan(IHourSource source, CostQuery query, TimeProvider time, Action<Warning> warn) : IUsageScan
{
    /// <summary>The longest range.</summary>
    public const int MostDays = 31;

    /// <summary>After so many days late data is not expected any more, as the ledger takes it by default.</summary>
    private const int LookbackDays = 3;

    private readonly UsageFilter _filter = new(query.Filters);
    private readonly List<Connection> _unread = [];
    private HourAxis? _axis;

    public BucketNotes Buckets { get; } = new();

    public NameBook Names { get; private set; } = NameBook.Empty;

    public bool TakesCenter(string center) => _filter.TakesCenter(center);

    /// <summary>The hours that were read.</summary>
    /// <exception cref="InvalidOperationException">None were yet.</exception>
    public HourAxis Axis => _axis ?? throw new InvalidOperationException("Nothing was read.");

    /// <summary>The connections that could not be read.</summary>
    public IReadOnlyList<Connection> Unread => _unread;

    /// <summary>Reads connections of one zone.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="byConnection">Whether rows are told apart by connection.</param>
    /// <param name="failed">Told the failure of each connection that could not be read, whose hours are then partial; null to end with the first.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">
    /// <c>HourRangeTooLong</c>, <c>TimeZonesDiffer</c>, <c>DimensionNotByHour</c>, or where <paramref name="failed"/> is null what the source throws.
    /// </exception>
    public async Task<UsageGrouping> GroupAsync(
        IReadOnlyList<Connection> connections, bool byConnection, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        if (_filter.TakesCenters || query.GroupsBy(Dimension.CostCenter))
        {
            throw new ElevenCostException("DimensionNotByHour", FailureCategory.Usage,
                "Hours are not attributed to cost centers.", "Ask for days, or group and filter by other dimensions.");
        }

        TimeZoneInfo zone = ZoneOf(connections);
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = zone.DayOf(now);
        var grouping = new UsageGrouping(query.GroupBy);
        if (query.Range.Start > today)
        {
            _axis = new HourAxis(zone, query.Range, now, []);
            return grouping;
        }

        var range = new DateRange(query.Range.Start, query.Range.End < today ? query.Range.End : today);
        Check(range);
        Dimension[] dimensions = (DimensionSet.Of(query.GroupBy) | _filter.RecordDimensions).ToArray();
        var read = new List<(Connection Connection, HourlyUsage Usage)>();
        foreach (Connection connection in connections.Where(connection => _filter.Takes(connection.Name)))
        {
            try
            {
                HourlyUsage usage = await source.ReadAsync(connection, range, dimensions, warn, cancellationToken);
                Names = Names.With(usage.Names);
                read.Add((connection, usage));
            }
            catch (ElevenCostException e) when (failed is not null)
            {
                _unread.Add(connection);
                failed(connection, e);
            }
        }

        var axis = new HourAxis(zone, range, now, read.SelectMany(entry => entry.Usage.Windows).SelectMany(InDays));
        _axis = axis;
        foreach ((Connection connection, HourlyUsage usage) in read)
        {
            Add(grouping, axis, connection, byConnection, usage, today);
            WarnOfFailed(connection, usage);
        }

        foreach (Connection connection in _unread)
        {
            LeaveOut(connection, Enumerable.Range(0, axis.Starts.Count));
        }

        return grouping;
    }

    /// <summary>Warns of connections that could not be read, where others were: sums lack them.</summary>
    /// <param name="unread">The connections that could not be read.</param>
    /// <param name="asked">All that were asked for.</param>
    /// <param name="warn">Told the warning.</param>
    public static void WarnOfUnread(IReadOnlyList<Connection> unread, IReadOnlyList<Connection> asked, Action<Warning> warn)
    {
        if (unread.Count > 0 && unread.Count < asked.Count)
        {
            warn(new Warning("HoursLeftOut",
                $"The hours of {string.Join(", ", unread.Select(connection => connection.Name))} could not be read and are left out, so sums are a lower bound.") { MakesPartial = true });
        }
    }

    private static IEnumerable<DateTime> InDays(HourlyWindow window)
    {
        HashSet<int> days = [.. window.Days.Select(day => day.DayNumber)];
        return window.Starts.Where((_, row) => days.Contains(window.Table.Day[row]));
    }

    private static TimeZoneInfo ZoneOf(IReadOnlyList<Connection> connections)
    {
        string[] zones = [.. connections.Select(connection => connection.TimeZone).Distinct().Order(StringComparer.Ordinal)];
        return zones.Length == 1
            ? DayZone.Find(zones[0])
            : throw new ElevenCostException("TimeZonesDiffer", FailureCategory.Usage,
                $"The hours of {string.Join(" and ", zones)} are not the same hours.", "Ask for connections of one time zone at a time.");
    }

    private static void Check(DateRange range)
    {
        if (range.Days > MostDays)
        {
            throw new ElevenCostException("HourRangeTooLong", FailureCategory.Usage,
                string.Create(CultureInfo.InvariantCulture, $"Hours are read live, {MostDays} days at most; {range} has {range.Days}."),
                "Ask for fewer days, or for days instead of hours.");
        }
    }

    private void Add(UsageGrouping grouping, HourAxis axis, Connection connection, bool byConnection, HourlyUsage usage, DateOnly today)
    {
        ILookup<DateOnly, int> places = Enumerable.Range(0, axis.Starts.Count).ToLookup(place => axis.DayOf(axis.Starts[place]));
        foreach (HourlyWindow window in usage.Windows)
        {
            var plans = new DayPlan?[axis.Starts.Count];
            foreach (DateOnly day in window.Days)
            {
                DayState state = day.AddDays(LookbackDays) < today ? DayState.Final : DayState.Provisional;
                var pricedAs = new PricedAs(window.Currency, null, state);
                foreach (int place in places[day])
                {
                    DateOnly bucket = HourAxis.BucketAt(place);
                    plans[place] = new DayPlan(bucket, UsageTable.FullRecord, pricedAs);
                    Buckets.Know(bucket, connection.Name, pricedAs);
                    Buckets.Note(bucket, connection.Name, state == DayState.Final ? Completeness.Final : Completeness.Provisional);
                }
            }

            var rows = new TableRows(window.Table, _filter, usage.Names);
            GroupValues values = grouping.ValuesOf(rows.Values);
            int[] numbers = new int[rows.Values.Length];
            for (int row = 0; row < window.Table.Count; row++)
            {
                if (axis.PlaceOf(window.Starts[row]) is >= 0 and int place && plans[place] is { } plan && window.Table.Breakdown[row] == plan.Slice && rows.Passes(row))
                {
                    rows.NumbersOf(row, numbers);
                    grouping.Add(plan, byConnection ? connection.Name : null, values, numbers, outcome: -1, rows.SumsOf(row));
                }
            }
        }

        LeaveOut(connection, usage.Failed.Keys.SelectMany(day => places[day]));
    }

    private void LeaveOut(Connection connection, IEnumerable<int> places)
    {
        foreach (int place in places)
        {
            Buckets.Note(HourAxis.BucketAt(place), connection.Name, Completeness.Partial);
        }
    }

    private void WarnOfFailed(Connection connection, HourlyUsage usage)
    {
        if (usage.Failed.Count > 0)
        {
            (DateOnly day, string reason) = usage.Failed.MinBy(failed => failed.Key);
            warn(new Warning("HoursFailed", string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: the hours of {usage.Failed.Count} days do not add up to the day and are left out, so sums are a lower bound; {day:yyyy-MM-dd}: {reason}.")) { MakesPartial = true });
        }
    }
}
