namespace ElevenCost.Engine.Ledger;

/// <summary>Usage records of one connection in columns: millions of them fit where as many objects would not. Immutable by agreement.</summary>
/// <remarks>
/// Rows are in no order unless said. A table holds full records (<see cref="Breakdown"/> null: every dimension of the row holds at
/// once) and slices of the deprecated endpoint (<see cref="Breakdown"/> names the one dimension that the row is broken down by),
/// which are other views of the same usage and never added to each other or to records.
/// </remarks>
public sealed class UsageTable
{
    /// <summary>The dimensions that records have, in the order of <see cref="Dimensions"/>.</summary>
    public static IReadOnlyList<Dimension> RecordDimensions { get; } =
    [
        Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Voice,
        Dimension.User, Dimension.Group, Dimension.Source, Dimension.Region,
    ];

    /// <summary>The position of a dimension in <see cref="RecordDimensions"/> and <see cref="Dimensions"/>; -1 for a derived one.</summary>
    public static int IndexOf(Dimension dimension) => dimension is >= Dimension.Product and <= Dimension.Region ? (int)dimension : -1;

    /// <summary>The slice a row belongs to that is no dimension's: the day's total.</summary>
    public const sbyte TotalSlice = -1;

    /// <summary>The slice of a full record.</summary>
    public const sbyte FullRecord = -2;

    /// <summary>How many rows there are; each column is at least as long.</summary>
    public required int Count { get; init; }

    /// <summary>Each row's day, as <see cref="DateOnly.DayNumber"/>, in the connection's zone.</summary>
    public required int[] Day { get; init; }

    /// <summary>
    /// What each row is a row of: <see cref="FullRecord"/>, <see cref="TotalSlice"/>, or the index in <see cref="RecordDimensions"/> of
    /// the one dimension that the deprecated endpoint broke the usage down by.
    /// </summary>
    public required sbyte[] Breakdown { get; init; }

    /// <summary>One column a record dimension, by its index in <see cref="RecordDimensions"/>.</summary>
    public required DimensionColumn[] Dimensions { get; init; }

    /// <summary>Credits.</summary>
    public required long[] Credits { get; init; }

    /// <summary>Requests; null if unknown.</summary>
    public required long?[] Requests { get; init; }

    /// <summary>Minutes of audio; null if unknown.</summary>
    public required decimal?[] Minutes { get; init; }

    /// <summary>Value consumed, in the currency of the row's day; null if unknown.</summary>
    public required decimal?[] ConsumedCost { get; init; }
}

/// <summary>One dimension of a <see cref="UsageTable"/>: an index a row into the values that occur.</summary>
public sealed class DimensionColumn
{
    /// <summary>The index of a row whose value is not known, or was not asked for.</summary>
    public const int Unknown = -1;

    /// <summary>The IDs that occur, each once. The empty string is use without one: without an API key, without a voice.</summary>
    public required string[] Values { get; init; }

    /// <summary>Each row's index into <see cref="Values"/>, or <see cref="Unknown"/>.</summary>
    public required int[] Index { get; init; }
}
