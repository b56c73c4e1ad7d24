using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Api;

public sealed class ErrorResponseTests
{
    /// <summary>Bodies as seen live, word for word.</summary>
    public static TheoryData<int, string, string, string, FailureCategory> Observed => new()
    {
        { 401, "no key", """{"detail":{"type":"authentication_error","code":"unauthorized","message":"Neither authorization header nor xi-api-key received, please provide one.","status":"needs_authorization","request_id":"..."}}""", "ApiKeyMissing", FailureCategory.Permission },
        { 401, "bad key", """{"detail":{"type":"authentication_error","code":"unauthorized","message":"Invalid API key","status":"invalid_api_key","request_id":"cafc..."}}""", "ApiKeyInvalid", FailureCategory.Permission },
        { 401, "bad bearer", """{"detail":{"type":"authentication_error","code":"unauthorized","message":"Provided authorization header was invalid.","status":"invalid_authorization_header"}}""", "AuthorizationHeaderRefused", FailureCategory.Permission },
        { 400, "key ID", """{"detail":{"type":"authentication_error","code":"invalid_api_key","message":"API key ID used as API key - only valid API keys can be used. API keys start with 'sk_' and are shown when the key is created or rotated.","status":"api_key_id_used_as_api_key","request_id":"..."}}""", "ApiKeyIdUsed", FailureCategory.Permission },
        { 401, "restricted", """{"detail":{"type":"authentication_error","code":"unauthorized","message":"The API key you used is missing the permission user_read to execute this operation.","status":"missing_permissions"}}""", "MissingPermission", FailureCategory.Permission },
        { 403, "restricted", """{"detail":{"type":"authentication_error","code":"unauthorized","message":"The API key you used is missing the permission user_read to execute this operation.","status":"missing_permissions"}}""", "MissingPermission", FailureCategory.Permission },
        { 401, "quota", """{"detail":{"status":"quota_exceeded","message":"This request exceeds your quota of 10000. You have 0 credits remaining, while 91 credits are required for this request."}}""", "QuotaExceeded", FailureCategory.Permission },
        { 401, "abuse", """{"detail":{"status":"detected_unusual_activity","message":"Unusual activity detected. Free Tier usage disabled. ..."}}""", "AccountSuspended", FailureCategory.Permission },
        { 402, "paid plan", """{"detail":{"type":"payment_required","code":"paid_plan_required","status":"payment_required"}}""", "PaymentRequired", FailureCategory.Permission },
        { 404, "no workspace", """{"detail":{"code":"workspace_not_found","message":"Workspace 1anonymous1 not found."}}""", "WorkspaceNotFound", FailureCategory.Permission },
        { 422, "validation", """{"detail":[{"type":"missing","loc":["body","text"],"msg":"Field required","input":null}]}""", "RequestRejected", FailureCategory.Unavailable },
        { 403, "text detail", """{"detail":"Forbidden"}""", "AccessDenied", FailureCategory.Permission },
        { 404, "text detail", """{"detail":"Not Found"}""", "EndpointNotFound", FailureCategory.Unavailable },
        { 401, "no detail", "{}", "ApiKeyInvalid", FailureCategory.Permission },
        { 418, "not JSON", "short and stout", "RequestRejected", FailureCategory.Unavailable },
        { 400, "half a surrogate pair", """{"detail":{"message":"\ud800","status":"invalid_api_key"}}""", "RequestRejected", FailureCategory.Unavailable },
    };

