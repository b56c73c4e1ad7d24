using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Anomalies;

/// <summary>Where to look for anomalies. Immutable.</summary>
public sealed record AnomalyOptions
{
    /// <summary>The smallest difference that counts by default.</summary>
    public const decimal DefaultMinimum = 1;

    /// <summary>The days to judge, both ends included. What is usual comes from the nine weeks before each.</summary>
    public required DateRange Range { get; init; }

    /// <summary>The dimensions whose groups are judged, each on its own; empty for the total.</summary>
    public IReadOnlyList<Dimension> GroupBy { get; init; } = [];

    /// <summary>The basis; null as for a cost query.</summary>
    public CostBasis? Basis { get; init; }

    /// <summary>What to keep or leave out.</summary>
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];

    /// <summary>The least difference from the usual cost, in the currency of the cost; not below 0.</summary>
    public decimal MinimumAmount { get; init; } = DefaultMinimum;
}
