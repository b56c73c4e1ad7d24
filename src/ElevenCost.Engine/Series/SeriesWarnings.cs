namespace ElevenCost.Engine.Series;

/// <summary>The kinds of warnings of series.</summary>
internal static class SeriesWarnings
{
    internal static readonly WarningKind SeriesLeftOut = new(
        "A series is not kept for some days, and could not be read either; they are left out.",
        "See to what the warning says of the key or the network, then ask again.");

    internal static readonly WarningKind UnitNotKnown = new("ElevenLabs does not document the unit of the metric.", "Compare values with each other alone.");
}
