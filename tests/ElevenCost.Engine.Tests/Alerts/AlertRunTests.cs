using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>What is due over a ledger, and that it is sent once. Today is 20 November 2026; each day uses 100 credits and costs 2 USD, so that November costs 60.</summary>
public sealed class AlertRunTests
{
    private static readonly DateRange Year = new(new DateOnly(2025, 11, 21), UsageSample.Today);
    private static readonly AlertTopic[] Usual = [AlertTopic.Budget, AlertTopic.Quota, AlertTopic.Anomaly, AlertTopic.Sync, AlertTopic.Key, AlertTopic.Account, AlertTopic.Digest];

    private readonly UsageSample _sample = new UsageSample().Add(Rows(Year), Year, state: Provisional);
    private readonly RecordingDelivery _delivery = new();
    private readonly List<Warning> _warnings = [];

    // Without a schedule, if no test registers one.
    private readonly string _home = Path.Combine(Path.GetTempPath(), $"elevencost-test-{Guid.NewGuid():N}");
    private SubscriptionSnapshot _subscription = Subscription(1_000, 121_000);

    [Fact]
    public async Task A_budget_is_told_once_by_its_highest_threshold()
    {
        await SetBudgetAsync("50");
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Budget);
        AlertDelivery sent = Assert.Single(await RunAsync([ops]));
        Assert.Equal((AlertDeliveryState.Sent, AlertTopic.Budget, AlertSeverity.Warning, "Budget voices is expected to be passed"), (sent.State, sent.Topic, sent.Severity, sent.Title));
        Assert.Contains("Used: 40.00 USD", sent.Text, StringComparison.Ordinal);
        Assert.Contains("Most is used by: a-key (100.0 %)", sent.Text, StringComparison.Ordinal);
        Assert.Equal("budget|VOICES|2026-11-01|50|USD|expected|100", sent.Alert);

