using System.Text.Json;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>What the simulator was asked of analytics, but for whose usage it is.</summary>
internal static class AnalyticsRequests
{
    /// <summary>The range and whether it was broken down, of each query, in order of arrival.</summary>
    public static List<(DateTimeOffset Start, DateTimeOffset End, bool Grouped)> Of(SimulatorServer server) =>
        [.. server.Requests.Where(request => request.Path.StartsWith("/v1/workspace/analytics/query", StringComparison.Ordinal)
            && !request.Body.Contains("billing_group_id", StringComparison.Ordinal)).Select(request =>
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            return (DateTimeOffset.FromUnixTimeMilliseconds(body.RootElement.GetProperty("start_time").GetInt64()),
                DateTimeOffset.FromUnixTimeMilliseconds(body.RootElement.GetProperty("end_time").GetInt64()),
                body.RootElement.TryGetProperty("group_by", out _));
        })];
}
