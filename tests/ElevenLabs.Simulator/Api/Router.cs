using System.Globalization;
using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>Decides what answers a request: a fault, a validation failure, an authentication failure or an endpoint.</summary>
internal sealed class Router(SimulatorOptions options, UsageGenerator generator, FaultSet faultSet, TimeProvider time)
{
    private const string UsageQueryPath = "/v1/workspace/analytics/query/usage-by-product-over-time";
    private const string RequestLogPath = "/v1/workspace/analytics/requests";
    private const string StatsPath = "/v1/usage/character-stats";
    private readonly Workspace workspace = generator.Workspace;

    public async Task HandleAsync(HttpRequest request, HttpReply reply, CancellationToken cancel)
    {
        ActiveFaults faults = faultSet.Match(request.Path);
        reply.Mode = faults.Find("truncated") is Fault cut
            ? cut.Argument == "length" ? ReplyMode.TruncatedLength : ReplyMode.TruncatedChunked
            : faults.Has("malformed") ? ReplyMode.Malformed : ReplyMode.Whole;
        if (faults.Find("date") is Fault date)
        {
            reply.AddHeader("date", time.GetUtcNow().AddSeconds(date.IntArgument(0)).ToString("R", CultureInfo.InvariantCulture));
        }

        reply.HasByteOrderMark = faults.Has("byte-order-mark");
        if (faults.Find("slow") is Fault slow)
        {
            await Task.Delay(slow.IntArgument(0), cancel);
        }

        if (await FaultAnswers.TryAnswerAsync(faults, request, reply, time, cancel))
        {
            return;
        }

        await RouteAsync(request, reply, faults);
    }

    private async Task RouteAsync(HttpRequest request, HttpReply reply, ActiveFaults faults)
    {
        bool analytics = request.Path is UsageQueryPath or RequestLogPath;
        if (!IsKnown(request.Path)
            || (analytics && (options.Analytics == AnalyticsAvailability.Absent || faults.Has("analytics-absent")))
            || (request.Path == StatsPath && (!options.StatsPresent || faults.Has("stats-absent"))))
        {
            await reply.SendAsync(404, ErrorBodies.Text("Not Found"));
            return;
        }

        if (request.Method != (analytics ? "POST" : "GET"))
        {
            reply.AddHeader("allow", analytics ? "POST" : "GET");
            await reply.SendAsync(405, ErrorBodies.Text("Method Not Allowed"));
            return;
        }

        // Validation comes before authentication, as on the real service.
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        List<ValidationFailure> failures = [];
        UsageQuery? usage = request.Path == UsageQueryPath ? UsageQuery.Read(request.Body, out failures) : null;
        RequestLogQuery? log = request.Path == RequestLogPath ? RequestLogQuery.Read(request.Body, out failures) : null;
        CharacterStatsQuery? stats = request.Path == StatsPath ? CharacterStatsQuery.Read(request.QueryValues(), out failures) : null;
        if (request.Path == "/v1/workspace/groups/search" && !request.QueryValues().ContainsKey("name"))
        {
            failures.Add(ValidationFailure.Missing(null, "query", "name"));
        }

        if (failures.Count > 0)
        {
            await reply.SendAsync(422, ErrorBodies.Validation(failures));
            return;
        }

        if (Authenticate(request, reply.RequestId, out ApiKeyEntry? key) is (int status, byte[] body))
        {
            await reply.SendAsync(status, body);
            return;
        }

        if (MissingPermission(request.Path, faults, analytics) is (int refused, string permission))
        {
            await reply.SendAsync(refused, ErrorBodies.MissingPermission(permission));
            return;
        }

        if (usage is not null)
        {
            await new UsageQueryEndpoint(generator, faults, usage, now, options.Currency).WriteAsync(reply);
            return;
        }

        JsonNode? answer = log is not null ? new RequestLogEndpoint(generator, faults, log, now, options.Currency).Answer()
            : stats is not null ? new CharacterStatsEndpoint(generator, faults, stats, now, key!).Answer()
            : Resource(request, key!, now);
        if (answer is null)
        {
            await reply.SendAsync(404, ErrorBodies.Detail("not_found", "service_account_not_found", "Service account not found.", "service_account_not_found", reply.RequestId));
            return;
        }

        await reply.SendAsync(200, ErrorBodies.Bytes(JsonFaults.Apply(answer, faults)));
    }

