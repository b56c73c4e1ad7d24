using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Tests.Costing;

public sealed class StartupWarmupTests
{
    [Fact]
    public async Task The_made_up_question_has_an_answer_with_all_that_a_first_one_passes_through()
    {
        CostResult result = await StartupWarmup.RunAsync(
            range => new CostQuery { Range = range, GroupBy = [Dimension.Model], Granularity = Granularity.Month },
            TimeProvider.System, CancellationToken.None);
        Assert.Equal(["a", "b"], result.Rows.Select(row => row.Model));
        Assert.All(result.Rows, row => Assert.Equal((1m, "USD", 1L), (row.Cost!.Value, row.Currency, row.Credits)));
        Assert.Equal(Completeness.Partial, result.Completeness);
    }
}
