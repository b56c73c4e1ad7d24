namespace ElevenCost.Engine.Api;

/// <summary>Remembers the requests that may come again on the next page, and no others.</summary>
internal sealed class SeenRequests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, DateTime> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<RequestRow, int> _withoutId = [];

    // Times in whole seconds may be cut from finer ones, by which the log compares; finer times are taken as they are, to the millisecond.
    private TimeSpan _step = Second;

    public int Count => _byId.Count + _withoutId.Values.Sum();

    public IEnumerable<string> Ids => _byId.Keys;

    public bool Contains(string id) => _byId.ContainsKey(id);

    /// <summary>The rows of a page that were not seen before, which are seen from now on.</summary>
    public List<RequestRow> Take(RequestPage page)
    {
        var fresh = new List<RequestRow>();
        var onPage = new Dictionary<RequestRow, int>();
        foreach (RequestRow row in page.Rows)
        {
            _step = row.At.Ticks % Second.Ticks == 0 ? _step : Millisecond;
            if (row.Id is { } id)
            {
                if (_byId.TryAdd(id, row.At))
                {
                    fresh.Add(row);
                }

                continue;
            }

            // Without an ID, equal rows are counted.
            int times = onPage[row] = onPage.GetValueOrDefault(row) + 1;
            if (times > _withoutId.GetValueOrDefault(row))
            {
                _withoutId[row] = times;
                fresh.Add(row);
            }
        }

        return fresh;
    }

    /// <summary>Forgets what cannot come again on a page that ends a step above the oldest row.</summary>
    /// <returns>Where that page ends.</returns>
    public DateTimeOffset Forget(DateTime oldest)
    {
        DateTime unit = oldest.AddTicks(-(oldest.Ticks % _step.Ticks));
        DateTime end = unit + _step;
        foreach (string id in _byId.Where(seen => seen.Value >= end + _step).Select(seen => seen.Key).ToList())
        {
            _byId.Remove(id);
        }

        foreach (RequestRow row in _withoutId.Keys.Where(row => row.At >= end + _step).ToList())
        {
            _withoutId.Remove(row);
        }

        return new DateTimeOffset(end, TimeSpan.Zero);
    }
}
