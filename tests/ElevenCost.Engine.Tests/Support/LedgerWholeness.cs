using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>Whether a ledger is whole: each day's rows add up to the day, and the rollups are the sums of the rows.</summary>
/// <remarks>All of it is read in one transaction, so that others may write meanwhile.</remarks>
internal static class LedgerWholeness
{
    /// <summary>Fails the test if a day or a rollup of a connection is not whole.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="connection">The name of the connection.</param>
    /// <param name="between">Called between the statements of the reading, such as to let others write meanwhile; null for nothing.</param>
    /// <returns>The days by date.</returns>
    public static async Task<IReadOnlyDictionary<DateOnly, DayEntry>> CheckAsync(RelationalLedger ledger, string connection, Action? between = null) =>
        await Task.Run(() => ledger.Database.Read<Dictionary<DateOnly, DayEntry>>(
            session => RelationalLedger.NumberOf(session, connection) is { } number ? Check(session, number, between) : [], [], CancellationToken.None));

    /// <summary>Fails the test if a day that was stored is gone, or was read earlier than the one before.</summary>
    public static void AssertNoOlder(IReadOnlyDictionary<DateOnly, DayEntry> before, IReadOnlyDictionary<DateOnly, DayEntry> now, string what) => Assert.All(before.Values, day =>
    {
        Assert.True(now.TryGetValue(day.Date, out DayEntry? entry), $"{what} lost {day.Date}.");
        Assert.True(entry.SyncedAt >= day.SyncedAt, $"{what} has an older {day.Date}.");
        Assert.True(day.State != DayState.Final || entry.State != DayState.Provisional, $"{what} has {day.Date}, which was final, as provisional.");
    });

    private static Dictionary<DateOnly, DayEntry> Check(LedgerSession session, int connection, Action? between)
    {
        List<DayEntry> days = DayReader.Read(session, connection, null);
        if (days.Count == 0)
        {
            return [];
        }

        between?.Invoke();
        var range = new DateRange(days[0].Date, days[^1].Date);
        UsageTable table = DayReader.ReadRows(session, connection, range);
        var rows = new List<(DateOnly Day, string?[] Values, UsageSums Sums)>();
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Breakdown[row] == UsageTable.FullRecord)
            {
                rows.Add((DateOnly.FromDayNumber(table.Day[row]), [.. table.Dimensions.Select(column => column.Index[row] < 0 ? null : column.Values[column.Index[row]])],
                    new UsageSums { Credits = table.Credits[row], Requests = table.Requests[row] ?? 0, Minutes = table.Minutes[row] ?? 0, Consumed = table.ConsumedCost[row] ?? 0 }));
            }
        }

        ILookup<DateOnly, UsageSums> ofDay = rows.ToLookup(row => row.Day, row => row.Sums);
        Assert.All(days.Where(day => day.State != DayState.Failed), day =>
        {
            Assert.Equal(day.Rows, ofDay[day.Date].Count());
            Assert.Equal(day.Credits, ofDay[day.Date].Sum(sums => sums.Credits));
            Assert.Equal(day.ConsumedCost ?? 0, ofDay[day.Date].Sum(sums => sums.Consumed));
        });

        between?.Invoke();
        string?[][] values = ValueNumbers.ReadValues(session, connection, DimensionSet.All);
        foreach (int dimension in Enumerable.Range(0, UsageTable.RecordDimensions.Count))
        {
            foreach (bool byMonth in new[] { true, false })
            {
                var expected = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
                foreach ((DateOnly day, string?[] of, UsageSums sums) in rows)
                {
                    Add(expected, $"{SlotOf(day, byMonth)} {of[dimension] ?? "-"}", sums);
                }

                var answered = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
                new SumReader(session, connection, new SumQuestion(Slots(days, byMonth), DimensionSet.At(dimension), []), (int slot, ReadOnlySpan<int> numbers, in UsageSums sums) =>
                    Add(answered, $"{slot} {values[dimension][numbers[dimension]] ?? "-"}", sums)).Run();
                Assert.Equal(Text(expected), Text(answered));
            }
        }

        return days.ToDictionary(day => day.Date);
    }

    private static DaySlot[] Slots(List<DayEntry> days, bool byMonth) => byMonth
        ? [.. days.GroupBy(day => SlotOf(day.Date, byMonth)).Select(month => new DaySlot(month.First().Date, month.Last().Date, UsageTable.FullRecord, month.Key))]
        : [.. days.Select(day => new DaySlot(day.Date, day.Date, UsageTable.FullRecord, SlotOf(day.Date, byMonth)))];

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
