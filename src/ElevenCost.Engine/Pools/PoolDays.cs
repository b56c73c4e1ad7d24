using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Pools;

/// <summary>A day of one connection in a pool of credits. Immutable.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Date">The day in its zone.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Entry">What is known of it; null if it was never synced.</param>
/// <param name="IsOwn">Whether it is of the connection that is priced.</param>
/// <param name="Counts">Whether its usage counts to the pool's; otherwise other days hold it.</param>
internal readonly record struct PoolDay(string Connection, DateOnly Date, DateTimeOffset Start, DayEntry? Entry, bool IsOwn, bool Counts)
{
    /// <summary>Whether the pool's usage lacks it.</summary>
    public bool IsGap => Counts && Entry is null or { State: DayState.Failed };
}

/// <summary>The kept days of every connection of a pool of credits, each usage once.</summary>
internal sealed class PoolDays
{
    private readonly Connection _own;
    private readonly DateTimeOffset _todayBegan;
    private readonly List<(Connection Connection, Dictionary<DateOnly, DayEntry> Days)> _usage = [];

    private PoolDays(Connection own, DateOnly today)
    {
        _own = own;
        _todayBegan = DayZone.Find(own.TimeZone).StartOf(today);
    }

    /// <summary>Reads the days of some billing months.</summary>
    /// <param name="own">The connection that is priced.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="range">The days of the months, in its zone.</param>
    /// <param name="ledger">The usage.</param>
    /// <param name="today">Today in its zone: later days have not come.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<PoolDays> ReadAsync(
        Connection own, CreditPool pool, DateRange range, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        var read = new PoolDays(own, today);

        // Zones lie up to a day apart.
        var wide = new DateRange(range.Start.AddDays(-1), range.End.AddDays(1));
        foreach (IReadOnlyList<Connection> same in pool.Usage)
        {
            var days = new Dictionary<DateOnly, DayEntry>();
            foreach (Connection connection in same.Where(connection => connection.TimeZone == same[0].TimeZone))
            {
                foreach (DayEntry entry in await ledger.ReadDaysAsync(connection.Name, wide, cancellationToken))
                {
                    if (days.GetValueOrDefault(entry.Date) is null or { State: DayState.Failed })
                    {
                        days[entry.Date] = entry;
                    }
                }
            }

            read._usage.Add((same[0], days));
        }

        return read;
    }

    /// <summary>The days of a billing month that have come.</summary>
    public IReadOnlyList<PoolDay> Of(BillingMonth month)
    {
        var days = new List<PoolDay>();
        foreach ((Connection connection, Dictionary<DateOnly, DayEntry> entries) in _usage)
        {
            Add(connection, entries, counts: true);
        }

        if (!_usage.Exists(usage => usage.Connection.Name == _own.Name))
        {
            Add(_own, [], counts: false);
        }

        return days;

        void Add(Connection connection, Dictionary<DateOnly, DayEntry> entries, bool counts)
        {
            TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
            DateRange range = connection.TimeZone == _own.TimeZone ? month.Days
                : new DateRange(zone.DayOf(month.StartsAt), zone.DayOf(month.EndsAt).AddDays(-1));

            // A day of another time zone that began after today did in this one counts only if it is stored.
            days.AddRange(range.EachDay()
                .Select(day => new PoolDay(connection.Name, day, zone.StartOf(day), entries.GetValueOrDefault(day), connection.Name == _own.Name, counts))
                .Where(day => day.Start <= _todayBegan || (!day.IsOwn && day.Entry is not null)));
        }
    }
}
