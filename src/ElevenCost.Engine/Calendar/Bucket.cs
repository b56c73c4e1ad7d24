namespace ElevenCost.Engine.Calendar;

/// <summary>What usage is summed over in time: the days that begin with one, or an hour. Immutable.</summary>
/// <param name="Date">The first day at midnight, or the hour on the clock, in the connection's zone; of kind unspecified.</param>
/// <param name="StartedAt">The instant at which an hour begins, in UTC: two hours of one clock time are two. Null for days.</param>
internal sealed record Bucket(DateTime Date, DateTime? StartedAt = null)
{
    /// <summary>The bucket that a day names.</summary>
    public static Bucket Of(DateOnly first) => new(first.ToDateTime(TimeOnly.MinValue));

    /// <summary>What puts buckets into the order of time: the instant of an hour, the first day otherwise.</summary>
    public long Ticks => (StartedAt ?? Date).Ticks;

    /// <summary>Compares two buckets by time.</summary>
    public static int Compare(Bucket left, Bucket right) => left.Ticks.CompareTo(right.Ticks);

    /// <remarks>By hand: what the compiler makes is generic code over value types, which each process would compile again before its first answer.</remarks>
    public bool Equals(Bucket? other) => other is not null && Ticks == other.Ticks && StartedAt.HasValue == other.StartedAt.HasValue;

    /// <inheritdoc/>
    public override int GetHashCode() => Ticks.GetHashCode();
}
