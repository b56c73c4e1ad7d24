using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Charts;

/// <summary>The figures that are shown at a prompt. Immutable.</summary>
public sealed record CostOverview
{
    /// <summary>The instant, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Today in the connections' zone, the latest of them.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What was asked.</summary>
    public required CostQuery Query { get; init; }

    /// <summary>The connections that were answered for.</summary>
    public required IReadOnlyList<Connection> Connections { get; init; }

    /// <summary>The cost of the range by group.</summary>
    public required CostResult Groups { get; init; }

    /// <summary>The cost of each day, on the same basis.</summary>
    public required CostResult Daily { get; init; }

    /// <summary>The credits left, as the last sync saw them; empty if none has.</summary>
    public required IReadOnlyList<Quota> Quotas { get; init; }

    /// <summary>What the user should know, each once.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}
