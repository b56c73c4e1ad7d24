using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Report;

/// <summary>What a report is about. Immutable.</summary>
public sealed record ReportOptions
{
    /// <summary>The days, both ends included.</summary>
    public required DateRange Range { get; init; }

    /// <summary>The basis; null as for a cost query. The whole report is on one basis.</summary>
    public CostBasis? Basis { get; init; }

    /// <summary>What to keep or leave out. Budgets, credits left and plans are of whole connections whatever is left out.</summary>
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];

    /// <summary>The heading; null for the usual one.</summary>
    public string? Title { get; init; }
}
