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
            NamesFile? file = JsonSerializer.Deserialize(bytes, Json.NamesFile);
            return file is { Schema: NamesFile.CurrentSchema, ApiKeys: not null, Users: not null }
                && !file.ApiKeys.ContainsValue(null!) && !file.Users.ContainsValue(null!)
                ? new NameBook(Ordinal(file.ApiKeys), Ordinal(file.Users))
                : throw new InvalidDataException("it is not complete");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"it cannot be parsed: {e.Message}"), e);
        }
    }

    /// <summary>The names known with those learnt over them; null where nothing was learnt that is new.</summary>
    public static NameBook? Merge(NameBook known, NameBook learnt)
    {
        var keys = Ordinal(known.ApiKeys);
        var users = Ordinal(known.Users);
        // Both, always: not the shortcut of ||.
        bool changed = Take(keys, learnt.ApiKeys) | Take(users, learnt.Users);
        return changed ? new NameBook(keys, users) : null;
    }

    /// <summary>Writes a file.</summary>
    public static void Write(Stream stream, NameBook names)
    {
        JsonSerializer.Serialize(stream, new NamesFile
        {
            Schema = NamesFile.CurrentSchema,
            ApiKeys = new SortedDictionary<string, string>(Ordinal(names.ApiKeys), StringComparer.Ordinal),
            Users = new SortedDictionary<string, string>(Ordinal(names.Users), StringComparer.Ordinal),
        }, Json.NamesFile);
        stream.WriteByte((byte)'\n');
    }

    private static Dictionary<string, string> Ordinal(IEnumerable<KeyValuePair<string, string>> names) => new(names, StringComparer.Ordinal);

    private static bool Take(Dictionary<string, string> known, IReadOnlyDictionary<string, string> learnt)
    {
        bool changed = false;
        foreach ((string id, string name) in learnt)
        {
            changed |= !known.TryGetValue(id, out string? before) || before != name;
            known[id] = name;
        }

        return changed;
    }
}
