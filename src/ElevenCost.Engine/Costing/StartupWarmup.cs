using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Costing;

/// <summary>Answers a made-up question about a made-up day, so that the code of a first answer is compiled before somebody waits for it.</summary>
/// <remarks>
/// Half of what the first question of a process takes is the compiling of generic code, which cannot be done ahead. Nothing is read, written
/// or kept: the day is in memory alone, and so is the connection. What a user has may be large, damaged or none of this process's business.
/// </remarks>
public static class StartupWarmup
{
    private const string Name = "warmup";

    private static readonly DateOnly Day = new(2024, 2, 29);

    private static readonly DayEntry Entry = new()
    {
        Date = Day, State = DayState.Final, SyncedAt = DateTime.UnixEpoch, Source = UsageSource.Analytics, Currency = "USD",
        Dimensions = [Dimension.Model, Dimension.ApiKey], Rows = 2, Credits = 2, Requests = 2, Minutes = 1, ConsumedCost = 2,
    };

    /// <summary>Answers a question.</summary>
    /// <param name="ask">Asks something about the days that it is given, on the basis <see cref="CostBasis.Consumed"/>.</param>
    /// <param name="time">The clock, which decides nothing here.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<CostResult> RunAsync(Func<DateRange, CostQuery> ask, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<Connection> connections = new ConnectionFileReader(Name).Read("""
            { "schema": 1, "connections": [ { "name": "warmup", "baseUri": "https://api.elevenlabs.io/", "timeZone": "UTC", "scope": "Workspace",
              "keySource": "Demo", "dimensions": [ "Model", "ApiKey" ], "createdAt": "2024-02-29T00:00:00Z", "isDefault": true, "capabilities": [
              { "name": "Key", "passed": true, "required": true, "message": "It is made up.", "checkedAt": "2024-02-29T00:00:00Z" } ] } ] }
            """u8);
        using var ledger = new RelationalLedger(SqliteDatabase.InMemory());
        await ledger.ReplaceDaysAsync(Name, new DayReplacement("UTC", [Entry], Rows(), [], NameBook.Empty), cancellationToken);

        // The day before is missing, as days of most questions are.
        var request = new RangeRequest { From = Day.AddDays(-1), To = Day };
        DateRange range = await new RangeResolver(ledger, time).ResolveAsync(request, connections, cancellationToken);
        var calculator = new CostCalculator(ledger, (_, _) => throw new InvalidOperationException("Consumed values need no prices."), time);
        return await calculator.QueryAsync(connections, ask(range), cancellationToken);
    }

    private static UsageTable Rows()
    {
        var table = new UsageTableBuilder();
        foreach (string name in (string[])["a", "b"])
        {
            int[] index = new int[UsageTable.RecordDimensions.Count];
            Array.Fill(index, DimensionColumn.Unknown);
            foreach (Dimension dimension in Entry.Dimensions)
            {
                int column = UsageTable.IndexOf(dimension);
                index[column] = table.Intern(column, name);
            }

            table.Add(Day.DayNumber, UsageTable.FullRecord, index, 1, 1, 0.5m, 1m);
        }

        return table.Build();
    }
}
