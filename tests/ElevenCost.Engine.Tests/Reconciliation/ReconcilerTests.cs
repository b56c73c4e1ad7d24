using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Every difference is found, sized, and explained by the cause that made it.</summary>
public sealed class ReconcilerTests
{
    private static readonly DateRange Range = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 12));
    private static readonly DateRange OfToday = new(SimulatedConnection.Today, SimulatedConnection.Today);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    public async Task Where_all_agrees_nothing_fails(string zone)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(
            SimulatedConnection.Small with { ResetsAt = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero) }, zone);
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage);
        Assert.All(records, record => Assert.True(record.Passed == true, record.ToString()));
        Assert.Equal(Enum.GetValues<ReconciliationCheck>(), records.Select(record => record.Check).Distinct().Order());
        Assert.Equal(
            [DifferenceCause.OtherUnit], records.Where(record => record.Check == ReconciliationCheck.FiatUnits).Select(record => record.Cause));
        Assert.All(records.Where(record => record.Cause != DifferenceCause.None), record => Assert.NotNull(record.Explanation));
        Assert.All(records.Where(record => record.Check == ReconciliationCheck.LedgerAgainstAnalytics), record => Assert.Equal(0, record.Difference));
        Assert.Equal(DifferenceCause.None, records.Single(record => record.Check == ReconciliationCheck.NextInvoice).Cause);
    }

    [Fact]
    public async Task A_day_that_was_changed_since_the_sync_is_restated_by_so_much()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        var day = new DateOnly(2026, 11, 5);
        long before = simulated.Server.Truth.DailyTotals(day, day, "UTC").Single().Credits;
        simulated.Server.Faults.Add("restate:2026-11-05,2");
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage);
        long after = simulated.Server.Truth.DailyTotals(day, day, "UTC").Single().Credits;
        ReconciliationRecord[] changed = [.. records.Where(record => record.Cause == DifferenceCause.Restated && record.Unit == "credits")];
        Assert.Equal([ReconciliationCheck.LedgerAgainstAnalytics, ReconciliationCheck.LedgerAgainstStatistics], changed.Select(record => record.Check));
        Assert.All(changed, record => Assert.Equal((day.ToDateTime(TimeOnly.MinValue), (decimal)(before - after), true), (record.From, record.Difference, record.Passed)));
    }

    [Fact]
    public async Task A_row_that_was_changed_in_the_ledger_fails_the_check_of_its_day_and_a_forced_sync_heals_it()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        var day = new DateOnly(2026, 11, 5);
        home.Usage.Database.Write(session => session.Execute(
            "UPDATE usage_row SET cost_nano = cost_nano + 10000 WHERE day = @day AND row_no = 3", ("day", day.DayNumber)), default);
        ReconciliationRecord[] failed = [.. (await CompareAsync(simulated, home.Usage)).Where(record => record.Passed == false)];
        Assert.All(failed, record => Assert.Equal((ReconciliationCheck.LedgerContent, DifferenceCause.ChangedOutside), (record.Check, record.Cause)));
        Assert.Contains($"elevencost sync --connection {failed[0].Connection} --from 2026-11-05 --to 2026-11-05 --force",
            failed.Single(record => record.Explanation!.Contains("its rows", StringComparison.Ordinal)).Explanation!, StringComparison.Ordinal);
        await home.SyncAsync(new SyncOptions { From = day, To = day, Force = true });
        Assert.DoesNotContain(await CompareAsync(simulated, home.Usage), record => record.Passed == false);
    }

    [Fact]
    public async Task Rows_that_do_not_add_up_have_no_explanation()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        simulated.Server.Faults.Add("row-cap:20");
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage);
        Assert.Contains(records, record => record is { Check: ReconciliationCheck.AnalyticsRows, Passed: false, Cause: DifferenceCause.Unexplained, Difference: < 0 });
    }

    [Fact]
    public async Task Days_that_are_not_kept_are_neither_passed_nor_failed()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { From = Range.Start.AddDays(1), To = Range.End });
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage);
        ReconciliationRecord[] missing = [.. records.Where(record => record.Cause == DifferenceCause.NotKept && record.Check != ReconciliationCheck.ConsumedAgainstFee)];
        Assert.NotEmpty(missing);
        Assert.All(missing, record => Assert.Equal((Range.Start.ToDateTime(TimeOnly.MinValue), null, null, null), (record.From, record.Left, record.Difference, record.Passed)));
    }

    [Fact]
    public async Task Data_that_comes_in_late_explains_a_recent_day()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        simulated.Server.Faults.Add("late-data");
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage, new DateRange(SimulatedConnection.Today.AddDays(-5), SimulatedConnection.Today));
        Assert.Contains(records, record => record is { Check: ReconciliationCheck.Endpoints, Cause: DifferenceCause.LateData, Passed: true });
        Assert.Contains(records, record => record is { Check: ReconciliationCheck.LedgerAgainstAnalytics, Cause: DifferenceCause.LateData, Passed: true });
        Assert.DoesNotContain(records, record => record is { Check: < ReconciliationCheck.FiatUnits, Passed: false });
    }

    [Theory]
    [InlineData("analytics-forbidden", ReconciliationCheck.AnalyticsRows)]
    [InlineData("stats-absent", ReconciliationCheck.StatisticsSlice)]
    public async Task An_endpoint_that_is_closed_is_told_and_the_rest_compared(string fault, ReconciliationCheck check)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        simulated.Server.Faults.Add(fault);
        List<ReconciliationRecord> records = await CompareAsync(simulated, home.Usage);
        Assert.Null(Assert.Single(records, record => record.Check == check && record.Cause == DifferenceCause.NotReadable).Passed);
        Assert.Contains(records, record => record.Check is ReconciliationCheck.LedgerAgainstAnalytics or ReconciliationCheck.LedgerAgainstStatistics);
        Assert.DoesNotContain(records, record => record.Passed == false);
    }

    [Fact]
    public async Task A_ledger_of_another_zone_is_found_out()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Europe/Berlin");
        var ledger = new MemoryLedger();
        ledger.Keep("acme", [.. simulated.Server.Truth.DailyTotals(Range.Start, Range.End, "UTC").Select(day => new DayEntry
        {
            Date = day.Date,
            State = DayState.Final,
            SyncedAt = SimulatedConnection.Now.UtcDateTime,
            Source = UsageSource.Analytics,
            Currency = "USD",
            Dimensions = SimulatedConnection.AllDimensions,
            Rows = 1,
            Credits = day.Credits,
            Requests = day.Requests,
            Minutes = day.Minutes,
            ConsumedCost = day.Cost,
        })], new UsageTableBuilder().Build());
        List<ReconciliationRecord> records = await CompareAsync(simulated, ledger);
        IEnumerable<ReconciliationRecord> differing = records.Where(record => record is { Check: ReconciliationCheck.LedgerAgainstAnalytics, Difference: not 0 });
        Assert.NotEmpty(differing);
        Assert.All(differing, record => Assert.Equal(DifferenceCause.OtherZone, record.Cause));
    }

    [Fact]
    public async Task Groups_that_overlap_are_no_failure()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        List<ReconciliationRecord> records = await CompareAsync(simulated, new MemoryLedger());
        Assert.Contains(records, record => record is { Breakdown: Dimension.Group, Cause: DifferenceCause.GroupMembership, Passed: true, Difference: not 0 });
    }

    [Theory]
    [InlineData("5.85", DifferenceCause.None, true)]
    [InlineData("5.854", DifferenceCause.Rounding, true)]
    [InlineData("0", DifferenceCause.OverageApart, true)]
    [InlineData("7", DifferenceCause.Unexplained, false)]
    public async Task Overage_is_the_credits_beyond_the_limit_at_the_plans_rate(string told, DifferenceCause cause, bool passed)
    {
        // 19,500 beyond at 0.30 for 1,000 = 5.85.
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            SubscriptionFields = new Dictionary<string, string>
            {
                ["character_count"] = "140500", ["character_limit"] = "121000", ["current_overage"] = $$"""{"amount":"{{told}}","currency":"usd"}""",
                ["can_extend_character_limit"] = "true", ["max_credit_limit_extension"] = "\"unlimited\"",
            },
        });
        ReconciliationRecord overage = (await CompareAsync(simulated, new MemoryLedger(), OfToday)).Single(record => record.Check == ReconciliationCheck.Overage);
        Assert.Equal((cause, (bool?)passed, 5.85m), (overage.Cause, overage.Passed, overage.Right!.Value));
    }

    [Theory]
    [InlineData("group-1", DifferenceCause.SharedPool, true)]
    [InlineData(null, DifferenceCause.Unexplained, false)]
    public async Task More_credits_than_the_workspace_used_are_those_of_its_pool_where_it_is_of_one(string? group, DifferenceCause cause, bool passed)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            BillingGroupId = group, SubscriptionFields = new Dictionary<string, string> { ["character_count"] = "999999999" },
        });
        ReconciliationRecord credits = (await CompareAsync(simulated, new MemoryLedger(), OfToday)).Single(record => record.Check == ReconciliationCheck.BillingMonthCredits);
        Assert.Equal((cause, passed), (credits.Cause, credits.Passed!.Value));
        Assert.Equal(group is not null, credits.Explanation!.Contains("group-1", StringComparison.Ordinal));
    }

    private static Task<List<ReconciliationRecord>> CompareAsync(SimulatedConnection simulated, IUsageLedger ledger, DateRange? range = null) =>
        Comparisons.OfAsync(simulated, ledger, range ?? Range);
}
