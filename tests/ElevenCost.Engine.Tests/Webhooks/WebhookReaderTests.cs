using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;
using ElevenCost.Engine.Webhooks;

namespace ElevenCost.Engine.Tests.Webhooks;

public sealed class WebhookReaderTests
{
    [Fact]
    public async Task A_webhook_is_told_with_what_uses_it()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        WebhookRecord webhook = Assert.Single(await ReadAsync(simulated));
        Assert.Equal(("acme", "Transcripts", "https://hooks.example.com/transcripts", WebhookState.Enabled), (webhook.Connection, webhook.Name, webhook.Url, webhook.State));
        Assert.Equal(("Speech to Text", "speech_to_text", "hmac"), (webhook.UsedBy, webhook.Events, webhook.AuthType));
        Assert.Null(webhook.DisabledSince);
        Assert.Null(webhook.LastFailureAt);
        Assert.Equal(SimulatedConnection.Today.AddDays(-120).ToDateTime(TimeOnly.MinValue), webhook.CreatedAt);
    }

    [Fact]
    public async Task A_failing_one_says_since_when_and_no_secret_of_an_address_is_shown()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            Webhooks = """
                [{"name":"b","webhook_id":"2","webhook_url":"https://user:pass-word@hooks.example.com:8443/calls?token=query-secret#fragment-secret","is_disabled":false,
                  "is_auto_disabled":true,"created_at_unix":1760000000,"auth_type":"oauth2","usage":[{"usage_type":"Flows"},{"usage_type":"Teleport"}],"events":[],
                  "most_recent_failure_error_code":503,"most_recent_failure_timestamp":1763500000},
                 {"name":"a","webhook_id":"1","webhook_url":"not a url ?token=query-secret","is_disabled":true,"is_auto_disabled":false,"created_at_unix":1760000000,"auth_type":"mtls"},
                 null]
                """,
        });
        List<WebhookRecord> webhooks = await ReadAsync(simulated);
        Assert.Equal([("a", WebhookState.Disabled), ("b", WebhookState.AutoDisabled)], webhooks.Select(webhook => (webhook.Name, webhook.State)));
        Assert.Equal((null, null, null), (webhooks[0].Url, webhooks[0].UsedBy, webhooks[0].DisabledSince));
        DateTime failed = DateTimeOffset.FromUnixTimeSeconds(1763500000).UtcDateTime;
        Assert.Equal(("https://hooks.example.com:8443/calls", "Flows; Teleport", 503), (webhooks[1].Url, webhooks[1].UsedBy, webhooks[1].LastFailureCode));
        Assert.Equal((failed, failed, DateTimeKind.Utc), (webhooks[1].DisabledSince!.Value, webhooks[1].LastFailureAt!.Value, webhooks[1].LastFailureAt!.Value.Kind));
        Assert.DoesNotContain(webhooks, webhook => webhook.ToString().Contains("secret", StringComparison.Ordinal) || webhook.ToString().Contains("pass-word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_failed_and_is_still_called_stays_enabled_and_says_when()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            Webhooks = """
                [{"name":"a","webhook_id":"1","webhook_url":"https://h.example/p","is_disabled":false,"is_auto_disabled":false,"created_at_unix":1760000000,
                  "auth_type":"hmac","usage":[],"events":[],"most_recent_failure_error_code":502,"most_recent_failure_timestamp":1763500000}]
                """,
        });
        WebhookRecord webhook = Assert.Single(await ReadAsync(simulated));
        Assert.Equal((WebhookState.Enabled, null, 502), (webhook.State, webhook.DisabledSince, webhook.LastFailureCode));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763500000).UtcDateTime, webhook.LastFailureAt);

        using var cli = new CliProcess();
        await cli.ConnectAsync(simulated.Server.BaseUri, simulated.Server.ApiKey);
        CliOutcome shown = await cli.RunAsync("webhooks");
        Assert.Matches(@"(?m)^a +enabled +- +2025-11-18 \d\d:\d\d +502 +\(nothing\) ", shown.Output);
    }

    [Theory]
    [InlineData("https://hooks.slack.com/services/T024BE7LD/B0AA11BB2/XXXXxxxxYYYYyyyyZZZZzzzz", "https://hooks.slack.com/services/***/***/***")]
    [InlineData("https://discord.com/api/webhooks/1187654321/abcDEF-ghi_JKL", "https://discord.com/api/webhooks/***/***")]
    [InlineData("https://hooks.zapier.com/hooks/catch/12345/b2c3d4e/", "https://hooks.zapier.com/hooks/catch/***/b2c3d4e/")]
    [InlineData("https://acme.webhook.office.com/webhookb2/aaaa-bbbb@cccc/IncomingWebhook/d34db33fd34db33fd34db33f", "https://acme.webhook.office.com/***/***/***/***")]
    [InlineData("https://h.example/abcdefghijklmnopqrstuvwxyz", "https://h.example/***")]
    [InlineData("https://h.example/transcripts/v1", "https://h.example/transcripts/v1")]
    [InlineData("https://h.example:8443", "https://h.example:8443/")]
    public async Task What_may_be_the_secret_of_a_path_is_masked(string url, string shown)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with
        {
            Webhooks = $$"""[{"name":"a","webhook_id":"1","webhook_url":"{{url}}","is_disabled":false,"is_auto_disabled":false,"created_at_unix":1760000000,"auth_type":"hmac"}]""",
        });
        Assert.Equal(shown, Assert.Single(await ReadAsync(simulated)).Url);
    }

    [Fact]
    public async Task A_key_that_may_not_see_what_uses_them_sees_the_webhooks_all_the_same()
    {
        await using var server = new RawServer(request => request.Contains("include_usages=true", StringComparison.Ordinal)
            ? RawServer.Reply(403, """{"detail":{"status":"missing_permissions","message":"admins only"}}""")
            : RawServer.Reply(200, """{"webhooks":[{"name":"n","webhook_id":"1","webhook_url":"https://h.example/p","usage":null}]}"""));
        WebhookInfo webhook = Assert.Single(await server.Open().GetWebhooksAsync(default));
        Assert.Null(webhook.Usage);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_a_typed_failure()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "missing-permissions:workspace_read");
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => ReadAsync(simulated));
        Assert.Equal(("MissingPermission", "workspace_read"), (failure.ErrorId, failure.MissingPermission));
    }

    private static async Task<List<WebhookRecord>> ReadAsync(SimulatedConnection simulated)
    {
        var webhooks = new WebhookReader((_, _) => Task.FromResult(ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick)));
        var list = new List<WebhookRecord>();
        await foreach (WebhookRecord webhook in webhooks.ReadAsync([simulated.Connection], default))
        {
            list.Add(webhook);
        }

        return list;
    }
}
