using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.Engine.Report;

/// <summary>The services that a report is read from. None of them is asked for anything that the network would answer. Immutable.</summary>
public sealed record ReportSources
{
    /// <summary>Cost.</summary>
    public required CostCalculator Costs { get; init; }

    /// <summary>Coverage.</summary>
    public required UsageReader Usage { get; init; }

    /// <summary>The change against the days before.</summary>
    public required CostComparer Comparisons { get; init; }

    /// <summary>The cost of the month that goes on.</summary>
    public required CostForecaster Forecasts { get; init; }

    /// <summary>Unusual days.</summary>
    public required AnomalyFinder Anomalies { get; init; }

    /// <summary>The budgets.</summary>
    public required BudgetStore Budgets { get; init; }

    /// <summary>The state of budgets.</summary>
    public required BudgetCheck BudgetCheck { get; init; }

    /// <summary>The credits left, as the last sync saw them.</summary>
    public required QuotaReader Quotas { get; init; }

    /// <summary>What every plan would have cost.</summary>
    public required PlanComparer Plans { get; init; }

    /// <summary>Every connection there is, for budgets that name one.</summary>
    public required Func<IReadOnlyList<Connection>> KnownConnections { get; init; }

    /// <summary>The clock: the instant of the report.</summary>
    public required TimeProvider Time { get; init; }
}
