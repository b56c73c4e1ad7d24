using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Sums in process.</summary>
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
}
