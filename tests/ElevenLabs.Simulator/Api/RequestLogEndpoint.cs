using System.Globalization;
using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>
/// POST /v1/workspace/analytics/requests. The columns of the real answer are not public; these are likely ones. Requests of an
/// event add up to it exactly, one millisecond apart; bursts are on top of them, and use nothing.
/// </summary>
internal sealed class RequestLogEndpoint(UsageGenerator generator, ActiveFaults faults, RequestLogQuery query, long now, string currency)
{
    private static readonly (string Name, string Type, string? Unit)[] Columns =
    [
        ("timestamp", "DateTime", null), ("request_id", "String", null), ("method", "String", null), ("path", "String", null), ("product_type", "String", null), ("model", "String", null),
        ("voice_id", "String", null), ("user_id", "String", null), ("hashed_xi_api_key", "String", null), ("api_key_name", "String", null),
        ("request_source", "String", null), ("region", "String", null), ("status_code", "Int", null), ("latency", "Int", "ms"),
        ("total_usage", "Int", "credits"), ("total_minutes", "Float", "min"), ("total_cost", "Float", null),
    ];

    private const int FirstPartOfBursts = 1_000_000;

    private static readonly int[] StatusesOfBursts = [200, 200, 200, 429, 500];

    public JsonNode Answer()
    {
        JsonArray rows = [];
        foreach ((long at, UsageEvent item, int part, int status) in Matching().Take(query.Limit))
        {
            rows.Add(Row(at, item, part, status));
        }

        return new JsonObject
        {
            ["columns"] = new JsonArray([.. Columns.Select(c => JsonValue.Create(c.Name))]),
            ["column_types"] = new JsonArray([.. Columns.Select(c => JsonValue.Create(c.Type))]),
            ["column_units"] = new JsonArray([.. Columns.Select(c => (JsonNode?)(c.Name == "total_cost" ? currency : c.Unit))]),
            ["rows"] = rows,
        };
    }

    private IEnumerable<(long At, UsageEvent Item, int Part, int Status)> Matching()
    {
        long start = query.StartMs ?? 0;
        long end = query.EndMs ?? long.MaxValue;
        int first = Math.Max(Epoch.DayOf(generator.Workspace.FirstDay), (int)Math.Min(int.MaxValue, Epoch.FloorDiv(start, 86_400_000)));
        int last = (int)Math.Min(Epoch.FloorDiv(now, 86_400), Epoch.FloorDiv(end, 86_400_000));
        Adjustments adjustments = faults.Adjustments();
        List<UsageEvent> events = [];
        for (int day = query.Descending ? last : first; day >= first && day <= last; day += query.Descending ? -1 : 1)
        {
            generator.Fill(day, now, adjustments, events);
            List<(long At, UsageEvent Item, int Part, int Status)> found = [];
            foreach (UsageEvent item in events)
            {
                for (int part = 0; part < item.Requests; part++)
                {
                    long at = item.Second * 1000 + part;
                    if (at >= start && at <= end && Accepts(item, part, at, 200))
                    {
                        found.Add((at, item, part, 200));
                    }
                }
            }

            foreach (RequestBurst burst in generator.Workspace.Options.RequestBursts.Where(b => Epoch.FloorDiv(b.At.ToUnixTimeSeconds(), 86_400) == day))
            {
                long at = burst.At.ToUnixTimeMilliseconds();
                for (int i = 0; i < burst.Count && at >= start && at <= end && at < now * 1000; i++)
                {
                    UsageEvent item = new() { Stream = i % generator.Workspace.Streams.Length, Second = at / 1000, Requests = 1, FirstByte = i * 1000 };
                    int status = StatusesOfBursts[i % StatusesOfBursts.Length];
                    if (Accepts(item, FirstPartOfBursts + i, at, status))
                    {
                        found.Add((at, item, FirstPartOfBursts + i, status));
                    }
                }
            }

            int sign = query.Descending ? -1 : 1;
            found.Sort((a, b) => sign * (a.At != b.At ? a.At.CompareTo(b.At) : a.Item.Stream.CompareTo(b.Item.Stream)));
            foreach ((long At, UsageEvent Item, int Part, int Status) entry in found)
            {
                yield return entry;
            }
        }
    }

    private bool Accepts(UsageEvent item, int part, long at, int status)
    {
        UsageStream stream = generator.Workspace.Streams[item.Stream];
        foreach (ColumnFilter filter in query.Filters)
        {
            string? value = filter.Column switch
            {
                "request_id" => IdOf(item, part),
                "timestamp" => Stamp(at),
                "status_code" => status.ToString(CultureInfo.InvariantCulture),
                "method" => "POST",
                "path" => PathOf(stream),
                "total_usage" => Share(item.Credits, item.Requests, part).ToString(CultureInfo.InvariantCulture),
                string column => stream.Values[Dimension.IndexOf(column)],
            };
            if (!filter.Accepts(value))
            {
                return false;
            }
        }

        return query.Search is not { Length: > 0 } search
            || IdOf(item, part).Contains(search, StringComparison.OrdinalIgnoreCase)
            || stream.Key?.Name.Contains(search, StringComparison.OrdinalIgnoreCase) == true
            || Array.Exists(stream.Values, v => v?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
    }

    private JsonArray Row(long at, UsageEvent item, int part, int status)
    {
        UsageStream stream = generator.Workspace.Streams[item.Stream];
        string?[] values = stream.Values;
        return new JsonArray(
            Stamp(at),
            IdOf(item, part),
            "POST",
            PathOf(stream),
            values[Dimension.ProductType],
            values[Dimension.Model],
            values[Dimension.VoiceId],
            values[Dimension.UserId],
            values[Dimension.HashedKey],
            stream.Key?.Name,
            values[Dimension.RequestSource],
            values[Dimension.Region],
            status,
            150 + item.FirstByte / 1000,
            Share(item.Credits, item.Requests, part),
            Share(item.Minutes, item.Requests, part) / 10_000m,
            item.Cost is long cost ? Share(cost, item.Requests, part) / 1_000_000_000m : null);
    }

    private static string PathOf(UsageStream stream) => stream.Values[Dimension.ProductType] switch
    {
        "TTS" => "/v1/text-to-speech/" + stream.Values[Dimension.VoiceId],
        "STT" => "/v1/speech-to-text",
        "Music" => "/v1/music",
        "Sound Effects" => "/v1/sound-generation",
        "Voice Changer" => "/v1/speech-to-speech/" + stream.Values[Dimension.VoiceId],
        _ => "/v1/convai/conversation",
    };

    /// <summary>Equal shares, the remainder with the first.</summary>
    private static long Share(long total, int parts, int part) => total / parts + (part == 0 ? total % parts : 0);

    private static string Stamp(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private string IdOf(UsageEvent item, int part) =>
        Mix.Alphanumeric(Mix.Of(generator.Workspace.Streams[item.Stream].Seed, item.Second, part), 20);
}
