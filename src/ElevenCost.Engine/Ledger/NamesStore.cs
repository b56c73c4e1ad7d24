using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>Reads and merges the names of IDs.</summary>
internal static class NamesStore
{
    // Relaxed, so that names of any language stay legible; indented, so that a person can look something up.
    private static readonly LedgerJson Json = new(new JsonSerializerOptions(LedgerJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>The names of a file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static NameBook? Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(path, e);
        }

        try
        {
            MonthFileReader.ThrowIfNewer(path, bytes);
            return Parse(bytes) ?? throw new InvalidDataException("it is not complete");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it cannot be parsed: {e.Message}"), e);
        }
    }

    /// <summary>Read by hand: it is on the way of every question, and the serializer takes longer to get ready than to read.</summary>
    private static NameBook? Parse(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        int? schema = null;
        Dictionary<string, string>? keys = null;
        Dictionary<string, string>? users = null;
        Dictionary<string, IReadOnlyList<string>>? formerKeys = [];
        Dictionary<string, IReadOnlyList<string>>? formerUsers = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            switch (name)
            {
                case "schema":
                    schema = reader.GetInt32();
                    break;
                case "apiKeys":
                    keys = ParseNames(ref reader);
                    break;
                case "users":
                    users = ParseNames(ref reader);
                    break;
                case "formerApiKeys":
                    formerKeys = ParseFormer(ref reader);
                    break;
                case "formerUsers":
                    formerUsers = ParseFormer(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Anything after the object is an error of the reader's.
        reader.Read();
        return schema == NamesFile.CurrentSchema && keys is not null && users is not null && formerKeys is not null && formerUsers is not null
            ? new NameBook(keys, users) { FormerApiKeys = formerKeys, FormerUsers = formerUsers }
            : null;
    }

    private static Dictionary<string, IReadOnlyList<string>>? ParseFormer(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var former = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string id = reader.GetString()!;
            var names = new List<string>();
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.GetString() is not { } name)
                {
                    return null;
                }

                names.Add(name);
            }

            former[id] = names;
        }

        return former;
    }

    private static Dictionary<string, string>? ParseNames(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string id = reader.GetString()!;
            reader.Read();
            if (reader.GetString() is not { } name)
            {
                return null;
            }

            names[id] = name;
        }

        return names;
    }

    /// <summary>The names known with those learnt over them; null where nothing was learnt that is new.</summary>
    public static NameBook? Merge(NameBook known, NameBook learnt)
    {
        NameBook merged = known.With(learnt);
        bool changed = Differ(known.ApiKeys, merged.ApiKeys) || Differ(known.Users, merged.Users)
            || CountOf(known.FormerApiKeys) != CountOf(merged.FormerApiKeys) || CountOf(known.FormerUsers) != CountOf(merged.FormerUsers);
        return changed ? merged : null;
    }

    /// <summary>Writes a file.</summary>
    public static void Write(Stream stream, NameBook names)
    {
        JsonSerializer.Serialize(stream, new NamesFile
        {
            Schema = NamesFile.CurrentSchema,
            ApiKeys = new SortedDictionary<string, string>(Ordinal(names.ApiKeys), StringComparer.Ordinal),
            Users = new SortedDictionary<string, string>(Ordinal(names.Users), StringComparer.Ordinal),
            FormerApiKeys = Former(names.FormerApiKeys),
            FormerUsers = Former(names.FormerUsers),
        }, Json.NamesFile);
        stream.WriteByte((byte)'\n');
    }

    private static Dictionary<string, string> Ordinal(IEnumerable<KeyValuePair<string, string>> names) => new(names, StringComparer.Ordinal);

    /// <summary>Earlier names by ID; null where there are none.</summary>
    private static SortedDictionary<string, IReadOnlyList<string>>? Former(IReadOnlyDictionary<string, IReadOnlyList<string>> former) =>
        CountOf(former) == 0 ? null : new SortedDictionary<string, IReadOnlyList<string>>(
            former.Where(names => names.Value.Count > 0).ToDictionary(names => names.Key, names => names.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    private static int CountOf(IReadOnlyDictionary<string, IReadOnlyList<string>> former) => former.Sum(names => names.Value.Count);

    // Names are never taken away: what differs is more of them, or another one.
    private static bool Differ(IReadOnlyDictionary<string, string> known, IReadOnlyDictionary<string, string> merged) =>
        known.Count != merged.Count || merged.Any(name => known[name.Key] != name.Value);
}
