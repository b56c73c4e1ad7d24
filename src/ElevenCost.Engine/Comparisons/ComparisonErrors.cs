using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Comparisons;

/// <summary>The errors of comparisons: text and remedy of each in one place.</summary>
internal static class ComparisonErrors
{
    internal static readonly ErrorKind PreviousNeedsTotal = new(FailureCategory.Usage,
        "`-Compare` was given with buckets or running sums; only the range as a whole has a period before.",
        "Use the range as a whole, or `Compare-ElevenLabsCost` with two ranges.");

    public static ElevenCostException NotByBucket() => new(PreviousNeedsTotal,
        "Only the range as a whole can be compared with the period before, not its buckets or running sums.",
        "Leave the granularity and running sums out, or use the granularity total.");

    public static ElevenCostException NoFirstDay() => new(CalendarErrors.RangeNotValid,
        "The range to compare with has a last day but no first day.", "Use both, or only the first day.");

    public static ElevenCostException EndsBeforeItBegins(DateOnly first, DateOnly last) => new(CalendarErrors.RangeNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The range to compare with, from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, is not valid."),
        "Use a start that is not after the end.");
}
