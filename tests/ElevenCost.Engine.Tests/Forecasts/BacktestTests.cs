using ElevenCost.Engine.Demo;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Tests.Trends;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.Forecasts;

/// <summary>How often the truth fell inside, and how far off the forecast was, beside what people use: last week again, and last month's average.</summary>
public sealed class BacktestTests(ITestOutputHelper output)
{
    private const int Days = 400;
    private const double Within = 0.05;

    [Theory]
    [InlineData("flat")]
    [InlineData("growing")]
    [InlineData("weekly")]
    [InlineData("stepped")]
    [InlineData("bursty")]
    public void Intervals_hold_what_they_promise_and_the_forecast_beats_both_baselines(string shape) =>
        Check(Enumerable.Range(0, 24).Select(seed => MadeHistories.Of(shape, seed, Days).Values), first: 150, stride: 11);

    [Fact]
    public void A_short_history_is_forecast_as_well_as_it_promises() =>
        Check(Enumerable.Range(0, 40).Select(seed => MadeHistories.Of("short", seed, 80).Values), first: 10, stride: 5, last: 45);

    [Fact]
    public void The_demos_year_is_forecast_as_well_as_it_promises() => Check(
        Enumerable.Range(1, 12).Select(seed =>
        {
            var demo = new DemoWorkspace(seed);
            return Enumerable.Range(0, Days).Select(day => (double)demo.RowsOn(DemoWorkspace.FirstDay.AddDays(day)).Sum(row => row.Cost)).ToArray();
        }), first: 150, stride: 11);

    [Fact]
    public async Task The_simulators_year_is_forecast_as_well_as_it_promises()
    {
        var histories = new List<double[]>();
        var today = new DateOnly(2026, 11, 20);
        for (int seed = 1; seed <= 12; seed++)
        {
            await using SimulatorServer server = await SimulatorServer.StartAsync(
                new SimulatorOptions { Seed = seed, Days = Days, Keys = 3, RecordsPerKeyDay = 3 }, new Support.FixedClock(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)));
            Dictionary<DateOnly, double> totals = server.Truth.DailyTotals(today.AddDays(1 - Days), today, "UTC").ToDictionary(day => day.Date, day => (double)(day.Cost ?? 0));
            histories.Add([.. Enumerable.Range(1 - Days, Days).Select(day => totals.GetValueOrDefault(today.AddDays(day)))]);
        }

        Check(histories, first: 150, stride: 11);
    }

    private void Check(IEnumerable<double[]> histories, int first, int stride, int last = Days - 32)
    {
        int count = 0;
        int in80 = 0;
        int in95 = 0;
        double off = 0;
        double offAsLastWeek = 0;
        double offAsLastMonth = 0;
        int history = 0;
        foreach (double[] values in histories)
        {
            history++;
            for (int origin = first + (history % stride); origin < last; origin += stride)
            {
                int start = Math.Max(0, origin - 365);
                int days = 1 + (((origin * 7) + (history * 3)) % 30);
                Outlook outlook = new DailyModel(values.AsSpan(start, origin + 1 - start), (DayOfWeek)(start % 7)).Next(0, days);
                double truth = values.AsSpan(origin + 1, days).ToArray().Sum();
                double lastWeek = Enumerable.Range(0, days).Sum(day => values[origin - 6 + (day % 7)]);
                int month = Math.Min(30, origin + 1);
                double lastMonth = values.AsSpan(origin + 1 - month, month).ToArray().Average() * days;
                count++;
                in80 += truth >= outlook.Low80 && truth <= outlook.High80 ? 1 : 0;
                in95 += truth >= outlook.Low95 && truth <= outlook.High95 ? 1 : 0;
                off += Math.Abs(outlook.Expected - truth) / days;
                offAsLastWeek += Math.Abs(lastWeek - truth) / days;
                offAsLastMonth += Math.Abs(lastMonth - truth) / days;
                Assert.True(outlook.Low95 <= outlook.Low80 && outlook.Low80 <= outlook.High80 && outlook.High80 <= outlook.High95);
            }
        }

        output.WriteLine($"{count} forecasts: 80 % held {100.0 * in80 / count:F1}, 95 % held {100.0 * in95 / count:F1}, off by {off / count:G4}; last week again {offAsLastWeek / count:G4}, last month's average {offAsLastMonth / count:G4}.");
        Assert.True(count > 150);
        Assert.InRange((double)in80 / count, 0.80 - Within, 0.80 + Within);
        Assert.InRange((double)in95 / count, 0.95 - Within, 0.95 + Within);
        Assert.True(off < offAsLastWeek && off < offAsLastMonth, "A baseline was closer.");
    }
}
