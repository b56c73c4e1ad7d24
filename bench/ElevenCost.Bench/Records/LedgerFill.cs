using ElevenCost.Engine.Ledger;

namespace ElevenCost.Bench.Records;

/// <summary>Writes the records into a ledger as a sync does: some days in each transaction, with their rollups.</summary>
internal static class LedgerFill
{
    // A sync reads windows of at most eight days.
    private const int DaysAtOnce = 8;

    /// <summary>The connection that the records are of.</summary>
    public static Connection Connection { get; } = new()
    {
        Name = "bench",
        BaseUri = new Uri("https://api.elevenlabs.io"),
        TimeZone = "UTC",
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = UsageTable.RecordDimensions,
        CreatedAt = Child.Now.UtcDateTime,
    };

    public static async Task RunAsync(RelationalLedger ledger, MadeUsage usage)
    {
        var names = new NameBook(usage.KeyNames, usage.UserNames);
        foreach (DateOnly[] days in MadeUsage.Year.EachDay().Chunk(DaysAtOnce))
        {
            var table = new UsageTableBuilder();
            DayEntry[] entries = [.. days.Select(day => Add(table, day, usage))];
            await ledger.ReplaceDaysAsync(Connection.Name, new DayReplacement(Connection.TimeZone, entries, table.Build(), [], names), CancellationToken.None);
            names = NameBook.Empty;
        }
    }

    private static DayEntry Add(UsageTableBuilder table, DateOnly day, MadeUsage usage)
    {
        int rows = 0;
        long credits = 0;
        long requests = 0;
        decimal minutes = 0;
        decimal cost = 0;
        int[] numbers = new int[UsageTable.RecordDimensions.Count];
        foreach (MadeRecord record in usage.Of(day))
        {
            for (int dimension = 0; dimension < numbers.Length; dimension++)
            {
                numbers[dimension] = table.Intern(dimension, record.Values[dimension]);
            }

            table.Add(day.DayNumber, UsageTable.FullRecord, numbers, record.Credits, record.Requests, record.Minutes, record.Cost);
            rows++;
            credits += record.Credits;
            requests += record.Requests;
            minutes += record.Minutes;
            cost += record.Cost;
        }

        return new DayEntry
        {
            Date = day,
            State = DayState.Final,
            SyncedAt = day.AddDays(10).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
            Source = UsageSource.Analytics,
            Currency = "USD",
            Dimensions = Connection.Dimensions,
            Rows = rows,
            Credits = credits,
            Requests = requests,
            Minutes = minutes,
            ConsumedCost = cost,
        };
    }
}
