using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Demo;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Tests.Demo;

public sealed class DemoApiTests
{
    private static readonly DateRange Quarter = new(new DateOnly(2026, 8, 24), new DateOnly(2026, 11, 21));

    private static readonly Dimension[] Groupable =
    [
        Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Voice, Dimension.User, Dimension.Source, Dimension.Region,
    ];

    [Fact]
    public async Task Any_grouping_adds_up_to_the_total_of_each_day()
    {
        using DemoApi api = Api();
        var total = Sums((await QueryAsync(api, Quarter)).Table);
        Assert.Equal(Quarter.Days, total.Count);

        for (int subset = 0; subset < 1 << Groupable.Length; subset++)
        {
            Dimension[] groupBy = [.. Groupable.Where((_, at) => (subset >> at & 1) == 1)];
            UsageTable table = (await QueryAsync(api, Quarter, groupBy)).Table;

            Assert.Equal(total, Sums(table));
            for (int at = 0; at < UsageTable.RecordDimensions.Count; at++)
            {
                bool known = groupBy.Contains(UsageTable.RecordDimensions[at]);
                Assert.All(table.Dimensions[at].Index.Take(table.Count), index => Assert.Equal(known, index != DimensionColumn.Unknown));
            }

            Assert.Equal(table.Count, Enumerable.Range(0, table.Count)
                .Select(row => string.Join(' ', table.Dimensions.Select(column => column.Index[row]).Prepend(table.Day[row]))).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_finer_grouping_has_more_rows()
    {
        using DemoApi api = Api();

        int none = (await QueryAsync(api, Quarter)).Table.Count;
        int product = (await QueryAsync(api, Quarter, Dimension.Product)).Table.Count;
        int all = (await QueryAsync(api, Quarter, Groupable)).Table.Count;

        Assert.True(none < product && product < all, $"{none} {product} {all}");
    }

    [Fact]
    public async Task The_currency_and_the_names_of_the_keys_come_along()
    {
        using DemoApi api = Api();
        AnalyticsUsage usage = await QueryAsync(api, Quarter, Dimension.ApiKey);
        string[] hashes = usage.Table.Dimensions[2].Values;

        Assert.Equal("USD", usage.Currency);
        Assert.Contains("", hashes);
        Assert.Equal(hashes.Where(hash => hash.Length > 0).Order(), usage.ApiKeyNames.Keys.Order());
        Assert.Equal(2, usage.ApiKeyNames.Count(pair => pair.Value == "kite-games"));
        Assert.Superset(
            usage.ApiKeyNames.Select(pair => new ApiKeyInfo(pair.Key, pair.Value)).ToHashSet(),
            (await api.GetServiceAccountKeysAsync(default)).ToHashSet());
        Assert.Empty((await QueryAsync(api, Quarter, Dimension.Product)).ApiKeyNames);
    }

    [Theory]
    [InlineData(Dimension.Group)]
    [InlineData(Dimension.CostCenter)]
    [InlineData(Dimension.Connection)]
    public async Task What_the_query_cannot_group_by_is_refused(Dimension dimension)
    {
        using DemoApi api = Api();

        await Assert.ThrowsAsync<ArgumentException>(() => QueryAsync(api, Quarter, dimension));
    }

    [Fact]
    public async Task Today_grows_with_the_hour_and_yesterday_is_complete()
    {
        DateOnly today = new(2026, 11, 20);
        long before = -1;
        var yesterdays = new HashSet<long>();
        var sameHour = new List<long>();
        foreach (string at in new[] { "00:10", "09:00", "09:59", "12:30", "16:00", "23:59" })
        {
            using var api = new DemoApi(new StoppedClock($"2026-11-20T{at}:00Z"));
            long credits = Credits((await QueryAsync(api, new DateRange(today, today))).Table);
            Assert.True(credits > before || at == "09:59", $"{at} {credits} {before}");
            before = credits;
            yesterdays.Add(Credits((await QueryAsync(api, new DateRange(today.AddDays(-1), today.AddDays(-1)))).Table));
            if (at.StartsWith("09", StringComparison.Ordinal))
            {
                sameHour.Add(credits);
            }
        }

        using var after = new DemoApi(new StoppedClock("2026-11-21T00:00:00Z"));
        Assert.True(Credits((await QueryAsync(after, new DateRange(today, today))).Table) > before);
        Assert.Single(yesterdays);
        Assert.Single(sameHour.Distinct());
    }

    [Fact]
    public async Task Today_is_that_of_the_zone_and_tomorrow_is_empty()
    {
        // 03:00 on the 20th in UTC is 22:00 on the 19th in New York and 12:00 on the 20th in Tokyo.
        using var api = new DemoApi(new StoppedClock("2026-11-20T03:00:00Z"));
        var days = new DateRange(new DateOnly(2026, 11, 18), new DateOnly(2026, 11, 25));

        int newYork = (await api.QueryAnalyticsAsync(new AnalyticsQuery(days, DayZone.Find("America/New_York"), []), default)).Table.Day.Max();
        UsageTable tokyo = (await api.QueryAnalyticsAsync(new AnalyticsQuery(days, DayZone.Find("Asia/Tokyo"), []), default)).Table;

        Assert.Equal(new DateOnly(2026, 11, 19).DayNumber, newYork);
        Assert.Equal(new DateOnly(2026, 11, 20).DayNumber, tokyo.Day.Max());
        Assert.Equal(3, tokyo.Count);
    }

    [Fact]
    public async Task Years_without_usage_are_answered()
    {
        using DemoApi api = Api();

        Assert.Equal(0, (await QueryAsync(api, new DateRange(new DateOnly(2023, 1, 1), new DateOnly(2024, 12, 31)), Groupable)).Table.Count);
        Assert.Equal(0, (await QueryAsync(api, new DateRange(new DateOnly(2027, 1, 1), new DateOnly(2027, 1, 31)), Groupable)).Table.Count);
    }

    [Fact]
    public async Task The_subscription_counts_the_credits_of_the_calendar_month()
    {
        using var api = new DemoApi(new StoppedClock("2026-11-20T15:20:00Z"));
        SubscriptionSnapshot subscription = await api.GetSubscriptionAsync(default);

        Assert.Equal(
            Credits((await QueryAsync(api, new DateRange(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 20)))).Table), subscription.CreditsUsed);
        Assert.Equal(new DateTime(2026, 11, 20, 15, 20, 0, DateTimeKind.Utc), subscription.At);
        Assert.Equal(new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc), subscription.NextResetAt);
        Assert.Equal(DateTimeKind.Utc, subscription.At.Kind);
        Assert.InRange(subscription.CreditLimit, 121_000, 363_000);
        Assert.InRange(subscription.CreditsUsed, 1, subscription.CreditLimit);
        Assert.Equal(("creator", "active", "monthly_period", "USD"), (subscription.Tier, subscription.Status, subscription.BillingPeriod, subscription.Currency));
    }

    [Fact]
    public async Task The_plan_is_one_that_the_catalogue_prices()
    {
        using DemoApi api = Api();
        SubscriptionSnapshot subscription = await api.GetSubscriptionAsync(default);
        var book = new PriceBook("demo", TimeZoneInfo.Utc, [subscription], PriceOverlay.Empty);

        Assert.Equal(new PlanRate(22, 121_000, "USD", "catalog 2026-11-28/creator usage-based by overage limit", 0.30m, Billing: BillingGeneration.UsageBased), book.PlanRateOn(new DateOnly(2026, 11, 21)).Rate);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("model")]
    [InlineData("product_type")]
    [InlineData("voice")]
    [InlineData("user")]
    [InlineData("groups")]
    [InlineData("api_keys")]
    [InlineData("all_api_keys")]
    [InlineData("region")]
    [InlineData("request_source")]
    [InlineData("has_api_key")]
    public async Task Statistics_add_up_to_the_records(string breakdown)
    {
        using DemoApi api = Api();
        UsageTable table = (await QueryAsync(api, Quarter, Dimension.Product)).Table;

        Assert.Equal(table.Credits.Sum(), await SumAsync("credits"));
        Assert.Equal(table.Requests.Sum(), (long)await SumAsync("request_count"));
        Assert.Equal(table.Minutes.Sum(), await SumAsync("minutes_used"));
        Assert.Equal(table.ConsumedCost.Sum(), await SumAsync("fiat_units_spent"));

        async Task<decimal> SumAsync(string metric) =>
            (await StatisticsAsync(api, metric, breakdown)).Values.Sum(days => days.Value.Values.Sum());
    }

    [Fact]
    public async Task Characters_are_those_of_text_to_speech()
    {
        using DemoApi api = Api();
        UsageStatistics characters = await StatisticsAsync(api, "tts_characters", "model");

        Assert.Equal(["eleven_flash_v2_5", "eleven_multilingual_v2", "eleven_v3"], characters.Values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["TTS"], (await StatisticsAsync(api, "tts_characters", "product_type")).Values.Keys);

        // Multilingual takes one credit a character.
        UsageTable table = (await QueryAsync(api, Quarter, Dimension.Model)).Table;
        DimensionColumn models = table.Dimensions[1];
        long credits = Enumerable.Range(0, table.Count).Where(row => models.Values[models.Index[row]] == "eleven_multilingual_v2").Sum(row => table.Credits[row]);
        Assert.Equal(credits, characters.Values["eleven_multilingual_v2"].Values.Sum());
    }

    [Fact]
    public async Task Times_and_concurrency_are_believable()
    {
        using DemoApi api = Api();

        Assert.All((await StatisticsAsync(api, "concurrency", "none")).Values["All"].Values, value => Assert.InRange(value, 1, 10));
        Assert.All((await StatisticsAsync(api, "concurrency_average", "none")).Values["All"].Values, value => Assert.InRange(value, 0.1m, 10));
        UsageStatistics average = await StatisticsAsync(api, "ttfb_avg", "model");
        Assert.All(average.Values["eleven_flash_v2_5"], pair => Assert.InRange(pair.Value, 0.05m, average.Values["eleven_v3"].GetValueOrDefault(pair.Key, 9)));
        UsageStatistics late = await StatisticsAsync(api, "ttfb_p95", "model");
        Assert.All(late.Values["eleven_flash_v2_5"], pair => Assert.True(pair.Value > average.Values["eleven_flash_v2_5"][pair.Key]));
    }

    [Fact]
    public async Task Without_the_workspace_only_the_keys_own_user_counts()
    {
        using DemoApi api = Api();
        string own = (await api.GetUserAsync(default)).Id;

        UsageStatistics statistics = await api.GetUsageStatisticsAsync(new UsageStatisticsQuery(Quarter, TimeZoneInfo.Utc, "credits", "user", false), default);

        Assert.Equal([own], statistics.Values.Keys);
    }

    [Theory]
    [InlineData("credits", "shoe_size")]
    [InlineData("shoe_size", "none")]
    public async Task An_unknown_metric_or_breakdown_is_refused_as_the_server_would(string metric, string breakdown)
    {
        using DemoApi api = Api();

        ElevenLabsApiException e = await Assert.ThrowsAsync<ElevenLabsApiException>(() => StatisticsAsync(api, metric, breakdown));

        Assert.Equal(422, e.StatusCode);
        Assert.Contains("'shoe_size'", e.Message);
    }

    [Fact]
    public async Task Members_and_groups_cover_the_users()
    {
        using DemoApi api = Api();
        string[] users = (await QueryAsync(api, Quarter, Dimension.User)).Table.Dimensions[4].Values;

        Assert.Equal(users.Order(), (await api.GetMembersAsync(default)).Select(member => member.UserId).Order());
        Assert.Equal(users.Order(), (await api.GetGroupsAsync(default)).SelectMany(group => group.Members).Order());
        Assert.Contains("eleven_multilingual_v2", (await api.GetModelsAsync(default)).Select(model => model.Id));
    }

    [Fact]
    public async Task Nothing_is_sent_and_a_cancelled_call_ends()
    {
        using DemoApi api = Api();
        await api.GetModelsAsync(default);

        Assert.Equal(0, api.RequestCount);
        Assert.Empty(api.Unknowns);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.GetSubscriptionAsync(new CancellationToken(true)));
    }

    private static DemoApi Api() => new(new StoppedClock("2026-11-21T12:00:00Z"));

    private static Task<AnalyticsUsage> QueryAsync(DemoApi api, DateRange range, params Dimension[] groupBy) =>
        api.QueryAnalyticsAsync(new AnalyticsQuery(range, TimeZoneInfo.Utc, groupBy), CancellationToken.None);

    private static Task<UsageStatistics> StatisticsAsync(DemoApi api, string metric, string breakdown) =>
        api.GetUsageStatisticsAsync(new UsageStatisticsQuery(Quarter, TimeZoneInfo.Utc, metric, breakdown, Workspace: true), CancellationToken.None);

    private static long Credits(UsageTable table) => table.Credits.Take(table.Count).Sum();

    private static Dictionary<int, (long Credits, long? Requests, decimal? Minutes, decimal? Cost)> Sums(UsageTable table) =>
        Enumerable.Range(0, table.Count).GroupBy(row => table.Day[row]).ToDictionary(rows => rows.Key, rows => (
            rows.Sum(row => table.Credits[row]), rows.Sum(row => table.Requests[row]), rows.Sum(row => table.Minutes[row]), rows.Sum(row => table.ConsumedCost[row])));
}
