namespace ElevenCost.Engine.Calendar;

/// <summary>A range of instants, half-open. Immutable.</summary>
/// <param name="From">The first instant, included.</param>
/// <param name="To">The last instant, not included; not before <paramref name="From"/>.</param>
public readonly record struct InstantRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whether an instant in UTC lies in the range.</summary>
    public bool Contains(DateTime utc) => utc >= From.UtcDateTime && utc < To.UtcDateTime;
}
