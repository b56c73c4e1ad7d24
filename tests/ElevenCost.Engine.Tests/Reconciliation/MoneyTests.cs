using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Reconciliation;

/// <summary>The subscription's credits, overage and invoices against usage and price, each cause made alone.</summary>
public sealed class MoneyTests
{
    private const string Pro = """{"kind":"change","next_tier":"pro","next_billing_period":"monthly_period","timestamp_seconds":1796774400}""";
    private const string End = """{"kind":"cancellation","timestamp_seconds":1796774400}""";

    [Theory]
    // 22.00 of the fee; 3.00 of overage where it says so.
    [InlineData("null", 2200, 0, "[]", "null", "0", DifferenceCause.None, true)]
    [InlineData("null", 2618, 418, "[]", "null", "0", DifferenceCause.Tax, true)]
    [InlineData("null", 2918, 418, "[]", "null", "3", DifferenceCause.Tax, true)]
    [InlineData("2200", 2618, 418, "[]", "null", "0", DifferenceCause.None, true)]
    [InlineData("null", 2200, 0, "[]", "null", "3", DifferenceCause.OverageApart, true)]
    [InlineData("null", 2619, 418, "[]", "null", "0", DifferenceCause.Unexplained, false)]
    [InlineData("1760", 1760, 0, """[{"discount_percent_off":20.0}]""", "null", "0", DifferenceCause.Discount, true)]
    [InlineData("2400", 2400, 0, """[{"discount_percent_off":20.0}]""", "null", "0", DifferenceCause.Unexplained, false)]
    [InlineData("9900", 9900, 0, "[]", Pro, "0", DifferenceCause.PendingChange, true)]
    [InlineData("2200", 2200, 0, "[]", Pro, "0", DifferenceCause.None, true)]
    [InlineData("300", 300, 0, "[]", End, "3", DifferenceCause.PendingChange, true)]
    [InlineData("9900", 9900, 0, "[]", "null", "0", DifferenceCause.Unexplained, false)]
    public async Task The_next_invoice_is_fee_and_overage_or_it_is_told_why_not(
        string subtotal, int due, int tax, string discounts, string pending, string overage, DifferenceCause cause, bool passed)
    {
        ReconciliationRecord invoice = await OneAsync(ReconciliationCheck.NextInvoice, new()
        {
            ["next_invoice"] = $$"""{"amount_due_cents":{{due}},"subtotal_cents":{{subtotal}},"tax_cents":{{tax}},"discounts":{{discounts}},"next_payment_attempt_unix":1796774400,"payment_intent_status":null,"payment_intent_statusses":[]}""",
            ["pending_change"] = pending,
            ["current_overage"] = $$"""{"amount":"{{overage}}","currency":"usd"}""",
        });
        Assert.Equal((cause, (bool?)passed), (invoice.Cause, invoice.Passed));
        Assert.Equal(cause == DifferenceCause.None, invoice.Explanation is null);
        Assert.Equal(invoice.Left - invoice.Right, invoice.Difference);
    }

    [Fact]
    public async Task No_invoice_comes_after_the_end_of_the_plan()
    {
        ReconciliationRecord invoice = await OneAsync(ReconciliationCheck.NextInvoice, new() { ["next_invoice"] = "null", ["pending_change"] = End });
        Assert.Equal((DifferenceCause.PendingChange, true, null), (invoice.Cause, invoice.Passed, invoice.Left));
        ReconciliationRecord unknown = await OneAsync(ReconciliationCheck.NextInvoice, new() { ["next_invoice"] = "null" });
        Assert.Equal((DifferenceCause.NotReadable, null), (unknown.Cause, unknown.Passed));
    }

    [Fact]
    public async Task An_invoice_in_another_currency_is_not_taken_from_the_price()
    {
        ReconciliationRecord invoice = await OneAsync(ReconciliationCheck.NextInvoice, new() { ["currency"] = "\"eur\"" });
        Assert.Equal((DifferenceCause.OtherUnit, null, "EUR"), (invoice.Cause, invoice.Difference, invoice.Unit));
    }

