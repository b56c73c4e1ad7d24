using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>The ElevenLabs API over HTTP.</summary>
internal sealed class ElevenLabsApiClient(Uri baseUri, string apiKey, ApiOptions options, TimeProvider time, Action<string>? tell = null) : IElevenLabsApi
{
    private const string AnalyticsPath = "/v1/workspace/analytics/query/usage-by-product-over-time";
    private const string RequestLogPath = "/v1/workspace/analytics/requests";
    private const string StatisticsPath = "/v1/usage/character-stats";
    private const int SecondsOfDay = 86_400;
    private const int SecondsOfHour = 3600;

    private readonly ApiTransport _transport = new(baseUri, apiKey, options, time, tell);
    private readonly UnknownCounter _unknowns = new();

    public int RequestCount => _transport.RequestCount;

    public IReadOnlyDictionary<string, int> Unknowns => _unknowns.Counts;

    public async Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken)
    {
        List<ModelBody> models = await GetAsync("/v1/models", ApiJson.Default.ListModelBody, cancellationToken);
        return [.. models.OfType<ModelBody>().Where(model => model.ModelId is not null).Select(model => new ModelInfo(model.ModelId!, model.Name ?? model.ModelId!))];
    }

    public async Task<UserInfo> GetUserAsync(CancellationToken cancellationToken)
    {
        UserBody user = await GetAsync("/v1/user", ApiJson.Default.UserBody, cancellationToken);
        return new UserInfo(user.UserId ?? throw Missing("/v1/user", "user_id"), user.FirstName);
    }

    public async Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken)
    {
        const string Path = "/v1/user/subscription";
        SubscriptionBody body = await GetAsync(Path, ApiJson.Default.SubscriptionBody, cancellationToken);
        SubscriptionWords.CountUnknowns(body, _unknowns);
        var snapshot = new SubscriptionSnapshot
        {
            At = time.GetUtcNow().UtcDateTime,
            Tier = body.Tier ?? throw Missing(Path, "tier"),
            Status = body.Status,
            BillingPeriod = body.BillingPeriod,
            Currency = CurrencyCode.Read(body.Currency),
            CreditsUsed = body.CharacterCount ?? throw Missing(Path, "character_count"),
            CreditLimit = body.CharacterLimit ?? throw Missing(Path, "character_limit"),
            NextResetAt = body.NextCharacterCountResetUnix is { } reset ? UnixTime.Read(reset)?.UtcDateTime : null,
            CurrentOverage = body.CurrentOverage?.Amount,
            OverageCurrency = body.CurrentOverage?.Amount is null ? null : CurrencyCode.Read(body.CurrentOverage.Currency),
            PendingTier = body.PendingChange?.NextTier,
            PendingKind = body.PendingChange is { } pending ? pending.Kind ?? (pending.NextTier is null ? "cancellation" : "change") : null,
            PendingBillingPeriod = body.PendingChange?.NextBillingPeriod,
            PendingAt = body.PendingChange?.TimestampSeconds is { } at ? UnixTime.Read(at)?.UtcDateTime : null,
            RefreshPeriod = body.RefreshPeriod,
            OverageAllowed = body.OverageAllowed,
            OverageLimit = body.OverageLimit,
            VoiceSlotsUsed = body.VoiceSlotsUsed,
            VoiceSlotLimit = body.VoiceLimit,
            ProfessionalVoiceSlotsUsed = body.ProfessionalVoiceSlotsUsed,
            ProfessionalVoiceSlotsUsedInWorkspace = body.ProfessionalVoiceSlotsUsedInWorkspace,
            ProfessionalVoiceSlotLimit = body.ProfessionalVoiceLimit,
            HasOpenInvoices = body.HasOpenInvoices ?? false,
        };
        return BillingFields.PutInto(snapshot, body.Others);
    }

    public async Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken)
    {
        return await PostAsync(AnalyticsPath, AnalyticsBody(query),
            (uri, table) => new AnalyticsConversion(uri, table, query, _unknowns).Convert(), cancellationToken, query.HasFallback);
    }

    public async Task<RequestPage> GetRequestsAsync(RequestPageQuery query, CancellationToken cancellationToken) =>
        await PostAsync(RequestLogPath, RequestLogBody.Write(query),
            (uri, table) => new RequestLogConversion(uri, table, _unknowns).Convert(), cancellationToken);

    public async Task<IReadOnlyList<WebhookInfo>> GetWebhooksAsync(CancellationToken cancellationToken)
    {
        const string Path = "/v1/workspace/webhooks";
        WebhooksBody body;
        try
        {
            body = await GetAsync(Path + "?include_usages=true", ApiJson.Default.WebhooksBody, cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.StatusCode is 401 or 403 or 422)
        {
            // Admins alone may see what uses a webhook; a key that is refused altogether is refused again.
            body = await GetAsync(Path, ApiJson.Default.WebhooksBody, cancellationToken);
        }

        return [.. (body.Webhooks ?? throw Missing(Path, "webhooks")).OfType<WebhookBody>().Where(webhook => webhook.Id is not null).Select(webhook => webhook.ToInfo())];
    }

    public async Task<BillingIdentity> GetBillingIdentityAsync(DateRange range, CancellationToken cancellationToken)
    {
        const string Workspace = "reporting_workspace_id";
        const string Group = "billing_group_id";
        return await PostAsync(AnalyticsPath, AnalyticsBody(new AnalyticsQuery(range, TimeZoneInfo.Utc, []), Workspace, Group),
            (_, table) => new BillingIdentity(Values(table, Workspace), Values(table, Group)), cancellationToken, hasFallback: true);
    }

    public async Task<UsageStatistics> GetUsageStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken)
    {
        // The endpoint's days are days of UTC; those of another zone are made up of its hours.
        bool isUtc = query.TimeZone.IsUtc();
        if (!isUtc && StatisticsMetric.CombinationOf(query.Metric) == StatisticsCombination.None)
        {
            throw ApiFailure.NotMadeOfHours(query.Metric, query.TimeZone.Id);
        }

        StatisticsBody body = await GetStatisticsAsync(query, isUtc ? "day" : "hour", cancellationToken);
        return new UsageStatistics(body.Usage!.ToDictionary(
            entry => entry.Key,
            entry => (IReadOnlyDictionary<DateOnly, decimal>)By(query, body.Time!, entry.Value, start => query.TimeZone.DayOf(start)),
            StringComparer.Ordinal));
    }

    public async Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken)
    {
        StatisticsBody body = await GetStatisticsAsync(query, "hour", cancellationToken);
        return new HourlyStatistics(body.Usage!.ToDictionary(
            entry => entry.Key,
            entry => (IReadOnlyDictionary<DateTime, decimal>)By(query, body.Time!, entry.Value, start => start.UtcDateTime),
            StringComparer.Ordinal));
    }

    public async Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken) =>
        (await GetAsync("/v1/user/subscription", InvoiceJson.Default.InvoicesBody, cancellationToken)).ToStatement();

    public async Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, GroupBody> groups = await GetAsync("/v1/workspace/groups", ApiJson.Default.DictionaryStringGroupBody, cancellationToken);
        return [.. groups.Where(entry => entry.Value is not null).Select(entry => new GroupInfo(entry.Value.Id ?? entry.Key, entry.Value.Name ?? entry.Key, entry.Value.Members ?? []))];
    }

    public async Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken)
    {
        List<MemberBody> members = await GetAsync("/v1/workspace/members", ApiJson.Default.ListMemberBody, cancellationToken);
        return [.. members.OfType<MemberBody>().Where(member => member.UserId is not null).Select(member => new MemberInfo(member.UserId!, member.Email ?? "", member.FirstName))];
    }

    public async Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken)
    {
        ServiceAccountsBody accounts = await GetAsync("/v1/service-accounts", ApiJson.Default.ServiceAccountsBody, cancellationToken);
        var keys = new List<ApiKeyInfo>();
        foreach (ServiceAccountBody account in (accounts.ServiceAccounts ?? []).OfType<ServiceAccountBody>())
        {
            List<ApiKeyBody?>? bodies = account.ApiKeys;
            if (bodies is null && account.UserId is { } id)
            {
                bodies = (await GetAsync($"/v1/service-accounts/{Uri.EscapeDataString(id)}/api-keys", ApiJson.Default.ServiceAccountKeysBody, cancellationToken)).ApiKeys;
            }

            keys.AddRange((bodies ?? []).OfType<ApiKeyBody>().Where(key => key.Hash is not null && key.Name is not null).Select(key => KeyLimitFields.PutInto(new ApiKeyInfo(key.Hash!, key.Name!), key.Others)));
        }

        return keys;
    }

    public void Dispose() => _transport.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await _transport.SendAsync(HttpMethod.Get, path, null,
            async (uri, stream, token) => await JsonSerializer.DeserializeAsync(stream, type, token) ?? throw ApiFailure.Malformed(uri, "it is null."),
            cancellationToken);

    private async Task<T> PostAsync<T>(string path, byte[] body, Func<Uri, AnalyticsTable, T> convert, CancellationToken cancellationToken, bool hasFallback = false) =>
        await _transport.SendAsync(
            HttpMethod.Post,
            path,
            () => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            async (uri, stream, token) => convert(uri, await new AnalyticsResponseReader(_unknowns).ReadAsync(uri, stream, token)),
            cancellationToken,
            hasFallback);

    private static string[] Values(AnalyticsTable table, string name) => table.Find(name) is { } column
        ? [.. Enumerable.Range(0, table[column].Pool.Count).Select(text => table[column].Pool[text]).Where(text => text.Length > 0).Order(StringComparer.Ordinal)]
        : [];

    private async Task<StatisticsBody> GetStatisticsAsync(UsageStatisticsQuery query, string interval, CancellationToken cancellationToken)
    {
        if (!HasWholeHours(query.TimeZone, query.Range))
        {
            throw ApiFailure.ZoneNotDivisible(query.TimeZone.Id);
        }

        long start = query.TimeZone.StartOf(query.Range.Start).ToUnixTimeMilliseconds();
        DateTimeOffset end = query.TimeZone.StartOf(query.Range.End.AddDays(1));
        string path = string.Create(CultureInfo.InvariantCulture,
            $"{StatisticsPath}?start_unix={start}&end_unix={end.AddSeconds(-1).ToUnixTimeMilliseconds()}" +
            $"&include_workspace_metrics={(query.Workspace ? "true" : "false")}&breakdown_type={query.Breakdown}" +
            $"&aggregation_interval={interval}&metric={query.Metric}");
        StatisticsBody body = await GetAsync(path, ApiJson.Default.StatisticsBody, cancellationToken);
        return body is { Time: not null, Usage: not null } ? body : throw Missing(StatisticsPath, body.Time is null ? "time" : "usage");
    }

    private static byte[] AnalyticsBody(AnalyticsQuery query, params ReadOnlySpan<string> groupBy)
    {
        string[] columns = [.. query.GroupBy.Select(ApiNames.GroupBy), .. groupBy];

        // The end is the last millisecond of the last day: at the next midnight a row of the next day could appear.
        long start = query.TimeZone.StartOf(query.Range.Start).ToUnixTimeMilliseconds();
        long end = query.TimeZone.StartOf(query.Range.End.AddDays(1)).ToUnixTimeMilliseconds() - 1;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("start_time", start);
            json.WriteNumber("end_time", end);
            json.WriteNumber("interval_seconds", query.Hourly ? SecondsOfHour : SecondsOfDay);
            json.WriteString("time_zone", query.TimeZone.Id);
            if (columns.Length > 0)
            {
                json.WriteStartArray("group_by");
                foreach (string column in columns)
                {
                    json.WriteStringValue(column);
                }

                json.WriteEndArray();
            }

            if (query.UserId is not null)
            {
                json.WriteStartArray("filters");
                json.WriteStartObject();
                json.WriteString("column", "user_id");
                json.WriteString("operation", "eq");
                json.WriteStartArray("values");
                json.WriteStringValue(query.UserId);
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The values of a series by day or hour; several of one are combined as the metric allows.</summary>
    private Dictionary<TKey, decimal> By<TKey>(UsageStatisticsQuery query, List<long> times, List<decimal?>? values, Func<DateTimeOffset, TKey> bucketOf)
        where TKey : notnull
    {
        var buckets = new Dictionary<TKey, decimal>();
        foreach ((DateTimeOffset start, decimal value) in Cells(query, times, values))
        {
            TKey bucket = bucketOf(start);
            if (!buckets.TryGetValue(bucket, out decimal known))
            {
                buckets.Add(bucket, value);
                continue;
            }

            buckets[bucket] = StatisticsMetric.Combine(query.Metric, known, value) ?? throw ApiFailure.Malformed(new Uri(baseUri, StatisticsPath),
                string.Create(CultureInfo.InvariantCulture, $"'{query.Metric}' has two values from {start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."));
        }

        return buckets;
    }

    /// <summary>The values of a series that lie within the days asked for, with the instants that they begin at.</summary>
    private IEnumerable<(DateTimeOffset Start, decimal Value)> Cells(UsageStatisticsQuery query, List<long> times, List<decimal?>? values)
    {
        if (values?.Count != times.Count)
        {
            throw ApiFailure.Malformed(new Uri(baseUri, StatisticsPath),
                string.Create(CultureInfo.InvariantCulture, $"a series has {values?.Count ?? 0} values for {times.Count} times."));
        }

        for (int i = 0; i < times.Count; i++)
        {
            DateTimeOffset start = UnixTime.Read(times[i]) ?? throw ApiFailure.Malformed(new Uri(baseUri, StatisticsPath), "a value of 'time' is not a time.");
            if (values[i] is { } value && query.Range.Contains(query.TimeZone.DayOf(start)))
            {
                yield return (start, value);
            }
        }
    }

    private static bool HasWholeHours(TimeZoneInfo zone, DateRange range) =>
        range.EachDay().Append(range.End.AddDays(1)).All(day => zone.StartOf(day).Minute == 0);

    private ElevenLabsApiException Missing(string path, string field) =>
        ApiFailure.Malformed(new Uri(baseUri, path), $"it has no '{field}'.");
}
