using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Series;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Series;

/// <summary>Series over a socket and out of a file ledger.</summary>
public sealed class SeriesTests
{
    private static readonly DateRange Range = new(new DateOnly(2026, 11, 2), new DateOnly(2026, 11, 8));

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    public async Task Hours_make_up_days_as_the_metric_allows(string zone)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: zone);
        foreach ((SeriesMetric metric, Func<IEnumerable<decimal>, decimal> combine) in new (SeriesMetric, Func<IEnumerable<decimal>, decimal>)[]
        {
            (SeriesMetric.Characters, Enumerable.Sum), (SeriesMetric.Concurrency, Enumerable.Max), (SeriesMetric.Requests, Enumerable.Sum),
        })
        {
            var query = new SeriesQuery { Range = Range, Metric = metric, Breakdown = SeriesBreakdown.Model };
            List<SeriesRecord> hours = await ReadAsync(simulated, query with { Granularity = Granularity.Hour });
            List<SeriesRecord> days = await ReadAsync(simulated, query);
            List<SeriesRecord> total = await ReadAsync(simulated, query with { Granularity = Granularity.Total });
            Assert.NotEmpty(days);
            Assert.All(hours, hour => Assert.NotNull(hour.StartedAt));
            Assert.Equal(days.Select(day => (day.Date, day.Key, day.Value)), hours.GroupBy(hour => (hour.Date.Date, hour.Key))
                .Select(day => (day.Key.Date, day.Key.Key, combine(day.Select(hour => hour.Value)))).OrderBy(day => day.Date).ThenBy(day => day.Key, StringComparer.Ordinal));
            Assert.Equal(total.Select(model => (model.Key, model.Value)), days.GroupBy(day => day.Key)
                .Select(model => (model.Key, combine(model.Select(day => day.Value)))).OrderBy(model => model.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_peak_of_all_keys_is_asked_for_and_never_the_sum_of_the_keys()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        var query = new SeriesQuery { Range = Range, Metric = SeriesMetric.Concurrency, Granularity = Granularity.Total };
        SeriesRecord peak = Assert.Single(await ReadAsync(simulated, query));
        List<SeriesRecord> byModel = await ReadAsync(simulated, query with { Breakdown = SeriesBreakdown.Model });
        Assert.Equal(byModel.Max(model => model.Value), peak.Value);
        Assert.True(byModel.Count > 1);
        Assert.Equal((null, null, "requests"), (peak.Key, peak.Label, peak.Unit));
    }

    [Theory]
    [InlineData(SeriesMetric.TtfbP95)]
    [InlineData(SeriesMetric.TtfbAverage)]
    [InlineData(SeriesMetric.ConcurrencyAverage)]
    public async Task Averages_are_told_by_hour_and_by_the_day_of_utc_and_never_made_up(SeriesMetric metric)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Europe/Berlin");
        var query = new SeriesQuery { Range = Range, Metric = metric, Breakdown = SeriesBreakdown.Model };
        Assert.NotEmpty(await ReadAsync(simulated, query with { Granularity = Granularity.Hour }));
        Assert.Equal("MetricNotByDay", (await Assert.ThrowsAnyAsync<ElevenCostException>(() => ReadAsync(simulated, query))).ErrorId);
        Assert.Equal("MetricNotCombined", (await Assert.ThrowsAnyAsync<ElevenCostException>(() => ReadAsync(simulated, query with { Granularity = Granularity.Week }))).ErrorId);

        await using SimulatedConnection utc = await SimulatedConnection.StartAsync();
        Assert.NotEmpty(await ReadAsync(utc, query));
    }

    [Fact]
    public async Task Every_metric_by_every_breakdown_is_what_it_truly_is()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        var day = new DateRange(Range.Start, Range.Start);
        foreach (SeriesMetric metric in Enum.GetValues<SeriesMetric>())
        {
            foreach (SeriesBreakdown breakdown in Enum.GetValues<SeriesBreakdown>())
            {
                List<SeriesRecord> records = await ReadAsync(simulated, new SeriesQuery { Range = day, Metric = metric, Breakdown = breakdown });
                IReadOnlyDictionary<string, decimal> truth = simulated.Server.Truth.Series(day.Start, SeriesNames.Of(metric), SeriesNames.Of(breakdown));
                Assert.NotEmpty(truth);
                Assert.Equal(truth.Keys.Order(StringComparer.Ordinal), records.Select(record => record.Key ?? "All"));

                // The endpoint rounds averages and percentiles.
                decimal tolerance = StatisticsMetric.CombinationOf(SeriesNames.Of(metric)) == StatisticsCombination.None ? 0.001m : 0;
                Assert.All(records, record => Assert.True(
                    Math.Abs(truth[record.Key ?? "All"] - record.Value) <= tolerance,
                    $"{metric} by {breakdown}, {record.Key}: {record.Value} instead of {truth[record.Key ?? "All"]}"));
            }
        }
    }

    [Fact]
    public async Task Hours_are_kept_for_five_minutes_and_another_series_is_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var cache = new HourCache();
        var query = new SeriesQuery { Range = Range, Metric = SeriesMetric.Requests, Breakdown = SeriesBreakdown.Model, Granularity = Granularity.Hour };
        List<SeriesRecord> first = await ReadAsync(simulated, query, cache: cache);
        Assert.NotEmpty(first);
        simulated.Server.ClearRequests();

        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(5).AddSeconds(-1));
        Assert.Equal(first, await ReadAsync(simulated, query, cache: cache));
        string model = first[0].Key!;
        Assert.Equal(first.Where(record => record.Key == model), await ReadAsync(simulated, query with { Keys = [model] }, cache: cache));
        Assert.Empty(simulated.Server.Requests);

        Assert.NotEmpty(await ReadAsync(simulated, query with { Metric = SeriesMetric.Credits }, cache: cache));
        Assert.Single(simulated.Server.Requests);
        simulated.Clock.Set(SimulatedConnection.Now.AddMinutes(5));
        await ReadAsync(simulated, query, cache: cache);
        Assert.Equal(2, simulated.Server.Requests.Count);
    }

    [Theory]
    [InlineData(Granularity.Day)]
    [InlineData(Granularity.Hour)]
    public async Task The_failure_of_one_connection_does_not_keep_the_others_from_answering(Granularity granularity)
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        Connection account = SimulatedConnection.Describe("own", simulated.Server.BaseUri) with { Scope = ConnectionScope.Account };
        Connection revoked = SimulatedConnection.Describe("revoked", simulated.Server.BaseUri);
        using var cache = new HourCache();
        var reader = new SeriesReader(new MemoryLedger(), (connection, _) => Task.FromResult(ElevenLabsApi.Open(
            connection, connection == revoked ? "sk_" + new string('0', 48) : simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick)), cache, simulated.Clock);
        var query = new SeriesQuery { Range = Range, Metric = SeriesMetric.Characters, Breakdown = SeriesBreakdown.User, Granularity = granularity };
        var failures = new List<(string, string)>();
        var records = new List<SeriesRecord>();
        await foreach (SeriesRecord record in reader.ReadAsync(
            [account, revoked, simulated.Connection], query, _ => { }, (connection, failure) => failures.Add((connection.Name, failure.ErrorId)), default))
        {
            records.Add(record);
        }

        Assert.Equal([("own", "BreakdownNotAllowed"), ("revoked", "ApiKeyInvalid")], failures);
        Assert.Equal("acme", Assert.Single(records.Select(record => record.Connection).Distinct()));
    }

    [Fact]
    public async Task What_a_sync_kept_is_told_without_a_request_and_the_rest_is_read()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(zone: "Europe/Berlin");
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { From = Range.Start.AddDays(2), To = Range.End });
        foreach ((SeriesMetric metric, SeriesBreakdown breakdown) in new[] { (SeriesMetric.Characters, SeriesBreakdown.Model), (SeriesMetric.Concurrency, SeriesBreakdown.Total) })
        {
            var query = new SeriesQuery { Range = Range, Metric = metric, Breakdown = breakdown };
            home.Server.ClearRequests();
            List<SeriesRecord> kept = await ReadAsync(simulated, query with { Range = new DateRange(Range.Start.AddDays(2), Range.End) }, home.Usage);
            Assert.Empty(home.Server.Requests);
            Assert.All(kept, record => Assert.Equal(SeriesSource.Ledger, record.Source));

            List<SeriesRecord> both = await ReadAsync(simulated, query, home.Usage);
            List<SeriesRecord> live = await ReadAsync(simulated, query);
            Assert.Equal(live.Select(record => (record.Date, record.Key, record.Value)), both.Select(record => (record.Date, record.Key, record.Value)));
            Assert.Equal([SeriesSource.Live, SeriesSource.Ledger], both.Select(record => record.Source).Distinct());
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out_and_told_where_something_is_kept()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new() { From = Range.Start.AddDays(2), To = Range.End });
        simulated.Server.Faults.Add("stats-absent");
        var warnings = new List<Warning>();
        var query = new SeriesQuery { Range = Range, Metric = SeriesMetric.Characters, Breakdown = SeriesBreakdown.Model };
        Assert.NotEmpty(await ReadAsync(simulated, query, home.Usage, warnings));
        Assert.Contains("2 of 7 days", Assert.Single(warnings).Message);
        Assert.Equal("EndpointNotFound", (await Assert.ThrowsAnyAsync<ElevenCostException>(() => ReadAsync(simulated, query with { Metric = SeriesMetric.Requests }, home.Usage))).ErrorId);
    }

    private static async Task<List<SeriesRecord>> ReadAsync(
        SimulatedConnection simulated, SeriesQuery query, Engine.Ledger.IUsageLedger? ledger = null, List<Warning>? warnings = null, HourCache? cache = null)
    {
        using var ownCache = new HourCache();
        var reader = new SeriesReader(ledger ?? new MemoryLedger(), (connection, _) => Task.FromResult(
            ElevenLabsApi.Open(connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick)), cache ?? ownCache, simulated.Clock);
        var records = new List<SeriesRecord>();
        await foreach (SeriesRecord record in reader.ReadAsync([simulated.Connection], query, warning => warnings?.Add(warning), null, default))
        {
            records.Add(record);
        }

        return records;
    }
}
