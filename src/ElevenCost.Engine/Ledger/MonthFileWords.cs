namespace ElevenCost.Engine.Ledger;

/// <summary>The words that month files use, apart from the names of the code so that renaming code cannot change files.</summary>
internal static class MonthFileWords
{
    private static readonly string[] DimensionWords = ["product", "model", "apiKey", "voice", "user", "group", "source", "region"];

    /// <summary>The record dimensions' names, in the order of <see cref="UsageTable.RecordDimensions"/>.</summary>
    public static ReadOnlySpan<string> Dimensions => DimensionWords;

    /// <summary>How many record dimensions there are.</summary>
    public static int Width => DimensionWords.Length;

    /// <summary>The word of a <see cref="UsageTable.Breakdown"/>.</summary>
    public static string Of(sbyte breakdown) => breakdown switch
    {
        UsageTable.FullRecord => "record",
        UsageTable.TotalSlice => "total",
        _ => DimensionWords[breakdown],
    };

    /// <summary>The breakdown of a word.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static sbyte Breakdown(string word) => word switch
    {
        "record" => UsageTable.FullRecord,
        "total" => UsageTable.TotalSlice,
        _ => (sbyte)Array.IndexOf(UsageTable.RecordDimensions.ToArray(), Dimension(word)),
    };

    /// <summary>The word of a record dimension.</summary>
    public static string Of(Dimension dimension) => dimension switch
    {
        ElevenCost.Dimension.Product => DimensionWords[0],
        ElevenCost.Dimension.Model => DimensionWords[1],
        ElevenCost.Dimension.ApiKey => DimensionWords[2],
        ElevenCost.Dimension.Voice => DimensionWords[3],
        ElevenCost.Dimension.User => DimensionWords[4],
        ElevenCost.Dimension.Group => DimensionWords[5],
        ElevenCost.Dimension.Source => DimensionWords[6],
        ElevenCost.Dimension.Region => DimensionWords[7],
        _ => throw new ArgumentException($"Usage is not kept by {dimension}.", nameof(dimension)),
    };

    /// <summary>The record dimension of a word.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Dimension Dimension(string? word)
    {
        int index = Array.IndexOf(DimensionWords, word);
        return index >= 0 ? UsageTable.RecordDimensions[index] : throw new InvalidDataException($"unknown dimension '{word}'");
    }

    /// <summary>The word of a kept day's state.</summary>
    public static string Of(DayState state) => state switch
    {
        DayState.Provisional => "provisional",
        DayState.Final => "final",
        DayState.Failed => "failed",
        _ => throw new ArgumentException($"A day cannot be kept as {state}.", nameof(state)),
    };

    /// <summary>The state of a word.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static DayState State(string? word) => word switch
    {
        "provisional" => DayState.Provisional,
        "final" => DayState.Final,
        "failed" => DayState.Failed,
        _ => throw new InvalidDataException($"unknown state '{word}'"),
    };

    /// <summary>The word of a source.</summary>
    public static string Of(UsageSource source) => source switch
    {
        UsageSource.Analytics => "analytics",
        UsageSource.UsageStatistics => "usageStatistics",
        _ => throw new ArgumentException($"Unknown source {source}.", nameof(source)),
    };

    /// <summary>The source of a word.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static UsageSource Source(string? word) => word switch
    {
        "analytics" => UsageSource.Analytics,
        "usageStatistics" => UsageSource.UsageStatistics,
        _ => throw new InvalidDataException($"unknown source '{word}'"),
    };
}
