namespace ElevenCost.Engine.Forecasts;

/// <summary>A forecast. Immutable.</summary>
/// <param name="Basis">The basis of every row.</param>
/// <param name="Period">The days that it covers.</param>
/// <param name="Rows">One row a group and currency, in the order of the labels.</param>
/// <param name="Warnings">What the user should know, each once.</param>
/// <param name="Completeness">How far the cost so far can be trusted.</param>
public sealed record ForecastResult(
    CostBasis Basis, DateRange Period, IReadOnlyList<CostForecast> Rows, IReadOnlyList<Warning> Warnings, Completeness Completeness);
