using System.Text;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

/// <summary>Texts that JSON can hold and .NET cannot: half of a surrogate pair, bytes that are not UTF-8.</summary>
public sealed class NotUnicodeTests
{
    private static readonly DateRange Day = new(SimulatedConnection.Today, SimulatedConnection.Today);

    private static readonly Dictionary<string, Func<IElevenLabsApi, Task>> Readers = new()
    {
        ["models"] = api => api.GetModelsAsync(default),
        ["user"] = api => api.GetUserAsync(default),
        ["subscription"] = api => api.GetSubscriptionAsync(default),
        ["invoices"] = api => api.GetInvoicesAsync(default),
        ["webhooks"] = api => api.GetWebhooksAsync(default),
        ["groups"] = api => api.GetGroupsAsync(default),
        ["members"] = api => api.GetMembersAsync(default),
        ["accounts"] = api => api.GetServiceAccountKeysAsync(default),
        ["statistics"] = api => api.GetUsageStatisticsAsync(new UsageStatisticsQuery(Day, TimeZoneInfo.Utc, "credits", "product_type", true), default),
        ["usage"] = api => api.QueryAnalyticsAsync(new AnalyticsQuery(Day, TimeZoneInfo.Utc, [Dimension.Product]), default),
        ["identity"] = api => api.GetBillingIdentityAsync(Day, default),
        ["requests"] = api => api.GetRequestsAsync(new RequestPageQuery(SimulatedConnection.Now.AddDays(-1), SimulatedConnection.Now, 1000, [], null), default),
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { "models", """[{"model_id":"@"}]""" },
        { "models", """{"@":{}}""" },
        { "user", """{"user_id":"@"}""" },
        { "user", """{"user_id":"u","first_name":"@"}""" },
        { "subscription", """{"tier":"@","character_count":1,"character_limit":1}""" },
        { "subscription", """{"tier":"pro","character_count":"@","character_limit":1}""" },
        { "subscription", """{"tier":"pro","character_count":1,"character_limit":1,"max_credit_limit_extension":"@"}""" },
        { "subscription", """{"tier":"pro","character_count":1,"character_limit":1,"usage":{"rollover_credits_quota":"@"}}""" },
        { "subscription", """{"tier":"pro","character_count":1,"character_limit":1,"pending_change":{"next_tier":"@"}}""" },
        { "subscription", """{"tier":"pro","character_count":1,"character_limit":1,"@":1}""" },
        { "invoices", """{"currency":"@"}""" },
        { "webhooks", """{"webhooks":[{"webhook_id":"@"}]}""" },
        { "groups", """[{"id":"@","members":[]}]""" },
        { "groups", """[{"id":"g","members":["@"]}]""" },
        { "members", """[{"user_id":"@"}]""" },
        { "accounts", """[{"service_account_user_id":"@"}]""" },
        { "accounts", """[{"service_account_user_id":"s","api-keys":[{"hashed_xi_api_key":"h","name":"n","character_limit":"@"}]}]""" },
        { "statistics", """{"time":["@"],"usage":{}}""" },
        { "statistics", """{"time":[],"usage":{"@":[]}}""" },
        { "usage", """{"columns":["timestamp","total_usage","product_type","@"],"rows":[]}""" },
        { "requests", """{"columns":["timestamp","@"],"rows":[]}""" },
        { "identity", """{"columns":["reporting_workspace_id"],"column_units":["@"],"rows":[]}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Half_of_a_surrogate_pair_is_an_answer_that_is_not_valid(string reader, string body) =>
        await IsNotValidAsync(reader, Encoding.UTF8.GetBytes(body.Replace("@", "a\\ud800", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Bytes_that_are_not_utf_8_are_an_answer_that_is_not_valid(string reader, string body) =>
        await IsNotValidAsync(reader, Encoding.Latin1.GetBytes(body.Replace("@", "a\u00ff", StringComparison.Ordinal)));

    private static async Task IsNotValidAsync(string reader, byte[] body)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, body));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => Readers[reader](server.Open()));
        Assert.Equal("ResponseNotValid", failure.ErrorId);
        Assert.StartsWith($"The answer of {server.BaseUri.Authority} to /v1/", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }
}
