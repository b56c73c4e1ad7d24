using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Whether a ledger is whole: each day's rows add up to the day, and the rollups are the sums of the rows.</summary>
internal static class LedgerWholeness
{
    /// <summary>Fails the test if a day or a rollup of a connection is not whole.</summary>
    /// <returns>The days by date.</returns>
    public static async Task<IReadOnlyDictionary<DateOnly, DayEntry>> CheckAsync(RelationalLedger ledger, string connection)
    {
        IReadOnlyList<DayEntry> days = await ledger.ReadDaysAsync(connection, null, CancellationToken.None);
        if (days.Count == 0)
        {
            return new Dictionary<DateOnly, DayEntry>();
        }

        var range = new DateRange(days[0].Date, days[^1].Date);
        var rows = new List<(DateOnly Day, string?[] Values, UsageSums Sums)>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection, range, CancellationToken.None))
        {
            UsageTable table = month.Table;
            for (int row = 0; row < table.Count; row++)
            {
                if (table.Breakdown[row] == UsageTable.FullRecord)
                {
                    rows.Add((DateOnly.FromDayNumber(table.Day[row]), [.. table.Dimensions.Select(column => column.Index[row] < 0 ? null : column.Values[column.Index[row]])],
                        new UsageSums { Credits = table.Credits[row], Requests = table.Requests[row] ?? 0, Minutes = table.Minutes[row] ?? 0, Consumed = table.ConsumedCost[row] ?? 0 }));
                }
            }
        }

        ILookup<DateOnly, UsageSums> ofDay = rows.ToLookup(row => row.Day, row => row.Sums);
        Assert.All(days.Where(day => day.State != DayState.Failed), day =>
        {
            Assert.Equal(day.Rows, ofDay[day.Date].Count());
            Assert.Equal(day.Credits, ofDay[day.Date].Sum(sums => sums.Credits));
            Assert.Equal(day.ConsumedCost ?? 0, ofDay[day.Date].Sum(sums => sums.Consumed));
        });

        foreach (int dimension in Enumerable.Range(0, UsageTable.RecordDimensions.Count))
        {
            foreach (bool byMonth in new[] { true, false })
            {
                var expected = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
                foreach ((DateOnly day, string?[] values, UsageSums sums) in rows)
                {
                    Add(expected, $"{SlotOf(day, byMonth)} {values[dimension] ?? "-"}", sums);
                }

                Assert.Equal(Text(expected), Text(await SumsAsync(ledger, connection, range, dimension, byMonth)));
            }
        }

        return days.ToDictionary(day => day.Date);
    }

    private static async Task<SortedDictionary<string, UsageSums>> SumsAsync(RelationalLedger ledger, string connection, DateRange range, int dimension, bool byMonth)
    {
        var answered = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
        string?[][] values = [];
        await ((IUsageLedger)ledger).SumAsync(connection, range, DimensionSet.All, state =>
        {
            values = state.Values;
            DaySlot[] slots = byMonth
                ? [.. state.Days.GroupBy(day => SlotOf(day.Date, byMonth)).Select(days => new DaySlot(days.First().Date, days.Last().Date, UsageTable.FullRecord, days.Key))]
                : [.. state.Days.Select(day => new DaySlot(day.Date, day.Date, UsageTable.FullRecord, SlotOf(day.Date, byMonth)))];
            return new SumQuestion(slots, DimensionSet.At(dimension), []);
        }, (int slot, ReadOnlySpan<int> numbers, in UsageSums sums) => Add(answered, $"{slot} {values[dimension][numbers[dimension]] ?? "-"}", sums), CancellationToken.None);
        return answered;
    }

    private static int SlotOf(DateOnly day, bool byMonth) => byMonth ? (day.Year * 12) + day.Month : day.DayNumber;

    private static void Add(SortedDictionary<string, UsageSums> sums, string key, in UsageSums more)
    {
        UsageSums all = sums.GetValueOrDefault(key);
        all.Add(more);
        sums[key] = all;
    }

    private static string Text(SortedDictionary<string, UsageSums> sums) => string.Join('\n', sums.Select(sum => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Key}: {sum.Value.Credits} {sum.Value.Requests} {sum.Value.Minutes / 1.0000000000000000000000000000m} {sum.Value.Consumed / 1.0000000000000000000000000000m}")));
}
