using Parquet;
using Parquet.Schema;

namespace ElevenCost.Engine.Export;

/// <summary>Writes rows as Apache Parquet, compressed with Snappy. What is held are the rows of one row group.</summary>
/// <param name="stream">Where to.</param>
/// <param name="columns">The columns. Amounts are DECIMAL(38, 28), which holds every digit of a <see cref="decimal"/> below 10 billion.</param>
internal sealed class ParquetRowWriter<T>(Stream stream, IReadOnlyList<FileColumn<T>> columns) : RowWriter<T>
{
    private const int RowsInGroup = 50_000;
    private const int Precision = 38;
    private const int Scale = 28;
    private const decimal LeastTooLarge = 10_000_000_000m;

    private readonly List<T> _rows = [];
    private readonly DataField[] _fields = [.. columns.Select(Field)];
    private ParquetWriter? _writer;

    /// <inheritdoc/>
    public override async ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        _rows.Add(row);
        if (_rows.Count == RowsInGroup)
        {
            await WriteGroupAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0 || _writer is null)
        {
            await WriteGroupAsync(cancellationToken);
        }

        await _writer!.DisposeAsync();
        _writer = null;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            // It writes the footer of a file that is given up, which the same full disk may not hold.
            await (_writer?.DisposeAsync() ?? default);
        }
        catch (Exception e) when (AtomicFile.IsOfFile(e))
        {
            // The failure that led here is told already.
        }

        await base.DisposeAsync();
    }

    private static DataField Field(FileColumn<T> column) => column.Type switch
    {
        FileColumnType.Count => new DataField<long?>(column.Name),
        FileColumnType.Amount => new DecimalDataField(column.Name, Precision, Scale, isNullable: true),
        FileColumnType.Day => new DateTimeDataField(column.Name, DateTimeFormat.Date, isNullable: true),
        FileColumnType.Instant => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        _ => new DataField<string>(column.Name, nullable: true),
    };

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        _writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(_fields), stream,
            new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, cancellationToken: cancellationToken);
        if (_rows.Count == 0)
        {
            return;
        }

        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        for (int column = 0; column < columns.Count; column++)
        {
            FileColumn<T> from = columns[column];
            DataField field = _fields[column];
            switch (from.Type)
            {
                case FileColumnType.Count:
                    await group.WriteAsync<long>(field, Values<long>(from), cancellationToken: cancellationToken);
                    break;
                case FileColumnType.Amount:
                    decimal?[] amounts = Values<decimal>(from);
                    if (Array.Find(amounts, amount => amount is >= LeastTooLarge or <= -LeastTooLarge) is { } tooLarge)
                    {
                        throw ExportErrors.FigureTooLarge(from.Name, tooLarge);
                    }

                    await group.WriteAsync<decimal>(field, amounts, cancellationToken: cancellationToken);
                    break;
                case FileColumnType.Day:
                case FileColumnType.Instant:
                    await group.WriteAsync<DateTime>(field, Values<DateTime>(from), cancellationToken: cancellationToken);
                    break;
                default:
                    await group.WriteAsync(field, _rows.ConvertAll(row => (string?)from.Value(row))!);
                    break;
            }
        }

        group.CompleteValidate();
        _rows.Clear();
    }

    private TValue?[] Values<TValue>(FileColumn<T> column)
        where TValue : struct => [.. _rows.Select(row => (TValue?)column.Value(row))];
}
