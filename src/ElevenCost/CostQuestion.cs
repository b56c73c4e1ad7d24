namespace ElevenCost;

/// <summary>What was asked to get a row. Immutable.</summary>
/// <param name="Granularity">The length of the buckets.</param>
/// <param name="GroupBy">What rows are grouped by.</param>
/// <param name="Range">The days, in the connection's zone.</param>
/// <param name="IsCumulative">Whether rows hold sums from the start of the range.</param>
/// <param name="TimeZone">The IANA name of the zone of the row's days; null if its connections have several.</param>
internal sealed record CostQuestion(Granularity Granularity, IReadOnlyList<Dimension> GroupBy, DateRange Range, bool IsCumulative, string? TimeZone)
{
    /// <summary>What the row has beside its cost.</summary>
    public ListedParts Listed { get; init; }
}

/// <summary>Where a row came from. It takes no part in the equality of rows: rows are equal if their figures are.</summary>
/// <param name="question">The question; null for a row that no query made.</param>
internal readonly struct CostOrigin(CostQuestion? question) : IEquatable<CostOrigin>
{
    /// <summary>The question; null for a row that no query made.</summary>
    public CostQuestion? Question => question;

    /// <inheritdoc/>
    public bool Equals(CostOrigin other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CostOrigin;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
