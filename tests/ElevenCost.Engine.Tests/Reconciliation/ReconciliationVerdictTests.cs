using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Nothing compared is nothing proven.</summary>
public sealed class ReconciliationVerdictTests
{
    private static readonly DateOnly Today = SimulatedConnection.Today;

    [Theory]
    [InlineData(10, 5, true, null)]
    [InlineData(2, 0, true, null)]
    // The ledger begins twelve days ago.
    [InlineData(14, 5, false, "acme: 3 of 10 days are not in the ledger and were not compared, so the range as a whole is not proven.")]
    [InlineData(20, 15, false, "acme: no day of 2026-10-31..2026-11-05 is in the ledger, so nothing was compared, and nothing is proven.")]
    public async Task A_range_is_proven_where_its_days_are_kept_and_compared(int from, int to, bool isProven, string? words)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { From = Today.AddDays(-11), To = Today });
        ReconciliationVerdict verdict = await JudgeAsync(simulated, home.Usage, new DateRange(Today.AddDays(-from), Today.AddDays(-to)));
        Assert.Equal(isProven, verdict.IsProven);
        Warning? warning = verdict.Warnings().SingleOrDefault();
        Assert.Equal(words, warning?.Message);
        if (words is not null)
        {
            DateOnly last = Today.AddDays(-Math.Max(to, 12));
            Assert.Equal(("acme", new DateRange(Today.AddDays(-from), last)), (warning!.Connection, warning.Days!.Value));
        }
    }

    [Theory]
    [InlineData(3, true)]
    // Of today alone nothing was compared.
    [InlineData(0, false)]
    public async Task Today_may_be_missing_beside_days_that_are_kept(int from, bool isProven)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { From = Today.AddDays(-5), To = Today.AddDays(-1) });
        ReconciliationVerdict verdict = await JudgeAsync(simulated, home.Usage, new DateRange(Today.AddDays(-from), Today));
        Assert.Equal((isProven, isProven), (verdict.IsProven, !verdict.Warnings().Any()));
    }

    [Fact]
    public async Task A_ledger_that_no_endpoint_answers_for_is_not_proven()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { Days = 5 });
        simulated.Server.Faults.Add("analytics-forbidden");
        simulated.Server.Faults.Add("stats-absent");
        ReconciliationVerdict verdict = await JudgeAsync(simulated, home.Usage, new DateRange(Today.AddDays(-3), Today));
        Assert.False(verdict.IsProven);
        Warning warning = Assert.Single(verdict.Warnings());
        Assert.Equal(("LedgerNotCompared", null), (warning.Id, warning.Days));
    }

    [Fact]
    public async Task A_difference_without_an_explanation_proves_nothing_and_needs_no_warning()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { Days = 12 });
        simulated.Server.Faults.Add("row-cap:20");
        ReconciliationVerdict verdict = await JudgeAsync(simulated, home.Usage, new DateRange(Today.AddDays(-10), Today.AddDays(-5)));
        Assert.False(verdict.IsProven);
        Assert.Empty(verdict.Warnings());
    }

    [Fact]
    public async Task Each_connection_is_proven_by_itself()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { Days = 5 });
        var range = new DateRange(Today.AddDays(-3), Today);
        var verdict = new ReconciliationVerdict([simulated.Connection, simulated.Connection with { Name = "beta" }], simulated.Clock);
        List<ReconciliationRecord> records = await Comparisons.OfAsync(simulated, home.Usage, range);
        records.ForEach(verdict.Add);
        Assert.False(verdict.IsProven);
        records.ForEach(record => verdict.Add(record with { Connection = "beta" }));
        Assert.True(verdict.IsProven);
        Assert.False(new ReconciliationVerdict([], simulated.Clock).IsProven);
    }

    private static async Task<ReconciliationVerdict> JudgeAsync(SimulatedConnection simulated, IUsageLedger ledger, DateRange range)
    {
        var verdict = new ReconciliationVerdict([simulated.Connection], simulated.Clock);
        (await Comparisons.OfAsync(simulated, ledger, range)).ForEach(verdict.Add);
        return verdict;
    }
}
