using System.Text.Json;

namespace ElevenCost.Engine;

/// <summary>A JSON value that knows the line it begins on, so that a mistake in a file can be pointed at.</summary>
/// <param name="Kind">The token that it begins with.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">The text of a string or number.</param>
/// <param name="Fields">The fields of an object.</param>
/// <param name="Items">The items of an array.</param>
internal sealed record LocatedJson(
    JsonTokenType Kind, int Line, string? Text, IReadOnlyList<LocatedField> Fields, IReadOnlyList<LocatedJson> Items)
{
    private const int MaximumDepth = 16;

    /// <summary>Reads one value and nothing after it.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static LocatedJson Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        reader.Read();
        var lines = new LineCounter(json);
        LocatedJson value = ReadValue(ref reader, ref lines);

        // Anything after the end is a mistake that only a further read finds.
        reader.Read();
        return value;
    }

    private static LocatedJson ReadValue(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        JsonTokenType kind = reader.TokenType;
        int line = lines.At(reader.TokenStartIndex);
        var fields = new List<LocatedField>();
        var items = new List<LocatedJson>();
        string? text = null;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    int at = lines.At(reader.TokenStartIndex);
                    reader.Read();
                    fields.Add(new LocatedField(name, at, ReadValue(ref reader, ref lines)));
                }

                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, ref lines));
                }

                break;
            case JsonTokenType.String:
                text = reader.GetString();
                break;
            case JsonTokenType.Number:
                text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                break;
            default:
                break;
        }

        return new LocatedJson(kind, line, text, fields, items);
    }

    /// <summary>Counts the lines of a text once, however many tokens ask.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _counted;
        private int _line = 1;

        /// <summary>The line of a byte, from 1; each is at or after the last one that was asked for.</summary>
        public int At(long position)
        {
            _line += _text[_counted..(int)position].Count((byte)'\n');
            _counted = (int)position;
            return _line;
        }
    }
}

/// <summary>A field of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its name, from 1.</param>
/// <param name="Value">Its value.</param>
internal sealed record LocatedField(string Name, int Line, LocatedJson Value);
