namespace ElevenCost.Engine.Series;

/// <summary>The kinds of warnings of series.</summary>
internal static class SeriesWarnings
{
    internal static readonly WarningKind SeriesLeftOut = new(
        "A series is not stored for some days, and could not be read either; these days are left out.",
        "Fix the key or the network as the warning says, then run the command again.");

    internal static readonly WarningKind UnitNotKnown = new("ElevenLabs does not document the unit of the metric.", "Compare values only with each other.");
}
