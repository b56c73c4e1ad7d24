namespace ElevenCost.Engine.Charts;

/// <summary>The characters that charts are drawn with. Immutable.</summary>
internal sealed record ChartGlyphs
{
    /// <summary>With block and box-drawing characters.</summary>
    public static ChartGlyphs Unicode { get; } = new()
    {
        Rising = " ▁▂▃▄▅▆▇█", Growing = " ▏▎▍▌▋▊▉█", Shades = "░▒▓█", Track = '░', Zero = '·', Axis = '│', Tick = '┤', Corner = '└', Floor = '─', Ellipsis = "…",
    };

    /// <summary>With ASCII alone.</summary>
    public static ChartGlyphs Ascii { get; } = new()
    {
        Rising = " ...::::#", Growing = "     ####", Shades = "-+*#", Track = '.', Zero = '.', Axis = '|', Tick = '+', Corner = '+', Floor = '-', Ellipsis = "~",
    };

    /// <summary>From nothing to a full cell in eighths, from below.</summary>
    public required string Rising { get; init; }

    /// <summary>From nothing to a full cell in eighths, from the left.</summary>
    public required string Growing { get; init; }

    /// <summary>Shades of a day that cost something, the lightest first.</summary>
    public required string Shades { get; init; }

    /// <summary>The empty part of a gauge.</summary>
    public required char Track { get; init; }

    /// <summary>A day that cost nothing.</summary>
    public required char Zero { get; init; }

    /// <summary>The vertical axis.</summary>
    public required char Axis { get; init; }

    /// <summary>The vertical axis beside a label.</summary>
    public required char Tick { get; init; }

    /// <summary>Where the axes meet.</summary>
    public required char Corner { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required char Floor { get; init; }

    /// <summary>Replaces the left-out middle of a name; one column wide.</summary>
    public required string Ellipsis { get; init; }

    /// <summary>A bar from the left.</summary>
    /// <param name="share">How much of the width it fills, from 0 to 1.</param>
    /// <param name="width">The width.</param>
    /// <returns>At least an eighth of a cell unless <paramref name="share"/> is 0: what is little is not nothing.</returns>
    public string Bar(decimal share, int width)
    {
        int eighths = Eighths(share, width);
        int rest = eighths % 8;
        string bar = new string(Growing[8], eighths / 8) + (rest == 0 ? "" : Growing[rest].ToString());
        return eighths > 0 && string.IsNullOrWhiteSpace(bar) ? Growing[8].ToString() : bar.TrimEnd();
    }

    /// <summary>How many eighths of cells a share of them is; at least one unless the share is 0.</summary>
    public static int Eighths(decimal share, int cells) => share <= 0 ? 0 : Math.Clamp((int)decimal.Round(share * cells * 8), 1, cells * 8);
}
