using Microsoft.Extensions.Caching.Memory;

namespace ElevenCost.Engine.Query;

/// <summary>Hours of usage and of series that were read lately, held for the readers of one process for five minutes and within a limit. Safe for several threads.</summary>
/// <param name="limit">About how many bytes are held.</param>
public sealed class HourCache(long limit = HourCache.DefaultLimit) : IDisposable
{
    /// <summary>The limit by default: 64 MiB.</summary>
    public const long DefaultLimit = 64L * 1024 * 1024;

    /// <summary>How long an answer is taken to hold.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    // By number of dimensions and columns; strings are few.
    private const long BytesOfRow = 140;
    private const long BytesOfEntry = 4096;

    // Made when hours are first asked for: most processes never are.
    private readonly Lazy<MemoryCache> _entries = new(() => new MemoryCache(new MemoryCacheOptions { SizeLimit = limit }));

    private readonly HashSet<object> _asked = [];

    /// <summary>Lets go of all.</summary>
    public void Dispose()
    {
        if (_entries.IsValueCreated)
        {
            _entries.Value.Dispose();
        }
    }

    /// <summary>What was read for a key within the last five minutes; null if nothing was.</summary>
    internal T? Find<T>(object key, DateTimeOffset now)
        where T : class =>
        _entries.Value.TryGetValue(key, out Entry? entry) && now - entry!.ReadAt is { } age && age >= TimeSpan.Zero && age < Lifetime ? entry.Answer as T : null;

    /// <summary>Holds an answer of so many rows; one that is larger than the limit is not held.</summary>
    internal void Keep(object key, DateTimeOffset readAt, object answer, long rows) =>
        _entries.Value.Set(key, new Entry(readAt, answer), new MemoryCacheEntryOptions
        {
            Size = BytesOfEntry + (rows * BytesOfRow),
            AbsoluteExpirationRelativeToNow = Lifetime,
        });

    /// <summary>Whether this is asked for the first time with a key: what the readers of one process tell once goes by it.</summary>
    internal bool IsFirst(object key)
    {
        lock (_asked)
        {
            return _asked.Add(key);
        }
    }

    private sealed record Entry(DateTimeOffset ReadAt, object Answer);
}
