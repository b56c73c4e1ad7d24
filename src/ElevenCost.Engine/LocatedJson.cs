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
        LocatedJson value = ReadValue(ref reader, json);

        // Anything after the end is a mistake that only a further read finds.
        reader.Read();
        return value;
    }

    private static LocatedJson ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        JsonTokenType kind = reader.TokenType;
        int line = LineOf(reader, json);
        var fields = new List<LocatedField>();
        var items = new List<LocatedJson>();
        string? text = null;
        switch (kind)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string name = reader.GetString()!;
                    int at = LineOf(reader, json);
                    reader.Read();
                    fields.Add(new LocatedField(name, at, ReadValue(ref reader, json)));
                }

                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, json));
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

    private static int LineOf(Utf8JsonReader reader, ReadOnlySpan<byte> json) => 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
}

/// <summary>A field of a JSON object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its name, from 1.</param>
/// <param name="Value">Its value.</param>
internal sealed record LocatedField(string Name, int Line, LocatedJson Value);
