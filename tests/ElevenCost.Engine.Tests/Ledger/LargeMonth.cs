using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A month of a large workspace, the same each time.</summary>
internal static class LargeMonth
{
    public static UsageTable Table(int rows)
    {
        var random = new Random(11);
        var builder = new UsageTableBuilder();
        int[] sizes = [7, 12, 60, 900, 400, 25, 4, 3];
        int[] dimensions = new int[sizes.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int dimension = 0; dimension < sizes.Length; dimension++)
            {
                dimensions[dimension] = builder.Intern(dimension, $"value-{dimension}-{random.Next(sizes[dimension])}");
            }

            long credits = random.Next(1, 60_000);
            builder.Add(LedgerFixture.Day(1).DayNumber + (row % 30), UsageTable.FullRecord, dimensions, credits, random.Next(1, 400),
                random.Next(1, 1_000_000) / 10_000m, credits * 0.0000165m);
        }

        return builder.Build();
    }

    public static DayEntry[] Days(UsageTable table) =>
    [
        .. Enumerable.Range(0, 30).Select(offset => new DayEntry
        {
            Date = LedgerFixture.Day(1).AddDays(offset),
            State = DayState.Final,
            SyncedAt = new DateTime(2026, 12, 10, 6, 0, 0, DateTimeKind.Utc),
            Source = UsageSource.Analytics,
            Currency = "USD",
            Dimensions = UsageTable.RecordDimensions,
            Rows = table.Day.Count(day => day == LedgerFixture.Day(1).DayNumber + offset),
            Credits = 1,
        }),
    ];
}
