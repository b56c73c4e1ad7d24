using System.Data.Common;
using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>How the ledger writes what is neither a number nor a text: states, sources and instants, apart from the names of the code.</summary>
internal static class LedgerText
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>The text of a kept day's state.</summary>
    /// <exception cref="ArgumentException">No day is stored as that.</exception>
    public static string Of(DayState state) => state switch
    {
        DayState.Provisional => "provisional",
        DayState.Final => "final",
        DayState.Failed => "failed",
        _ => throw new ArgumentException($"A day cannot be kept as {state}.", nameof(state)),
    };

    /// <summary>The state of a text.</summary>
    public static DayState State(string text) => text switch
    {
        "provisional" => DayState.Provisional,
        "final" => DayState.Final,
        "failed" => DayState.Failed,
        _ => throw new InvalidDataException($"The ledger has a day of an unknown state '{text}'."),
    };

    /// <summary>The text of a source.</summary>
    public static string Of(UsageSource source) => source switch
    {
        UsageSource.Analytics => "analytics",
        UsageSource.UsageStatistics => "usage-statistics",
        _ => throw new ArgumentException($"Unknown source {source}.", nameof(source)),
    };

    /// <summary>The source of a text.</summary>
    public static UsageSource Source(string text) => text switch
    {
        "analytics" => UsageSource.Analytics,
        "usage-statistics" => UsageSource.UsageStatistics,
        _ => throw new InvalidDataException($"The ledger has a day of an unknown source '{text}'."),
    };

    /// <summary>The text of an instant; one of no kind is UTC. Texts order as their instants do.</summary>
    public static string Of(DateTime instant) =>
        (instant.Kind == DateTimeKind.Unspecified ? instant : instant.ToUniversalTime()).ToString(InstantFormat, CultureInfo.InvariantCulture);

    /// <summary>The instant of a text, in UTC.</summary>
    public static DateTime Instant(string text) =>
        DateTime.ParseExact(text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    /// <summary>A column of text that may be SQL's null.</summary>
    public static string? TextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A column of integers that may be SQL's null.</summary>
    public static long? LongOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>A decimal that begins at a column; null if that is SQL's null.</summary>
    public static decimal? DecimalOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null
        : new ScaledDecimal(reader.GetInt64(column), reader.GetInt64(column + 1), reader.GetInt64(column + 2)).ToDecimal();
}
