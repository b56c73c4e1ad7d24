using System.Collections.Concurrent;

namespace ElevenCost.Engine.Ledger;

/// <summary>Tells of damaged files, each once. Safe for several threads.</summary>
internal sealed class LedgerWarnings(Action<Warning>? warn)
{
    // Keyed by text: every session makes one, and keys of a value type would be compiled in each.
    private readonly ConcurrentDictionary<string, object?> _told = new(StringComparer.Ordinal);

    /// <summary>A reader met a damaged file, which counts as absent.</summary>
    public void Damaged(string path, string reason) => Tell("LedgerFileDamaged", path,
        $"The ledger file '{path}' is damaged ({reason}) and counts as missing. The next sync sets it aside and refills what ElevenLabs still has.");

    /// <summary>A writer set a damaged file aside.</summary>
    public void SetAside(string path, string reason, string target)
    {
        Tell("LedgerFileSetAside", path,
            $"The ledger file '{path}' was damaged ({reason}) and is now '{target}'. The next sync refills what ElevenLabs still has.");

        // Another file may be damaged under the same name one day.
        _told.TryRemove(Key("LedgerFileSetAside", path), out _);
        _told.TryRemove(Key("LedgerFileDamaged", path), out _);
    }

    /// <summary>A line of a log does not parse and is passed over.</summary>
    public void DamagedLine(string path, int line) => Tell("LedgerLineDamaged", path,
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Line {line} of the ledger file '{path}' is damaged and was passed over; later ones may be too. The others are used."));

    private static string Key(string id, string path) => $"{id} {path}";

    private void Tell(string id, string path, string message)
    {
        if (warn is not null && _told.TryAdd(Key(id, path), null))
        {
            warn(new Warning(id, message));
        }
    }
}
