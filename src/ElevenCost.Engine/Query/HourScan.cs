using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Answers one question by the hour, as a source reads it.</summary>
internal sealed class HourScan(IHourSource source, UsageQuery query, TimeProvider time)
{
    /// <summary>The longest range.</summary>
    public const int MostDays = 31;

    /// <summary>After so many days late data is not expected any more, as the ledger takes it by default.</summary>
    private const int LookbackDays = 3;

    private readonly UsageFilter _filter = new(query.Filters);
    private readonly BucketNotes _buckets = new();
    private readonly List<Warning> _warnings = [];

    /// <summary>Reads connections of one zone.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="reading">What rows are grouped by beside the question's own dimensions; connections only where it says so, rules and prices not at all.</param>
    /// <param name="goesOn">Whether the others are answered where a connection cannot be read, whose hours are then partial; else the first failure ends it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">
    /// <c>HourRangeTooLong</c>, <c>TimeZonesDiffer</c>, <c>DimensionNotByHour</c>, or unless it goes on what the source throws.
    /// </exception>
    public async Task<GroupedUsage> GroupAsync(
        IReadOnlyList<Connection> connections, UsageReading reading, bool goesOn, CancellationToken cancellationToken)
    {
        if (query.AsksForCenters)
        {
            throw QueryErrors.HoursNotAttributed();
        }

        TimeZoneInfo zone = ZoneOf(connections);
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = zone.DayOf(now);
        var grouping = new UsageGrouping(query.GroupBy);
        NameBook names = NameBook.Empty;
        var unread = new List<UnreadConnection>();
        if (query.Range.Start <= today)
        {
            var range = new DateRange(query.Range.Start, query.Range.End < today ? query.Range.End : today);
            Check(range);
            Dimension[] dimensions = (DimensionSet.Of(query.GroupBy) | _filter.RecordDimensions).ToArray();
            var read = new List<(Connection Connection, HourlyUsage Usage)>();
            foreach (Connection connection in connections.Where(connection => _filter.Takes(connection.Name)))
            {
                try
                {
                    HourlyUsage usage = await source.ReadAsync(connection, range, dimensions, _warnings.Add, cancellationToken);
                    names = names.With(usage.Names);
                    read.Add((connection, usage));
                }
                catch (ElevenCostException e) when (goesOn)
                {
                    unread.Add(new UnreadConnection(connection, e));
                }
            }

            var axis = new HourAxis(zone, range, now, read.SelectMany(entry => entry.Usage.Windows).SelectMany(InDays));
            foreach ((Connection connection, HourlyUsage usage) in read)
            {
                Add(grouping, axis, connection, reading.ByConnection, usage, today);
                WarnOfFailed(connection, usage);
            }

            unread.ForEach(connection => LeaveOut(connection.Connection, axis.Buckets));
        }

        BucketCompleteness buckets = _buckets.ToCompleteness();
        return new GroupedUsage
        {
            Groups = grouping.ToGroups(reading.WithEmptyBuckets ? buckets.Known : [], reading.ByConnection),
            Buckets = buckets,
            Names = names,
            Warnings = _warnings,
            Unread = unread,
        };
    }

    /// <summary>The warning of connections that could not be read, where others were: sums lack them. None where none or all could be read.</summary>
    /// <param name="unread">The connections that could not be read.</param>
    /// <param name="asked">All that were asked for.</param>
    public static IEnumerable<Warning> WarningsOf(IReadOnlyList<UnreadConnection> unread, IReadOnlyList<Connection> asked)
    {
        if (unread.Count > 0 && unread.Count < asked.Count)
        {
            yield return new Warning(QueryWarnings.HoursLeftOut,
                $"The hours of {string.Join(", ", unread.Select(one => one.Connection.Name))} could not be read and are left out, so sums are a lower bound.") { MakesPartial = true };
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
            : throw CalendarErrors.ZonesDiffer(zones);
    }

    private static void Check(DateRange range)
    {
        if (range.Days > MostDays)
        {
            throw CalendarErrors.TooManyHours(range, MostDays);
        }
    }

    private void Add(UsageGrouping grouping, HourAxis axis, Connection connection, bool byConnection, HourlyUsage usage, DateOnly today)
    {
        ILookup<DateOnly, int> places = Enumerable.Range(0, axis.Buckets.Count).ToLookup(place => DateOnly.FromDateTime(axis.Buckets[place].Date));
        foreach (HourlyWindow window in usage.Windows)
        {
            var plans = new DayPlan?[axis.Buckets.Count];
            foreach (DateOnly day in window.Days)
            {
                DayState state = day.AddDays(LookbackDays) < today ? DayState.Final : DayState.Provisional;
                var pricedAs = new PricedAs(window.Currency, null, state);
                foreach (int place in places[day])
                {
                    Bucket bucket = axis.Buckets[place];
                    plans[place] = new DayPlan(bucket, UsageTable.FullRecord, pricedAs);
                    _buckets.Know(bucket, connection.Name, pricedAs);
                    _buckets.Note(bucket, connection.Name, state == DayState.Final ? Completeness.Final : Completeness.Provisional);
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
                    grouping.Add(plan, byConnection ? connection.Name : null, values, numbers, attribution: -1, rows.SumsOf(row));
                }
            }
        }

        LeaveOut(connection, usage.Failed.Keys.SelectMany(day => places[day]).Select(place => axis.Buckets[place]));
    }

    private void LeaveOut(Connection connection, IEnumerable<Bucket> buckets)
    {
        foreach (Bucket bucket in buckets)
        {
            _buckets.Note(bucket, connection.Name, Completeness.Partial);
        }
    }

    private void WarnOfFailed(Connection connection, HourlyUsage usage)
    {
        if (usage.Failed.Count > 0)
        {
            (DateOnly day, string reason) = usage.Failed.MinBy(failed => failed.Key);
            _warnings.Add(new Warning(QueryWarnings.HoursFailed, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: the hours of {usage.Failed.Count} days do not add up to the day and are left out, so sums are a lower bound; {day:yyyy-MM-dd}: {reason}.")) { MakesPartial = true });
        }
    }
}
