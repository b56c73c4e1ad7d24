namespace ElevenCost.Engine.Export;

/// <summary>The kinds of warnings of files of cost.</summary>
internal static class ExportWarnings
{
    internal static readonly WarningKind FocusRowsLeftOut = new(
        "Rows without a cost are left out of a FOCUS file: FOCUS allows no charge without one.",
        "Set a price with `Set-ElevenLabsPrice`, or export another format.");
}
