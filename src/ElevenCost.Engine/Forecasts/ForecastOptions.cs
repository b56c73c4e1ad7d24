using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Forecasts;

/// <summary>What a forecast is asked for. Immutable.</summary>
public sealed record ForecastOptions
{
    /// <summary>The period, unless <see cref="Days"/> is set.</summary>
    public ForecastPeriod Period { get; init; } = ForecastPeriod.Month;

    /// <summary>So many days from today on, today included, 1 to <see cref="CostForecaster.MostDays"/>; null for <see cref="Period"/>.</summary>
    public int? Days { get; init; }

    /// <summary>The days of the period that today lies in; null for <see cref="Days"/> or <see cref="Period"/>.</summary>
    internal DateRange? Range { get; init; }

    /// <summary>What rows are grouped by; empty for one row a currency.</summary>
    public IReadOnlyList<Dimension> GroupBy { get; init; } = [];

    /// <summary>The basis; null as for a cost query.</summary>
    public CostBasis? Basis { get; init; }

    /// <summary>What to keep or leave out.</summary>
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];
}
