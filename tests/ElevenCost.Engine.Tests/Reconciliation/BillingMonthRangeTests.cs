using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>Money is compared for the billing months of the range that was asked for; what is told as of now alone only where that is in it.</summary>
public sealed class BillingMonthRangeTests
{
    // Today is 20 November; credits reset on the 10th.
    private static readonly SimulatorOptions Options = SimulatedConnection.Small with { ResetsAt = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero) };

    private static readonly ReconciliationCheck[] OfNow =
        [ReconciliationCheck.BillingMonthCredits, ReconciliationCheck.Overage, ReconciliationCheck.NextInvoice, ReconciliationCheck.OpenInvoices];

    /// <summary>A subscription that fails every check of now.</summary>
    private static readonly Dictionary<string, string> Odd = new()
    {
        ["character_count"] = "999999999",
        ["current_overage"] = """{"amount":"7","currency":"usd"}""",
        ["next_invoice"] = """{"amount_due_cents":9900,"subtotal_cents":9900,"tax_cents":0,"discounts":[],"next_payment_attempt_unix":1796774400}""",
        ["open_invoices"] = """[{"amount_due_cents":2200}]""",
    };

    [Theory]
    [InlineData("2026-10-01", "2026-10-31", false)]
    [InlineData("2026-11-09", "2026-11-09", false)]
    [InlineData("2026-11-09", "2026-11-10", true)]
    [InlineData("2026-11-12", "2026-11-12", true)]
    public async Task What_is_told_as_of_now_is_judged_only_where_the_range_reaches_into_the_month_that_has_begun(string from, string to, bool isReached)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(Options with { SubscriptionFields = Odd });
        List<ReconciliationRecord> records = await Comparisons.OfAsync(simulated, Ledger(), Range(from, to));
        ReconciliationRecord[] ofNow = [.. records.Where(record => OfNow.Contains(record.Check))];
        Assert.Equal(OfNow, ofNow.Select(record => record.Check));
        if (isReached)
        {
            Assert.All(ofNow, record => Assert.Equal(new DateTime(2026, 11, 10), record.From));
            Assert.Equal([false, false, false, true], ofNow.Select(record => record.Passed!.Value));
            return;
        }

        Assert.All(ofNow, record =>
        {
            Assert.Equal((null, null, null, DifferenceCause.NotReadable), (record.Passed, record.Left, record.Right, record.Cause));
            Assert.Equal((Range(from, to).Start, Range(from, to).End), (DateOnly.FromDateTime(record.From), DateOnly.FromDateTime(record.To)));
            Assert.Contains("for the current billing month on 2026-11-10; the range ends before it", record.Explanation, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Value_is_set_against_the_fee_of_each_month_that_the_range_touches()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(Options);
        using var home = new SyncedHome(simulated);
        await home.SyncAsync();
        List<ReconciliationRecord> records = [.. (await Comparisons.OfAsync(simulated, home.Usage, Range("2026-10-09", "2026-11-10"))).Where(record => record.Check == ReconciliationCheck.ConsumedAgainstFee)];
        Assert.Equal(
            [new DateTime(2026, 9, 10), new DateTime(2026, 10, 9), new DateTime(2026, 10, 10), new DateTime(2026, 11, 9), new DateTime(2026, 11, 10), new DateTime(2026, 11, 20)],
            records.SelectMany(record => new[] { record.From, record.To }));
        Assert.All(records, record => Assert.Equal((DifferenceCause.DifferentQuestion, true, 22m, "USD", record.Left - 22m), (record.Cause, record.Passed, record.Right!.Value, record.Unit, record.Difference)));
        Assert.Equal(
            [Worth(simulated, "2026-09-10", "2026-10-09"), Worth(simulated, "2026-10-10", "2026-11-09")], records.Take(2).Select(record => record.Left!.Value));
        Assert.Equal([false, false, true], records.Select(record => record.Explanation!.Contains("not over", StringComparison.Ordinal)));
    }

    [Theory]
    // 22 USD: the value of 31 days of 1 USD, 2 of which were not synced, failed, or told no value.
    [InlineData("", DifferenceCause.DifferentQuestion, true, "31", "22", "")]
    [InlineData("missing", DifferenceCause.NotKept, null, null, "22", "Of the 31 days of the billing month the ledger has 29, so the month's value is not known. Sync it from 2026-10-10 to 2026-11-09.")]
    [InlineData("failed", DifferenceCause.NotKept, null, null, "22", "has 29")]
    [InlineData("valueless", DifferenceCause.NotReadable, null, null, "22", "usage statistics")]
    [InlineData("euros", DifferenceCause.NotReadable, null, null, "22", "several currencies: EUR, USD")]
    // 9 of 31 days of Creator, 22 of Pro: 22 * 9/31 + 99 * 22/31.
    [InlineData("changed", DifferenceCause.DifferentQuestion, true, "31", "76.645161", "each plan's fee counts for its days")]
    // Enterprise has no public price.
    [InlineData("unpriced", DifferenceCause.NotReadable, null, "31", null, "no public price")]
    [InlineData("later", DifferenceCause.DifferentQuestion, true, "31", "22", "ElevenCost assumes that it was the same")]
    public async Task A_month_that_is_over_is_told_whole_or_not_at_all(string how, DifferenceCause cause, bool? passed, string? value, string? fee, string words)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(Options);
        List<ReconciliationRecord> records = await Comparisons.OfAsync(simulated, Ledger(how), Range("2026-10-20", "2026-10-21"));
        ReconciliationRecord record = Assert.Single(records, record => record.Check == ReconciliationCheck.ConsumedAgainstFee);
        Assert.Equal((new DateTime(2026, 10, 10), new DateTime(2026, 11, 9)), (record.From, record.To));
        Assert.Equal((cause, passed, Number(value), Number(fee)), (record.Cause, record.Passed, record.Left, record.Right));
        Assert.Contains(words, record.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_reset_in_the_ledger_the_months_before_are_not_known()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(Options);
        List<ReconciliationRecord> records = await Comparisons.OfAsync(simulated, new MemoryLedger(), Range("2026-10-20", "2026-11-11"));
        ReconciliationRecord[] fees = [.. records.Where(record => record.Check == ReconciliationCheck.ConsumedAgainstFee)];
        Assert.Equal([(new DateTime(2026, 10, 20), new DateTime(2026, 11, 9), null), (new DateTime(2026, 11, 10), new DateTime(2026, 11, 20), (bool?)true)], fees.Select(record => (record.From, record.To, record.Passed)));
        Assert.Contains("no sync has read when credits reset", fees[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_that_a_new_cycle_has_cut_is_not_told_before_a_sync_has_seen_it()
    {
        // The ledger expects the next reset on 10 December; a plan taken up today began a cycle of its own.
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(Options with { ResetsAt = new DateTimeOffset(2026, 11, 18, 0, 0, 0, TimeSpan.Zero) });
        List<ReconciliationRecord> records = await Comparisons.OfAsync(simulated, Ledger(), Range("2026-11-09", "2026-11-12"));
        ReconciliationRecord[] fees = [.. records.Where(record => record.Check == ReconciliationCheck.ConsumedAgainstFee)];
        Assert.Equal([(new DateTime(2026, 11, 9), (bool?)true), (new DateTime(2026, 11, 17), null)], fees.Select(record => (record.To, record.Passed)));
        Assert.Contains("Sync first", fees[1].Explanation, StringComparison.Ordinal);
    }

    private static DateRange Range(string from, string to) => new(Day(from), Day(to));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Worth(SimulatedConnection simulated, string from, string to) =>
        simulated.Server.Truth.DailyTotals(Day(from), Day(to), "UTC").Sum(day => day.Cost ?? 0);

    /// <summary>1 USD a day since October, and what is the matter with two days of the billing month of October.</summary>
    private static MemoryLedger Ledger(string how = "")
    {
        var ledger = new MemoryLedger();
        ledger.Snapshots.Add(Seen(how == "later" ? "2026-11-12" : "2026-09-20", how == "unpriced" ? "enterprise" : "creator"));
        if (how == "changed")
        {
            ledger.Snapshots.Add(Seen("2026-10-12", "creator"));
            ledger.Snapshots.Add(Seen("2026-10-19", "pro"));
        }

        DateOnly[] odd = [Day("2026-10-28"), Day("2026-10-29")];
        ledger.Keep("acme", [.. Range("2026-10-01", "2026-11-19").EachDay().Where(day => how != "missing" || !odd.Contains(day)).Select(day => Entry(day, odd.Contains(day) ? how : ""))], new UsageTableBuilder().Build());
        return ledger;
    }

    private static DayEntry Entry(DateOnly day, string how) => new()
    {
        Date = day,
        State = how == "failed" ? DayState.Failed : DayState.Final,
        SyncedAt = SimulatedConnection.Now.UtcDateTime,
        Source = how == "valueless" ? UsageSource.UsageStatistics : UsageSource.Analytics,
        Currency = how switch { "euros" => "EUR", "valueless" => null, _ => "USD" },
        Dimensions = SimulatedConnection.AllDimensions,
        Rows = how == "failed" ? 0 : 1,
        Credits = 1_000,
        ConsumedCost = how is "valueless" or "failed" ? null : 1m,
        Reason = how == "failed" ? "its rows add up to less" : null,
    };

    private static SubscriptionSnapshot Seen(string day, string tier)
    {
        DateTime at = Day(day).ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc);
        var reset = new DateTime(at.Year, at.Month, 10, 0, 0, 0, DateTimeKind.Utc);
        return new SubscriptionSnapshot { At = at, Tier = tier, BillingPeriod = "monthly_period", Currency = "USD", CreditsUsed = 5, CreditLimit = 121_000, OverageAllowed = true, NextResetAt = reset > at ? reset : reset.AddMonths(1) };
    }
}
