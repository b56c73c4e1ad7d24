using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Export;

/// <summary>Writes records as a JSON array, one object a line, so that two exports can be compared line by line.</summary>
public static class JsonExport
{
    // Names stay readable; a control character is escaped all the same.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the records as they come; what is held is a few kilobytes, and nothing while the next record is waited for.</summary>
    public static async Task WriteAsync<T>(
        Stream stream, IReadOnlyList<ExportColumn<T>> columns, IAsyncEnumerable<T> records, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ExportBuffer.Size);
        JsonEncodedText[] names = [.. columns.Select(column => JsonEncodedText.Encode(column.Name, Options.Encoder))];
        using var json = new Utf8JsonWriter(buffer, Options);
        bool any = false;
        buffer.Write("["u8);
        await foreach (T record in ExportBuffer.HandingOnAsync(records, buffer, stream, cancellationToken))
        {
            buffer.Write(any ? ",\n  "u8 : "\n  "u8);
            any = true;
            json.Reset();
            json.WriteStartObject();
            for (int column = 0; column < names.Length; column++)
            {
                json.WritePropertyName(names[column]);
                columns[column].Value(record).Write(json);
            }

            json.WriteEndObject();
            await json.FlushAsync(cancellationToken);
            await ExportBuffer.DrainAsync(buffer, stream, cancellationToken);
        }

        buffer.Write(any ? "\n]\n"u8 : "]\n"u8);
        await ExportBuffer.FlushAsync(buffer, stream, cancellationToken);
    }
}
