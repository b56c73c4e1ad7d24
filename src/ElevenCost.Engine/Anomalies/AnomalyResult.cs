namespace ElevenCost.Engine.Anomalies;

/// <summary>The anomalies of a range. Immutable.</summary>
/// <param name="Basis">The basis of every row.</param>
/// <param name="Range">The days that were judged.</param>
/// <param name="Rows">The anomalies, by the size of their difference.</param>
/// <param name="Warnings">What the user should know, each once.</param>
/// <param name="Completeness">The least complete of the days.</param>
public sealed record AnomalyResult(
    CostBasis Basis, DateRange Range, IReadOnlyList<CostAnomaly> Rows, IReadOnlyList<Warning> Warnings, Completeness Completeness);
