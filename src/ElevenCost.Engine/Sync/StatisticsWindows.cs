using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>
/// Reads usage by the deprecated endpoint, where the analytics query is rejected or absent: one slice a dimension, each another view of the
/// same usage, and the total. A slice that does not add up to the total is left out on that day.
/// </summary>
internal sealed class StatisticsWindows(IElevenLabsApi api, TimeZoneInfo zone, IReadOnlyList<Dimension> dimensions, bool workspace)
{
    private const string TotalBreakdown = "none";

    private static readonly UsageStatistics NoValues = new(new Dictionary<string, IReadOnlyDictionary<DateOnly, decimal>>());

    // Each would be asked for once a breakdown.
    private readonly HashSet<string> _notAnswered = [];

    public async Task<UsageWindow> ReadAsync(DateRange range, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var builder = new UsageTableBuilder();
        Slice total = await ReadSliceAsync(range, TotalBreakdown, warn, cancellationToken);
        Dictionary<DateOnly, string> gaps = range.EachDay()
            .Select(day => (Day: day, Reason: total.Credits.Gaps.Contains(day) ? "the usage statistics returned no value for it" : total.FractionOn(day)))
            .Where(day => day.Reason is not null)
            .ToDictionary(day => day.Day, day => day.Reason!);
        Add(builder, total, UsageTable.TotalSlice, [.. gaps.Keys]);
        var broken = range.EachDay().ToDictionary(day => day, _ => new List<Dimension>());
        foreach (Dimension dimension in dimensions.Append(Dimension.Group).Distinct())
        {
            Slice? slice = await TryReadSliceAsync(range, dimension, warn, cancellationToken);
            if (slice is null)
            {
                continue;
            }

            HashSet<DateOnly> unsound = [];
            foreach (DateOnly day in range.EachDay())
            {
                if (gaps.ContainsKey(day))
                {
                    continue;
                }

                if (slice.CreditsOn(day) == total.CreditsOn(day) && slice.FractionOn(day) is null)
                {
                    broken[day].Add(dimension);
                }
                else if (total.CreditsOn(day) == 0 && slice.CreditsOn(day) > 0)
                {
                    // An answer without its series reads as no usage: another that has some says that it was not.
                    gaps[day] = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                        $"the usage statistics have no total, and {slice.CreditsOn(day)} credits by {dimension}");
                }
                else
                {
                    unsound.Add(day);
                }
            }

            if (unsound.Count > 0)
            {
                warn(new Warning(SyncWarnings.SliceLeftOut,
                    $"The usage statistics by {dimension} do not add up to the total on every day; on those days that breakdown is left out."));
            }

            unsound.UnionWith(gaps.Keys);
            Add(builder, slice, (sbyte)UsageTable.IndexOf(dimension), unsound);
        }

        UsageTable table = builder.Build();
        return new UsageWindow(
            [.. range.EachDay().Where(day => !gaps.ContainsKey(day))], gaps, UsageSource.UsageStatistics, table,
            DaySums.ByDay(table, UsageTable.TotalSlice), null, day => broken[day], NameBook.Empty);
    }

    private async Task<Slice?> TryReadSliceAsync(DateRange range, Dimension dimension, Action<Warning> warn, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadSliceAsync(range, ApiNames.Breakdown(dimension), warn, cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsOfOneEndpoint)
        {
            warn(new Warning(SyncWarnings.BreakdownRefused, $"The usage statistics by {dimension} are rejected: {e.Message}"));
            return null;
        }
    }

    private async Task<Slice> ReadSliceAsync(DateRange range, string breakdown, Action<Warning> warn, CancellationToken cancellationToken)
    {
        UsageStatistics credits = await MetricAsync("credits");
        UsageStatistics requests = await SideMetricAsync("request_count");
        UsageStatistics minutes = await SideMetricAsync("minutes_used");
        return new Slice(credits, requests, minutes);

        async Task<UsageStatistics> SideMetricAsync(string metric)
        {
            try
            {
                return _notAnswered.Contains(metric) ? NoValues : await MetricAsync(metric);
            }
            catch (ElevenLabsApiException e) when (e.IsOfOneEndpoint)
            {
                _notAnswered.Add(metric);
                warn(new Warning(SyncWarnings.MetricNotRead, $"The usage statistics did not return '{metric}', so it is unknown: {e.Message}"));
                return NoValues;
            }
        }

        Task<UsageStatistics> MetricAsync(string metric) =>
            api.GetUsageStatisticsAsync(new UsageStatisticsQuery(range, zone, metric, breakdown, workspace), cancellationToken);
    }

    private static void Add(UsageTableBuilder builder, Slice slice, sbyte breakdown, HashSet<DateOnly> without)
    {
        int[] index = new int[UsageTable.RecordDimensions.Count];
        Array.Fill(index, DimensionColumn.Unknown);
        foreach ((string key, DateOnly day) in slice.Cells.Where(cell => !without.Contains(cell.Day)))
        {
            // Whole, or the day would be left out.
            long credits = (long)(Slice.At(slice.Credits, key, day) ?? 0);
            decimal? requests = Slice.At(slice.Requests, key, day);
            decimal? minutes = Slice.At(slice.Minutes, key, day);
            if (credits == 0 && requests is null or 0 && minutes is null or 0)
            {
                continue;
            }

            if (breakdown >= 0)
            {
                index[breakdown] = builder.Intern(breakdown, key);
            }

            builder.Add(day.DayNumber, breakdown, index, credits, requests is { } count && decimal.Truncate(count) == count ? (long)count : null, minutes, null);
        }
    }

    private sealed record Slice(UsageStatistics Credits, UsageStatistics Requests, UsageStatistics Minutes)
    {
        /// <summary>Each key and day that any metric has, in an order that depends on the content alone.</summary>
        public IEnumerable<(string Key, DateOnly Day)> Cells =>
            new[] { Credits, Requests, Minutes }.SelectMany(metric => metric.Values)
                .SelectMany(entry => entry.Value.Keys.Select(day => (entry.Key, day)))
                .Distinct()
                .OrderBy(cell => cell.day).ThenBy(cell => cell.Key, StringComparer.Ordinal);

        public decimal CreditsOn(DateOnly day) => Credits.Values.Values.Sum(days => days.GetValueOrDefault(day));

        /// <summary>Why the credits of a day cannot be kept, which are whole numbers; null if they can.</summary>
        public string? FractionOn(DateOnly day)
        {
            foreach (IReadOnlyDictionary<DateOnly, decimal> days in Credits.Values.Values)
            {
                if (days.TryGetValue(day, out decimal credits) && decimal.Truncate(credits) != credits)
                {
                    return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the usage statistics count {credits} credits, which is not a whole number");
                }
            }

            return null;
        }

        public static decimal? At(UsageStatistics metric, string key, DateOnly day) =>
            metric.Values.TryGetValue(key, out IReadOnlyDictionary<DateOnly, decimal>? days) && days.TryGetValue(day, out decimal value) ? value : null;
    }
}
