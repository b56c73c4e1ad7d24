using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>The ElevenLabs API over HTTP.</summary>
internal sealed class ElevenLabsApiClient(Uri baseUri, string apiKey, ApiOptions options, TimeProvider time) : IElevenLabsApi
{
    private const string AnalyticsPath = "/v1/workspace/analytics/query/usage-by-product-over-time";
    private const string StatisticsPath = "/v1/usage/character-stats";
    private const int SecondsOfDay = 86_400;
    private const int SecondsOfHour = 3600;

    private readonly ApiTransport _transport = new(baseUri, apiKey, options, time);
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
        return new SubscriptionSnapshot
        {
            At = time.GetUtcNow().UtcDateTime,
            Tier = body.Tier ?? throw Missing(Path, "tier"),
            Status = body.Status,
            BillingPeriod = body.BillingPeriod,
            Currency = body.Currency?.ToUpperInvariant(),
            CreditsUsed = body.CharacterCount ?? throw Missing(Path, "character_count"),
            CreditLimit = body.CharacterLimit ?? throw Missing(Path, "character_limit"),
            NextResetAt = body.NextCharacterCountResetUnix is { } reset ? UnixTime.Read(reset)?.UtcDateTime : null,
            CurrentOverage = body.CurrentOverage?.Amount,
            OverageCurrency = body.CurrentOverage?.Amount is null ? null : body.CurrentOverage.Currency?.ToUpperInvariant(),
            PendingTier = body.PendingChange?.NextTier,
            HasOpenInvoices = body.HasOpenInvoices ?? false,
        };
    }

    public async Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken)
    {
        byte[] body = AnalyticsBody(query);
        return await _transport.SendAsync(
            HttpMethod.Post,
            AnalyticsPath,
            () => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            async (uri, stream, token) =>
            {
                AnalyticsTable table = await new AnalyticsResponseReader(_unknowns).ReadAsync(uri, stream, token);
                return new AnalyticsConversion(uri, table, query, _unknowns).Convert();
            },
            cancellationToken);
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

            keys.AddRange((bodies ?? []).OfType<ApiKeyBody>().Where(key => key.Hash is not null && key.Name is not null).Select(key => new ApiKeyInfo(key.Hash!, key.Name!)));
        }

        return keys;
    }

    public void Dispose() => _transport.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await _transport.SendAsync(HttpMethod.Get, path, null,
            async (uri, stream, token) => await JsonSerializer.DeserializeAsync(stream, type, token) ?? throw ApiFailure.Malformed(uri, "it is null."),
            cancellationToken);

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

    private static byte[] AnalyticsBody(AnalyticsQuery query)
    {
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
            if (query.GroupBy.Count > 0)
            {
                json.WriteStartArray("group_by");
                foreach (Dimension dimension in query.GroupBy)
                {
                    json.WriteStringValue(ApiNames.GroupBy(dimension));
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