    [Theory]
    [MemberData(nameof(Observed))]
    public async Task An_observed_error_body_becomes_one_typed_failure_and_is_not_tried_again(int status, string what, string body, string id, FailureCategory category)
    {
        _ = what;
        await using var server = new RawServer(_ => RawServer.Reply(status, body, headers: "request-id: r-77"));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().GetModelsAsync(default));
        Assert.Equal((id, category, status, "r-77"), (failure.ErrorId, failure.Category, failure.StatusCode, failure.RequestId));
        Assert.False(string.IsNullOrWhiteSpace(failure.Message));
        Assert.False(string.IsNullOrWhiteSpace(failure.Remedy));
        Assert.Single(server.Requests);
        Assert.Contains(RawServer.Key, server.Requests.Single());
        Assert.DoesNotContain(RawServer.Key, failure.ToString());
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(
            SimulatedConnection.Small with { Permissions = new HashSet<string> { "models_read" }, MissingPermissionStatus = 403 });
        IElevenLabsApi api = simulated.Open();
        Assert.NotEmpty(await api.GetModelsAsync(default));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.GetSubscriptionAsync(default));
        Assert.Equal(("MissingPermission", "user_read", 403), (failure.ErrorId, failure.MissingPermission, failure.StatusCode));
        Assert.Contains("user_read", failure.Remedy);
        Assert.True(failure.IsEndpointClosed);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_key_that_the_server_echoes_is_in_no_text(int status)
    {
        string echo = $$$"""{"detail":{"status":"x","message":"key {{{RawServer.Key}}} and {{{RawServer.Key.ToUpperInvariant()}}} and sk_ffffffffffffffffffffffff \u001b[31m"}}""";
        await using var server = new RawServer(_ => RawServer.Reply(status, echo, headers: "request-id: " + RawServer.Key));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(
            () => server.Open(SimulatedConnection.Quick with { MaxRetries = 0 }).GetModelsAsync(default));
        string all = failure + failure.Remedy + failure.RequestId;
        Assert.DoesNotContain("sk_0123", all, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sk_ffff", all);
        Assert.DoesNotContain('\u001b', failure.Message);
        Assert.Contains("(key)", all);
    }

    [Fact]
    public async Task A_key_in_a_media_type_a_redirect_or_a_column_is_in_no_text()
    {
        var answers = new Queue<byte[]>(
        [
            RawServer.Reply(200, "{}", "text/" + RawServer.Key),
            RawServer.Reply(307, "", headers: $"location: https://{RawServer.Key}.example.com/"),
            RawServer.Reply(200, $$"""{"columns":["{{RawServer.Key}}"],"rows":[],"{{RawServer.Key}}":1}"""),
        ]);
        await using var server = new RawServer(_ => answers.Dequeue());
        IElevenLabsApi api = server.Open();
        var query = new AnalyticsQuery(new DateRange(SimulatedConnection.Today, SimulatedConnection.Today), TimeZoneInfo.Utc, []);
        foreach (string id in new[] { "ProxyAnswered", "RedirectRefused", "ColumnMissing" })
        {
            ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => api.QueryAnalyticsAsync(query, default));
            Assert.Equal(id, failure.ErrorId);
            Assert.DoesNotContain("sk_0123", failure.ToString());
        }

        Assert.DoesNotContain(api.Unknowns.Keys, name => name.Contains("sk_0123"));
    }

    [Fact]
    public async Task A_long_text_of_the_server_is_cut()
    {
        await using var server = new RawServer(_ => RawServer.Reply(400, $$"""{"detail":"{{new string('x', 5000)}}"}"""));
        ElevenLabsApiException failure = await Assert.ThrowsAsync<ElevenLabsApiException>(() => server.Open().GetModelsAsync(default));
        Assert.InRange(failure.Message.Length, 300, 500);
    }

    [Theory]
    [InlineData("sk_12\u00a034")]
    [InlineData("sk_12 34")]
    [InlineData("sk_12\n34")]
    public async Task A_key_that_no_header_can_carry_is_refused_without_a_request(string key)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => simulated.Open(key: key));
        Assert.Equal(("ApiKeyInvalid", FailureCategory.Permission), (failure.ErrorId, failure.Category));
        Assert.DoesNotContain(key, failure.ToString());
        Assert.Empty(simulated.Server.Requests);
    }

    [Fact]
    public void No_key_is_told_as_such()
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(
            () => ElevenLabsApi.Open(SimulatedConnection.Describe("acme", new Uri("https://api.elevenlabs.io")), "", TimeProvider.System));
        Assert.Equal("ApiKeyMissing", failure.ErrorId);
    }
}
