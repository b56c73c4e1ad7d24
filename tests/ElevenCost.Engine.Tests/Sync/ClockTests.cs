using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>A clock of this machine that differs from the server's.</summary>
public sealed class ClockTests
{
    private static readonly DateOnly Today = SimulatedConnection.Today;

    [Theory]
    [InlineData(10, "ahead of")]
    [InlineData(-10, "behind")]
    [InlineData(400, "ahead of")]
    public async Task Days_count_by_the_servers_clock_and_the_difference_is_a_warning(int days, string direction)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "date");
        var ours = new FixedClock(SimulatedConnection.Now.AddDays(days));
        using var home = new SyncedHome(simulated, ours);
        SyncResult result = await SyncAsync(home, ours, new SyncOptions { Days = 20 });
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(Today, DateOnly.FromDateTime(result.To));
        Assert.Contains(result.Warnings, warning => warning.StartsWith($"This machine's clock is {Math.Abs(days)} days {direction} ElevenLabs' clock.", StringComparison.Ordinal));
        IReadOnlyList<DayEntry> kept = await home.DaysAsync();
        Assert.Equal(20, kept.Count);
        Assert.All(kept, day => Assert.True(day.Date <= Today));
        Assert.All(kept, day => Assert.Equal(SimulatedConnection.Now.UtcDateTime, day.SyncedAt));

        // Final by both clocks: one that is behind makes it later, and never a day final that still changes.
        DateOnly earlier = days < 0 ? Today.AddDays(days) : Today;
        Assert.All(kept, day => Assert.Equal(day.Date >= earlier.AddDays(-3) ? DayState.Provisional : DayState.Final, day.State));
        Assert.Equal(SimulatedConnection.Now.UtcDateTime, (await home.Usage.ReadSnapshotsAsync("acme", default))[^1].At);
    }

    [Theory]
    [InlineData("date")]
    [InlineData("slow:1")]
    public async Task A_clock_that_is_corrected_before_the_first_answer_makes_no_day_final(string fault)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        var ours = new FixedTime(SimulatedConnection.Now.AddDays(10));
        using var home = new SyncedHome(simulated, ours);
        SyncResult result = await SyncAsync(home, ours, new SyncOptions { Days = 20 }, new Told(told =>
        {
            if (told.Activity == "subscription")
            {
                ours.Set(SimulatedConnection.Now);
            }
        }));
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(Today, DateOnly.FromDateTime(result.To));
        Assert.True(result.Duration >= TimeSpan.Zero);
        Assert.All(await home.DaysAsync(), day => Assert.Equal(
            (SimulatedConnection.Now.UtcDateTime, day.Date >= Today.AddDays(-3) ? DayState.Provisional : DayState.Final), (day.SyncedAt, day.State)));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_back_all_the_while_makes_no_day_final_that_still_changes()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "date");
        var ours = new FixedTime(SimulatedConnection.Now);
        using var home = new SyncedHome(simulated, ours);
        int reports = 0;
        SyncResult result = await SyncAsync(home, ours, new SyncOptions { Days = 40 }, new Told(_ => ours.Set(SimulatedConnection.Now.AddDays(reports++ % 2 == 0 ? 10 : -10))));
        Assert.True(result.Succeeded, result.Error);
        Assert.True(reports > 5);
        IReadOnlyList<DayEntry> kept = await home.DaysAsync();
        Assert.Equal((40, Today), (kept.Count, kept[^1].Date));
        Assert.All(kept, day => Assert.Equal(SimulatedConnection.Now.UtcDateTime, day.SyncedAt));
        Assert.All(kept, day => Assert.True(day.State == DayState.Provisional || day.Date < Today.AddDays(-3), $"{day.Date:O} is {day.State}."));

        ours.Set(SimulatedConnection.Now);
        Assert.True((await SyncAsync(home, ours, new SyncOptions { Days = 40 })).Succeeded);
        Assert.All(await home.DaysAsync(), day => Assert.Equal(day.Date >= Today.AddDays(-3) ? DayState.Provisional : DayState.Final, day.State));
    }

    [Theory]
    [InlineData("date")]
    [InlineData("date:100")]
    [InlineData("date:-100")]
    [InlineData("slow:1")]
    public async Task A_small_difference_or_none_that_is_known_is_no_warning(string fault)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        using var home = new SyncedHome(simulated);
        Assert.Empty((await home.SyncAsync(new SyncOptions { Days = 3 })).Warnings);
    }

    [Fact]
    public async Task Days_that_a_clock_ahead_made_final_are_read_again()
    {
        // Without a date in the answers, nothing tells that the clock is ahead.
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        simulated.Clock.Set(SimulatedConnection.Now.AddDays(10));
        using (var home = new SyncedHome(simulated))
        {
            await home.SyncAsync(new SyncOptions { Days = 20 });
            IReadOnlyList<DayEntry> wrong = await home.DaysAsync();
            Assert.Equal(DayState.Final, wrong.Single(day => day.Date == Today).State);
            Assert.Contains(wrong, day => day.Date > Today);

            // The clock is set right: what it had made final counts no more, today or any other day that it read. Nobody takes it for final until it is.
            simulated.Clock.Set(SimulatedConnection.Now);
            Assert.Equal(Enumerable.Repeat(DayState.Provisional, 10), await StatesAsync(home));
            await foreach (UsageRecord record in Reader(home).ReadAsync([simulated.Connection], new UsageQuery { Range = new DateRange(Today.AddDays(-9), Today) }, _ => { }, default))
            {
                Assert.Equal(DayState.Provisional, record.State);
            }

            SyncResult result = await home.SyncAsync(new SyncOptions { Days = 9 });
            Assert.Equal(9, result.DaysAsked);
            Assert.All(
                (await home.DaysAsync()).Where(day => day.Date <= Today && day.Date > Today.AddDays(-9)),
                day => Assert.Equal(day.Date >= Today.AddDays(-3) ? DayState.Provisional : DayState.Final, day.State));

            // As those days come, they are read: a sync of the next days asks for each of them.
            simulated.Clock.Set(SimulatedConnection.Now.AddDays(2));
            await home.SyncAsync(new SyncOptions { Days = 2 });
            Assert.All(
                (await home.DaysAsync()).Where(day => day.Date > Today && day.Date <= Today.AddDays(2)),
                day => Assert.Equal((DayState.Provisional, SimulatedConnection.Now.AddDays(2).UtcDateTime), (day.State, day.SyncedAt)));
        }
    }

    [Fact]
    public async Task A_range_that_the_server_has_not_reached_is_named_with_its_day()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "date");
        var ours = new FixedClock(SimulatedConnection.Now.AddDays(10));
        using var home = new SyncedHome(simulated, ours);
        SyncResult result = await SyncAsync(home, ours, new SyncOptions { From = Today.AddDays(5) });
        Assert.Equal("RangeNotValid", result.ErrorId);
        Assert.Contains("today is 2026-11-20", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sync_has_a_time_limit_that_keeps_what_was_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "hang@/v1/workspace/analytics/query#7-");
        using var home = new SyncedHome(simulated);
        SyncResult result = await home.SyncAsync(new SyncOptions { Days = 60, TimeLimit = TimeSpan.FromSeconds(4) });
        Assert.Equal((false, "SyncTimeout", FailureCategory.Unavailable), (result.Succeeded, result.ErrorId, result.ErrorCategory));
        Assert.Contains("within 4 seconds", result.Error, StringComparison.Ordinal);
        Assert.Equal("SyncTimeout", (await home.LogAsync())[^1].ErrorId);
        simulated.Server.Faults.Clear();
        SyncResult again = await home.SyncAsync(new SyncOptions { Days = 60 });
        Assert.True(again.Succeeded, again.Error);
        Assert.Equal(60 - result.DaysSynced, again.DaysAsked);
    }

    private static UsageReader Reader(SyncedHome home) => new(home.Usage, home.Simulated.Clock);

    /// <summary>The states of the last ten days that coverage has.</summary>
    private static async Task<List<DayState>> StatesAsync(SyncedHome home)
    {
        var states = new List<DayState>();
        await foreach (CoverageRecord day in Reader(home).ReadCoverageAsync([home.Simulated.Connection], null, default))
        {
            states.Add(day.State);
        }

        return [.. states.TakeLast(10)];
    }

    private static async Task<SyncResult> SyncAsync(SyncedHome home, TimeProvider ours, SyncOptions options, IProgress<SyncProgress>? progress = null)
    {
        using IElevenLabsApi api = ElevenLabsApi.Open(home.Simulated.Connection, home.Server.ApiKey, ours, SimulatedConnection.Quick);
        return await home.Runner.RunAsync(home.Simulated.Connection, api, options, progress, default);
    }
}
