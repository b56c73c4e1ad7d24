using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Api;

public sealed class WorkspaceResourceTests
{
    [Fact]
    public async Task People_groups_and_keys_are_those_of_the_workspace()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Keys = 18 }, faults: "extra-field");
        Workspace workspace = simulated.Server.Workspace;
        IElevenLabsApi api = simulated.Open();
        Assert.Equal(workspace.Keys[0].UserId, (await api.GetUserAsync(default)).Id);
        Assert.Equal(workspace.Members.Select(member => (member.UserId, member.Email, member.FirstName)),
            (await api.GetMembersAsync(default)).Select(member => (member.UserId, member.Email, member.FirstName!)));
        IReadOnlyList<GroupInfo> groups = await api.GetGroupsAsync(default);
        Assert.Equal(workspace.Groups.Select(group => (group.Id, group.Name)), groups.Select(group => (group.Id, group.Name)));
        Assert.Equal(workspace.Groups.SelectMany(group => group.Members), groups.SelectMany(group => group.Members));
        Assert.Equal(
            workspace.Keys.Where(key => key.ServiceAccountId is not null).Select(key => (key.Hash, key.Name)).Order(),
            (await api.GetServiceAccountKeysAsync(default)).Select(key => (key.Hash, key.Name)).Order());
        Assert.Contains(await api.GetModelsAsync(default), model => model.Id == "eleven_multilingual_v2");
    }

    [Fact]
    public async Task Keys_that_the_list_of_accounts_leaves_out_are_asked_for_by_account()
    {
        await using var server = new RawServer(request => RawServer.Reply(200, request.StartsWith("GET /v1/service-accounts ", StringComparison.Ordinal)
            ? """{"service-accounts":[{"service_account_user_id":"a/b","name":"A"}]}"""
            : """{"api-keys":[{"hashed_xi_api_key":"h","name":"N"}]}"""));
        Assert.Equal(new ApiKeyInfo("h", "N"), Assert.Single(await server.Open().GetServiceAccountKeysAsync(default)));
        Assert.StartsWith("GET /v1/service-accounts/a%2Fb/api-keys ", server.Requests.Last());
    }

    [Theory]
    [InlineData("free", 10_000, false)]
    [InlineData("starter", 30_000, false)]
    [InlineData("creator", 121_000, false)]
    [InlineData("creator", 363_000, true)]
    [InlineData("pro", 600_000, false)]
    [InlineData("scale_2024_08_10", 1_800_000, false)]
    [InlineData("growing_business", 6_000_000, false)]
    [InlineData("payg", 0, false)]
    [InlineData("quantum_tier", 25_000_000, false)]
    public async Task A_subscription_of_each_tier_is_read_as_it_is(string tier, long limit, bool rollover)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(
            SimulatedConnection.Small with { Tier = tier, Rollover = rollover, BillingPeriod = tier == "pro" ? null : "monthly_period", Currency = "eur" });
        SubscriptionSnapshot snapshot = await simulated.Open().GetSubscriptionAsync(default);
        Assert.Equal((tier, limit, "EUR"), (snapshot.Tier, snapshot.CreditLimit, snapshot.Currency));
        Assert.Equal(tier is "free" or "pro" ? null : "monthly_period", snapshot.BillingPeriod);
        Assert.Equal(tier == "free" ? "free" : "active", snapshot.Status);
        Assert.Equal(SimulatedConnection.Now.UtcDateTime, snapshot.At);
        Assert.Equal(DateTimeKind.Utc, snapshot.At.Kind);
        Assert.Equal(tier == "payg", snapshot.NextResetAt is null);
        Assert.True(snapshot.NextResetAt is null || (snapshot.NextResetAt > snapshot.At && snapshot.NextResetAt < snapshot.At.AddDays(32)));
        Assert.True(snapshot.CreditsUsed > 0);
        Assert.Equal((0m, "EUR"), (snapshot.CurrentOverage, snapshot.OverageCurrency));
        Assert.False(snapshot.HasOpenInvoices);
    }

    [Theory]
    [InlineData("/v1/models", "[null]")]
    [InlineData("/v1/workspace/members", """[null,{"user_id":null}]""")]
    [InlineData("/v1/workspace/groups", """{"a":null}""")]
    [InlineData("/v1/service-accounts", """{"service-accounts":[null,{"api-keys":[null]}]}""")]
    public async Task An_entry_that_says_nothing_is_passed_over(string path, string body)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        IElevenLabsApi api = server.Open();
        Assert.Equal(0, path switch
        {
            "/v1/models" => (await api.GetModelsAsync(default)).Count,
            "/v1/workspace/members" => (await api.GetMembersAsync(default)).Count,
            "/v1/workspace/groups" => (await api.GetGroupsAsync(default)).Count,
            _ => (await api.GetServiceAccountKeysAsync(default)).Count,
        });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"tier":"pro","character_count":1}""")]
    [InlineData("""{"tier":"pro","character_count":"many","character_limit":1}""")]
    [InlineData("""{"tier":7}""")]
    [InlineData("[]")]
    public async Task A_subscription_without_what_is_needed_is_a_typed_failure(string body)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().GetSubscriptionAsync(default));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
    }
}
