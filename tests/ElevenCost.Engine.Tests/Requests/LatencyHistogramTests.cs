using ElevenCost.Engine.Requests;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Requests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void A_percentile_is_the_nearest_rank_exact_below_two_seconds_and_to_a_thousandth_above()
    {
        Gen<int[]> latencies = Gen.NonEmptyListOf(Gen.OneOf(Gen.Choose(0, 300), Gen.Choose(0, 2_047), Gen.Choose(0, 80_000_000))).Select(list => list.ToArray());
        Prop.ForAll(latencies.ToArbitrary(), values =>
        {
            var histogram = new LatencyHistogram();
            foreach (int value in values)
            {
                histogram.Add(value);
            }

            int[] ordered = [.. values.Order()];
            foreach (int percent in new[] { 1, 50, 95, 100 })
            {
                long exact = ordered[(int)Math.Ceiling(values.Length * percent / 100m) - 1];
                long? told = histogram.Percentile(percent);
                Assert.InRange(told!.Value, exact, exact < 2_048 ? exact : exact + (exact / 1024));
                Assert.True(told <= ordered[^1]);
            }

            Assert.Equal(values.Sum(value => (decimal)value) / values.Length, histogram.Average);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Memory_does_not_grow_with_how_many_there_are()
    {
        var histogram = new LatencyHistogram();
        for (int value = 0; value < 1_000_000; value++)
        {
            histogram.Add(value % 700_000);
        }

        Assert.InRange(histogram.Steps, 1, 12_000);
    }

    [Fact]
    public void Half_a_millisecond_rounds_up_and_nothing_is_nothing()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Percentile(50));
        Assert.Null(histogram.Average);
        histogram.Add(0.5m);
        Assert.Equal((1L, 0.5m), (histogram.Percentile(50)!.Value, histogram.Average!.Value));
        histogram.Add(decimal.MaxValue / 2);
        Assert.Equal(86_400_000, histogram.Percentile(100));
    }
}
