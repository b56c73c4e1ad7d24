using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Export;

/// <summary>Writes rows as a JSON array, one object a line.</summary>
/// <param name="stream">Where to.</param>
/// <param name="columns">The columns.</param>
internal sealed class JsonRowWriter<T>(Stream stream, IReadOnlyList<ExportColumn<T>> columns) : RowWriter<T>
{
    // Names stay readable; a control character is escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonEncodedText[] _names = [.. columns.Select(column => JsonEncodedText.Encode(column.Name, Options.Encoder))];
    private Utf8JsonWriter? _json;

    /// <summary>What is written and not yet handed on.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(ExportBuffer.Size);

    /// <inheritdoc/>
    public override async ValueTask AddAsync(T row, CancellationToken cancellationToken)
    {
        Buffer.Write(_json is null ? "[\n  "u8 : ",\n  "u8);
        _json ??= new Utf8JsonWriter(Buffer, Options);
        _json.Reset();
        _json.WriteStartObject();
        for (int column = 0; column < _names.Length; column++)
        {
            _json.WritePropertyName(_names[column]);
            columns[column].Value(row).Write(_json);
        }

        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken);
        await ExportBuffer.DrainAsync(Buffer, stream, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CompleteAsync(CancellationToken cancellationToken)
    {
        Buffer.Write(_json is null ? "[]\n"u8 : "\n]\n"u8);
        return ExportBuffer.FlushAsync(Buffer, stream, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _json?.Dispose();
        return base.DisposeAsync();
    }
}
