using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Connections;
using ElevenCost.Engine.Tests.Pricing;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Quotas;

/// <summary>Quotas of simulated workspaces that were synced into a file ledger.</summary>
public sealed class QuotaReaderTests : IAsyncDisposable
{
    private const string Reset = "1765929600";

    private static readonly Dictionary<string, string> Pool = new()
    {
        ["character_count"] = "140500", ["character_limit"] = "121000", ["next_character_count_reset_unix"] = Reset,
    };

    private readonly TemporaryHome _home = new();
    private readonly List<SimulatedConnection> _simulated = [];
    private readonly Dictionary<string, (SimulatedConnection Simulated, string Key)> _byName = [];
    private readonly RelationalLedger _ledger;

    public QuotaReaderTests() => _ledger = new RelationalLedger(_home.Home);

    public async ValueTask DisposeAsync()
    {
        foreach (SimulatedConnection simulated in _simulated)
        {
            await simulated.DisposeAsync();
        }

        _ledger.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_quota_is_the_subscription_and_the_burn_of_whole_days()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small with
        {
            SubscriptionFields = new Dictionary<string, string>(Pool)
            {
                ["character_count"] = "100000", ["character_limit"] = "363000", ["current_overage"] = """{"amount":"1.5","currency":"eur"}""", ["currency"] = "\"usd\"",
                ["pending_change"] = """{"kind":"change","next_tier":"pro","next_billing_period":"annual_period","timestamp_seconds":1765929600}""",
                ["professional_voice_slots_used"] = "1", ["professional_voice_slots_used_in_workspace"] = "1",
            },
        });
        await SyncAsync(acme, 40);
        QuotaResult result = await ReadAsync(acme);
        Quota quota = Assert.Single(result.Quotas);
        Assert.Empty(result.Warnings);
        Assert.Empty(result.Failures);
        Assert.Equal((100_000, 121_000L, 242_000L, 363_000L, 263_000L), (quota.CreditsUsed, quota.PlanCredits, quota.RolloverCredits, quota.CreditLimit, quota.CreditsLeft));
        Assert.Equal((Burnt("acme", 1), Burnt("acme", 7), Burnt("acme", 30), 7), (quota.BurnPerDay1, quota.BurnPerDay7, quota.BurnPerDay30, quota.ProjectedOverDays));
        Assert.Equal(("change", "pro", "annual_period", new DateTime(2025, 12, 17, 0, 0, 0, DateTimeKind.Utc)), (quota.PendingChange, quota.PendingTier, quota.PendingBillingPeriod, quota.PendingAt));
        Assert.Equal((1.5m, "EUR"), (quota.OverageCost, quota.OverageCurrency));
        Assert.Equal((6, 30, 1, 1, 1), (quota.VoiceSlotsUsed, quota.VoiceSlotLimit, quota.ProfessionalVoiceSlotsUsed, quota.ProfessionalVoiceSlotsUsedInWorkspace, quota.ProfessionalVoiceSlotLimit));
        Assert.True(quota.IsLive);
        Assert.Contains("creator", quota.PriceVersion, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_workspaces_of_one_billing_group_are_one_pool_whose_burn_is_both_of_theirs(bool isOneGroup)
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small with { SubscriptionFields = Pool, BillingGroupId = "group-1" });
        Connection beta = await AddAsync("beta", SimulatedConnection.Small with { Seed = 2, SubscriptionFields = Pool, BillingGroupId = isOneGroup ? "group-1" : "group-2" });
        await SyncAsync(acme, 40);
        await SyncAsync(beta, 40);
        QuotaResult result = await ReadAsync(acme, beta);
        Assert.DoesNotContain(result.Warnings, warning => warning.Id == "PoolAssumed");
        if (isOneGroup)
        {
            Quota quota = Assert.Single(result.Quotas);
            Assert.Equal(("acme", "beta", 140_500, -19_500L, 19_500L), (quota.Connection, quota.SharedWith, quota.CreditsUsed, quota.CreditsLeft, quota.OverageCredits));
            Assert.Equal(decimal.Round((Credits("acme", 7) + Credits("beta", 7)) / 7m, 1), quota.BurnPerDay7);
        }
        else
        {
            Assert.Equal([("acme", null), ("beta", null)], result.Quotas.Select(quota => (quota.Connection, quota.SharedWith)));
        }
    }

    [Theory]
    [InlineData(AnalyticsAvailability.Present, false)]
    [InlineData(AnalyticsAvailability.Forbidden, true)]
    public async Task Two_keys_of_one_workspace_are_one_pool_and_its_usage_counts_once(AnalyticsAvailability analytics, bool isAssumed)
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small with { Analytics = analytics });
        Connection again = Again(acme, "again");
        await SyncAsync(acme, 40);
        await SyncAsync(again, 40);
        QuotaResult result = await ReadAsync(acme, again);
        Quota quota = Assert.Single(result.Quotas);
        Assert.Equal(("again", Burnt("acme", 7), Burnt("acme", 30)), (quota.SharedWith, quota.BurnPerDay7, quota.BurnPerDay30));
        Assert.Equal(isAssumed, result.Warnings.Any(warning => warning.Id == "PoolAssumed"));
    }

    [Theory]
    [InlineData(500, 520, 530, 1)]
    [InlineData(500, 520, 520, 1)]
    [InlineData(500, 520, 510, 2)]
    [InlineData(500, 520, 500, 2)]
    [InlineData(520, 500, 520, 2)]
    [InlineData(500, 500, 500, 1)]
    [InlineData(0, 0, 0, 2)]
    public async Task Where_the_analytics_do_not_tell_the_credits_used_decide_and_they_may_rise_meanwhile(int first, int second, int firstAgain, int pools)
    {
        var firsts = new Queue<int>([first, firstAgain]);
        var apis = new Dictionary<string, StubApi>
        {
            ["acme"] = new() { Subscription = () => Snapshot(firsts.Dequeue()) },
            ["beta"] = new() { Subscription = () => Snapshot(second) },
        };
        var reader = new QuotaReader(_ledger, (connection, _) => Task.FromResult<IElevenLabsApi>(apis[connection.Name]), new FixedClock(SimulatedConnection.Now));
        QuotaResult result = await reader.ReadAsync([.. apis.Keys.Select(name => SimulatedConnection.Describe(name, new Uri("https://a.example")))], default);
        Assert.Equal(pools, result.Quotas.Count);
        Assert.Equal(pools == 1, result.Warnings.Any(warning => warning.Id == "PoolAssumed"));
        Assert.All(apis.Values, api => Assert.True(api.IsDisposed));
    }

    [Theory]
    [InlineData("w1", "w2", null, null, 500, 500, 2)]
    [InlineData("w1", "w1", null, null, 500, 900, 1)]
    [InlineData("w1", "w2", "g", "g", 500, 900, 1)]
    [InlineData("w1", "w2", "g", null, 500, 900, 2)]
    [InlineData(null, null, null, null, 500, 900, 2)]
    [InlineData(null, null, null, null, 500, 500, 1)]
    public async Task Where_one_is_not_reached_what_was_kept_decides_and_more_use_at_a_later_time_proves_nothing(
        string? left, string? right, string? leftGroup, string? rightGroup, int used, int usedLater, int pools)
    {
        await _ledger.AppendSnapshotAsync("acme", Kept(used, left, leftGroup), default);
        await _ledger.AppendSnapshotAsync("beta", Kept(usedLater, right, rightGroup), default);
        var apis = new Dictionary<string, StubApi>
        {
            ["acme"] = new() { Subscription = () => throw new ElevenLabsApiException(ApiErrors.NetworkUnavailable, "No network.", "Wait.") },
            ["beta"] = new() { Subscription = () => Snapshot(usedLater) },
        };
        var reader = new QuotaReader(_ledger, (connection, _) => Task.FromResult<IElevenLabsApi>(apis[connection.Name]), new FixedClock(SimulatedConnection.Now));
        QuotaResult result = await reader.ReadAsync([.. apis.Keys.Select(name => SimulatedConnection.Describe(name, new Uri("https://a.example")))], default);
        Assert.Equal(pools, result.Quotas.Count);
        Assert.Equal(pools == 1 && left is null, result.Warnings.Any(warning => warning.Id == "PoolAssumed"));

        static SubscriptionSnapshot Kept(int used, string? workspace, string? group) => Snapshot(used) with
        {
            At = SimulatedConnection.Now.UtcDateTime.AddHours(-5), Workspaces = workspace is null ? null : [workspace], BillingGroups = group is null ? null : [group],
        };
    }

    [Fact]
    public async Task A_sync_keeps_whose_usage_it_read_with_one_request_and_a_closed_endpoint_changes_nothing()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small with { BillingGroupId = "group-1" });
        await SyncAsync(acme, 3);
        SubscriptionSnapshot kept = Assert.Single(await _ledger.ReadSnapshotsAsync("acme", default));
        Assert.Equal(_byName["acme"].Simulated.Server.Workspace.Id, Assert.Single(kept.Workspaces!));
        Assert.Equal("group-1", Assert.Single(kept.BillingGroups!));
        Assert.Null(kept.UserId);
        Assert.Single(_byName["acme"].Simulated.Server.Requests, request => request.Body.Contains("billing_group_id", StringComparison.Ordinal));

        Connection beta = await AddAsync("beta", SimulatedConnection.Small with { Analytics = AnalyticsAvailability.Forbidden });
        await SyncAsync(beta with { Scope = ConnectionScope.Account }, 3);
        kept = Assert.Single(await _ledger.ReadSnapshotsAsync("beta", default));
        Assert.Equal((null, null), (kept.Workspaces, kept.BillingGroups));
        Assert.NotNull(kept.UserId);
    }

    [Fact]
    public async Task Where_the_api_cannot_be_reached_the_kept_figures_are_shown_as_such()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small);
        Connection never = Again(acme, "never");
        await SyncAsync(acme, 40);
        long used = (await _ledger.ReadSnapshotsAsync("acme", default))[^1].CreditsUsed;
        _byName["acme"].Simulated.Server.Faults.Add("server-error:99,503@/v1/user/subscription");
        QuotaResult result = await ReadAsync(acme, never);
        Quota quota = Assert.Single(result.Quotas);
        Assert.Equal(("acme", false, used, SimulatedConnection.Now.UtcDateTime), (quota.Connection, quota.IsLive, quota.CreditsUsed, quota.At));
        Assert.NotNull(quota.BurnPerDay7);
        Assert.Contains(result.Warnings, warning => warning.Id == "SubscriptionNotReached" && warning.Message.Contains("2026-11-20T09:30:00Z", StringComparison.Ordinal));
        Assert.Equal(("never", "ServerError"), (Assert.Single(result.Failures).Connection, result.Failures[0].Failure.ErrorId));
    }

    [Fact]
    public async Task A_snapshot_of_before_the_new_fields_is_read_and_what_it_lacks_is_unknown()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small);
        await _ledger.AppendSnapshotAsync("acme", new SubscriptionSnapshot
        {
            At = new DateTime(2026, 11, 19, 6, 0, 0, DateTimeKind.Utc), Tier = "creator", Status = "active", BillingPeriod = "monthly_period", Currency = "USD",
            CreditsUsed = 130000, CreditLimit = 121000, NextResetAt = new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc), CurrentOverage = 0, OverageCurrency = "USD",
            PendingTier = "pro",
        }, CancellationToken.None);
        _byName["acme"].Simulated.Server.Faults.Add("server-error:99,503@/v1/user/subscription");
        Quota quota = Assert.Single((await ReadAsync(acme)).Quotas);
        // Nothing of it tells the generation of billing: what was used beyond the plan is overage, or was drawn from a balance.
        Assert.Equal((QuotaState.Overage, 9_000L, null, null), (quota.State, quota.OverageCredits, quota.OverageCost, quota.Billing));
        Assert.Contains("ElevenLabs' reports do not show", quota.BillingReason, StringComparison.Ordinal);
        Assert.Equal(("change", "pro", null, null, null), (quota.PendingChange, quota.PendingTier, quota.VoiceSlotsUsed, quota.OverageAllowed, quota.PendingAt));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_a_failure_although_figures_are_kept()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small);
        Connection beta = await AddAsync("beta", SimulatedConnection.Small with { Seed = 2 });
        await SyncAsync(acme, 40);
        await SyncAsync(beta, 40);
        _byName["acme"].Simulated.Server.Faults.Add("invalid-api-key");
        QuotaResult result = await ReadAsync(acme, beta);
        Assert.Equal("beta", Assert.Single(result.Quotas).Connection);
        Assert.Equal(("acme", FailureCategory.Permission), (Assert.Single(result.Failures).Connection, result.Failures[0].Failure.Category));
    }

    [Fact]
    public async Task Days_that_were_not_synced_whole_are_not_guessed()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small);
        await SyncAsync(acme, 3);
        Quota three = Assert.Single((await ReadAsync(acme)).Quotas);
        Assert.Equal((Burnt("acme", 1), null, null, 1), (three.BurnPerDay1, three.BurnPerDay7, three.BurnPerDay30, three.ProjectedOverDays));

        // A day later yesterday is known up to half past nine alone.
        QuotaResult result = await ReadAsync([acme], SimulatedConnection.Now.AddDays(1));
        Assert.Equal((null, null, QuotaState.Unknown), (result.Quotas[0].BurnPerDay1, result.Quotas[0].ProjectedOverDays, result.Quotas[0].State));
        Warning warning = Assert.Single(result.Warnings, warning => warning.Id == "BurnNotKnown");
        Assert.Equal(("acme", new DateRange(new DateOnly(2026, 11, 14), new DateOnly(2026, 11, 20))), (warning.Connection, warning.Days!.Value));
    }

    [Fact]
    public async Task An_own_price_tells_the_plan_that_the_catalogue_does_not_know()
    {
        Connection acme = await AddAsync("acme", SimulatedConnection.Small with
        {
            Tier = "enterprise", Currency = "eur",
            SubscriptionFields = new Dictionary<string, string> { ["character_count"] = "30500000", ["character_limit"] = "30000000", ["current_overage"] = """{"amount":"0","currency":"eur"}""" },
        });
        Assert.Contains((await ReadAsync(acme)).Warnings, warning => warning.Id == "PlanNotKnown");
        PriceTestHome.Keep(_ledger, """{"tier":"enterprise","monthlyPrice":"4000","monthlyCredits":25000000,"currency":"EUR","overagePer1000Credits":"0.10"}""");
        Quota quota = Assert.Single((await ReadAsync(acme)).Quotas);
        Assert.Equal((25_000_000L, 5_000_000L, 500_000L, 50m, "EUR"), (quota.PlanCredits, quota.RolloverCredits, quota.OverageCredits, quota.OverageCost, quota.OverageCurrency));
    }

    [Fact]
    public async Task The_overage_rate_is_the_one_that_cost_is_priced_by()
    {
        Connection free = await AddAsync("acme", SimulatedConnection.Small with
        {
            Tier = "free", SubscriptionFields = new Dictionary<string, string> { ["character_count"] = "10500", ["character_limit"] = "10000", ["current_overage"] = "null" },
        });
        Quota quota = Assert.Single((await ReadAsync(free)).Quotas);
        Assert.Equal((10_000L, 500L, 0m, "USD"), (quota.PlanCredits, quota.OverageCredits, quota.OverageCost, quota.OverageCurrency));

        Connection annual = await AddAsync("beta", SimulatedConnection.Small with
        {
            Seed = 2, SubscriptionFields = new Dictionary<string, string>(Pool) { ["billing_period"] = "\"annual_period\"", ["current_overage"] = "null" },
        });
        quota = Assert.Single((await ReadAsync(annual)).Quotas);
        Assert.Equal((121_000L, 19_500L, null), (quota.PlanCredits, quota.OverageCredits, quota.OverageCost));
    }

    private static SubscriptionSnapshot Snapshot(int used) => new()
    {
        At = SimulatedConnection.Now.UtcDateTime, Tier = "creator", CreditsUsed = used, CreditLimit = 121_000, NextResetAt = SimulatedConnection.Now.UtcDateTime.AddDays(3),
    };

    private async Task<Connection> AddAsync(string name, SimulatorOptions options)
    {
        SimulatedConnection simulated = await SimulatedConnection.StartAsync(options);
        _simulated.Add(simulated);
        _byName[name] = (simulated, simulated.Server.ApiKey);
        return simulated.Connection with { Name = name };
    }

    private Connection Again(Connection connection, string name)
    {
        SimulatedConnection simulated = _byName[connection.Name].Simulated;
        _byName[name] = (simulated, simulated.Server.Workspace.Keys[1].Secret);
        return connection with { Name = name };
    }

    private async Task SyncAsync(Connection connection, int days)
    {
        using IElevenLabsApi api = Open(connection);
        SyncResult result = await new UsageSync(_ledger, _byName[connection.Name].Simulated.Clock).RunAsync(connection, api, new SyncOptions { Days = days }, null, default);
        Assert.True(result.Error is null, result.Error);
    }

    private Task<QuotaResult> ReadAsync(params Connection[] connections) => ReadAsync(connections, SimulatedConnection.Now);

    private Task<QuotaResult> ReadAsync(Connection[] connections, DateTimeOffset now) =>
        new QuotaReader(_ledger, (connection, _) => Task.FromResult(Open(connection)), new FixedClock(now)).ReadAsync(connections, default);

    private IElevenLabsApi Open(Connection connection) =>
        ElevenLabsApi.Open(connection, _byName[connection.Name].Key, _byName[connection.Name].Simulated.Clock, SimulatedConnection.Quick);

    private long Credits(string name, int days) => _byName[name].Simulated.Server.Truth
        .DailyTotals(SimulatedConnection.Today.AddDays(-days), SimulatedConnection.Today.AddDays(-1), "UTC").Sum(day => day.Credits);

    private decimal? Burnt(string name, int days) => decimal.Round((decimal)Credits(name, days) / days, 1);
}
