using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

public sealed class SyncRangeTests
{
    private static readonly DateOnly Today = SimulatedConnection.Today;
    private static readonly DateRange FirstRange = new(Today.AddDays(-91), Today);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    public async Task A_first_sync_keeps_92_days_that_are_true_by_every_dimension(string zone)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: zone);
        using var home = new SyncedHome(simulated);
        var told = new Told();
        SyncResult result = await home.SyncAsync(progress: told);
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal((92, 92, 0), (result.DaysAsked, result.DaysSynced, result.DaysFailed));
        Assert.Equal((FirstRange.Start, FirstRange.End), (DateOnly.FromDateTime(result.From), DateOnly.FromDateTime(result.To)));
        Assert.Equal(("Analytics", simulated.Server.Requests.Count), (result.Source, result.Requests));
        await home.AssertTrueAsync(FirstRange);
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        Assert.Equal(days.Sum(day => day.Credits), result.Credits);
        Assert.Equal(days.Sum(day => (long)day.Rows), result.Records);
        Assert.All(days, day => Assert.Equal(day.Date >= Today.AddDays(-3) ? DayState.Provisional : DayState.Final, day.State));
        Assert.All(days, day => Assert.Equal(("USD", UsageSource.Analytics), (day.Currency, day.Source)));
        Assert.Equal((92, 92), (told.All[^1].DaysDone, told.All[^1].DaysTotal));
        Assert.All(told.All.Zip(told.All.Skip(1)), pair => Assert.True(pair.First.DaysDone <= pair.Second.DaysDone));
        Assert.Equal(zone == "Asia/Kolkata" ? 1 : 0, result.Warnings.Count);
        Assert.Single(await home.LogAsync());
        Assert.Equal("creator", Assert.Single(await home.Usage.ReadSnapshotsAsync("acme", default)).Tier);
    }

    [Fact]
    public void A_question_of_three_months_right_after_a_first_sync_lacks_no_day()
    {
        for (DateOnly today = new(2027, 1, 1); today.Year < 2029; today = today.AddDays(1))
        {
            SyncPlan plan = SyncPlan.From([], new SyncOptions(), today, today.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc));
            Assert.True(plan.Range.Start <= RangeWords.Last("3m", today).Start, today.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task A_second_sync_asks_for_provisional_days_alone_and_leaves_final_ones_as_they_were()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        SortedDictionary<string, string> before = home.Kept();
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        List<UsageLine> rows = await home.KeptAsync(new DateRange(FirstRange.Start, Today.AddDays(-4)), UsageTable.FullRecord, SimulatedConnection.AllDimensions);
        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(10));

        SyncResult result = await home.SyncAsync();
        Assert.Equal((4, 4), (result.DaysAsked, result.DaysSynced));
        Assert.Empty(result.Restatements);
        List<(DateTimeOffset Start, DateTimeOffset End, bool Grouped)> asked = AnalyticsRequests.Of(home.Server);
        Assert.Equal(2, asked.Count);
        Assert.All(asked, query => Assert.Equal(
            (new DateTimeOffset(2026, 11, 17, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 20, 23, 59, 59, 999, TimeSpan.Zero)), (query.Start, query.End)));
        SortedDictionary<string, string> after = home.Kept();
        Assert.Equal(["2026-11"], after.Where(month => before[month.Key] != month.Value).Select(month => month.Key));
        Assert.Equal(rows, await home.KeptAsync(new DateRange(FirstRange.Start, Today.AddDays(-4)), UsageTable.FullRecord, SimulatedConnection.AllDimensions));
        Assert.Equal(
            days.Where(day => day.State == DayState.Final).Select(day => (day.Date, day.State, day.SyncedAt, day.Rows)),
            (await home.DaysAsync()).Where(day => day.Date < Today.AddDays(-3)).Select(day => (day.Date, day.State, day.SyncedAt, day.Rows)));
        await home.AssertTrueAsync(FirstRange);
    }

    [Fact]
    public async Task A_later_sync_fills_what_is_missing()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        simulated.Clock.Set(SimulatedConnection.Now.AddDays(12));
        SyncResult result = await home.SyncAsync();
        Assert.Equal((16, 16), (result.DaysAsked, result.DaysSynced));
        await home.AssertTrueAsync(new DateRange(FirstRange.Start, Today.AddDays(12)));
        Assert.All((await home.DaysAsync()).Where(day => day.Date <= Today.AddDays(8)), day => Assert.Equal(DayState.Final, day.State));
    }

    [Fact]
    public async Task A_gap_is_filled_and_what_is_between_is_not_asked_for()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new SyncOptions { From = new DateOnly(2026, 10, 10), To = new DateOnly(2026, 10, 20) });
        SyncResult result = await home.SyncAsync(new SyncOptions { From = new DateOnly(2026, 10, 1), To = new DateOnly(2026, 10, 31) });
        Assert.Equal(20, result.DaysAsked);
        Assert.All(AnalyticsRequests.Of(home.Server), query => Assert.True(query.End.Day < 10 || query.Start.Day > 20));
        await home.AssertTrueAsync(new DateRange(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31)));
    }

    [Fact]
    public async Task An_up_to_date_range_asks_for_nothing()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var october = new SyncOptions { From = new DateOnly(2026, 10, 1), To = new DateOnly(2026, 10, 31) };
        await home.SyncAsync(october);
        SyncResult result = await home.SyncAsync(october);
        Assert.True(result.Succeeded);
        Assert.Equal((0, 0, (string?)null), (result.DaysAsked, result.DaysSynced, result.Source));
        Assert.Empty(AnalyticsRequests.Of(home.Server));
    }

    [Fact]
    public async Task A_range_in_the_future_is_a_mistake_of_usage()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(new SyncOptions { From = Today.AddDays(1) });
        Assert.Equal((false, "RangeNotValid", FailureCategory.Usage), (result.Succeeded, result.ErrorId, result.ErrorCategory));
        Assert.Empty(home.Server.Requests);

        // It says nothing of the connection, so its health does not change for it.
        Assert.Empty(await home.LogAsync());
    }

    [Fact]
    public async Task A_day_is_final_only_when_it_was_asked_for_after_the_lookback_had_passed()
    {
        // The clock passes midnight while the sync runs: what was asked for before is as old as the question.
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(now: new DateTimeOffset(2026, 11, 20, 23, 59, 59, TimeSpan.Zero));
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new SyncOptions { Days = 10 }, new Told(told =>
        {
            if (told.Activity == "names")
            {
                simulated.Clock.Set(new DateTimeOffset(2026, 11, 21, 0, 0, 5, TimeSpan.Zero));
            }
        }));
        IReadOnlyList<DayEntry> days = await home.DaysAsync();
        Assert.Equal(DayState.Provisional, days.Single(day => day.Date == Today.AddDays(-3)).State);
        Assert.All(days, day => Assert.Equal(new DateTime(2026, 11, 20, 23, 59, 59, DateTimeKind.Utc), day.SyncedAt));
    }

    [Fact]
    public async Task An_accounts_scope_reads_what_its_own_user_used()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var range = new DateRange(SimulatedConnection.Today.AddDays(-10), SimulatedConnection.Today.AddDays(-4));
        Connection account = simulated.Connection with { Scope = ConnectionScope.Account };
        SyncResult result = await home.Runner.RunAsync(
            account, simulated.Open(), new SyncOptions { From = range.Start, To = range.End }, null, CancellationToken.None);
        Assert.True(result.Succeeded, result.Error);
        string user = simulated.Server.Workspace.Keys[0].UserId;
        long truth = simulated.Server.Truth.Rows(range.Start, range.End, "UTC", "user_id").Where(row => row.Values[0] == user).Sum(row => row.Credits);
        Assert.NotEqual(0, truth);
        Assert.Equal(truth, result.Credits);
        Assert.NotEqual(simulated.Server.Truth.DailyTotals(range.Start, range.End, "UTC").Sum(day => day.Credits), result.Credits);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3661, 3)]
    [InlineData(5, 61)]
    [InlineData(5, -1)]
    public async Task What_cannot_be_synced_is_refused_by_its_bounds(int days, int lookback)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(new SyncOptions { Days = days, Lookback = lookback });
        Assert.Equal(("RangeNotValid", FailureCategory.Usage), (result.ErrorId, result.ErrorCategory));
    }

    [Fact]
    public void A_sync_of_many_days_begins_where_the_api_does()
    {
        SyncPlan plan = SyncPlan.From([], new SyncOptions { Days = 3660 }, SimulatedConnection.Today, SimulatedConnection.Now.UtcDateTime);
        Assert.Equal(new DateOnly(2020, 1, 2), plan.Range.Start);
    }

    [Fact]
    public async Task What_could_not_be_listed_when_connecting_is_listed_once_it_may_be()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        Connection connection = simulated.Connection with
        {
            Capabilities = [new Capability("acme", "Groups", false, false, "HTTP 500", null, "ServerError", SimulatedConnection.Now.UtcDateTime)],
        };
        SyncResult result = await home.Runner.RunAsync(connection, simulated.Open(), new SyncOptions { Days = 3 }, null, CancellationToken.None);
        Assert.True(result.Succeeded, result.Error);
        Assert.All(await home.DaysAsync(), day => Assert.Contains(Dimension.Group, day.Dimensions));
    }
}
