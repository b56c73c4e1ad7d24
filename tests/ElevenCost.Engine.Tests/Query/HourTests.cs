using System.Globalization;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Query;

/// <summary>Hours over a socket, against the days that the simulator works out by itself.</summary>
public sealed class HourTests
{
    private static readonly SimulatorOptions LongYear = SimulatedConnection.Small with { Days = 300 };

    [Theory]
    [ClassData(typeof(HourDays))]
    public async Task An_hourly_day_adds_up_to_the_daily_bucket_when_clocks_change(string zone, string date, int hours)
    {
        DateOnly day = Day(date);
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(LongYear, zone);
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = new DateRange(day, day), Granularity = Granularity.Hour });

        DailyTotal truth = simulated.Server.Truth.DailyTotals(day, day, zone).Single();
        List<CostRecord> rows = [.. cost.Rows];
        Assert.Empty(cost.Warnings);
        Assert.Equal(hours, rows.Count);
        Assert.Equal((truth.Credits, truth.Requests, truth.Minutes, truth.Cost),
            (rows.Sum(row => row.Credits), rows.Sum(row => row.Requests), rows.Sum(row => row.Minutes), rows.Sum(row => row.Cost)));
        Assert.Equal(hours, rows.Select(row => row.StartedAt).Distinct().Count());
        Assert.Equal(rows.OrderBy(row => row.StartedAt), rows);
        Assert.All(rows, row => Assert.Equal((day, DateTimeKind.Utc, DateTimeKind.Unspecified), (DateOnly.FromDateTime(row.Date), row.StartedAt!.Value.Kind, row.Date.Kind)));
    }

    [Fact]
    public async Task A_repeated_hour_is_two_hours_of_one_clock_time()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Europe/Berlin");
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = One("2026-10-25"), Granularity = Granularity.Hour });
        Assert.Equal(
            [new DateTime(2026, 10, 25, 0, 0, 0, DateTimeKind.Utc), new DateTime(2026, 10, 25, 1, 0, 0, DateTimeKind.Utc)],
            cost.Rows.Where(row => row.Date == new DateTime(2026, 10, 25, 2, 0, 0)).Select(row => row.StartedAt!.Value));
    }

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/St_Johns")]
    [InlineData("Europe/Berlin")]
    public async Task Hours_grouped_and_filtered_are_the_days_grouped_and_filtered(string zone)
    {
        var range = new DateRange(new DateOnly(2026, 10, 20), new DateOnly(2026, 11, 3));
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: zone);
        using var live = new LiveHome(simulated);
        List<UsageRecord> records = await live.UsageAsync(new CostQuery
        {
            Range = range,
            Granularity = Granularity.Hour,
            GroupBy = [Dimension.Model, Dimension.ApiKey],
            Filters = [new DimensionFilter(Dimension.Product, ["TTS"])],
        });

        var truth = simulated.Server.Truth.Rows(range.Start, range.End, zone, "model", "hashed_xi_api_key", "product_type")
            .Where(row => row.Values[2] == "TTS" && row.Credits > 0)
            .Select(row => (row.Date, row.Values[0], Id: string.IsNullOrEmpty(row.Values[1]) ? null : row.Values[1], row.Credits))
            .OrderBy(row => row.Date).ThenBy(row => row.Item2, StringComparer.Ordinal).ThenBy(row => row.Id, StringComparer.Ordinal);
        Assert.Equal(truth, records.GroupBy(row => (Date: DateOnly.FromDateTime(row.Date), row.Model, row.ApiKeyId))
            .Select(day => (day.Key.Date, day.Key.Model, Id: day.Key.ApiKeyId, Credits: day.Sum(row => row.Credits))).Where(row => row.Credits > 0)
            .OrderBy(row => row.Date).ThenBy(row => row.Model, StringComparer.Ordinal).ThenBy(row => row.Id, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Groups_are_those_of_the_users()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        var query = new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [Dimension.Group] };
        List<UsageRecord> records = await live.UsageAsync(query);
        Assert.True(records.Select(record => record.Group).Distinct().Count() > 1);
        Assert.Equal(simulated.Server.Truth.DailyTotals(query.Range.Start, query.Range.End, "UTC").Single().Credits, records.Sum(record => record.Credits));
    }

    [Theory]
    [InlineData(Dimension.User, "MembersNotListed", "acme: The key can't list the workspace's members: ", "/v1/workspace/members")]
    [InlineData(Dimension.Group, "GroupsNotListed", "acme: The key can't list the workspace's groups: ", "/v1/workspace/groups")]
    public async Task What_a_question_needs_and_the_key_cannot_list_is_told_once(Dimension dimension, string id, string words, string path)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(
            faults: ["missing-permissions@/v1/workspace/members", "missing-permissions@/v1/workspace/groups", "missing-permissions@/v1/service-accounts"]);
        using var live = new LiveHome(simulated);
        var query = new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [dimension] };

        Warning told = Assert.Single((await live.CostAsync(query)).Warnings);
        Assert.Equal(id, told.Id);
        Assert.StartsWith(words, told.Message, StringComparison.Ordinal);
        Assert.Equal([path], simulated.Server.Requests.Select(request => request.Path)
            .Where(asked => asked.StartsWith("/v1/service-accounts", StringComparison.Ordinal) || asked is "/v1/workspace/members" or "/v1/workspace/groups").Distinct());

        Assert.Empty((await live.CostAsync(query with { Range = One("2026-11-11") })).Warnings);
        await live.UsageAsync(query with { Range = One("2026-11-12") });
        Assert.Empty(live.Warnings);
    }

    [Fact]
    public async Task What_cannot_be_listed_is_told_of_each_connection()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "missing-permissions@/v1/workspace/members");
        using var live = new LiveHome(simulated);
        Connection other = SimulatedConnection.Describe("other", simulated.Server.BaseUri);

        await live.UsageOfAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [Dimension.User] }, simulated.Connection, other);

        Assert.Equal(["acme: The key", "other: The key"], live.Warnings.Select(warning => warning.Message[..warning.Message.IndexOf(" can't", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Cumulative_hours_end_at_the_day()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, Cumulative = true });
        DailyTotal truth = simulated.Server.Truth.DailyTotals(new(2026, 11, 10), new(2026, 11, 10), "UTC").Single();
        Assert.Equal((24, truth.Credits, truth.Cost), (cost.Rows.Count, cost.Rows[^1].Credits, cost.Rows[^1].Cost));
    }

    [Fact]
    public async Task What_was_read_is_kept_for_five_minutes()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        var query = new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour };
        await live.CostAsync(query);
        simulated.Server.ClearRequests();
        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(5).AddSeconds(-1));
        await live.CostAsync(query);
        Assert.Empty(simulated.Server.Requests);
        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(5));
        await live.CostAsync(query);
        Assert.NotEmpty(AnalyticsRequests.Of(simulated.Server));
    }

    [Fact]
    public async Task Another_question_over_the_same_hours_is_answered_by_what_was_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [Dimension.Model] });
        simulated.Server.ClearRequests();

        List<UsageRecord> usage = await live.UsageAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [Dimension.Model] });

        Assert.Empty(simulated.Server.Requests);
        Assert.Equal(cost.Rows.Sum(row => row.Credits), usage.Sum(record => record.Credits));
    }

    [Fact]
    public async Task What_is_larger_than_the_limit_is_answered_and_not_held()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated, cacheLimit: 5000);
        var query = new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour };
        CostResult first = await live.CostAsync(query);
        simulated.Server.ClearRequests();
        CostResult second = await live.CostAsync(query);
        Assert.NotEmpty(AnalyticsRequests.Of(simulated.Server));
        Assert.Equal(first.Rows, second.Rows);
    }

    [Fact]
    public async Task Hours_to_come_are_not_there_and_recent_ones_are_provisional()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = new DateRange(new(2026, 11, 16), new(2026, 11, 22)), Granularity = Granularity.Hour });
        Assert.Equal(SimulatedConnection.Now.UtcDateTime.AddMinutes(-30), cost.Rows[^1].StartedAt);
        Assert.Equal(
            [Completeness.Final, Completeness.Provisional],
            cost.Rows.OrderBy(row => row.StartedAt).Select(row => row.Completeness).Distinct());
        Assert.Equal(new DateTime(2026, 11, 17), cost.Rows.First(row => row.Completeness == Completeness.Provisional).Date);
    }

    [Fact]
    public async Task A_day_whose_hours_do_not_add_up_is_left_out_and_told()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: "row-cap:5");
        using var live = new LiveHome(simulated);
        CostResult cost = await live.CostAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour, GroupBy = [Dimension.Model] });
        Assert.Equal(("HoursFailed", Completeness.Partial), (Assert.Single(cost.Warnings).Id, cost.Completeness));
        Assert.Empty(cost.Rows);
    }

    [Theory]
    [InlineData("analytics-forbidden", "HoursNotReadable", FailureCategory.Permission)]
    [InlineData("analytics-absent", "HoursNotReadable", FailureCategory.Permission)]
    [InlineData("invalid-api-key", "ApiKeyInvalid", FailureCategory.Permission)]
    public async Task What_keeps_hours_from_being_read_is_named(string fault, string id, FailureCategory category)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(faults: fault);
        using var live = new LiveHome(simulated);
        ElevenCostException e = await Assert.ThrowsAnyAsync<ElevenCostException>(() =>
            live.CostAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour }));
        Assert.Equal((id, category), (e.ErrorId, e.Category));
        Assert.NotNull(e.Remedy);
    }

    [Fact]
    public async Task Without_a_network_the_ledger_does_not_step_in()
    {
        SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var live = new LiveHome(simulated);
        await simulated.DisposeAsync();
        ElevenCostException e = await Assert.ThrowsAnyAsync<ElevenCostException>(() =>
            live.CostAsync(new CostQuery { Range = One("2026-11-10"), Granularity = Granularity.Hour }));
        Assert.Equal("NetworkUnavailable", e.ErrorId);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateRange One(string text) => new(Day(text), Day(text));
}
