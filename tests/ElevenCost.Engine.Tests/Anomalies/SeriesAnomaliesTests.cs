using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Tests.Trends;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.Anomalies;

public sealed class SeriesAnomaliesTests(ITestOutputHelper output)
{
    private const int Days = 365;
    private const int Judged = 90;

    [Theory]
    [InlineData("flat")]
    [InlineData("growing")]
    [InlineData("weekly")]
    [InlineData("closed")]
    [InlineData("stepped")]
    [InlineData("bursty")]
    [InlineData("sparse")]
    public void Planted_days_of_three_times_the_usual_are_found_and_little_else(string shape)
    {
        int planted = 0;
        int found = 0;
        double months = 0;
        int alarms = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            (double[] values, double[] usual) = MadeHistories.Of(shape, seed, Days);
            var random = new Random(seed);
            var days = new HashSet<int>();
            for (int day = Judged + 10 + random.Next(10); day < Days - 5; day += 12 + random.Next(9))
            {
                if (usual[day] > 0)
                {
                    values[day] = 3 * usual[day];
                    days.Add(day);
                }
            }

            List<SeriesAnomalies.Found> anomalies = new SeriesAnomalies(values, DayOfWeek.Sunday, null, 0.01).From(Judged);
            planted += days.Count;
            found += days.Count(day => anomalies.Exists(one => one.Kind == AnomalyKind.Spike && one.First <= day && one.Last >= day));

            // A burst that truly was three times the usual is no false alarm, whoever planted it.
            alarms += anomalies.Count(one => one.Kind != AnomalyKind.Spike
                || !Enumerable.Range(one.First, one.Last - one.First + 1).Any(day => days.Contains(day) || values[day] >= 3 * usual[day]));
            months += (Days - Judged) / 30.0;
        }

        output.WriteLine($"{shape}: {100.0 * found / planted:F1} % of {planted} found, {alarms / months:F2} false alarms a month and series.");
        Assert.True(planted > 90);
        Assert.True(found >= 0.95 * planted, $"Only {found} of {planted} were found.");
        Assert.True(alarms <= months, $"{alarms} false alarms in {months:F0} months.");
    }

    [Fact]
    public void A_quiet_weekday_is_no_drop_and_a_busy_one_no_spike()
    {
        double[] values = [.. Enumerable.Range(0, 120).Select(day => 100 * MadeHistories.Office[day % 7])];
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Sunday, null, 0).From(60));
    }

    [Fact]
    public void A_spike_has_its_days_what_was_usual_and_a_score()
    {
        double[] values = Flat(100);
        values[80] = 50;
        values[81] = 60;
        SeriesAnomalies.Found found = Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
        Assert.Equal((AnomalyKind.Spike, 80, 81), (found.Kind, found.First, found.Last));
        Assert.Equal(20, found.Expected, 1);
        Assert.True(found.Score > 10);
    }

    [Fact]
    public void A_day_without_usage_amid_others_is_a_drop()
    {
        double[] values = Flat(100);
        values[80] = 0;
        SeriesAnomalies.Found found = Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
        Assert.Equal((AnomalyKind.Drop, 80, 80), (found.Kind, found.First, found.Last));
    }

    [Fact]
    public void A_day_that_is_not_over_is_no_drop()
    {
        double[] values = Flat(100);
        values[99] = 1;
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Monday, 99, 1).From(60));
        Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
    }

    [Fact]
    public void What_ends_has_stopped_and_is_not_many_drops()
    {
        double[] values = Flat(100);
        Array.Clear(values, 90, 10);
        SeriesAnomalies.Found found = Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
        Assert.Equal((AnomalyKind.Stopped, 90, 99), (found.Kind, found.First, found.Last));
        Assert.Equal(100, found.Expected, 1);
        Assert.Null(found.Score);
    }

    [Fact]
    public void A_weekend_at_the_end_has_stopped_nothing()
    {
        double[] values = [.. Enumerable.Range(0, 98).Select(day => day % 7 < 5 ? 10d : 0)];
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
    }

    [Fact]
    public void What_is_used_now_and_then_has_not_stopped_after_a_usual_pause()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(day => day % 5 == 0 ? 10d : 0)];
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
    }

    [Fact]
    public void The_first_usage_after_quiet_weeks_is_new_and_what_follows_is_no_spike()
    {
        double[] values = new double[100];
        for (int day = 80; day < 100; day++)
        {
            values[day] = 10 + (day % 3);
        }

        SeriesAnomalies.Found found = Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
        Assert.Equal((AnomalyKind.New, 80, 86, 0d), (found.Kind, found.First, found.Last, found.Expected));
    }

    [Fact]
    public void Usage_whose_past_is_not_known_is_not_new()
    {
        double[] values = Flat(100);
        Array.Fill(values, double.NaN, 0, 70);
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
    }

    [Fact]
    public void Less_than_the_minimum_is_none()
    {
        double[] values = [.. Flat(100).Select(value => value / 100)];
        values[80] = 1;
        Assert.Empty(new SeriesAnomalies(values, DayOfWeek.Monday, null, 1).From(60));
        Assert.Single(new SeriesAnomalies(values, DayOfWeek.Monday, null, 0.5).From(60));
    }

    private static double[] Flat(int days) => [.. Enumerable.Range(0, days).Select(day => 10 + ((day * 7 % 5) / 10d) - 0.2)];
}