    private JsonNode? Resource(HttpRequest request, ApiKeyEntry key, long now)
    {
        SubscriptionJson subscription = new(generator, faultSet.Adjustments(), now);
        WorkspaceJson people = new(workspace);
        return request.Path switch
        {
            "/v1/models" => ModelsJson.All(),
            "/v1/user" => people.User(key, subscription.Plain()),
            "/v1/user/subscription" => subscription.Extended(),
            "/v1/service-accounts" => people.ServiceAccounts(),
            "/v1/workspace/groups" => people.Groups(),
            "/v1/workspace/groups/search" => people.SearchGroups(request.QueryValues()["name"]),
            "/v1/workspace/members" => people.Members(),
            "/v1/workspace/webhooks" => people.Webhooks(request.QueryValues().GetValueOrDefault("include_usages") is "true" or "1"),
            _ => people.ApiKeys(ServiceAccountOf(request.Path)!),
        };
    }

    private (int Status, byte[] Body)? Authenticate(HttpRequest request, string requestId, out ApiKeyEntry? key)
    {
        key = null;
        string? sent = request.Header("xi-api-key");
        if (string.IsNullOrEmpty(sent))
        {
            return request.Header("Authorization") is not null ? (401, ErrorBodies.InvalidAuthorizationHeader())
                : request.Path == "/v1/models" ? (404, ErrorBodies.WorkspaceNotFound())
                : (401, ErrorBodies.NeedsAuthorization(requestId));
        }

        if (sent.Length == 64 && sent.All(char.IsAsciiHexDigit))
        {
            return (400, ErrorBodies.KeyIdAsKey(requestId));
        }

        return workspace.KeysBySecret.TryGetValue(sent, out key) && !options.RevokedKeys.Contains(sent)
            ? null : (401, ErrorBodies.InvalidKey(requestId));
    }

    private (int Status, string Permission)? MissingPermission(string path, ActiveFaults faults, bool analytics)
    {
        if (analytics)
        {
            if (faults.Find("analytics-forbidden") is Fault fault)
            {
                return (fault.IntArgument(403), "workspace_analytics_full_read");
            }

            if (options.Analytics is AnalyticsAvailability.Unauthorized or AnalyticsAvailability.Forbidden)
            {
                return (options.Analytics == AnalyticsAvailability.Forbidden ? 403 : 401, "workspace_analytics_full_read");
            }
        }

        string? needed = analytics ? options.AnalyticsPermission : Permissions.Of(path);
        return needed is not null && options.Permissions is not null && !options.Permissions.Contains(needed)
            ? (options.MissingPermissionStatus, needed) : null;
    }

    private static bool IsKnown(string path) => path is UsageQueryPath or RequestLogPath or StatsPath
        or "/v1/models" or "/v1/user" or "/v1/user/subscription" or "/v1/service-accounts" or "/v1/workspace/groups"
        or "/v1/workspace/groups/search" or "/v1/workspace/members" or "/v1/workspace/webhooks"
        || ServiceAccountOf(path) is not null;

    private static string? ServiceAccountOf(string path)
    {
        const string prefix = "/v1/service-accounts/";
        const string suffix = "/api-keys";
        return path.StartsWith(prefix, StringComparison.Ordinal) && path.EndsWith(suffix, StringComparison.Ordinal)
            && path.Length > prefix.Length + suffix.Length ? path[prefix.Length..^suffix.Length] : null;
    }
}
