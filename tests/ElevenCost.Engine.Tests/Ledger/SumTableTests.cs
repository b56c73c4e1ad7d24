using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Sums in process: many groups, and sums that 64 bits can't hold.</summary>
public sealed class SumTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Thousands_of_groups_are_each_summed_on_their_own(int width)
    {
        var random = new Random(width);
        var table = new SumTable(width);
        for (int round = 0; round < 2; round++)
        {
            var expected = new Dictionary<string, long>();
            for (int row = 0; row < 50_000; row++)
            {
                int[] values = [.. Enumerable.Range(0, width).Select(_ => random.Next(1 << (16 / width)))];
                table.Of(values).Credits += row;
                string key = string.Join(' ', values);
                expected[key] = expected.GetValueOrDefault(key) + row;
            }

            Assert.Equal(expected.Count, table.Count);
            for (int group = 0; group < table.Count; group++)
            {
                Assert.Equal(expected[string.Join(' ', table.ValuesOf(group).ToArray())], table.SumsOf(group).Credits);
            }

            // The second round begins as the first: what is forgotten must not come back.
            table.Clear();
        }
    }

    [Fact]
    public async Task A_sum_over_64_bits_fails_with_a_text_that_says_what_to_do()
    {
        using var fixture = Sqlite();
        DateOnly[] days = [Day(3, 10), Day(3, 11)];
        await fixture.Ledger.ReplaceDaysAsync(Name, Replace(days, [.. days.Select(day => new Row(day, "TTS", "m1", null, long.MaxValue - 1, 1, null, null))]), None);
        var failure = await Assert.ThrowsAsync<ElevenCostException>(() => ((IUsageLedger)fixture.Ledger).SumAsync(
            Name, new DateRange(days[0], days[1]), DimensionSet.All, _ => new SumQuestion([new DaySlot(days[0], days[1], UsageTable.FullRecord, 0)], default, []),
            (int _, ReadOnlySpan<int> _, in UsageSums _) => { }, None));
        Assert.Equal("LedgerSumTooLarge", failure.ErrorId);
        Assert.Equal("Use a shorter range.", failure.Remedy);
    }
}
