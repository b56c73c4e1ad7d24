using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Tests.Trends;

namespace ElevenCost.Engine.Tests.Forecasts;

public sealed class DailyModelTests
{
    [Fact]
    public void Equal_days_go_on_and_leave_no_doubt()
    {
        Outlook outlook = new DailyModel([.. Enumerable.Repeat(2d, 60)], DayOfWeek.Monday).Next(0, 10);
        Assert.Equal(20, outlook.Expected, 6);
        Assert.Equal(20, outlook.Low95, 6);
        Assert.Equal(20, outlook.High95, 6);
    }

    [Fact]
    public void A_weekend_without_usage_is_expected_without_usage()
    {
        double[] values = [.. Enumerable.Range(0, 70).Select(day => day % 7 < 5 ? 10d + (day % 3) : 0)];
        var model = new DailyModel(values, DayOfWeek.Monday);
        Assert.InRange(model.ExpectedOn(0), 9, 13);
        Assert.InRange(model.ExpectedOn(5), 0, 0.5);
        Assert.InRange(model.ExpectedOn(6), 0, 0.5);
    }

    [Fact]
    public void A_single_spike_moves_the_forecast_by_less_than_a_twentieth()
    {
        double[] values = MadeHistories.Of("weekly", 3, 120).Values;
        double plain = new DailyModel(values, DayOfWeek.Sunday).Next(0, 30).Expected;
        values[110] *= 40;
        Assert.InRange(new DailyModel(values, DayOfWeek.Sunday).Next(0, 30).Expected, plain * 0.95, plain * 1.05);
    }

    [Fact]
    public void Bursts_that_come_again_and_again_are_expected_to()
    {
        double[] values = [.. Enumerable.Range(0, 300).Select(day => day % 13 == 0 ? 200d : 10)];
        Outlook outlook = new DailyModel(values, DayOfWeek.Monday).Next(0, 26);
        Assert.InRange(outlook.Expected, 530, 700);
    }

    [Fact]
    public void Growth_goes_on()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(day => 50d + day)];
        Assert.InRange(new DailyModel(values, DayOfWeek.Monday).Next(0, 10).Expected, 2450, 2600);
    }

    [Fact]
    public void Unknown_days_are_not_zeros()
    {
        double[] values = [.. Enumerable.Range(0, 60).Select(day => day % 4 == 1 ? double.NaN : 8)];
        var model = new DailyModel(values, DayOfWeek.Friday);
        Assert.Equal(80, model.Next(0, 10).Expected, 3);
        Assert.Equal(45, model.KnownDays);
    }

    [Fact]
    public void Little_history_is_wider_than_much()
    {
        double[] values = MadeHistories.Of("flat", 7, 300).Values;
        Outlook little = new DailyModel(values.AsSpan(290), DayOfWeek.Monday).Next(0, 14);
        Outlook much = new DailyModel(values, DayOfWeek.Sunday).Next(0, 14);
        Assert.True((little.High95 - little.Low95) / little.Expected > 1.3 * (much.High95 - much.Low95) / much.Expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_few_days_make_finite_figures(int days)
    {
        Outlook outlook = new DailyModel([.. Enumerable.Range(0, days).Select(day => 5d + day)], DayOfWeek.Monday).Next(0, 31);
        Assert.True(double.IsFinite(outlook.Expected) && double.IsFinite(outlook.High95) && outlook.Low95 >= 0);
    }

    [Theory]
    [InlineData(2, 1.886, 4.303)]
    [InlineData(5, 1.476, 2.571)]
    [InlineData(10, 1.372, 2.228)]
    [InlineData(120, 1.289, 1.980)]
    public void Quantiles_are_those_of_students_table(double freedom, double at90, double at975)
    {
        Assert.InRange(ErrorProfile.Student(1.2815515655446, freedom), at90 * 0.99, at90 * 1.01);
        Assert.InRange(ErrorProfile.Student(1.9599639845401, freedom), at975 * 0.99, at975 * 1.01);
    }

    [Fact]
    public void Days_without_any_usage_are_expected_to_stay_so() =>
        Assert.Equal(default, new DailyModel(new double[50], DayOfWeek.Monday).Next(0, 30));
}
