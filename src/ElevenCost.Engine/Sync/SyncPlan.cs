using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Which days a sync asks for, and in which windows.</summary>
/// <param name="Range">The days that it looks at, both included.</param>
/// <param name="Asked">The days of them that it asks for, in order.</param>
/// <param name="Windows">Those days in runs within a month, short enough that a few at a time fit in memory.</param>
internal sealed record SyncPlan(DateRange Range, IReadOnlyList<DateOnly> Asked, IReadOnlyList<DateRange> Windows)
{
    /// <summary>How far back a first sync goes: as many days as three months can have, so that a question of three months right after it lacks none.</summary>
    public const int FirstDays = 92;

    private const int MostDays = 3660;
    private const int MostLookback = 60;

    /// <summary>A workspace of 2,000 keys has some 11,000 rows a day; four windows of eight days are under way at once.</summary>
    private const int LongestWindow = 8;

    /// <param name="kept">What is kept of each day.</param>
    /// <param name="options">What to sync.</param>
    /// <param name="today">Today in the connection's zone.</param>
    /// <param name="now">The instant; a day that was read later than it, or has not ended, counts as not final: a clock was ahead.</param>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>: the range is empty or lies in the future.</exception>
    public static SyncPlan From(IReadOnlyList<DayEntry> kept, SyncOptions options, DateOnly today, DateTime now)
    {
        if (options.Days is < 1 or > MostDays || options.Lookback is < 0 or > MostLookback || options.From < DayZone.FirstDay)
        {
            throw SyncErrors.OutOfBounds(MostDays, MostLookback);
        }

        DateOnly to = options.To is { } last && last < today ? last : today;
        DateOnly from = options.From ?? DefaultStart(kept, options, to);
        if (from > to)
        {
            throw SyncErrors.NoDay(from, to, today);
        }

        var range = new DateRange(from, to);
        HashSet<DateOnly> done = options.Force
            ? []
            : [.. kept.Where(entry => entry.StateAt(now) == DayState.Final && entry.Date < today).Select(entry => entry.Date)];
        List<DateOnly> asked = [.. range.EachDay().Where(day => !done.Contains(day))];
        return new SyncPlan(range, asked, [.. DateRange.Runs(asked).SelectMany(run => run.ByMonth()).SelectMany(Cut)]);
    }

    private static DateOnly DefaultStart(IReadOnlyList<DayEntry> kept, SyncOptions options, DateOnly to)
    {
        DateOnly start = to.AddDays(1 - (options.Days ?? FirstDays));
        start = start < DayZone.FirstDay ? DayZone.FirstDay : start;
        return options.Days is null && kept.Count > 0 && kept[0].Date < start ? kept[0].Date : start;
    }

    private static IEnumerable<DateRange> Cut(DateRange run)
    {
        int pieces = (run.Days + LongestWindow - 1) / LongestWindow;
        for (int piece = 0; piece < pieces; piece++)
        {
            yield return new DateRange(run.Start.AddDays(run.Days * piece / pieces), run.Start.AddDays((run.Days * (piece + 1) / pieces) - 1));
        }
    }
}
