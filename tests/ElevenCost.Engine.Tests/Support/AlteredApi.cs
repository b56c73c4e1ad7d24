using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>An API whose answers a test alters on their way: what has been seen of the real one and the simulator does not do.</summary>
internal sealed class AlteredApi(IElevenLabsApi inner) : IElevenLabsApi
{
    public TimeSpan? ServerClockOffset => inner.ServerClockOffset;

    /// <summary>Alters what the analytics query answers.</summary>
    public Func<AnalyticsQuery, AnalyticsUsage, AnalyticsUsage>? Analytics { get; init; }

    /// <summary>What the statistics are asked for instead.</summary>
    public Func<UsageStatisticsQuery, UsageStatisticsQuery>? StatisticsQuery { get; init; }

    /// <summary>Alters the statistics.</summary>
    public Func<UsageStatisticsQuery, UsageStatistics, UsageStatistics>? Statistics { get; init; }

    /// <summary>Alters the groups.</summary>
    public Func<IReadOnlyList<GroupInfo>, IReadOnlyList<GroupInfo>>? Groups { get; init; }

    /// <summary>Alters the keys of service accounts.</summary>
    public Func<IReadOnlyList<ApiKeyInfo>, IReadOnlyList<ApiKeyInfo>>? Keys { get; init; }

    public int RequestCount => inner.RequestCount;

    public IReadOnlyDictionary<string, int> Unknowns => inner.Unknowns;

    public IReadOnlyList<string> NotRead => inner.NotRead;

    public async Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken)
    {
        AnalyticsUsage answer = await inner.QueryAnalyticsAsync(query, cancellationToken);
        return Analytics?.Invoke(query, answer) ?? answer;
    }

    public async Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken)
    {
        UsageStatistics answer = await inner.GetUsageStatisticsAsync(StatisticsQuery?.Invoke(query) ?? query, cancellationToken);
        return Statistics?.Invoke(query, answer) ?? answer;
    }

    public async Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<GroupInfo> answer = await inner.GetGroupsAsync(cancellationToken);
        return Groups?.Invoke(answer) ?? answer;
    }

    public async Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ApiKeyInfo> answer = await inner.GetServiceAccountKeysAsync(cancellationToken);
        return Keys?.Invoke(answer) ?? answer;
    }

    public Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken) => inner.GetModelsAsync(cancellationToken);

    public Task<UserInfo> GetUserAsync(CancellationToken cancellationToken) => inner.GetUserAsync(cancellationToken);

    public Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken) => inner.GetSubscriptionAsync(cancellationToken);

    public Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) =>
        inner.GetHourlyStatisticsAsync(query, cancellationToken);

    public Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken) => inner.GetInvoicesAsync(cancellationToken);

    public Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken) => inner.GetMembersAsync(cancellationToken);

    public Task<RequestPage> GetRequestsAsync(RequestPageQuery query, CancellationToken cancellationToken) => inner.GetRequestsAsync(query, cancellationToken);

    public Task<IReadOnlyList<WebhookInfo>> GetWebhooksAsync(CancellationToken cancellationToken) => inner.GetWebhooksAsync(cancellationToken);

    public Task<BillingIdentity> GetBillingIdentityAsync(DateRange range, CancellationToken cancellationToken) => inner.GetBillingIdentityAsync(range, cancellationToken);

    public void Dispose() => inner.Dispose();
}
