using System.Globalization;

namespace ElevenCost;

/// <summary>A range of whole days in a connection's time zone, both ends included, at least one day long. Immutable.</summary>
/// <remarks>Users speak of days ("1 to 30 November"), so both ends are included; instants derived from it are UTC and half-open.</remarks>
public readonly record struct DateRange : IComparable<DateRange>
{
    /// <summary>Creates the range from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> lies before <paramref name="start"/>.</exception>
    public DateRange(DateOnly start, DateOnly end)
    {
        if (end < start)
        {
            throw new ArgumentOutOfRangeException(nameof(end), string.Create(CultureInfo.InvariantCulture,
                $"The end {end:yyyy-MM-dd} lies before the start {start:yyyy-MM-dd}."));
        }

        Start = start;
        End = end;
    }

    /// <summary>The first day, included.</summary>
    public DateOnly Start { get; }

    /// <summary>The last day, included.</summary>
    public DateOnly End { get; }

    /// <summary>How many days the range has; at least 1.</summary>
    public int Days => End.DayNumber - Start.DayNumber + 1;

    /// <summary>Whether <paramref name="date"/> lies in the range, both ends included.</summary>
    public bool Contains(DateOnly date) => date >= Start && date <= End;

    /// <summary>Each day in order.</summary>
    public IEnumerable<DateOnly> EachDay()
    {
        for (int number = Start.DayNumber; number <= End.DayNumber; number++)
        {
            yield return DateOnly.FromDayNumber(number);
        }
    }

    /// <summary>The parts of the range within each calendar month, in order.</summary>
    public IEnumerable<DateRange> ByMonth()
    {
        for (DateOnly first = Start; first <= End;)
        {
            DateOnly next = new DateOnly(first.Year, first.Month, 1).AddMonths(1);
            DateOnly last = next.AddDays(-1) < End ? next.AddDays(-1) : End;
            yield return new DateRange(first, last);
            first = next;
        }
    }

    /// <summary>Groups days, in order, into runs without a gap.</summary>
    public static IEnumerable<DateRange> Runs(IEnumerable<DateOnly> orderedDays)
    {
        DateOnly? start = null;
        DateOnly last = default;
        foreach (DateOnly day in orderedDays)
        {
            if (start is { } first && day != last.AddDays(1))
            {
                yield return new DateRange(first, last);
                start = null;
            }

            start ??= day;
            last = day;
        }

        if (start is { } open)
        {
            yield return new DateRange(open, last);
        }
    }

    /// <summary>By start, then by end.</summary>
    public int CompareTo(DateRange other) => Start != other.Start ? Start.CompareTo(other.Start) : End.CompareTo(other.End);

    /// <summary>Whether <paramref name="left"/> comes first, by start and then by end.</summary>
    public static bool operator <(DateRange left, DateRange right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes first or is equal.</summary>
    public static bool operator <=(DateRange left, DateRange right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes last, by start and then by end.</summary>
    public static bool operator >(DateRange left, DateRange right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes last or is equal.</summary>
    public static bool operator >=(DateRange left, DateRange right) => left.CompareTo(right) >= 0;

    /// <summary><c>2026-11-01</c> for one day, else <c>2026-11-01..2026-11-30</c>.</summary>
    public override string ToString() => Start == End
        ? Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy-MM-dd}..{End:yyyy-MM-dd}");
}
