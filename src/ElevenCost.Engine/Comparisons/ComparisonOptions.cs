using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Comparisons;

/// <summary>What to compare. Immutable.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The days, both ends included.</summary>
    public required DateRange Range { get; init; }

    /// <summary>The days to compare with.</summary>
    public required DateRange Previous { get; init; }

    /// <summary>What rows are grouped by; empty for one row a currency.</summary>
    public IReadOnlyList<Dimension> GroupBy { get; init; } = [];

    /// <summary>The basis; null as for a cost query, and the same for both ranges.</summary>
    public CostBasis? Basis { get; init; }

    /// <summary>What to keep or leave out.</summary>
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];

    /// <summary>So many rows of each currency, and one of all others; null for all rows.</summary>
    public int? Top { get; init; }

    /// <summary>The days that a range is compared with.</summary>
    /// <param name="range">The range.</param>
    /// <param name="from">The first day to compare with; null for the usual ones.</param>
    /// <param name="to">The last day; null for as many days as the range has.</param>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>: the last day lies before the first, or has none.</exception>
    public static DateRange PreviousOf(DateRange range, DateOnly? from, DateOnly? to)
    {
        if (from is not { } first)
        {
            return to is null ? PreviousOf(range) : throw ComparisonErrors.NoFirstDay();
        }

        DateOnly last = to ?? first.AddDays(range.Days - 1);
        return last >= first ? new DateRange(first, last) : throw ComparisonErrors.EndsBeforeItBegins(first, last);
    }

    /// <summary>The days that a range is compared with if none are given.</summary>
    /// <remarks>
    /// Of days within a month that begin with its first, the same days of the month before; a whole month, the whole month before; else as many days as the range
    /// has, right before it.
    /// </remarks>
    public static DateRange PreviousOf(DateRange range)
    {
        DateOnly start = range.Start;
        bool isMonthToDate = start.Day == 1 && range.End.Year == start.Year && range.End.Month == start.Month;
        if (!isMonthToDate)
        {
            return new DateRange(start.AddDays(-range.Days), start.AddDays(-1));
        }

        DateOnly first = start.AddMonths(-1);
        bool isWholeMonth = range.End.AddDays(1).Day == 1;
        DateOnly last = isWholeMonth ? start.AddDays(-1) : first.AddDays(Math.Min(range.Days, start.DayNumber - first.DayNumber) - 1);
        return new DateRange(first, last);
    }
}
