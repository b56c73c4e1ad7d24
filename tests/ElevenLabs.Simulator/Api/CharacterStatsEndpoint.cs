using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>GET /v1/usage/character-stats: one metric, one breakdown, a time axis in UTC.</summary>
internal sealed class CharacterStatsEndpoint(
    UsageGenerator generator, ActiveFaults faults, CharacterStatsQuery query, long now, ApiKeyEntry caller)
{
    private readonly Workspace workspace = generator.Workspace;

    public JsonNode Answer()
    {
        List<long> axis = Axis();
        Dictionary<string, Cell[]> series = new(StringComparer.Ordinal);
        string[][] labels = [.. workspace.Streams.Select(Labels)];
        Adjustments adjustments = faults.Adjustments();
        List<UsageEvent> events = [];
        long lastDay = Math.Min(Epoch.FloorDiv(query.EndMs, 86_400_000), Epoch.FloorDiv(now, 86_400));
        for (long day = Math.Max(Epoch.FloorDiv(query.StartMs, 86_400_000), Epoch.DayOf(workspace.FirstDay)); day <= lastDay; day++)
        {
            generator.Fill((int)day, now, adjustments, events);
            foreach (UsageEvent item in events)
            {
                if (item.Second * 1000 < query.StartMs || item.Second * 1000 > query.EndMs)
                {
                    continue;
                }

                int index = axis.BinarySearch(item.Second);
                index = index >= 0 ? index : ~index - 1;
                foreach (string label in labels[item.Stream])
                {
                    if (!series.TryGetValue(label, out Cell[]? cells))
                    {
                        series[label] = cells = [.. axis.Select(_ => new Cell())];
                    }

                    cells[index].Add(item);
                }
            }
        }

        if (query.Breakdown == "none" && series.Count == 0)
        {
            series["All"] = [.. axis.Select(_ => new Cell())];
        }

        HashSet<int> absent = [];
        HashSet<int> unknown = [];
        foreach (Fault fault in faults.All("unknown-day"))
        {
            FaultNames.TryDay(fault.Argument, out DateOnly day);
            (fault.Argument!.EndsWith(",absent", StringComparison.Ordinal) ? absent : unknown)
                .UnionWith(Enumerable.Range(0, axis.Count).Where(at => Epoch.FloorDiv(axis[at], 86_400) == Epoch.DayOf(day)));
        }

        JsonObject usage = [];
        foreach (KeyValuePair<string, Cell[]> pair in series.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            usage[pair.Key] = new JsonArray([.. pair.Value.Select((cell, at) => (cell, at)).Where(item => !absent.Contains(item.at))
                .Select(item => unknown.Contains(item.at) ? null : Value(item.cell))]);
        }

        return new JsonObject { ["time"] = new JsonArray([.. axis.Where((_, at) => !absent.Contains(at)).Select(t => (JsonNode)(t * 1000))]), ["usage"] = usage };
    }

    private List<long> Axis()
    {
        long start = Epoch.FloorDiv(query.StartMs, 1000);
        long end = Epoch.FloorDiv(query.EndMs, 1000);
        DateTimeOffset day = DateTimeOffset.UnixEpoch.AddDays(Epoch.FloorDiv(start, 86_400));
        long size = query.BucketSize ?? query.Interval switch { "hour" => 3600, "day" => 86_400, _ => 0 };
        List<long> axis = [];
        if (size > 0)
        {
            for (long t = Epoch.FloorDiv(start, size) * size; t <= end; t += size)
            {
                axis.Add(t);
            }
        }
        else if (query.Interval == "cumulative")
        {
            axis.Add(start);
        }
        else
        {
            bool week = query.Interval == "week";
            DateTimeOffset at = week ? day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) : day.AddDays(1 - day.Day);
            for (; at.ToUnixTimeSeconds() <= end; at = week ? at.AddDays(7) : at.AddMonths(1))
            {
                axis.Add(at.ToUnixTimeSeconds());
            }
        }

        if (axis.Count == 0)
        {
            axis.Add(start);
        }

        return axis;
    }

    /// <summary>The series a stream belongs to; none when it is not the caller's, several for a member of several groups.</summary>
    private string[] Labels(UsageStream stream)
    {
        string userId = stream.Values[Dimension.UserId]!;
        if (!query.WholeWorkspace && userId != caller.UserId)
        {
            return [];
        }

        string? Of(int dimension) => stream.Values[dimension] ?? "none";
        return query.Breakdown switch
        {
            "none" => ["All"],
            "voice" => [Of(Dimension.VoiceId)!],
            "voice_multiplier" => [Of(Dimension.VoiceMultiplier)!],
            "user" => [userId],
            "groups" => [.. workspace.Groups.Where(g => g.Members.Contains(userId)).Select(g => g.Name)],
            "api_keys" => stream.Key is null ? [] : [stream.Key.Name],
            "all_api_keys" => [stream.Key?.Name ?? "none"],
            "product_type" => [stream.Product.Label],
            "model" => [Of(Dimension.Model)!],
            "resource" => [Of(Dimension.ResourceId)!],
            "request_queue" => [Of(Dimension.RequestQueueType)!],
            "region" => [Of(Dimension.Region)!],
            "subresource_id" => [Of(Dimension.SubresourceId)!],
            "reporting_workspace_id" => [workspace.Id],
            "has_api_key" => [stream.Key is null ? "false" : "true"],
            _ => [Of(Dimension.RequestSource)!],
        };
    }

    private JsonNode Value(Cell cell) => query.Metric switch
    {
        "credits" => cell.Credits,
        "tts_characters" => cell.Characters,
        "minutes_used" => cell.Minutes / 10_000m,
        "request_count" => cell.Requests,
        "fiat_units_spent" => cell.Cost / 1_000_000_000m * (workspace.Options.FiatUnits == FiatScale.Cents ? 100m : 1m),
        "concurrency" => cell.Concurrency,
        "concurrency_average" => cell.Events == 0 ? 0 : Math.Round((double)cell.ConcurrencySum / cell.Events, 4),
        "ttfb_avg" => cell.FirstBytes.Count == 0 ? 0 : Math.Round(cell.FirstBytes.Average() / 1000, 3),
        _ => cell.FirstBytes.Count == 0 ? 0 : Percentile95(cell.FirstBytes) / 1000.0,
    };

    private static int Percentile95(List<int> values)
    {
        List<int> sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
    }

    private sealed class Cell
    {
        public long Credits { get; private set; }

        public long Characters { get; private set; }

        public long Minutes { get; private set; }

        public long Requests { get; private set; }

        public long Cost { get; private set; }

        public int Concurrency { get; private set; }

        public long ConcurrencySum { get; private set; }

        public int Events { get; private set; }

        public List<int> FirstBytes { get; } = [];

        public void Add(in UsageEvent item)
        {
            Credits += item.Credits;
            Characters += item.Characters;
            Minutes += item.Minutes;
            Requests += item.Requests;
            Cost += item.Cost ?? 0;
            Concurrency = Math.Max(Concurrency, item.Concurrency);
            ConcurrencySum += item.Concurrency;
            Events++;
            if (item.FirstByte > 0)
            {
                FirstBytes.Add(item.FirstByte);
            }
        }
    }
}
