using System.Collections.Concurrent;

namespace ElevenCost.Engine.Api;

/// <summary>Counts what the API says that this version does not know: tolerated, but not unseen. Safe for several threads.</summary>
internal sealed class UnknownCounter
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Counts one, such as <c>column total_tax</c>.</summary>
    public void Count(string kind, string name) => _counts.AddOrUpdate($"{kind} {name}", 1, static (_, count) => count + 1);
}
