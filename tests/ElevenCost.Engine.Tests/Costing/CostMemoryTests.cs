using System.Globalization;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>What a result of many rows holds in memory, and that its rows are made anew.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class CostMemoryTests
{
    private const int Keys = 800;
    private const int BytesARow = 128;

    private static readonly DateRange Range = new(new DateOnly(2026, 8, 1), new DateOnly(2026, 10, 31));

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    public async Task A_row_takes_less_than_its_record_would(CostBasis basis)
    {
        UsageSample sample = Sample();
        var query = new CostQuery { Range = Range, GroupBy = [Dimension.ApiKey], Basis = basis };
        await sample.QueryAsync(query);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        CostResult result = await sample.QueryAsync(query);
        Assert.Equal(Keys * Range.Days, result.Rows.Count);
        Assert.Equal(result.Totals.Single().Cost, result.Rows.Sum(row => row.Cost));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange((after - before) / result.Rows.Count, long.MinValue, BytesARow);
        GC.KeepAlive(result);
    }

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    public async Task Rows_are_equal_however_often_and_from_wherever_they_are_asked_for(CostBasis basis)
    {
        IReadOnlyList<CostRecord> rows = (await Sample().QueryAsync(new CostQuery { Range = Range, GroupBy = [Dimension.ApiKey], Basis = basis })).Rows;
        CostRecord[] once = [.. rows];
        Assert.Equal(once, rows);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(reader => Task.Run(() =>
        {
            for (int row = reader; row < once.Length; row += 7)
            {
                Assert.Equal(once[row], rows[row]);
            }
        })));
    }

    private static UsageSample Sample() => new UsageSample().Add(
        Range.EachDay().SelectMany(day => Enumerable.Range(0, Keys).Select(key => new SampleRow(
            day, "eleven_v3", key.ToString("x32", CultureInfo.InvariantCulture), "TTS", key + 1, 1, 0.25m, (key + 1) / 1000m))),
        Range);
}
