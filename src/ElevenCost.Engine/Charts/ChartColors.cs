namespace ElevenCost.Engine.Charts;

/// <summary>How many colors a terminal shows.</summary>
public enum ChartColors
{
    /// <summary>None: the text has no escape sequence.</summary>
    None,

    /// <summary>The 16 colors of the user's theme.</summary>
    Standard,

    /// <summary>256 colors.</summary>
    EightBit,

    /// <summary>24 bits.</summary>
    TrueColor,
}
