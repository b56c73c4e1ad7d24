using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>What ElevenCost asks of ElevenLabs. The HTTP client and the demo workspace implement it.</summary>
/// <remarks>Every method throws <see cref="ElevenLabsApiException"/> for what a server or network can do, and <see cref="OperationCanceledException"/> where cancelled.</remarks>
public interface IElevenLabsApi : IDisposable
{
    /// <summary>How many HTTP requests were sent so far, retries included.</summary>
    int RequestCount { get; }

    /// <summary>Fields, columns and values that were met and not known, by name, with how often; they are ignored.</summary>
    IReadOnlyDictionary<string, int> Unknowns { get; }

    /// <summary>
    /// How far the server's clock is ahead of this machine's, by the <c>Date</c> of its last answer; negative if it is behind, null if it is
    /// unknown.
    /// </summary>
    TimeSpan? ServerClockOffset => null;

    /// <summary>What was answered in a form that could not be read and went without, each once, as the start of a sentence.</summary>
    IReadOnlyList<string> NotRead => [];

    /// <summary>The models; used to validate a key.</summary>
    Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken);

    /// <summary>The user whom the key belongs to.</summary>
    Task<UserInfo> GetUserAsync(CancellationToken cancellationToken);

    /// <summary>The subscription as of now.</summary>
    Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken);

    /// <summary>Usage by day, or by hour, from the workspace analytics query.</summary>
    Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken);

    /// <summary>One metric by one breakdown from the deprecated usage statistics.</summary>
    Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken);

    /// <summary>One metric by one breakdown from the deprecated usage statistics, by hours of UTC.</summary>
    Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken);

    /// <summary>The next invoice and the open ones, as the subscription reports them now.</summary>
    Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken);

    /// <summary>The workspace's groups.</summary>
    Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken);

    /// <summary>The workspace's members.</summary>
    Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken);

    /// <summary>The API keys of all service accounts.</summary>
    Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken);

    /// <summary>One page of the request log, the latest request first.</summary>
    Task<RequestPage> GetRequestsAsync(RequestPageQuery query, CancellationToken cancellationToken);

    /// <summary>The workspace's webhooks; what uses them only where the key may see it.</summary>
    Task<IReadOnlyList<WebhookInfo>> GetWebhooksAsync(CancellationToken cancellationToken);

    /// <summary>The workspaces and billing groups of the usage within some days.</summary>
    Task<BillingIdentity> GetBillingIdentityAsync(DateRange range, CancellationToken cancellationToken);
}

/// <summary>A model.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Name">Its name.</param>
public sealed record ModelInfo(string Id, string Name);

/// <summary>The user whom a key belongs to.</summary>
/// <param name="Id">The user's ID.</param>
/// <param name="FirstName">The first name; null if absent.</param>
public sealed record UserInfo(string Id, string? FirstName);

/// <summary>A workspace group.</summary>
/// <param name="Id">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="Members">The members' user IDs.</param>
public sealed record GroupInfo(string Id, string Name, IReadOnlyList<string> Members);

/// <summary>A workspace member.</summary>
/// <param name="UserId">The user's ID.</param>
/// <param name="Email">The email address.</param>
/// <param name="FirstName">The first name; null if absent.</param>
public sealed record MemberInfo(string UserId, string Email, string? FirstName);

/// <summary>An API key, by what may be known of it; never the key.</summary>
/// <param name="Hash">The hash by which usage names it.</param>
/// <param name="Name">Its name.</param>
public sealed record ApiKeyInfo(string Hash, string Name)
{
    /// <summary>Credits that it may use in a billing month: the least of its limits; null if it has none.</summary>
    public long? CreditLimit { get; init; }

    /// <summary>Credits that ElevenLabs counts against that limit; null if it reports none.</summary>
    public long? CreditsCounted { get; init; }
}

/// <summary>Which usage to ask the analytics query for.</summary>
/// <param name="Range">The days, both included.</param>
/// <param name="TimeZone">The zone of the days.</param>
/// <param name="GroupBy">What to break down by: record dimensions but <see cref="Dimension.Group"/>; empty for the total.</param>
/// <param name="UserId">The one user whose usage is asked for; null for the whole workspace.</param>
/// <param name="Hourly">Whether to ask for hours instead of days.</param>
/// <param name="HasFallback">Whether who asks does something else where a host that answers is silent on this, such as to ask for less: then it isn't asked once more.</param>
public sealed record AnalyticsQuery(
    DateRange Range, TimeZoneInfo TimeZone, IReadOnlyList<Dimension> GroupBy, string? UserId = null, bool Hourly = false, bool HasFallback = false);

/// <summary>Usage by day or hour as the analytics query answered it, clipped to the range asked for, without rows that hold no usage.</summary>
/// <param name="Table">The rows: full records.</param>
/// <param name="Currency">ISO 4217 code of the costs; null if the response named no money column.</param>
/// <param name="ApiKeyNames">The names of the API keys that occur.</param>
/// <param name="Starts">For each row the instant at which its hour begins, in UTC; null if days were asked for.</param>
public sealed record AnalyticsUsage(
    UsageTable Table, string? Currency, IReadOnlyDictionary<string, string> ApiKeyNames, IReadOnlyList<DateTime>? Starts = null)
{
    private static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

    /// <summary>The names of the users that occur; empty if the answer has none.</summary>
    public IReadOnlyDictionary<string, string> UserNames { get; init; } = NoNames;

    /// <summary>The names of the voices that occur; empty if the answer has none.</summary>
    public IReadOnlyDictionary<string, string> VoiceNames { get; init; } = NoNames;

    /// <summary>The days of which a figure cannot be read, each with the reason; their rows in <see cref="Table"/> are not all.</summary>
    public IReadOnlyDictionary<DateOnly, string> Unreadable { get; init; } = new Dictionary<DateOnly, string>();
}

/// <summary>Which usage to ask the deprecated endpoint for.</summary>
/// <param name="Range">The days, both included.</param>
/// <param name="TimeZone">The zone of the days.</param>
/// <param name="Metric">The metric as the endpoint names it.</param>
/// <param name="Breakdown">The breakdown as the endpoint names it.</param>
/// <param name="Workspace">Whether to include the whole workspace.</param>
public sealed record UsageStatisticsQuery(DateRange Range, TimeZoneInfo TimeZone, string Metric, string Breakdown, bool Workspace);

/// <summary>One metric by day and key.</summary>
/// <param name="Values">For each key of the breakdown, its value on each day of which it is known.</param>
public sealed record UsageStatistics(IReadOnlyDictionary<string, IReadOnlyDictionary<DateOnly, decimal>> Values)
{
    /// <summary>The days asked for of which a value is not known, in whole or in part: null, no number, or absent. Never 0.</summary>
    public IReadOnlySet<DateOnly> Gaps { get; init; } = new HashSet<DateOnly>();
}

/// <summary>One metric by hour and key.</summary>
/// <param name="Values">For each key of the breakdown, its value in each hour that has one; hours by the instant at which they begin, in UTC.</param>
public sealed record HourlyStatistics(IReadOnlyDictionary<string, IReadOnlyDictionary<DateTime, decimal>> Values);
