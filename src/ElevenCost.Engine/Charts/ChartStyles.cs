using Spectre.Console;

namespace ElevenCost.Engine.Charts;

/// <summary>The colors of charts: middle tones, which are read on a dark and on a light background.</summary>
internal static class ChartStyles
{
    private static readonly Color Blue = new(47, 129, 247);
    private static readonly Color Gray = new(128, 136, 146);

    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Quiet { get; } = new(Gray);

    public static Style Bar { get; } = new(Blue);

    /// <summary>A bar that may still change.</summary>
    public static Style Provisional { get; } = new(new Color(121, 184, 255));

    public static Style Warning { get; } = new(new Color(210, 153, 34));

    public static Style Bad { get; } = new(new Color(229, 83, 75));

    public static Style Good { get; } = new(new Color(63, 166, 80));

    /// <summary>The shades of the calendar, as many as <see cref="ChartGlyphs.Shades"/>.</summary>
    public static IReadOnlyList<Style> Shades { get; } = [new(new Color(121, 184, 255)), new(new Color(88, 157, 250)), new(Blue), new(new Color(31, 111, 235))];
}
