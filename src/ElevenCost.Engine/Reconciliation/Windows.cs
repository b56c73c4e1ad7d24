namespace ElevenCost.Engine.Reconciliation;

/// <summary>Cuts ranges into what can be asked for at a time.</summary>
internal static class Windows
{
    /// <summary>The range in order, in windows of at most so many days.</summary>
    public static IEnumerable<DateRange> Of(DateRange range, int longest)
    {
        for (DateOnly first = range.Start; first <= range.End; first = first.AddDays(longest))
        {
            DateOnly last = first.AddDays(longest - 1);
            yield return new DateRange(first, last < range.End ? last : range.End);
        }
    }
}
