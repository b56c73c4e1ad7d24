using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>The ElevenLabs API over HTTP.</summary>
internal sealed class ElevenLabsApiClient(
    Uri baseUri, string apiKey, ApiOptions options, TimeProvider time, Action<string>? log = null, HttpMessageHandler? handler = null) : IElevenLabsApi
{
    private const string AnalyticsPath = "/v1/workspace/analytics/query/usage-by-product-over-time";
    private const string RequestLogPath = "/v1/workspace/analytics/requests";
    private const string StatisticsPath = "/v1/usage/character-stats";
    private const int SecondsOfDay = 86_400;
    private const int SecondsOfHour = 3600;

    private readonly ApiTransport _transport = new(baseUri, apiKey, options, time, log, handler);
    private readonly UnknownCounter _unknowns = new(apiKey);
    private readonly ApiDrift _drift = new();

    public int RequestCount => _transport.RequestCount;

    public TimeSpan? ServerClockOffset => _transport.Clock.Offset;

    public IReadOnlyDictionary<string, int> Unknowns => _unknowns.Counts;

    public IReadOnlyList<string> NotRead => _drift.NotRead;

    public async Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken) =>
        await ListAsync("/v1/models", DirectoryAnswers.Models, cancellationToken);

    public async Task<UserInfo> GetUserAsync(CancellationToken cancellationToken) =>
        await GetAsync("/v1/user", ApiJson.Default.JsonElement,
            (uri, user) => new UserInfo(LenientJson.Text(user, "user_id") is { Length: > 0 } id ? id : throw Missing(uri, "user_id"), LenientJson.Text(user, "first_name")),
            cancellationToken);

    public async Task<SubscriptionSnapshot> GetSubscriptionAsync(CancellationToken cancellationToken) =>
        await GetAsync("/v1/user/subscription", ApiJson.Default.JsonElement, Subscription, cancellationToken);

    public async Task<AnalyticsUsage> QueryAnalyticsAsync(AnalyticsQuery query, CancellationToken cancellationToken)
    {
        return await PostAsync(AnalyticsPath, AnalyticsBody(query),
            (uri, table) => new AnalyticsConversion(uri, table, query, _unknowns, _drift).Convert(), cancellationToken, query.HasFallback);
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
            // Admins alone may see what uses a webhook; a key that is rejected altogether is rejected again.
            body = await GetAsync(Path, ApiJson.Default.WebhooksBody, cancellationToken);
        }

        return [.. (body.Webhooks ?? throw Missing(new Uri(baseUri, Path), "webhooks")).OfType<WebhookBody>().Where(webhook => webhook.Id is not null).Select(webhook => webhook.ToInfo())];
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
            throw ApiErrors.NotMadeOfHours(query.Metric, query.TimeZone.Id);
        }

        StatisticsAnswer answer = await GetStatisticsAsync(query, isUtc ? "day" : "hour", cancellationToken);
        return answer.ByDay(isUtc ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1));
    }

    public async Task<HourlyStatistics> GetHourlyStatisticsAsync(UsageStatisticsQuery query, CancellationToken cancellationToken)
    {
        StatisticsAnswer answer = await GetStatisticsAsync(query, "hour", cancellationToken);
        return new HourlyStatistics(answer.Keys.ToDictionary(key => key, key => answer.By(key, start => start.UtcDateTime), StringComparer.Ordinal));
    }

    public async Task<InvoiceStatement> GetInvoicesAsync(CancellationToken cancellationToken) =>
        (await GetAsync("/v1/user/subscription", InvoiceJson.Default.InvoicesBody, cancellationToken)).ToStatement();

    public async Task<IReadOnlyList<GroupInfo>> GetGroupsAsync(CancellationToken cancellationToken) =>
        await ListAsync("/v1/workspace/groups", DirectoryAnswers.Groups, cancellationToken);

    public async Task<IReadOnlyList<MemberInfo>> GetMembersAsync(CancellationToken cancellationToken) =>
        await ListAsync("/v1/workspace/members", DirectoryAnswers.Members, cancellationToken);

    public async Task<IReadOnlyList<ApiKeyInfo>> GetServiceAccountKeysAsync(CancellationToken cancellationToken)
    {
        var keys = new List<ApiKeyInfo>();
        foreach ((string? userId, IReadOnlyList<ApiKeyInfo>? known) in await ListAsync("/v1/service-accounts", DirectoryAnswers.ServiceAccounts, cancellationToken))
        {
            keys.AddRange(known ?? (userId is null ? []
                : await ListAsync($"/v1/service-accounts/{Uri.EscapeDataString(userId)}/api-keys", DirectoryAnswers.Keys, cancellationToken)));
        }

        return keys;
    }

    public void Dispose() => _transport.Dispose();

    private SubscriptionSnapshot Subscription(Uri uri, JsonElement answer)
    {
        SubscriptionBody body = (answer.ValueKind == JsonValueKind.Object ? answer.Deserialize(ApiJson.Default.SubscriptionBody) : null)
            ?? throw ApiErrors.Malformed(uri, "it is not an object.");
        SubscriptionWords.CountUnknowns(body, _unknowns);
        foreach (string field in SubscriptionWords.NotRead(answer))
        {
            // What decides the price must not look as if it had been taken away.
            if (SubscriptionWords.DecidesPrice(field))
            {
                throw ApiErrors.Malformed(uri, $"its '{field}' is not text.");
            }

            _drift.Add($"the subscription's '{field}'");
        }

        var snapshot = new SubscriptionSnapshot
        {
            At = _transport.Clock.UtcNow.UtcDateTime,
            Tier = body.Tier ?? throw Missing(uri, "tier"),
            Status = body.Status,
            BillingPeriod = body.BillingPeriod,
            Currency = CurrencyCode.Read(body.Currency),
            CreditsUsed = body.CharacterCount ?? throw Missing(uri, "character_count"),
            CreditLimit = body.CharacterLimit ?? throw Missing(uri, "character_limit"),
            NextResetAt = body.NextCharacterCountResetUnix is { } reset ? ApiTime.Read(reset)?.UtcDateTime : null,
            CurrentOverage = body.CurrentOverage?.Amount,
            OverageCurrency = body.CurrentOverage?.Amount is null ? null : CurrencyCode.Read(body.CurrentOverage.Currency),
            PendingTier = body.PendingChange?.NextTier,
            PendingKind = body.PendingChange is { } pending ? pending.Kind ?? SubscriptionWords.PendingKind(answer) : null,
            PendingBillingPeriod = body.PendingChange?.NextBillingPeriod,
            PendingAt = body.PendingChange?.TimestampSeconds is { } at ? ApiTime.Read(at)?.UtcDateTime : null,
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

    private async Task<IReadOnlyList<T>> ListAsync<T>(string path, Func<JsonElement, IReadOnlyList<T>> read, CancellationToken cancellationToken) =>
        await GetAsync(path, ApiJson.Default.JsonElement,
            (uri, answer) =>
            {
                try
                {
                    return read(answer);
                }
                catch (JsonException e)
                {
                    throw ApiErrors.Malformed(uri, e.Message, e);
                }
            },
            cancellationToken);

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await GetAsync(path, type, (_, answer) => answer, cancellationToken);

    /// <summary>Sends a request and reads its answer in whole: what a reader throws is a failure of the request, and masked as one.</summary>
    private async Task<TResult> GetAsync<T, TResult>(string path, JsonTypeInfo<T> type, Func<Uri, T, TResult> read, CancellationToken cancellationToken) =>
        await _transport.SendAsync(HttpMethod.Get, path, null,
            async (uri, stream, token) =>
            {
                long bytes = 0;
                await using var bounded = new CountedStream(stream, read => bytes = (bytes += read) <= options.MaxObjectBytes ? bytes
                    : throw ApiErrors.TooLarge(uri, "bytes, unpacked", options.MaxObjectBytes, nameof(ApiOptions.MaxObjectBytes)));
                T answer = await JsonSerializer.DeserializeAsync(bounded, type, token) ?? throw ApiErrors.Malformed(uri, "it is null.");
                try
                {
                    return read(uri, answer);
                }
                catch (InvalidOperationException e)
                {
                    throw ApiErrors.NotUnicode(uri, e);
                }
            },
            cancellationToken);

    private async Task<T> PostAsync<T>(string path, byte[] body, Func<Uri, AnalyticsTable, T> convert, CancellationToken cancellationToken, bool hasFallback = false) =>
        await _transport.SendAsync(
            HttpMethod.Post,
            path,
            () => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            async (uri, stream, token) => convert(uri, await new AnalyticsResponseReader(_unknowns, options).ReadAsync(uri, stream, token)),
            cancellationToken,
            hasFallback);

    private static string[] Values(AnalyticsTable table, string name) => table.Find(name) is { } column
        ? [.. Enumerable.Range(0, table[column].Pool.Count).Select(text => table[column].Pool[text]).Where(text => text.Length > 0).Order(StringComparer.Ordinal)]
        : [];

    private async Task<StatisticsAnswer> GetStatisticsAsync(UsageStatisticsQuery query, string interval, CancellationToken cancellationToken)
    {
        if (!HasWholeHours(query.TimeZone, query.Range))
        {
            throw ApiErrors.ZoneNotDivisible(query.TimeZone.Id);
        }

        long start = query.TimeZone.StartOf(query.Range.Start).ToUnixTimeMilliseconds();
        DateTimeOffset end = query.TimeZone.StartOf(query.Range.End.AddDays(1));
        string path = string.Create(CultureInfo.InvariantCulture,
            $"{StatisticsPath}?start_unix={start}&end_unix={end.AddSeconds(-1).ToUnixTimeMilliseconds()}" +
            $"&include_workspace_metrics={(query.Workspace ? "true" : "false")}&breakdown_type={query.Breakdown}" +
            $"&aggregation_interval={interval}&metric={query.Metric}");
        return await GetAsync(path, ApiJson.Default.JsonElement,
            (_, answer) => new StatisticsAnswer(new Uri(baseUri, StatisticsPath), query, answer, time.GetUtcNow(), _drift), cancellationToken);
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

    private static bool HasWholeHours(TimeZoneInfo zone, DateRange range) =>
        range.EachDay().Append(range.End.AddDays(1)).All(day => zone.StartOf(day).Minute == 0);

    private static ElevenLabsApiException Missing(Uri uri, string field) => ApiErrors.Malformed(uri, $"it has no '{field}'.");
}
