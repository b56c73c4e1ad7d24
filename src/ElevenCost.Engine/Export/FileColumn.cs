namespace ElevenCost.Engine.Export;

/// <summary>What a column of a file holds.</summary>
internal enum FileColumnType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number, as <see cref="long"/>.</summary>
    Count,

    /// <summary>A number with decimals, as <see cref="decimal"/>.</summary>
    Amount,

    /// <summary>A day, or the clock's time at which an hour begins, as <see cref="DateTime"/>.</summary>
    Day,

    /// <summary>An instant in UTC, as <see cref="DateTime"/>.</summary>
    Instant,
}

/// <summary>A column of a file that has types. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Value">Its value of a row; null if that is unknown.</param>
internal sealed record FileColumn<T>(string Name, FileColumnType Type, Func<T, object?> Value)
{
    /// <summary>The same column for formats that hold texts and numbers alone.</summary>
    public ExportColumn<T> ToExportColumn() => new(Name, row => (Type, Value(row)) switch
    {
        (FileColumnType.Count, long number) => ExportValue.Of(number),
        (FileColumnType.Amount, decimal number) => ExportValue.Of(number),
        (FileColumnType.Day, DateTime day) => ExportValue.OfDay(day),
        (FileColumnType.Instant, DateTime instant) => ExportValue.OfInstant(instant),
        (_, var text) => ExportValue.Of((string?)text),
    });
}
