using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Report;

namespace ElevenCost.Engine.Tests.Report;

public sealed class ReportRowTests
{
    [Theory]
    [InlineData(long.MaxValue, 0, 0)]
    [InlineData(0, long.MaxValue, 0)]
    [InlineData(0, 0, long.MaxValue)]
    public void A_sum_that_exceeds_64_bits_fails_and_is_no_wrong_figure(long credits, long requests, long unpriced)
    {
        CostResult daily = Result([]);
        IReadOnlyList<ReportRow> one = ReportRow.Of(Result([Total(credits, requests, unpriced), Total(0, 0, 0)]), daily, Day);
        ReportRow sum = ReportRow.Sum(one);
        Assert.Equal((credits, (long?)requests, unpriced), (sum.Credits, sum.Requests, sum.Unpriced));
        IReadOnlyList<ReportRow> two = ReportRow.Of(Result([Total(credits, requests, unpriced), Total(1, 1, 1)]), daily, Day);
        Assert.Throws<OverflowException>(() => ReportRow.Sum(two));
    }

    private static DateOnly Day => new(2026, 11, 1);

    private static CostTotal Total(long credits, long requests, long unpriced) => new("USD", 1, credits, requests, null, unpriced);

    private static CostResult Result(IReadOnlyList<CostTotal> totals) => new(CostBasis.Consumed, [], totals, [], Completeness.Final);
}
