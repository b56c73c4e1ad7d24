using System.Collections.Concurrent;

namespace ElevenCost.Engine.Api;

/// <summary>Counts values in the API's answers that this version does not know: tolerated, but reported. Safe for several threads.</summary>
/// <remarks>Bounded, for the names are the server's: of many names the first are counted by name, the others together.</remarks>
internal sealed class UnknownCounter(string? key = null)
{
    private const int MostNames = 100;
    private const int LongestName = 60;

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Counts one, such as <c>column total_tax</c>.</summary>
    public void Count(string kind, string name)
    {
        string clean = ApiErrors.Clean(name, key);
        string entry = $"{kind} {(clean.Length <= LongestName ? clean : clean[..LongestName] + "…")}";
        if (!_counts.ContainsKey(entry) && _counts.Count >= MostNames)
        {
            entry = $"{kind} …";
        }

        _counts.AddOrUpdate(entry, 1, static (_, count) => count + 1);
    }
}
