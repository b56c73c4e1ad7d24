using System.Text;
using System.Text.Json;

namespace ElevenCost.Engine.Pricing;

/// <summary>Walks the JSON of a price file, and goes on after a mistake so that all are found at once.</summary>
internal ref struct PriceFileReader
{
    private static readonly string[] RootFields = ["schema", "prices"];

    private readonly ReadOnlySpan<byte> _json;
    private readonly List<PriceMistake> _mistakes;
    private Utf8JsonReader _reader;

    /// <summary>Starts before the first token.</summary>
    public PriceFileReader(ReadOnlySpan<byte> json, List<PriceMistake> mistakes)
    {
        _json = json;
        _mistakes = mistakes;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <summary>The prices without a mistake so far, in order.</summary>
    public List<PlacedPrice> Entries { get; } = [];

    /// <summary>The position of the bracket that closes the list of prices; 0 where it was not met.</summary>
    public int PricesEnd { get; private set; }

    private readonly int Line => 1 + _json[..(int)_reader.TokenStartIndex].Count((byte)'\n');

    /// <summary>Reads the file to its end.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public void ReadFile()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartObject)
        {
            ReadRoot();
        }
        else
        {
            _mistakes.Add(new PriceMistake(Line, "the file does not hold an object; expected { \"schema\": 1, \"prices\": [ ... ] }"));
            _reader.Skip();
        }

        // Anything after the end is a mistake that only a further read finds.
        _reader.Read();
    }

    private void ReadRoot()
    {
        int start = Line;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            int line = Line;
            string name = Text();
            _reader.Read();
            if (!seen.Add(name))
            {
                _mistakes.Add(new PriceMistake(line, $"\"{PriceField.Show(name)}\" is given twice; expected once"));
                _reader.Skip();
            }
            else if (name == "schema")
            {
                PriceField schema = ReadField(name, line);
                if (schema is not { Kind: JsonTokenType.Number, Text: "1" })
                {
                    _mistakes.Add(schema.Mistake("1"));
                }
            }
            else if (name == "prices" && _reader.TokenType == JsonTokenType.StartArray)
            {
                ReadPrices();
            }
            else if (name == "prices")
            {
                _mistakes.Add(ReadField(name, line).Mistake("a list of prices, [ ... ]"));
            }
            else
            {
                _mistakes.Add(PriceField.Unknown(name, line, "the file", RootFields));
                _reader.Skip();
            }
        }

        foreach (string missing in RootFields.Where(field => !seen.Contains(field)))
        {
            _mistakes.Add(new PriceMistake(start, $"\"{missing}\" is missing; expected {{ \"schema\": 1, \"prices\": [ ... ] }}"));
        }
    }

    private void ReadPrices()
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            int line = Line;
            if (_reader.TokenType != JsonTokenType.StartObject)
            {
                _mistakes.Add(ReadField("prices", line).Mistake(
                    "a list of objects, each with at least tier, monthlyPrice, monthlyCredits and currency"));
                continue;
            }

            var entry = new PriceEntryReader(_mistakes, line);
            int start = (int)_reader.TokenStartIndex;
            var values = new Dictionary<string, (int Start, int End)>(StringComparer.Ordinal);
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                int fieldLine = Line;
                string name = Text();
                _reader.Read();
                int valueStart = (int)_reader.TokenStartIndex;
                entry.Add(ReadField(name, fieldLine));
                values[name] = (valueStart, (int)_reader.BytesConsumed);
            }

            if (entry.Read() is { } price)
            {
                Entries.Add(new PlacedPrice(price, line, start, (int)_reader.BytesConsumed, values));
            }
        }

        PricesEnd = (int)_reader.TokenStartIndex;
    }

    /// <summary>The value at the reader, which is left at its end.</summary>
    private PriceField ReadField(string name, int line)
    {
        JsonTokenType kind = _reader.TokenType;
        string text = kind switch
        {
            JsonTokenType.String => Text(),
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ => Encoding.UTF8.GetString(_reader.ValueSpan),
        };
        _reader.Skip();
        return new PriceField(name, line, kind, text);
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: no text, but its raw form is a value that can be named and refused.
            return Encoding.UTF8.GetString(_reader.ValueSpan);
        }
    }
}
