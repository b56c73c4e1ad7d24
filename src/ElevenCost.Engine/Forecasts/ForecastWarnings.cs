namespace ElevenCost.Engine.Forecasts;

/// <summary>The kinds of warnings of forecasts.</summary>
internal static class ForecastWarnings
{
    internal static readonly WarningKind HistoryShort = new(
        "A forecast rests on fewer than 28 known days; the warning says how wide it is.",
        "Sync more days, if ElevenLabs has them.");

    internal static readonly WarningKind HistoryTooShort = new("Fewer than 3 finished days are known, so rows have no forecast.", "Sync more days.");

    internal static readonly WarningKind OverageNotForecast = new(
        "The forecast may exceed the plan's credits, and the overage rate, the rollover or the billing is unknown; the warning says which.",
        "Set the overage rate with `Set-ElevenLabsPrice` or the billing with `Set-ElevenLabsConnection`, or sync with a key that may read the subscription (`user_read`).");
}
