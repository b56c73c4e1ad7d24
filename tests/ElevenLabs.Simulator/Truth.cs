namespace ElevenLabs.Simulator;

/// <summary>
/// The right answers, with restatements and late data as the latest request saw them. The arithmetic shares nothing with the
/// HTTP path but the events: each event is converted to its local date by itself, and sums are decimals in dictionaries.
/// </summary>
public sealed class Truth
{
    private readonly UsageGenerator generator;
    private readonly FaultSet faults;
    private readonly TimeProvider time;

    internal Truth(UsageGenerator generator, FaultSet faults, TimeProvider time)
    {
        this.generator = generator;
        this.faults = faults;
        this.time = time;
    }

    /// <summary>Totals of every local day from <paramref name="from"/> to <paramref name="to"/> inclusive, days without usage too.</summary>
    public IReadOnlyList<DailyTotal> DailyTotals(DateOnly from, DateOnly to, string timeZone)
    {
        Dictionary<DateOnly, DailyTotal> days = Rows(from, to, timeZone).ToDictionary(
            r => r.Date, r => new DailyTotal(r.Date, r.Credits, r.Requests, r.Minutes, r.Cost));
        List<DailyTotal> all = [];
        for (DateOnly day = from; day <= to; day = day.AddDays(1))
        {
            all.Add(days.TryGetValue(day, out DailyTotal? total) ? total : new DailyTotal(day, 0, 0, 0, null));
        }

        return all;
    }

    /// <summary>
    /// Aggregated rows of local days, inclusive, by any group_by columns of the API (and <c>api_key_name</c>), ordered by date and
    /// then ordinally by the values. The cost is null where no event of the row has one.
    /// </summary>
    public IReadOnlyList<TruthRow> Rows(DateOnly from, DateOnly to, string timeZone, params string[] groupBy)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        Dictionary<string, Sum> sums = new(StringComparer.Ordinal);
        string?[][] values = [.. generator.Workspace.Streams.Select(s => groupBy.Select(g => ValueOf(s, g)).ToArray())];
        string[] ids = [.. values.Select(v => string.Join('\u0001', v.Select(x => x ?? "\u0002")))];
        foreach (UsageEvent item in Events(from, to))
        {
            DateTimeOffset instant = DateTimeOffset.UnixEpoch.AddSeconds(item.Second);
            DateOnly local = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);
            if (local < from || local > to)
            {
                continue;
            }

            string id = $"{local.DayNumber:d8}\u0001{ids[item.Stream]}";
            if (!sums.TryGetValue(id, out Sum? sum))
            {
                sums[id] = sum = new Sum(local, values[item.Stream]);
            }

            sum.Credits += item.Credits;
            sum.Requests += item.Requests;
            sum.Minutes += new decimal(item.Minutes) / 10_000m;
            if (item.Cost is long cost)
            {
                sum.Cost = (sum.Cost ?? 0m) + new decimal(cost) / 1_000_000_000m;
            }
        }

        return [.. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)
            .Select(s => new TruthRow(s.Date, s.Values, s.Credits, s.Requests, s.Minutes, s.Cost))];
    }

    /// <summary>
    /// One metric of one UTC day by one breakdown of character-stats, by label; a label without a value is left out. Averages and percentiles
    /// are not rounded.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> Series(DateOnly day, string metric, string breakdown) =>
        Events(day, day)
            .Where(item => DateOnly.FromDateTime(DateTimeOffset.UnixEpoch.AddSeconds(item.Second).UtcDateTime) == day)
            .SelectMany(item => LabelsOf(generator.Workspace.Streams[item.Stream], breakdown).Select(label => (Label: label, Event: item)))
            .GroupBy(pair => pair.Label, pair => pair.Event, StringComparer.Ordinal)
            .Select(same => (same.Key, Value: Measure(metric, [.. same])))
            .Where(same => same.Value != 0)
            .ToDictionary(same => same.Key, same => same.Value, StringComparer.Ordinal);

    private IEnumerable<string> LabelsOf(UsageStream stream, string breakdown)
    {
        const string Nothing = "none";
        return breakdown switch
        {
            "none" => ["All"],
            "groups" => generator.Workspace.Groups.Where(group => group.Members.Contains(ValueOf(stream, "user_id")!)).Select(group => group.Name),
            "api_keys" => stream.Key is { } key ? [key.Name] : [],
            "all_api_keys" => [ValueOf(stream, "api_key_name") ?? Nothing],
            "has_api_key" => [stream.Key is null ? "false" : "true"],
            "voice" or "user" or "resource" => [ValueOf(stream, breakdown + "_id") ?? Nothing],
            "request_queue" => [ValueOf(stream, "request_queue_type") ?? Nothing],
            _ => [ValueOf(stream, breakdown) ?? Nothing],
        };
    }

    private decimal Measure(string metric, UsageEvent[] events)
    {
        decimal[] firstBytes = [.. events.Where(item => item.FirstByte > 0).Select(item => item.FirstByte / 1000m).Order()];
        return metric switch
        {
            "credits" => events.Sum(item => (decimal)item.Credits),
            "tts_characters" => events.Sum(item => (decimal)item.Characters),
            "minutes_used" => events.Sum(item => item.Minutes / 10_000m),
            "request_count" => events.Sum(item => (decimal)item.Requests),
            "fiat_units_spent" => events.Sum(item => (item.Cost ?? 0) / 1_000_000_000m) * (generator.Workspace.Options.FiatUnits == FiatScale.Cents ? 100 : 1),
            "concurrency" => events.Max(item => (decimal)item.Concurrency),
            "concurrency_average" => events.Average(item => (decimal)item.Concurrency),
            "ttfb_avg" => firstBytes.Length == 0 ? 0 : firstBytes.Average(),
            "ttfb_p95" => firstBytes.Length == 0 ? 0 : firstBytes[((firstBytes.Length * 95) + 99) / 100 - 1],
            _ => throw new ArgumentException($"There is no metric '{metric}'.", nameof(metric)),
        };
    }

    private IEnumerable<UsageEvent> Events(DateOnly from, DateOnly to)
    {
        Adjustments adjustments = faults.Adjustments();
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        List<UsageEvent> events = [];

        // A local day may reach into the UTC day before and after it.
        for (int day = Epoch.DayOf(from) - 1; day <= Epoch.DayOf(to) + 1; day++)
        {
            generator.Fill(day, now, adjustments, events);
            foreach (UsageEvent item in events)
            {
                yield return item;
            }
        }
    }

    private static string? ValueOf(UsageStream stream, string column)
    {
        if (column == "api_key_name")
        {
            return stream.Key?.Name;
        }

        int index = Dimension.IndexOf(column);
        return index >= 0 ? stream.Values[index] : throw new ArgumentException($"There is no column '{column}'.", nameof(column));
    }

    private sealed class Sum(DateOnly date, string?[] values)
    {
        public DateOnly Date { get; } = date;

        public string?[] Values { get; } = values;

        public long Credits { get; set; }

        public long Requests { get; set; }

        public decimal Minutes { get; set; }

        public decimal? Cost { get; set; }
    }
}
