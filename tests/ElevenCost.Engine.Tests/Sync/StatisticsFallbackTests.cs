using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Sync;

public sealed class StatisticsFallbackTests
{
    private static readonly DateRange Range = new(new DateOnly(2026, 10, 20), new DateOnly(2026, 11, 5));
    private static readonly SyncOptions OfRange = new() { From = Range.Start, To = Range.End };

    [Theory]
    [InlineData("analytics-absent", "Not Found", "UTC")]
    [InlineData("analytics-forbidden:401", "workspace_analytics_full_read", "UTC")]
    [InlineData("analytics-forbidden:403", "workspace_analytics_full_read", "Europe/Berlin")]
    public async Task Without_analytics_each_breakdown_adds_up_and_a_warning_says_why(string fault, string why, string zone)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: zone, faults: fault);
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal("UsageStatistics", result.Source);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("The workspace analytics are rejected", StringComparison.Ordinal) && warning.Contains(why));
        Assert.Equal(Unpriced(UsageChecks.Truth(simulated.Server, Range, zone)), await home.KeptAsync(Range, UsageTable.TotalSlice));
        foreach (Dimension dimension in new[] { Dimension.Product, Dimension.User, Dimension.Region, Dimension.Source })
        {
            Assert.Equal(
                Unpriced(UsageChecks.Truth(simulated.Server, Range, zone, dimension)),
                await home.KeptAsync(Range, (sbyte)UsageTable.IndexOf(dimension), dimension));
        }

        Assert.Empty(await home.KeptAsync(Range, UsageTable.FullRecord));
        var truth = simulated.Server.Truth.DailyTotals(Range.Start, Range.End, zone);
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        Assert.Equal(truth.Select(day => (day.Date, day.Credits, (long?)day.Requests, (decimal?)day.Minutes)), days.Select(day => (day.Date, day.Credits, day.Requests, day.Minutes)));
        Assert.All(days, day => Assert.Equal((UsageSource.UsageStatistics, (decimal?)null, (string?)null), (day.Source, day.ConsumedCost, day.Currency)));
        Assert.All(days, day => Assert.Contains(Dimension.Product, day.Dimensions));

        // Members are in several groups, so groups do not add up: the breakdown is left out, and said to be.
        Assert.All(days, day => Assert.DoesNotContain(Dimension.Group, day.Dimensions));
        Assert.Contains(result.Warnings, warning => warning.Contains("by Group do not add up"));
    }

    [Theory]
    [InlineData("analytics-forbidden#6-")]
    // Within a window: its first days add up and are kept, the rest is asked for again and then refused.
    [InlineData("row-cap:40", "analytics-forbidden#9-")]
    public async Task When_analytics_close_midway_no_day_is_read_twice(params string[] faults)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: faults);
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal("Analytics, UsageStatistics", result.Source);
        Assert.Equal(Range.Days, result.DaysSynced);
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        Assert.Equal(simulated.Server.Truth.DailyTotals(Range.Start, Range.End, "UTC").Select(day => (day.Date, day.Credits)), days.Select(day => (day.Date, day.Credits)));
        foreach (DayEntry day in days)
        {
            var one = new DateRange(day.Date, day.Date);
            Assert.Equal(day.Source == UsageSource.Analytics ? 1 : 0, (await home.KeptAsync(one, UsageTable.FullRecord)).Count);
            Assert.Equal(day.Source == UsageSource.Analytics ? 0 : 1, (await home.KeptAsync(one, UsageTable.TotalSlice)).Count);
        }
    }

    [Fact]
    public async Task What_the_analytics_told_is_not_replaced_by_what_knows_less()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfRange);
        var before = await home.KeptAsync(Range, UsageTable.FullRecord, Dimension.Model);
        simulated.Server.Faults.Add("analytics-absent");
        SyncResult result = await home.SyncAsync(new SyncOptions { From = Range.Start.AddDays(-2), To = Range.End, Force = true });
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(2, result.DaysSynced);
        Assert.Equal(0, result.DaysFailed);
        Assert.Contains(result.Warnings, warning => warning.Contains("from the analytics before are kept"));
        Assert.Equal(before, await home.KeptAsync(Range, UsageTable.FullRecord, Dimension.Model));
        Assert.Empty(result.Restatements);
    }

    [Fact]
    public async Task Without_either_the_sync_ends_with_an_error()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(
            SimulatedConnection.Small with { Analytics = AnalyticsAvailability.Absent, StatsPresent = false });
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.Equal((false, "EndpointNotFound", FailureCategory.Unavailable), (result.Succeeded, result.ErrorId, result.ErrorCategory));
        Assert.Equal((Range.Days, 0, 0), (result.DaysAsked, result.DaysSynced, result.DaysFailed));
        Assert.Empty(await home.DaysAsync());
        Assert.Single(await home.LogAsync());
    }

    [Fact]
    public async Task A_zone_of_half_hours_needs_analytics_and_is_told_so()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Asia/Kolkata", faults: "analytics-forbidden");
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.Equal(("TimeZoneNotSupported", FailureCategory.Configuration), (result.ErrorId, result.ErrorCategory));
        Assert.Contains("workspace_analytics_full_read", result.Remedy);
    }

    [Fact]
    public async Task Characters_by_model_are_kept_as_a_series()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfRange);
        var statistics = await simulated.Open().GetUsageStatisticsAsync(new(Range, TimeZoneInfo.Utc, "tts_characters", "model", true), default);
        Assert.Equal(
            statistics.Values.SelectMany(model => model.Value.Where(day => day.Value != 0).Select(day => new SeriesPoint(day.Key, "tts_characters", "model", model.Key, day.Value)))
                .OrderBy(point => point.Date).ThenBy(point => point.Key, StringComparer.Ordinal),
            (await home.SeriesAsync(Range)).Where(point => point.Metric == "tts_characters"));
    }

    [Fact]
    public async Task Without_statistics_the_sync_goes_on_with_one_warning()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "stats-absent");
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.True(result.Succeeded, result.Error);
        Assert.Contains("Characters and concurrency were not read", Assert.Single(result.Warnings));
        Assert.Empty(await home.SeriesAsync(Range));
        await home.AssertTrueAsync(Range);
    }

    [Fact]
    public async Task When_the_statistics_are_gone_the_series_kept_before_stays()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfRange);
        List<SeriesPoint> before = await home.SeriesAsync(Range);
        Assert.NotEmpty(before);
        simulated.Server.Faults.Add("stats-absent");
        SyncResult result = await home.SyncAsync(OfRange with { Force = true });
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(before, await home.SeriesAsync(Range));
    }

    [Fact]
    public async Task Groups_members_and_keys_that_cannot_be_listed_are_told_and_the_sync_goes_on()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            Permissions = new HashSet<string> { "workspace_analytics_full_read" },
            MissingPermissionStatus = 403,
        });
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfRange);
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(5, result.Warnings.Count);
        Assert.Empty(await home.Usage.ReadSnapshotsAsync("acme", default));
        await home.AssertTrueAsync(Range);
    }

    private static List<UsageLine> Unpriced(List<UsageLine> lines) => [.. lines.Where(line => line.Credits != 0 || line.Requests != 0).Select(line => line with { Cost = null })];
}
