using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Demo;

/// <summary>The API of a demo workspace, in process: no key, no network, and the same usage for the same seed and day for ever.</summary>
/// <remarks>
/// Days are those of the zone asked for: a day's usage is the same in every zone. Yesterday and before are complete; today grows with
/// every full hour; days to come, and those before 2025, have none. The plan is Creator, its billing month the calendar month in UTC.
/// </remarks>
/// <param name="time">The clock that tells today.</param>
/// <param name="seed">Which workspace.</param>
public sealed class DemoApi(TimeProvider time, int seed = 11) : IElevenLabsApi
{
    private const string Tier = "creator";

    // As the price catalogue has it; the limit that the API reports holds the rollover of two months on top.
    private const long MonthlyCredits = 121_000;
    private const int MonthsOfRollover = 2;
    private const long MonthlyFeeCents = 2200;

    private readonly DemoWorkspace _workspace = new(seed);

    /// <summary>Always 0: nothing is sent.</summary>
    public int RequestCount => 0;

    /// <summary>Always empty.</summary>
    public IReadOnlyDictionary<string, int> Unknowns { get; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<ModelInfo>>(
        () =>
        [
            new("eleven_v3", "Eleven v3"),
            new("eleven_multilingual_v2", "Eleven Multilingual v2"),
            new("eleven_flash_v2_5", "Eleven Flash v2.5"),
            new("eleven_multilingual_sts_v2", "Eleven Multilingual v2 (speech to speech)"),
            new("scribe_v1", "Scribe v1"),
        ],
        cancellationToken);

    /// <inheritdoc/>
    public Task<UserInfo> GetUserAsync(CancellationToken cancellationToken) =>
        Answer(() => new UserInfo(_workspace.Cast.Users[0].Id, _workspace.Cast.Users[0].FirstName), cancellationToken);

    /// <inheritdoc/>
    public Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken) => Answer(Subscription, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A dimension is none that the query can group by.</exception>
    public Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken) => Answer(
        () => DemoAnalytics.Answer(
            query.Hourly ? Hours(query.Range, query.TimeZone) : Rows(query.Range, query.TimeZone),
            query.GroupBy,
            _workspace.Cast.KeysWithin(query.Range.Start, Earlier(query.Range.End, query.TimeZone.Today(time)))
                .ToDictionary(key => key.Hash, key => key.Name, StringComparer.Ordinal)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) => Answer(
        () => DemoStatistics.Answer(
            Rows(query.Range, RefuseMixedAverages(query).TimeZone).Where(row => query.Workspace || row.User == _workspace.Cast.Users[0].Id),
            query.Metric, query.Breakdown, _workspace.Cast),
        cancellationToken);

    /// <inheritdoc/>
    public Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken) => Answer(
        () => DemoStatistics.AnswerHours(
            Hours(query.Range, query.TimeZone).Where(row => query.Workspace || row.User == _workspace.Cast.Users[0].Id),
            query.Metric, query.Breakdown, _workspace.Cast),
        cancellationToken);

    /// <summary>The plan's monthly fee comes next; nothing is open.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken) => Answer(
        () => new InvoiceStatement(
            DemoAnalytics.Currency, new Invoice(MonthlyFeeCents, MonthlyFeeCents, 0, HasDiscount: false, Subscription().NextResetAt), []),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<GroupInfo>>(
        () =>
        [
            .. _workspace.Cast.Groups.Select(group => new GroupInfo(
                group.Id, group.Name, [.. _workspace.Cast.Users.Where(user => user.GroupId == group.Id).Select(user => user.Id)])),
        ],
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<MemberInfo>>(
        () => [.. _workspace.Cast.Users.Select(user => new MemberInfo(user.Id, user.Email, user.FirstName))], cancellationToken);

    /// <summary>The keys that were used within the last year.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<ApiKeyInfo>>(
        () =>
        {
            DateOnly today = TimeZoneInfo.Utc.Today(time);
            return [.. _workspace.Cast.KeysWithin(today.AddYears(-1), today).Select(key => new ApiKeyInfo(key.Hash, key.Name))];
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Days and hours are those of UTC.</remarks>
    public Task<RequestPage> GetRequestsAsync(RequestPageQuery query, CancellationToken cancellationToken) =>
        Answer(() => new DemoRequests(_workspace, time.GetUtcNow()).Answer(query), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WebhookInfo>> GetWebhooksAsync(CancellationToken cancellationToken) =>
        Answer(() => DemoWebhooks.Answer(time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task<BillingIdentity> GetBillingIdentityAsync(DateRange range, CancellationToken cancellationToken) =>
        Answer(() => new BillingIdentity([_workspace.Cast.WorkspaceId], []), cancellationToken);

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }

    /// <summary>As the real endpoint: its averages of a day are those of a day of UTC.</summary>
    private static UsageStatisticsQuery RefuseMixedAverages(UsageStatisticsQuery query) =>
        query.TimeZone.IsUtc() || StatisticsMetric.CombinationOf(query.Metric) != StatisticsCombination.None
            ? query
            : throw ApiErrors.NotMadeOfHours(query.Metric, query.TimeZone.Id);

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static Task<T> Answer<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(answer());
        }
        catch (ElevenLabsApiException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private IEnumerable<DemoRow> Rows(DateRange range, TimeZoneInfo zone)
    {
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = zone.DayOf(now);
        int hours = TimeZoneInfo.ConvertTime(now, zone).Hour;
        return range.EachDay().Where(day => day <= today).SelectMany(day => _workspace.RowsOn(day, day == today ? hours : 24));
    }

    private IEnumerable<DemoRow> Hours(DateRange range, TimeZoneInfo zone)
    {
        DateTimeOffset now = time.GetUtcNow();
        return range.EachDay().Where(day => day <= zone.DayOf(now)).SelectMany(day => DemoHours.RowsOn(_workspace, day, zone, now));
    }

    private SubscriptionSnapshot Subscription()
    {
        DateTimeOffset now = time.GetUtcNow();
        DateOnly today = TimeZoneInfo.Utc.DayOf(now);
        DateOnly month = new(today.Year, today.Month, 1);
        long used = CreditsWithin(new DateRange(month, today));
        long rollover = Enumerable.Range(1, MonthsOfRollover).Select(back => month.AddMonths(-back))
            .Sum(first => Math.Max(0, MonthlyCredits - CreditsWithin(new DateRange(first, first.AddMonths(1).AddDays(-1)))));
        return new SubscriptionSnapshot
        {
            At = now.UtcDateTime,
            Tier = Tier,
            Status = "active",
            BillingPeriod = "monthly_period",
            Currency = DemoAnalytics.Currency,
            CreditsUsed = used,
            CreditLimit = MonthlyCredits + rollover,
            NextResetAt = month.AddMonths(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            CurrentOverage = 0,
            OverageCurrency = DemoAnalytics.Currency,
            RefreshPeriod = "monthly_period",
            OverageAllowed = true,
            OverageLimit = MonthlyCredits,
            VoiceSlotsUsed = _workspace.Cast.Voices.Count,
            VoiceSlotLimit = 30,
            ProfessionalVoiceSlotsUsed = 0,
            ProfessionalVoiceSlotsUsedInWorkspace = 0,
            ProfessionalVoiceSlotLimit = 1,
        };
    }

    private long CreditsWithin(DateRange range) => Rows(range, TimeZoneInfo.Utc).Sum(row => row.Credits);
}
