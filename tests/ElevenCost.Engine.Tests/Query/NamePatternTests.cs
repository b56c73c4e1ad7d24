using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Costing;

namespace ElevenCost.Engine.Tests.Query;

/// <summary>Names with brackets: a value that is exactly a known name means that one.</summary>
public sealed class NamePatternTests
{
    private static readonly DateOnly Day = new(2026, 10, 12);

    [Theory]
    [InlineData("acme [prod]", 100)]
    [InlineData("ACME [PROD]", 100)]
    [InlineData("acme `[prod]", 100)]
    [InlineData("acme [pq]", 10)]
    [InlineData("acme p", 10)]
    [InlineData("acme*", 110)]
    public async Task A_filter_that_spells_a_name_means_that_name(string pattern, long credits)
    {
        UsageSample sample = Sample();
        var query = new CostQuery { Range = new DateRange(Day, Day), Granularity = Granularity.Total, Filters = [new DimensionFilter(Dimension.ApiKey, [pattern])] };
        Assert.Equal(credits, (await sample.QueryAsync(query)).Totals.Sum(total => total.Credits));
        CostResult others = await sample.QueryAsync(query with { Filters = [new DimensionFilter(Dimension.ApiKey, [pattern], Exclude: true)] });
        Assert.Equal(110 - credits, others.Totals.Sum(total => total.Credits));
    }

    [Theory]
    [InlineData("acme [prod]", 100, true)]
    [InlineData("acme `[prod]", 100, false)]
    [InlineData("acme [pq]", 10, false)]
    [InlineData("acme *", 110, false)]
    public async Task A_rule_that_spells_a_name_takes_that_name_and_is_pointed_out_if_it_could_take_another(string pattern, long credits, bool isPointedOut)
    {
        UsageSample sample = Sample();
        sample.Rules = [new CostCenterRule { Name = "prod", Shares = "Prod", ApiKey = pattern }];
        CostResult result = await sample.QueryAsync(new CostQuery { Range = new DateRange(Day, Day), Granularity = Granularity.Total, GroupBy = [Dimension.CostCenter] });
        Assert.Equal(credits, result.Rows.Where(row => row.CostCenter == "Prod").Sum(row => row.Credits));
        var warnings = new List<Warning>();
        await sample.Review.CheckAsync(sample.Connections, new DateRange(Day, Day), warnings.Add, default);
        Assert.Equal(isPointedOut ? ["RuleReadTwoWays"] : [], warnings.Select(warning => warning.Id));
    }

    private static UsageSample Sample()
    {
        UsageSample sample = new UsageSample().Add([Row("hash-prod", 100), Row("hash-p", 10)], new DateRange(Day, Day));
        sample.Ledger.Names = new NameBook(new Dictionary<string, string> { ["hash-prod"] = "acme [prod]", ["hash-p"] = "acme p" }, new Dictionary<string, string>());
        return sample;
    }

    private static SampleRow Row(string key, long credits) => new(Day, "eleven_v3", key, "TTS", credits, 1, 1m, 1m);
}
