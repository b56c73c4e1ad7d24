namespace ElevenCost.Engine.Charts;

/// <summary>What charts are drawn for. Immutable.</summary>
/// <param name="Width">The columns; fewer than <see cref="LeastWidth"/> count as that.</param>
/// <param name="Colors">The colors.</param>
/// <param name="IsUnicode">Whether it shows Unicode; if not, charts and names are written in ASCII alone.</param>
public sealed record ChartTerminal(int Width, ChartColors Colors, bool IsUnicode)
{
    /// <summary>The fewest columns that charts are drawn in.</summary>
    public const int LeastWidth = 60;

    /// <summary>The most columns: bars that are any longer say nothing more.</summary>
    public const int MostWidth = 160;

    /// <summary>The columns to draw in.</summary>
    public int DrawnWidth => Math.Clamp(Width, LeastWidth, MostWidth);

    /// <summary>The colors that the environment promises for a terminal: none for <c>NO_COLOR</c> or <c>TERM=dumb</c>.</summary>
    /// <param name="environment">The values of environment variables.</param>
    /// <remarks>https://no-color.org: any value that is not empty counts.</remarks>
    public static ChartColors ColorsOf(Func<string, string?> environment)
    {
        string term = environment("TERM") ?? "";
        return !string.IsNullOrEmpty(environment("NO_COLOR")) || term == "dumb" ? ChartColors.None : DepthOf(environment);
    }

    /// <summary>How many colors the environment promises if there are any.</summary>
    /// <param name="environment">The values of environment variables.</param>
    public static ChartColors DepthOf(Func<string, string?> environment) => (environment("COLORTERM"), environment("TERM")) switch
    {
        ("truecolor" or "24bit", _) => ChartColors.TrueColor,
        (_, { } term) when term.Contains("256color", StringComparison.Ordinal) => ChartColors.EightBit,

        // Windows sets neither, and its terminals have had 24 bits since 2017.
        _ => OperatingSystem.IsWindows() ? ChartColors.TrueColor : ChartColors.Standard,
    };
}
