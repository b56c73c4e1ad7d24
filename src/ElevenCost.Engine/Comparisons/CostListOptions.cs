namespace ElevenCost.Engine.Comparisons;

/// <summary>How the rows of a cost result are listed. Immutable.</summary>
public sealed record CostListOptions
{
    /// <summary>As the question has them.</summary>
    public static CostListOptions Plain { get; } = new();

    /// <summary>So many groups of each currency, the most expensive, and one row of all others; null for all groups.</summary>
    public int? Top { get; init; }

    /// <summary>Whether each row has its share of the total.</summary>
    public bool WithShare { get; init; }

    /// <summary>Whether each row has the cost of its group in the period before.</summary>
    public bool WithPrevious { get; init; }

    /// <summary>What of these a row has, for its columns.</summary>
    internal ListedParts Parts => (Top is null ? ListedParts.None : ListedParts.Top) | (WithShare ? ListedParts.Share : ListedParts.None) | (WithPrevious ? ListedParts.Previous : ListedParts.None);
}
