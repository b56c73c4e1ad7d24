using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Plans;

namespace ElevenCost.Engine.Report;

/// <summary>All figures of a report, as the engine's services return them. Immutable.</summary>
public sealed record CostReport
{
    /// <summary>The instant of the report, in UTC, to the second.</summary>
    public required DateTime At { get; init; }

    /// <summary>Today in the connections' zone, the latest of them.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>What was asked.</summary>
    public required ReportOptions Options { get; init; }

    /// <summary>The connections.</summary>
    public required IReadOnlyList<Connection> Connections { get; init; }

    /// <summary>The cost of the range as a whole, on the basis of everything in the report.</summary>
    public required CostResult Total { get; init; }

    /// <summary>The cost of each day.</summary>
    public required CostResult Daily { get; init; }

    /// <summary>The cost by each dimension that the ledger has, in the order in which a reader is offered them.</summary>
    public required IReadOnlyList<ReportDimension> Dimensions { get; init; }

    /// <summary>The range against the days before.</summary>
    public required ComparisonResult Comparison { get; init; }

    /// <summary>What <see cref="ComparisonResult.Rows"/> of <see cref="Comparison"/> are grouped by; null if by nothing.</summary>
    public Dimension? ComparedBy { get; init; }

    /// <summary>The cost of the period that goes on; null if it can't be forecast.</summary>
    public ForecastResult? Forecast { get; init; }

    /// <summary>The cost of each day of the forecast's period so far; null if that is not forecast.</summary>
    public CostResult? ForecastDaily { get; init; }

    /// <summary>Why there is no forecast; null if there is one.</summary>
    public string? ForecastLacks { get; init; }

    /// <summary>The unusual days; null if the basis has none.</summary>
    public AnomalyResult? Anomalies { get; init; }

    /// <summary>Why there are no anomalies; null if there could be.</summary>
    public string? AnomaliesLack { get; init; }

    /// <summary>How the budgets stand today.</summary>
    public required IReadOnlyList<BudgetStatus> Budgets { get; init; }

    /// <summary>The credits left, as the last sync saw them; empty if none has.</summary>
    public required IReadOnlyList<Quota> Quotas { get; init; }

    /// <summary>What each plan would have cost for the last whole billing periods; null if it can't be compared for any connection.</summary>
    public PlanResult? Plans { get; init; }

    /// <summary>How many connections whose plans could be compared are not in <see cref="Plans"/>, because there are too many for one page.</summary>
    public int PlansLeftOut { get; init; }

    /// <summary>The days of each connection.</summary>
    public required IReadOnlyList<CoverageRecord> Coverage { get; init; }

    /// <summary>What the reader should know, each once.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }
}

/// <summary>The cost by one dimension. Immutable.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Total">The range as a whole, a row a group and currency.</param>
/// <param name="Daily">The same by day.</param>
public sealed record ReportDimension(Dimension Dimension, CostResult Total, CostResult Daily);
