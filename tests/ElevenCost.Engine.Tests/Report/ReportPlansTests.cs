using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Report;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Report;

/// <summary>The plans in the data of a report: those of the plan comparer.</summary>
public sealed class ReportPlansTests
{
    [Fact]
    public async Task Every_figure_is_that_of_the_plan_comparer_to_the_digit()
    {
        UsageSample usage = ReportSample.Usage(seen: ReportSample.Subscribed());
        PlanResult result = await ReportSample.Plans(usage).CompareAsync(usage.Connections, new PlanOptions(), CancellationToken.None);
        JsonElement plans = PlansOf(await ReportSample.ReadAsync(usage))!.Value;
        JsonElement account = Assert.Single(plans.GetProperty("accounts").EnumerateArray());
        string[] sentences = [.. account.GetProperty("assumptions").EnumerateArray().Select(text => text.GetString()!)];
        Assert.Equal(
            result.Rows.Select(row => (row.Plan, row.State.ToString(), row.Billing?.ToString(), row.BillingPeriod?.ToString(), row.Currency, row.Reason, string.Join('|', row.Assumptions))),
            account.GetProperty("rows").EnumerateArray().Select(row => (Text(row, "n")!, Text(row, "state")!, Text(row, "billing"), Text(row, "paid"), Text(row, "c"), Text(row, "reason"),
                string.Join('|', row.GetProperty("assumes").EnumerateArray().Select(place => sentences[place.GetInt32()])))));
        Assert.Equal(
            result.Rows.Select(row => (row.Fee, row.Overage + row.Drawn, row.Cost, row.Saving, row.UnusedCost)),
            account.GetProperty("rows").EnumerateArray().Select(row => (Money(row, "fee"), Money(row, "beyond"), Money(row, "cost"), Money(row, "saving"), Money(row, "unused"))));
        Assert.Equal((result.Rows[0].Credits, 3, "2026-08-12", "2026-11-11", "Partial"), (account.GetProperty("credits").GetInt64(), account.GetProperty("periods").GetInt32(),
            Text(account, "from"), Text(account, "to"), Text(account, "completeness")));
        Assert.Equal(result.Warnings.Select(warning => warning.Message), plans.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

        // There is something of each kind: what is beyond a plan, what saves, and what has no price.
        Assert.Contains(result.Rows, row => row is { State: PlanState.Current, Drawn: > 0, Cost: not null });
        Assert.Contains(result.Rows, row => row is { State: PlanState.Unknown, Cost: null });
    }

    [Fact]
    public async Task Filters_and_days_do_not_change_the_plans()
    {
        UsageSample usage = ReportSample.Usage(seen: ReportSample.Subscribed());
        CostReport part = await ReportSample.Reporter(usage).ReadAsync(usage.Connections, new ReportOptions
        {
            Range = new DateRange(UsageSample.Today.AddDays(-6), UsageSample.Today), Filters = [new DimensionFilter(Dimension.ApiKey, ["hotline"])],
        }, CancellationToken.None);
        Assert.Equal(PlansOf(await ReportSample.ReadAsync(usage))!.Value.GetRawText(), PlansOf(part)!.Value.GetRawText());
    }

    [Fact]
    public async Task A_connection_without_a_known_billing_period_has_no_plans_and_keeps_no_other_from_having_some()
    {
        Assert.Null(PlansOf(await ReportSample.ReadAsync(ReportSample.Usage())));

        var usage = new UsageSample
        {
            Book = connection => new PriceBook(connection.Name, DayZone.Find("UTC"), connection.Name == "acme" ? ReportSample.Subscribed() : [], PriceOverlay.Empty),
        };
        SampleRow[] rows = [new SampleRow(new DateOnly(2026, 10, 20), "eleven_v3", "hash-a", "TTS", 140_000, 1, null, 1m)];
        usage.Add(rows, ReportSample.Range, "zeta").Add(rows, ReportSample.Range, "acme");
        JsonElement account = Assert.Single(PlansOf(await ReportSample.ReadAsync(usage))!.Value.GetProperty("accounts").EnumerateArray());
        Assert.Equal("acme", Text(account, "connection"));
    }

    [Fact]
    public async Task Of_many_connections_some_are_left_out_and_counted()
    {
        var usage = new UsageSample { Book = connection => new PriceBook(connection.Name, DayZone.Find("UTC"), ReportSample.Subscribed(), PriceOverlay.Empty) };
        for (int connection = 0; connection < 23; connection++)
        {
            usage.Add([new SampleRow(new DateOnly(2026, 10, 20), "eleven_v3", "hash-a", "TTS", 1_000, 1, null, 1m)], ReportSample.Range, $"acme-{connection:00}");
        }

        JsonElement plans = PlansOf(await ReportSample.ReadAsync(usage))!.Value;
        Assert.Equal((20, 3), (plans.GetProperty("accounts").GetArrayLength(), plans.GetProperty("leftOut").GetInt32()));
        Assert.InRange(plans.GetRawText().Length, 1, 250_000);
    }

    private static JsonElement? PlansOf(CostReport report)
    {
        using JsonDocument data = JsonDocument.Parse(ReportJson.Of(report));
        return data.RootElement.TryGetProperty("plans", out JsonElement plans) ? plans.Clone() : null;
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static decimal? Money(JsonElement row, string name) => Text(row, name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
