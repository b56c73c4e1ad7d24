using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Report;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Report;

/// <summary>Reports of made-up usage.</summary>
internal static class ReportSample
{
    /// <summary>120 days up to the day of the clock.</summary>
    public static DateRange Range { get; } = new(UsageSample.Today.AddDays(-119), UsageSample.Today);

    /// <summary>Some months of a few models and keys, with one missing and two provisional days, and a spike.</summary>
    /// <param name="keys">The names of the keys.</param>
    /// <param name="unit">The value of a credit.</param>
    /// <param name="seen">The subscription as syncs saw it; null if none did, so that no billing period is known.</param>
    public static UsageSample Usage(IEnumerable<string>? keys = null, decimal unit = 0.0000137m, IReadOnlyList<SubscriptionSnapshot>? seen = null)
    {
        string[] names = [.. keys ?? ["website", "hotline", "audiobooks", "مفتاح الإنتاج", "株式会社"]];
        string[] models = ["eleven_flash_v2_5", "eleven_multilingual_v2", "eleven_v3"];
        var random = new Random(7);
        var rows = new List<SampleRow>();
        var days = new DateRange(Range.Start.AddDays(-130), Range.End);
        foreach (DateOnly day in days.EachDay().Where(day => day != Missing))
        {
            for (int key = 0; key < names.Length; key++)
            {
                long credits = random.Next(50, 4000) * (day == Range.Start.AddDays(40) && key == 0 ? 25 : 1);
                rows.Add(new SampleRow(day, models[(key + day.DayNumber) % models.Length], names[key], key % 2 == 0 ? "TTS" : "STT", credits, credits / 40, 1.5m, credits * unit));
            }
        }

        UsageSample usage = seen is null ? new UsageSample()
            : new UsageSample { Book = connection => new PriceBook(connection.Name, DayZone.Find("UTC"), seen, PriceOverlay.Empty) };
        return usage.Add(rows, days, state: day => day >= UsageSample.Today.AddDays(-1) ? DayState.Provisional : DayState.Final, without: [Missing]);
    }

    /// <summary>A day that was never synced.</summary>
    public static DateOnly Missing { get; } = Range.Start.AddDays(70);

    /// <summary>A subscription on Pay As You Go whose credits reset on the 12th, as syncs of four billing periods saw it: the last of them goes on.</summary>
    public static IReadOnlyList<SubscriptionSnapshot> Subscribed(string tier = "creator", long credits = 121_000) =>
    [
        .. Enumerable.Range(8, 4).Select(month => new SubscriptionSnapshot
        {
            At = new DateTime(2026, month, 13, 6, 0, 0, DateTimeKind.Utc), Tier = tier, BillingPeriod = "monthly_period", Currency = "USD", CreditsUsed = 0, CreditLimit = credits,
            OverageAllowed = false, CanExtendLimit = false, NextResetAt = new DateTime(2026, month + 1, 12, 14, 42, 7, DateTimeKind.Utc),
        }),
    ];

    /// <summary>The services over some usage. What would be fetched fails.</summary>
    public static CostReporter Reporter(UsageSample usage)
    {
        var forecasts = new CostForecaster(usage.Costs, usage.PricesAsync, usage.Time);
        return new CostReporter(new ReportSources
        {
            Costs = usage.Costs,
            Usage = new UsageReader(usage.Ledger, usage.Time),
            Comparisons = new CostComparer(usage.Costs),
            Forecasts = forecasts,
            Anomalies = new AnomalyFinder(usage.Costs),
            Budgets = new BudgetStore(usage.Ledger, usage.Time),
            BudgetCheck = new BudgetCheck(usage.Costs, forecasts, usage.PricesAsync, usage.Time),
            Quotas = new QuotaReader(usage.Ledger, (_, _) => throw new InvalidOperationException("A report fetches nothing."), usage.Time),
            Plans = Plans(usage),
            KnownConnections = () => usage.Connections,
            Time = usage.Time,
        });
    }

    /// <summary>The comparison of plans over some usage.</summary>
    public static PlanComparer Plans(UsageSample usage) => new(usage.Ledger, usage.PricesAsync, usage.Costs, usage.Time);

    /// <summary>The report of some usage.</summary>
    public static Task<CostReport> ReadAsync(UsageSample usage, CostBasis? basis = null) =>
        Reporter(usage).ReadAsync(usage.Connections, new ReportOptions { Range = Range, Basis = basis }, CancellationToken.None);

    /// <summary>A year of many keys that are all used on each day, as large as a report gets.</summary>
    public static async Task<CostReport> LargeAsync(int keys)
    {
        CostReport report = await ReadAsync(Usage());
        var range = new DateRange(UsageSample.Today.AddDays(-364), UsageSample.Today);
        var random = new Random(11);
        var daily = new List<CostRecord>(keys * range.Days);
        var totals = new List<CostRecord>(keys);
        var sums = new SortedDictionary<DateOnly, (long Credits, decimal Cost)>();
        for (int key = 0; key < keys; key++)
        {
            (long credits, decimal cost) = (0L, 0m);
            foreach (DateOnly day in range.EachDay())
            {
                long used = random.Next(1, 200_000);
                decimal value = used * 0.0000137m;
                daily.Add(Row(day, key, used, value));
                (credits, cost) = (credits + used, cost + value);
                (long c, decimal m) = sums.GetValueOrDefault(day);
                sums[day] = (c + used, m + value);
            }

            totals.Add(Row(range.Start, key, credits, cost));
        }

        CostRecord[] days = [.. sums.Select(day => Row(day.Key, null, day.Value.Credits, day.Value.Cost))];
        var total = new CostTotal("USD", days.Sum(day => day.Cost), days.Sum(day => day.Credits), days.Sum(day => day.Requests), null, 0);
        return report with
        {
            Options = report.Options with { Range = range },
            Total = report.Total with { Rows = [], Totals = [total] },
            Daily = report.Daily with { Rows = days, Totals = [total] },
            Dimensions = [new ReportDimension(Dimension.ApiKey, report.Total with { Rows = totals, Totals = [total] }, report.Daily with { Rows = daily, Totals = [total] })],
        };
    }

    private static CostRecord Row(DateOnly day, int? key, long credits, decimal cost) => new()
    {
        Date = day.ToDateTime(TimeOnly.MinValue),
        ApiKey = key is { } number ? $"customer-{number:0000}" : null,
        ApiKeyId = key is { } id ? Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(id))).ToLowerInvariant() : null,
        Credits = credits,
        Requests = credits / 40,
        Cost = cost,
        Currency = "USD",
        CostBasis = CostBasis.Consumed,
        Completeness = Completeness.Final,
        UnpricedCredits = 0,
        PriceVersion = "api total_cost",
    };
}
