using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Connections;

public sealed class HealthCheckTests : IDisposable
{
    // A kind of the module, which this process has not loaded.
    private static readonly ErrorKind VaultLocked = new(FailureCategory.Permission, "The vault is locked.", "Unlock it.");
    private static readonly DateTime Now = SimulatedConnection.Now.UtcDateTime;
    private static readonly Connection Acme = SimulatedConnection.Describe("acme", new Uri("https://api.elevenlabs.io/"));

    private readonly TemporaryHome _home = new();
    private readonly RelationalLedger _ledger;
    private readonly HealthCheck _health;

    public HealthCheckTests()
    {
        var clock = new FixedClock(SimulatedConnection.Now);
        _ledger = new RelationalLedger(_home.Home);
        _health = new HealthCheck(_ledger, clock);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_connection_that_was_never_synced_says_so()
    {
        Connection read = await _health.ReadAsync(Acme, default);

        Assert.Equal((ConnectionHealth.NeverSynced, null, null), (read.Health!.Value, read.Plan, read.LastSyncAt));
        await AssertRowAsync("NeverSynced", "It was never synced.", "Sync it to see its usage.");
    }

    [Fact]
    public async Task A_fresh_sync_on_a_plan_in_order_is_healthy()
    {
        await SyncedAsync(0);
        await SeenAsync(0, "creator");

        Connection read = await _health.ReadAsync(Acme, default);

        Assert.Equal((ConnectionHealth.Healthy, "creator", Now, null), (read.Health!.Value, read.Plan, read.LastSyncAt!.Value, read.HealthMessage));
        Capability row = await _health.ProbeAsync(Acme, default);
        Assert.Equal((true, "Sync", null, null, null), (row.Passed, row.Name, row.ErrorId, row.Remedy, row.ErrorCategory));
        Assert.Equal("The latest sync, at 2026-11-20 09:30 UTC, succeeded.", row.Message);
    }

    [Theory]
    [InlineData("ApiKeyInvalid", ConnectionHealth.KeyRefused)]
    [InlineData("AccountSuspended", ConnectionHealth.Suspended)]
    [InlineData("PaymentRequired", ConnectionHealth.PaymentFailed)]
    [InlineData("MissingPermission", ConnectionHealth.NoAccess)]
    [InlineData("WorkspaceNotFound", ConnectionHealth.NoAccess)]
    [InlineData("NetworkUnavailable", ConnectionHealth.Failing)]
    [InlineData("KeyNotFound", ConnectionHealth.Failing)]
    [InlineData("VaultLocked", ConnectionHealth.Failing)]
    [InlineData("SecretNotFound", ConnectionHealth.Failing)]
    public async Task A_failed_sync_tells_why_and_what_to_do(string errorId, ConnectionHealth health)
    {
        await SyncedAsync(0, errorId);

        Connection read = await _health.ReadAsync(Acme, default);

        Assert.Equal((health, "It failed. Mend it."), (read.Health!.Value, read.HealthMessage));
        await AssertRowAsync(health.ToString(), "It failed.", "Mend it.");
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_is_a_failed_sync_and_leaves_the_ledger_as_it_was()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var health = new HealthCheck(home.Usage, simulated.Clock);
        await home.SyncAsync(new SyncOptions { Days = 3 });
        SortedDictionary<string, string> files = home.Kept();
        simulated.Clock.Set(SimulatedConnection.Now.AddHours(24));

        SyncResult result = await home.Runner.RunAsync(
            simulated.Connection, (_, _) => throw new ElevenCostException(VaultLocked, "The vault is locked.", "Unlock it."), new SyncOptions(), null, default);

        Assert.Equal((false, "VaultLocked", "Unlock it.", 0), (result.Succeeded, result.ErrorId, result.Remedy, result.DaysAsked));
        Assert.Equal(files, home.Kept());
        Connection read = await health.ReadAsync(simulated.Connection, default);
        Assert.Equal((ConnectionHealth.Failing, "The vault is locked. Unlock it.", SimulatedConnection.Now.AddHours(24).UtcDateTime), (read.Health!.Value, read.HealthMessage, read.LastSyncAt!.Value));
        Assert.Equal("Failing", (await health.ProbeAsync(simulated.Connection, default)).ErrorId);

        await home.SyncAsync(new SyncOptions { Days = 3 });
        Assert.Equal(ConnectionHealth.Healthy, (await health.ReadAsync(simulated.Connection, default)).Health);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_fails_at_once_also_while_another_sync_writes()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated, TimeProvider.System);
        SyncResult result;
        using (home.Hold())
        {
            Task<SyncResult> sync = home.Runner.RunAsync(
                simulated.Connection, (_, _) => throw new ElevenCostException(VaultLocked, "The vault is locked."), new SyncOptions(), null, default);
            Assert.Same(sync, await Task.WhenAny(sync, Task.Delay(TimeSpan.FromSeconds(15))));
            result = await sync;
        }

        Assert.Equal("VaultLocked", result.ErrorId);
        Assert.Contains("sync log", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(await home.LogAsync());
    }

    [Theory]
    [InlineData("past_due", false, ConnectionHealth.PaymentFailed)]
    [InlineData("incomplete", true, ConnectionHealth.PaymentFailed)]
    [InlineData("free_disabled", false, ConnectionHealth.Suspended)]
    [InlineData("active", true, ConnectionHealth.InvoiceOpen)]
    [InlineData("trialing", false, ConnectionHealth.Healthy)]
    [InlineData("a_word_of_tomorrow", false, ConnectionHealth.Healthy)]
    public async Task What_is_the_matter_with_the_payment_is_told(string status, bool openInvoices, ConnectionHealth health)
    {
        await SyncedAsync(0);
        await SeenAsync(0, "creator", status, openInvoices);

        Assert.Equal(health, (await _health.ReadAsync(Acme, default)).Health);
        Capability row = await _health.ProbeAsync(Acme, default);
        Assert.Equal(health == ConnectionHealth.Healthy, row.Remedy is null);
        Assert.DoesNotContain("Subscription", row.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("creator", "free", 5, ConnectionHealth.PlanDowngraded)]
    [InlineData("creator", "free", 40, ConnectionHealth.Healthy)]
    [InlineData("free", "creator", 5, ConnectionHealth.Healthy)]
    public async Task A_smaller_plan_is_pointed_out_for_thirty_days(string before, string after, int daysAgo, ConnectionHealth health)
    {
        await SyncedAsync(0);
        await SeenAsync(60, before);
        await SeenAsync(daysAgo, after);
        await SeenAsync(0, after);

        Assert.Equal(health, (await _health.ReadAsync(Acme, default)).Health);
    }

    [Theory]
    // What the catalogue knows no credits of, by the limits that were told: 600,000 a month are Pro's, whatever was rolled over.
    [InlineData("enterprise", 5_000_000, "pro", 1_200_000, "600,000 credits a month instead of a limit of 5,000,000 credits a month")]
    [InlineData("enterprise", 500_000, "pro", 1_200_000, null)]
    [InlineData("pro", 1_800_000, "a_tier_of_tomorrow", 550_000, "a limit of 550,000 credits a month instead of 600,000 credits a month")]
    [InlineData("pro", 600_000, "enterprise", 5_000_000, null)]
    [InlineData("enterprise", 5_000_000, "go", 50_000, "a limit of 50,000 credits a month instead of a limit of 5,000,000 credits a month")]
    // A limit of 0 is none: pay as you go has been seen with it.
    [InlineData("enterprise", 5_000_000, "go", 0, null)]
    [InlineData("enterprise", 0, "pro", 600_000, null)]
    public async Task A_plan_that_the_catalogue_does_not_know_is_measured_by_its_limit(string before, long limit, string after, long limitNow, string? fewer)
    {
        await SyncedAsync(0);
        await SeenAsync(60, before, limit: limit);

        // What is rolled over raises the limit, not the plan.
        await SeenAsync(35, before, limit: limit * 3);
        await SeenAsync(5, after, limit: limitNow);

        Connection read = await _health.ReadAsync(Acme, default);
        Assert.Equal(fewer is null ? ConnectionHealth.Healthy : ConnectionHealth.PlanDowngraded, read.Health);
        Assert.Equal(fewer is null ? null : $"The plan went from {before} to {after}, seen on 2026-11-15: {fewer}. Check the subscription if that was not intended.", read.HealthMessage);
    }

    [Fact]
    public async Task What_to_do_stands_apart_from_what_was_found()
    {
        await SyncedAsync(72);
        await AssertRowAsync("Stale", "The latest sync was 3 days ago.", "Check that its schedule still runs, or sync it.");
        await SeenAsync(60, "creator");
        await SeenAsync(5, "starter");
        await AssertRowAsync("PlanDowngraded", "The plan went from creator to starter, seen on 2026-11-15: 30,000 credits a month instead of 121,000 credits a month.",
            "Check the subscription if that was not intended.");
    }

    [Theory]
    [InlineData(47, ConnectionHealth.Healthy)]
    [InlineData(49, ConnectionHealth.Stale)]
    public async Task A_sync_of_more_than_two_days_ago_is_stale(int hoursAgo, ConnectionHealth health)
    {
        await SyncedAsync(hoursAgo);

        Assert.Equal(health, (await _health.ReadAsync(Acme, default)).Health);
    }

    [Fact]
    public async Task A_failure_that_was_mended_since_is_forgotten()
    {
        await SyncedAsync(5, "ApiKeyInvalid");
        await SyncedAsync(1);

        Assert.Equal(ConnectionHealth.Healthy, (await _health.ReadAsync(Acme, default)).Health);
    }

    [Theory]
    [InlineData("pro", "monthly_period", "USD", "pro, monthly_period, USD -> creator, monthly_period, USD")]
    [InlineData("creator", "annual_period", "USD", "creator, annual_period, USD -> creator, monthly_period, USD")]
    [InlineData("creator", "monthly_period", "EUR", "creator, monthly_period, EUR -> creator, monthly_period, USD")]
    public async Task A_change_of_plan_is_told_by_the_sync_that_sees_it_and_kept(string tier, string period, string currency, string change)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.Usage.AppendSnapshotAsync("acme", Snapshot(3, tier, "active", false) with { BillingPeriod = period, Currency = currency }, default);
        var syncs = new List<SyncResult>();
        for (int day = 0; day < 3; day++)
        {
            simulated.Clock.Set(SimulatedConnection.Now.AddDays(day));
            syncs.Add(await home.SyncAsync(new SyncOptions { Days = 1 }));
        }

        Assert.Contains(change, Assert.Single(syncs[0].Warnings), StringComparison.Ordinal);
        Assert.Empty(syncs[1].Warnings.Concat(syncs[2].Warnings));

        // Later syncs leave it in what is kept.
        Assert.Equal(
            [(tier, period, currency), ("creator", "monthly_period", "USD"), ("creator", "monthly_period", "USD"), ("creator", "monthly_period", "USD")],
            (await home.Usage.ReadSnapshotsAsync("acme", default)).Select(seen => (seen.Tier, seen.BillingPeriod!, seen.Currency!)));
        Assert.Equal([1, 0, 0], (await home.LogAsync()).Select(sync => sync.Warnings.Count(warning => warning.Contains(change, StringComparison.Ordinal))));
    }

    private async Task AssertRowAsync(string errorId, string message, string remedy)
    {
        Capability row = await _health.ProbeAsync(Acme, default);
        Assert.Equal((false, errorId, message, remedy), (row.Passed, row.ErrorId!, row.Message, row.Remedy!));
        Assert.NotNull(row.ErrorCategory);
    }

    private static SubscriptionSnapshot Snapshot(int daysAgo, string tier, string status, bool openInvoices, long limit = 100) => new()
    {
        At = Now.AddDays(-daysAgo),
        Tier = tier,
        Status = status,
        HasOpenInvoices = openInvoices,
        CreditsUsed = 0,
        CreditLimit = limit,
    };

    private Task SeenAsync(int daysAgo, string tier, string status = "active", bool openInvoices = false, long limit = 100) =>
        _ledger.AppendSnapshotAsync("acme", Snapshot(daysAgo, tier, status, openInvoices, limit), default);

    private Task SyncedAsync(int hoursAgo, string? errorId = null) => _ledger.AppendSyncLogAsync("acme", new SyncResult
    {
        Connection = "acme",
        Succeeded = errorId is null,
        From = Now.Date,
        To = Now.Date,
        DaysAsked = 1,
        DaysSynced = errorId is null ? 1 : 0,
        DaysFailed = 0,
        Records = 0,
        Credits = 0,
        Restatements = [],
        Warnings = [],
        ErrorId = errorId,
        Error = errorId is null ? null : "It failed.",
        Remedy = errorId is null ? null : "Mend it.",
        ErrorCategory = errorId is null ? null : FailureCategory.Permission,
        StartedAt = Now.AddHours(-hoursAgo),
        Duration = TimeSpan.FromSeconds(1),
        Requests = 1,
    }, default);
}
