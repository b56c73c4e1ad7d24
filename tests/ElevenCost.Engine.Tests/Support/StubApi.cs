using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>An API of which a test answers what it is about; everything else is not to be asked for.</summary>
internal sealed class StubApi : IElevenLabsApi
{
    public Func<RequestPageQuery, RequestPage>? Requests { get; init; }

    public Func<SubscriptionSnapshot>? Subscription { get; init; }

    public Func<BillingIdentity>? Identity { get; init; }

    public int RequestCount => 0;

    public bool IsDisposed { get; private set; }

    public IReadOnlyDictionary<string, int> Unknowns { get; } = new Dictionary<string, int>();

    public async Task<RequestPage> GetRequestsAsync(RequestPageQuery query, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Requests!(query);
    }

    public Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken) => Answer(Subscription!);

    public Task<BillingIdentity> GetBillingIdentityAsync(DateRange range, CancellationToken cancellationToken) => Answer(Identity ?? (() => new BillingIdentity([], [])));

    public Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UserInfo> GetUserAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<WebhookInfo>> GetWebhooksAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => IsDisposed = true;

    private static async Task<T> Answer<T>(Func<T> answer)
    {
        await Task.Yield();
        return answer();
    }
}