    [Fact]
    public async Task A_plan_without_a_price_leaves_fee_overage_and_invoice_uncompared()
    {
        var unpriced = new PlanRateAnswer(null, "The plan 'creator' has no price.");
        List<ReconciliationRecord> records = await CompareAsync(new() { ["character_count"] = "140500", ["character_limit"] = "121000" }, unpriced);
        foreach (ReconciliationCheck check in new[] { ReconciliationCheck.NextInvoice, ReconciliationCheck.Overage, ReconciliationCheck.ConsumedAgainstFee })
        {
            ReconciliationRecord record = Assert.Single(records, record => record.Check == check);
            Assert.Equal((DifferenceCause.NotReadable, null, null), (record.Cause, record.Passed, record.Difference));
            Assert.Contains("has no price", record.Explanation, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"amount_due_cents":2200,"subtotal_cents":2200,"tax_cents":0,"discounts":[],"next_payment_attempt_unix":-1,"payment_intent_status":null,"payment_intent_statusses":[]}""", 1, "22")]
    [InlineData("""{"amount_due_cents":2200},{"amount_due_cents":350}""", 2, "25.5")]
    public async Task Open_invoices_are_told_with_what_is_due(string open, int count, string due)
    {
        ReconciliationRecord invoices = await OneAsync(ReconciliationCheck.OpenInvoices, new() { ["open_invoices"] = $"[{open}]", ["has_open_invoices"] = "true" });
        Assert.Equal((DifferenceCause.OpenInvoices, decimal.Parse(due, System.Globalization.CultureInfo.InvariantCulture), "USD"), (invoices.Cause, invoices.Left!.Value, invoices.Unit));
        Assert.StartsWith(count == 1 ? "An invoice is open" : "2 invoices are open", invoices.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Value_and_fee_are_two_questions_and_never_taken_from_each_other_in_two_currencies()
    {
        ReconciliationRecord same = await OneAsync(ReconciliationCheck.ConsumedAgainstFee, []);
        Assert.Equal((DifferenceCause.DifferentQuestion, 22m, same.Left - 22m), (same.Cause, same.Right!.Value, same.Difference));
        Assert.Contains($"The billing month is not over: the value is that of its {(same.To - same.From).Days + 1} days so far", same.Explanation, StringComparison.Ordinal);
        ReconciliationRecord other = Assert.Single(await CompareAsync([], options: SimulatedConnection.Small with { Currency = "eur" }), record => record.Check == ReconciliationCheck.ConsumedAgainstFee);
        Assert.Equal((DifferenceCause.DifferentQuestion, null, "EUR"), (other.Cause, other.Difference, other.Unit));
    }

    [Theory]
    [InlineData(-1, DifferenceCause.Unexplained)]
    [InlineData(0, DifferenceCause.None)]
    [InlineData(1, DifferenceCause.Unexplained)]
    public async Task Credits_of_the_billing_month_are_those_of_the_subscription(int more, DifferenceCause cause)
    {
        // At five in the morning the last three hours have no usage that could be late.
        ReconciliationRecord first = await CreditsAsync([], AtNight, MidnightReset);
        Assert.Equal(DifferenceCause.None, first.Cause);
        ReconciliationRecord credits = await CreditsAsync(new() { ["character_count"] = Text(first.Left!.Value + more) }, AtNight, MidnightReset);
        Assert.Equal((cause, (decimal?)more), (credits.Cause, credits.Difference));
    }

    [Fact]
    public async Task Credits_of_the_last_hours_may_be_late_on_either_side()
    {
        ReconciliationRecord first = await CreditsAsync([], SimulatedConnection.Now, MidnightReset);
        ReconciliationRecord less = await CreditsAsync(new() { ["character_count"] = Text(first.Left!.Value - 1) }, SimulatedConnection.Now, MidnightReset);
        ReconciliationRecord more = await CreditsAsync(new() { ["character_count"] = Text(first.Left!.Value + 1) }, SimulatedConnection.Now, MidnightReset);
        Assert.Equal((DifferenceCause.LateData, DifferenceCause.LateData), (less.Cause, more.Cause));
        ReconciliationRecord far = await CreditsAsync(new() { ["character_count"] = "0" }, SimulatedConnection.Now, MidnightReset);
        Assert.Equal((DifferenceCause.Unexplained, false), (far.Cause, far.Passed));
    }

    [Fact]
    public async Task A_reset_within_an_hour_leaves_that_hours_credits_open()
    {
        // The simulator counts the whole day of the reset; the hours from the reset's on are what matters here.
        var reset = new DateTimeOffset(2026, 11, 10, 9, 30, 0, TimeSpan.Zero);
        ReconciliationRecord first = await CreditsAsync([], AtNight, reset);
        decimal month = first.Right!.Value;
        ReconciliationRecord within = await CreditsAsync(new() { ["character_count"] = Text(month + 1) }, AtNight, reset);
        Assert.Equal((DifferenceCause.Rounding, true, 1m), (within.Cause, within.Passed, within.Difference));
        Assert.Contains("2026-11-10 09:30 UTC", within.Explanation, StringComparison.Ordinal);
        ReconciliationRecord beyond = await CreditsAsync(new() { ["character_count"] = Text(month + 1_000_000) }, AtNight, reset);
        Assert.Equal(DifferenceCause.Unexplained, beyond.Cause);
    }

    private static DateTimeOffset AtNight { get; } = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset MidnightReset { get; } = new(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);

    private static string Text(decimal number) => number.ToString("0", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ReconciliationRecord> CreditsAsync(Dictionary<string, string> fields, DateTimeOffset now, DateTimeOffset reset) =>
        Assert.Single(await CompareAsync(fields, options: SimulatedConnection.Small with { ResetsAt = reset }, now: now), record => record.Check == ReconciliationCheck.BillingMonthCredits);

    private static async Task<ReconciliationRecord> OneAsync(ReconciliationCheck check, Dictionary<string, string> fields) =>
        Assert.Single(await CompareAsync(fields), record => record.Check == check);

    private static async Task<List<ReconciliationRecord>> CompareAsync(
        Dictionary<string, string> fields, PlanRateAnswer? plan = null, SimulatorOptions? options = null, DateTimeOffset? now = null)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync((options ?? SimulatedConnection.Small) with { SubscriptionFields = fields }, now: now);
        return await Comparisons.OfAsync(simulated, new MemoryLedger(), new DateRange(SimulatedConnection.Today, SimulatedConnection.Today), plan);
    }
}
