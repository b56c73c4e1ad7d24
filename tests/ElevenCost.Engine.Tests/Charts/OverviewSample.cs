using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Charts;

/// <summary>Overviews of made-up usage.</summary>
internal static class OverviewSample
{
    /// <summary>30 days up to the day of the clock.</summary>
    public static DateRange Month { get; } = new(UsageSample.Today.AddDays(-29), UsageSample.Today);

    /// <summary>A day that was never synced.</summary>
    public static DateOnly Missing { get; } = new(2026, 11, 5);

    /// <summary>A quota that runs out before its reset.</summary>
    public static Quota Quota { get; } = new()
    {
        Connection = "acme", At = new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc), IsLive = false, State = QuotaState.RunsOut, Tier = "creator", CreditsUsed = 83_000,
        CreditLimit = 121_000, CreditsLeft = 38_000, NextResetAt = new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc), RunsOutOn = new DateTime(2026, 11, 27), RunsOutBeforeReset = true,
    };

    /// <summary>Days of a few models: less on weekends, one missing day, two provisional ones, a day without usage.</summary>
    public static UsageSample Usage(DateRange? days = null, IEnumerable<string>? keys = null)
    {
        DateRange range = days ?? Month;
        string[] names = [.. keys ?? ["hotline", "audiobooks", "website"]];
        (string Model, int Weight)[] models = [("eleven_flash_v2_5", 7), ("eleven_multilingual_v2", 5), ("eleven_v3", 3), ("scribe_v1", 2), ("music_v1", 1)];
        var random = new Random(3);
        var rows = new List<SampleRow>();
        foreach (DateOnly day in range.EachDay().Where(day => day != Missing && day != Missing.AddDays(4)))
        {
            for (int place = 0; place < Math.Max(models.Length, names.Length); place++)
            {
                (string model, int weight) = models[place % models.Length];
                long credits = random.Next(40, 80) * weight * (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 2);
                rows.Add(new SampleRow(day, model, names[place % names.Length], "TTS", credits, 1, 0.5m, credits * 0.000371m));
            }
        }

        return new UsageSample().Add(rows, range, state: day => day >= UsageSample.Today.AddDays(-1) ? DayState.Provisional : DayState.Final, without: [Missing]);
    }

    /// <summary>What is shown of some usage, with <see cref="Quota"/>.</summary>
    public static async Task<CostOverview> ReadAsync(UsageSample usage, DateRange? range = null, CostBasis? basis = null, params Dimension[] groupBy)
    {
        var quotas = new QuotaReader(usage.Ledger, (_, _) => throw new InvalidOperationException("Nothing is fetched."), usage.Time);
        CostOverview overview = await new CostOverviewReader(usage.Costs, quotas, usage.Time).ReadAsync(
            usage.Connections, new CostQuery { Range = range ?? Month, GroupBy = groupBy, Basis = basis }, null, CancellationToken.None);
        return overview with { Quotas = [Quota] };
    }
}