        // What was used reached 75 %, which that message says, too.
        Assert.Empty(await RunAsync([ops]));
        AlertTarget other = await SetTargetAsync("other", AlertTopic.Budget);
        Assert.Equal(["other"], (await RunAsync([ops, other])).Select(delivery => delivery.Target));
        Assert.Equal(["ops", "other"], _delivery.Sent.Select(one => one.Target.Name));
    }

    [Fact]
    public async Task A_threshold_that_is_reached_later_is_told_and_a_lower_one_is_not()
    {
        await SetBudgetAsync("100", "25", "40", "90");
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Budget);
        Assert.Equal(["Budget voices: 40 % is used"], (await RunAsync([ops])).Select(delivery => delivery.Title));
        DateOnly[] fewer = [new(2026, 11, 18), new(2026, 11, 19)];
        Keep(fewer, 0.5m);
        Assert.Empty(await RunAsync([ops]));
        Keep(fewer, 30m);
        Assert.Equal(["Budget voices is expected to be passed"], (await RunAsync([ops])).Select(delivery => delivery.Title));
        Keep(fewer, 50m);
        AlertDelivery over = Assert.Single(await RunAsync([ops]), delivery => delivery.Severity == AlertSeverity.Critical);
        Assert.Equal("Budget voices: 100 % is used", over.Title);

        // Another amount is another budget.
        await SetBudgetAsync("120", "25", "40", "90");
        Assert.Equal(["Budget voices: 100 % is used"], (await RunAsync([ops])).Select(delivery => delivery.Title));
    }

    [Fact]
    public async Task A_target_that_fails_is_reported_and_tried_again_also_when_the_cause_is_gone()
    {
        _subscription = Subscription(120_000, 121_000);
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Quota);
        AlertTarget other = await SetTargetAsync("other", AlertTopic.Quota);
        _delivery.Failing.Add("ops");
        Assert.Equal([("ops", AlertDeliveryState.Failed), ("other", AlertDeliveryState.Sent)], (await RunAsync([ops, other])).Select(delivery => (delivery.Target, delivery.State)));
        AlertDelivery failed = Assert.Single(await RunAsync([ops, other]));
        Assert.Equal(("ops", "AlertNotDelivered", FailureCategory.Unavailable), (failed.Target, failed.ErrorId, failed.ErrorCategory));
        _subscription = Subscription(1_000, 121_000);
        _delivery.Failing.Clear();
        AlertDelivery late = Assert.Single(await RunAsync([ops, other]));
        Assert.Equal((AlertDeliveryState.Sent, "acme runs out of credits before the reset"), (late.State, late.Title));
        Assert.Empty(await RunAsync([ops, other]));
    }

    [Fact]
    public async Task A_dry_run_shows_all_of_it_and_sends_and_keeps_nothing()
    {
        await SetBudgetAsync("50");
        AlertTarget ops = await SetTargetAsync("ops", Usual);
        AlertDelivery[] due = await RunAsync([ops], new AlertRunOptions { IsDryRun = true, Digest = DigestPeriod.Weekly });
        Assert.Equal([AlertTopic.Budget, AlertTopic.Digest], due.Select(delivery => delivery.Topic));
        Assert.All(due, delivery => Assert.Equal(AlertDeliveryState.Due, delivery.State));
        Assert.Empty(_delivery.Sent);
        Assert.Empty(await _sample.Ledger.ReadAlertsAsync(_sample.Time, default));
        Assert.Equal(due.Select(delivery => delivery.Text), (await RunAsync([ops], new AlertRunOptions { Digest = DigestPeriod.Weekly })).Select(delivery => delivery.Text));
    }

    [Fact]
    public async Task A_claim_of_another_process_is_left_to_it()
    {
        await SetBudgetAsync("50");
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Budget);
        string name = Assert.Single(await RunAsync([ops], new AlertRunOptions { IsDryRun = true })).Alert;
        Assert.NotNull(await _sample.Ledger.ClaimAlertAsync("ops", name, "{}", _sample.Time, default));
        Assert.Equal(AlertDeliveryState.Held, Assert.Single(await RunAsync([ops])).State);
        Assert.Empty(_delivery.Sent);
    }

    [Fact]
    public async Task Credits_that_run_out_are_told_once_a_billing_month_and_state()
    {
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Quota);
        Assert.Empty(await RunAsync([ops]));
        _subscription = Subscription(120_500, 121_000);
        AlertDelivery soon = Assert.Single(await RunAsync([ops]));
        Assert.Equal((AlertSeverity.Warning, "quota|ACME|2026-12-01|RunsOut"), (soon.Severity, soon.Alert));
        Assert.Contains("Credits left: 500", soon.Text, StringComparison.Ordinal);
        Assert.Empty(await RunAsync([ops]));
        _subscription = Subscription(121_000, 121_000);
        Assert.Equal(("acme has no credits left", AlertSeverity.Critical), Of(Assert.Single(await RunAsync([ops]))));
        _subscription = Subscription(130_000, 121_000);
        Assert.Equal(("acme uses credits beyond the plan", AlertSeverity.Critical), Of(Assert.Single(await RunAsync([ops]))));

        static (string, AlertSeverity) Of(AlertDelivery delivery) => (delivery.Title, delivery.Severity);
    }

    [Fact]
    public async Task A_sync_that_failed_is_told_once_a_day_and_a_key_that_is_rejected_by_its_own_topic()
    {
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Sync, AlertTopic.Key);
        Assert.Empty(await RunAsync([ops]));
        await LogAsync("ServerError", FailureCategory.Unavailable, hoursAgo: 1);
        AlertDelivery failed = Assert.Single(await RunAsync([ops]));
        Assert.Equal((AlertTopic.Sync, "The sync of acme failed"), (failed.Topic, failed.Title));
        Assert.StartsWith("It failed.", failed.Text, StringComparison.Ordinal);
        Assert.Empty(await RunAsync([ops]));
        await LogAsync("ApiKeyInvalid", FailureCategory.Permission, hoursAgo: 0);
        Assert.Equal((AlertTopic.Key, "ElevenLabs rejects the key of acme"), (await RunAsync([ops])).Select(delivery => (delivery.Topic, delivery.Title)).Single());
    }

    [Fact]
    public async Task A_sync_that_stopped_is_told()
    {
        await LogAsync(null, null, hoursAgo: 72);
        AlertDelivery stale = Assert.Single(await RunAsync([await SetTargetAsync("ops", AlertTopic.Sync)]));
        Assert.Equal(("acme has not synced recently", AlertSeverity.Warning), (stale.Title, stale.Severity));
    }

    [Fact]
    public async Task An_anomaly_is_told_once_and_names_the_key()
    {
        Keep([new DateOnly(2026, 11, 17)], 90m);
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Anomaly);
        AlertDelivery spike = Assert.Single(await RunAsync([ops]));
        Assert.Equal(("a-key has unusually high cost", "anomaly|ACME|a-key|Spike|2026-11-17|USD"), (spike.Title, spike.Alert));
        Assert.Contains("90.00 USD instead of the usual 2.00 USD", spike.Text, StringComparison.Ordinal);
        Assert.Empty(await RunAsync([ops]));
    }

    [Fact]
    public async Task A_target_of_one_connection_hears_of_no_other()
    {
        _sample.Add(Rows(Year).Select(row => row with { Connection = "globex" }), Year, "globex", state: Provisional);
        await SetBudgetAsync("50");
        await new BudgetStore(_sample.Ledger, _sample.Time).SetAsync(new BudgetSetting { Name = "globex only", Amount = "10", Connection = "glob*" }, default);
        AlertTarget acme = (await SetTargetAsync("acme team", AlertTopic.Budget)) with { Connection = "acme" };
        AlertTarget globex = (await SetTargetAsync("globex team", AlertTopic.Budget)) with { Connection = "globex" };
        AlertTarget all = await SetTargetAsync("all", AlertTopic.Budget);
        AlertDelivery[] sent = await RunAsync([acme, globex, all]);
        Assert.DoesNotContain(sent, delivery => delivery.Target == "acme team");
        Assert.Equal(["Budget globex only: 100 % is used"], sent.Where(delivery => delivery.Target == "globex team").Select(delivery => delivery.Title));
        Assert.Contains(sent, delivery => delivery.Target == "all" && delivery.Title.StartsWith("Budget voices", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(DigestPeriod.Daily, "2026-11-19", "2026-11-19", "2026-11-18", "2026-11-18")]
    [InlineData(DigestPeriod.Weekly, "2026-11-09", "2026-11-15", "2026-11-02", "2026-11-08")]
    [InlineData(DigestPeriod.Monthly, "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30")]
    public async Task A_digest_adds_up_to_what_the_cost_is_to_the_last_digit(DigestPeriod period, string from, string to, string beforeFrom, string beforeTo)
    {
        // Amounts that no rounding leaves alone, of more keys than the five that are shown.
        IEnumerable<SampleRow> rows = Year.EachDay().SelectMany(day => Enumerable.Range(1, 9).Select(key =>
            new SampleRow(day, "m", $"key {key}", "TTS", 10, 1, 1m, decimal.Round(0.123456789m * key / (day.Day + key), 15))));
        var sample = new UsageSample().Add(rows, Year, state: Provisional);
        var range = new DateRange(DateOnly.Parse(from), DateOnly.Parse(to));
        CostTotal total = Assert.Single((await sample.QueryAsync(new CostQuery { Range = range, Granularity = Granularity.Total })).Totals);
        CostTotal before = Assert.Single((await sample.QueryAsync(new CostQuery { Range = new DateRange(DateOnly.Parse(beforeFrom), DateOnly.Parse(beforeTo)), Granularity = Granularity.Total })).Totals);
        CostResult byKey = await sample.QueryAsync(new CostQuery { Range = range, Granularity = Granularity.Total, GroupBy = [Dimension.ApiKey] });

        AlertMessage message = (await DigestOf(sample).WriteAsync(period, Dimension.ApiKey, sample.Connections, sample.Connections, "", _warnings.Add, default)).Message;
        AlertFact[] facts = [.. message.Facts.Where(fact => fact.Currency is not null)];
        Assert.Equal(("Total", total.Cost, "USD"), (facts[0].Name, facts[0].Amount, facts[0].Currency));
        Assert.Equal(total.Cost, facts[1..].Sum(fact => fact.Amount));
        Assert.Equal(byKey.Rows.Select(row => row.Cost).OrderDescending().Take(5), facts[1..6].Select(fact => fact.Amount));
        Assert.Equal("4 others", facts[6].Name);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"({total.Cost - before.Cost:+#,##0.00;-#,##0.00;0.00}, "), facts[0].Value, StringComparison.Ordinal);
        Assert.Equal("120,000, reset on 2026-12-01", Assert.Single(message.Facts, fact => fact.Name == "Credits left of acme").Value);
        Assert.Equal($"digest|{period}|{from}|ApiKey|", message.Alert);
    }

    [Fact]
    public async Task A_digest_is_sent_once_a_period_with_what_is_left_of_budgets()
    {
        await SetBudgetAsync("100");
        AlertTarget ops = await SetTargetAsync("ops", AlertTopic.Digest);
        AlertTarget none = await SetTargetAsync("none", AlertTopic.Budget);
        AlertDelivery digest = Assert.Single(await RunAsync([ops], new AlertRunOptions { Digest = DigestPeriod.Daily, DigestBy = Dimension.Model }));
        Assert.Equal("ElevenLabs, 2026-11-19: 2.00 USD", digest.Title);
        Assert.Contains("a: 2.00 USD (0.00, 0.0 %)", digest.Text, StringComparison.Ordinal);
        Assert.Contains("Left of budget voices: 60.00 USD, 40.0 % used", digest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await RunAsync([ops, none], new AlertRunOptions { Digest = DigestPeriod.Daily, DigestBy = Dimension.Model }), delivery => delivery.Topic == AlertTopic.Digest);
    }

    private static DayState Provisional(DateOnly day) => DayState.Provisional;

    private static IEnumerable<SampleRow> Rows(DateRange days) => days.EachDay().Select(day => new SampleRow(day, "a", "a-key", "TTS", 100, 1, 1m, 2m));

    private static SubscriptionSnapshot Subscription(long used, long limit) => new()
    {
        At = UsageSample.Clock.GetUtcNow().UtcDateTime, Tier = "creator", Currency = "USD", CreditsUsed = used, CreditLimit = limit,
        NextResetAt = new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    /// <summary>Restates days at another cost each.</summary>
    private void Keep(DateOnly[] days, decimal cost)
    {
        var other = new UsageSample();
        other.Add(days.Select(day => new SampleRow(day, "a", "a-key", "TTS", 100, 1, 1m, cost)), new DateRange(days[0], days[^1]), state: Provisional);
        UsageTable table = other.Ledger.ReadUsageAsync("acme", new DateRange(days[0], days[^1]), default).ToBlockingEnumerable().Single().Table;
        _sample.Ledger.Keep("acme", [.. other.Ledger.ReadDaysAsync("acme", null, default).GetAwaiter().GetResult()], table);
    }

    private Task<BudgetChange> SetBudgetAsync(string amount, params string[] thresholds) => new BudgetStore(_sample.Ledger, _sample.Time).SetAsync(
        new BudgetSetting { Name = "voices", Amount = amount, Thresholds = thresholds.Length == 0 ? null : thresholds }, default);

    private Task<AlertTarget> SetTargetAsync(string name, params AlertTopic[] topics) =>
        new AlertStore(_sample.Ledger, _sample.Time).SetAsync(new AlertSetting { Name = name, Kind = AlertTargetKind.Slack, Topics = topics }, default);

    private Task LogAsync(string? errorId, FailureCategory? category, int hoursAgo) => _sample.Ledger.AppendSyncLogAsync("acme", new SyncResult
    {
        Connection = "acme", Succeeded = errorId is null, From = Samples.At, To = Samples.At, DaysAsked = 1, DaysSynced = 1, DaysFailed = 0, Records = 1, Credits = 1, Restatements = [],
        Warnings = [], StartedAt = Samples.At.AddHours(-hoursAgo), Duration = TimeSpan.FromSeconds(1), Requests = 1,
        ErrorId = errorId, Error = errorId is null ? null : "It failed.", ErrorCategory = category,
    }, default);

    private AlertDigest DigestOf(UsageSample sample)
    {
        var budgets = new BudgetStore(sample.Ledger, sample.Time);
        var check = new BudgetCheck(sample.Costs, new CostForecaster(sample.Costs, sample.PricesAsync, sample.Time), sample.PricesAsync, sample.Time);
        return new AlertDigest(new CostComparer(sample.Costs), budgets, check, QuotasOf(sample), sample.Time);
    }

    private QuotaReader QuotasOf(UsageSample sample) =>
        new(sample.Ledger, (_, _) => Task.FromResult<ElevenCost.Engine.Api.IElevenLabsApi>(new StubApi { Subscription = () => _subscription }), sample.Time);

    private async Task<AlertDelivery[]> RunAsync(IReadOnlyList<AlertTarget> targets, AlertRunOptions? options = null)
    {
        var budgets = new BudgetStore(_sample.Ledger, _sample.Time);
        var check = new BudgetCheck(_sample.Costs, new CostForecaster(_sample.Costs, _sample.PricesAsync, _sample.Time), _sample.PricesAsync, _sample.Time);
        var limits = new KeyLimitReader((_, _) => throw new NotSupportedException(), _sample.Time);
        var due = new DueAlerts(budgets, check, QuotasOf(_sample), limits, new AnomalyFinder(_sample.Costs), new HealthCheck(_sample.Ledger, _sample.Time), new ElevenCost.Engine.Schedules.ScheduleStatus(new ElevenCost.Engine.Schedules.ScheduleFolder(new Home(_home), _sample.Time), _sample.Time), _sample.Time);
        var run = new AlertRun(_sample.Ledger, due, DigestOf(_sample), (_, _) => Task.FromResult("https://hooks.slack.com/services/x"), _sample.Time, _ => _delivery);
        var deliveries = new List<AlertDelivery>();
        await foreach (AlertDelivery delivery in run.RunAsync(targets, _sample.Connections, options ?? new AlertRunOptions(), _warnings.Add, default))
        {
            deliveries.Add(delivery);
        }

        return [.. deliveries];
    }

    /// <summary>Takes messages, but for targets that fail.</summary>
    private sealed class RecordingDelivery : IAlertDelivery
    {
        public List<(AlertTarget Target, AlertMessage Message)> Sent { get; } = [];

        public HashSet<string> Failing { get; } = [];

        public async Task DeliverAsync(AlertTarget target, AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (Failing.Contains(target.Name))
            {
                throw AlertErrors.NotDelivered(target, "the test wants it so.", "Wait.");
            }

            Sent.Add((target, message));
        }
    }
}
