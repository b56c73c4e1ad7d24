using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

public sealed class ReconciliationTests
{
    private static readonly DateRange October = new(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31));
    private static readonly SyncOptions OfOctober = new() { From = October.Start, To = October.End };

    [Fact]
    public async Task A_cap_on_rows_between_a_day_and_a_window_is_met_by_halving()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        int largest = RowsByDay(simulated).Values.Max();
        simulated.Server.Faults.Add($"row-cap:{largest}");
        SyncResult result = await home.SyncAsync(OfOctober);
        Assert.True(result.Succeeded, string.Join('\n', result.Warnings));
        Assert.Equal(31, result.DaysSynced);
        Assert.True(AnalyticsRequests.Of(home.Server).Count > 2 * 4);
        await home.AssertTrueAsync(October);
    }

    [Fact]
    public async Task A_day_larger_than_the_cap_has_failed_and_the_others_are_true()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        Dictionary<DateOnly, int> rows = RowsByDay(simulated);
        int cap = rows.Values.Order().ElementAt(20);
        simulated.Server.Faults.Add($"row-cap:{cap}");
        SyncResult result = await home.SyncAsync(OfOctober);
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        List<DayEntry> failed = [.. days.Where(day => day.State == DayState.Failed)];
        Assert.InRange(failed.Count, 5, 12);
        Assert.All(failed, day => Assert.True(rows[day.Date] > cap));
        Assert.All(failed, day => Assert.Equal((0, 0L, (decimal?)null), (day.Rows, day.Credits, day.ConsumedCost)));
        Assert.All(failed, day => Assert.Contains("add up to", day.Reason));
        Assert.Equal((false, failed.Count, 31 - failed.Count), (result.Succeeded, result.DaysFailed, result.DaysSynced));
        Assert.Contains($"{failed.Count} of 31 days", Assert.Single(result.Warnings));
        foreach (DayEntry day in days.Except(failed))
        {
            await home.AssertTrueAsync(new DateRange(day.Date, day.Date));
        }

        simulated.Server.Faults.Clear();
        SyncResult mended = await home.SyncAsync(OfOctober);
        Assert.Equal((true, failed.Count), (mended.Succeeded, mended.DaysSynced));
        Assert.Empty(mended.Restatements);
        await home.AssertTrueAsync(October);
    }

    [Theory]
    [InlineData("duplicate-rows")]
    [InlineData("duplicate-rows#2-")]
    public async Task Rows_that_come_twice_are_failed_days_and_never_doubled_sums(string fault)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        using var home = new SyncedHome(simulated);
        var week = new SyncOptions { From = October.Start, To = October.Start.AddDays(6) };
        SyncResult result = await home.SyncAsync(week);
        Assert.False(result.Succeeded);
        Assert.Equal((7, 0), (result.DaysFailed, result.DaysSynced));
        Assert.All(await home.DaysAsync(), day => Assert.Equal((DayState.Failed, 0L), (day.State, day.Credits)));
        Assert.Empty(await home.KeptAsync(October, UsageTable.FullRecord));
    }

    [Fact]
    public async Task A_day_that_fails_keeps_the_rows_that_it_had()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfOctober);
        List<UsageLine> before = await home.KeptAsync(October, UsageTable.FullRecord, SimulatedConnection.AllDimensions);
        simulated.Server.Faults.Add("row-cap:1");
        SyncResult result = await home.SyncAsync(OfOctober with { Force = true });
        Assert.Equal(31, result.DaysFailed);
        Assert.Equal(before, await home.KeptAsync(October, UsageTable.FullRecord, SimulatedConnection.AllDimensions));
    }

    [Theory]
    [InlineData("absent-column:total_usage", "ColumnMissing")]
    [InlineData("absent-column:timestamp", "ColumnMissing")]
    [InlineData("absent-column:user_id", "ColumnMissing")]
    [InlineData("html:403", "ProxyAnswered")]
    [InlineData("invalid-api-key@/v1/workspace/analytics", "ApiKeyInvalid")]
    public async Task What_cannot_be_read_is_an_error_and_leaves_the_months_as_they_were(string fault, string id)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfOctober);
        SortedDictionary<string, string> before = home.Kept();
        simulated.Server.Faults.Add(fault);
        SyncResult result = await home.SyncAsync(OfOctober with { Force = true });
        Assert.Equal((false, id, 0), (result.Succeeded, result.ErrorId, result.DaysSynced));
        Assert.False(string.IsNullOrEmpty(result.Remedy));
        Assert.Equal(before, home.Kept());
        Assert.Equal(id, (await home.LogAsync()).Single(line => !line.Succeeded).ErrorId);
    }

    [Theory]
    [InlineData("null-costs", true)]
    [InlineData("null-costs:0.3", false)]
    [InlineData("absent-column:total_cost", true)]
    public async Task A_cost_that_is_absent_is_unknown_and_credits_are_still_true(string fault, bool everywhere)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(OfOctober);
        Assert.True(result.Succeeded, result.Error);
        var truth = simulated.Server.Truth.DailyTotals(October.Start, October.End, "UTC");
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        Assert.Equal(truth.Select(day => (day.Date, day.Credits, (long?)day.Requests)), days.Select(day => (day.Date, day.Credits, day.Requests)));
        Assert.Contains(days, day => day.ConsumedCost is null);
        Assert.All(days, day => Assert.True(day.ConsumedCost is null || (!everywhere && day.ConsumedCost == truth.Single(true_ => true_.Date == day.Date).Cost)));
    }

    [Fact]
    public async Task Data_that_comes_late_is_corrected()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "late-data@/v1/workspace/analytics");
        using var home = new SyncedHome(simulated);
        var options = new SyncOptions { Days = 10 };
        await home.SyncAsync(options);
        simulated.Server.Faults.Clear();
        simulated.Clock.Set(SimulatedConnection.Now.AddHours(6));
        SyncResult result = await home.SyncAsync(options);
        Assert.True(result.Succeeded, string.Join('\n', result.Warnings));
        await home.AssertTrueAsync(new DateRange(SimulatedConnection.Today.AddDays(-9), SimulatedConnection.Today));
    }

    [Theory]
    [InlineData("2026-10-14", true)]
    [InlineData("2026-11-18", false)]
    public async Task A_day_whose_figures_change_is_told_with_old_and_new_sums(string day, bool final)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        DateOnly date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        var old = simulated.Server.Truth.DailyTotals(date, date, "UTC").Single();
        simulated.Server.Faults.Add($"restate:{day},1.5");
        SyncResult result = await home.SyncAsync(final ? new SyncOptions { From = date.AddDays(-2), To = date.AddDays(2), Force = true } : null);
        var now = simulated.Server.Truth.DailyTotals(date, date, "UTC").Single();
        Assert.NotEqual(old.Credits, now.Credits);
        var expected = new Restatement(date.ToDateTime(TimeOnly.MinValue), final, old.Credits, now.Credits, old.Cost, now.Cost);
        Assert.Equal(expected, Assert.Single(result.Restatements));
        Assert.Equal(expected, Assert.Single((await home.LogAsync())[^1].Restatements));
        await home.AssertTrueAsync(new DateRange(date, date));
    }

    [Fact]
    public async Task A_final_day_that_changes_is_left_alone_without_force()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(OfOctober);
        SortedDictionary<string, string> before = home.Kept();
        simulated.Server.Faults.Add("restate:2026-10-14,1.5");
        Assert.Empty((await home.SyncAsync(OfOctober)).Restatements);
        Assert.Equal(before, home.Kept());
    }

    /// <summary>How many rows the server has for each day, those without usage too.</summary>
    private static Dictionary<DateOnly, int> RowsByDay(SimulatedConnection simulated) =>
        simulated.Server.Truth.Rows(October.Start, October.End, "UTC", [.. SimulatedConnection.AllDimensions.Select(ApiNames.GroupBy)])
            .GroupBy(row => row.Date).ToDictionary(day => day.Key, day => day.Count());
}
