using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
namespace ElevenCost.Engine.Demo;
#pragma warning disable
/// <summary>Stub until merged.</summary>
public sealed class DemoApi(TimeProvider time, int seed = 11) : IElevenLabsApi
{
    public int RequestCount => 0;
    public IReadOnlyDictionary<string, int> Unknowns => throw new NotSupportedException();
    public Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<UserInfo> GetUserAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public void Dispose() { }
}
