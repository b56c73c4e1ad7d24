using System.Runtime.CompilerServices;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A ledger in memory that holds what a test puts into it; snapshots and names are the test's own.</summary>
internal sealed class MemoryLedger : IUsageLedger
{
    private readonly RelationalLedger _ledger = new(SqliteDatabase.InMemory());

    public NameBook Names { get; set; } = NameBook.Empty;

    /// <summary>The ledger that holds the prices and rules; null for this one.</summary>
    public IUsageLedger? Definitions { get; init; }

    /// <summary>The snapshots of every connection that has none of its own.</summary>
    public List<SubscriptionSnapshot> Snapshots { get; init; } = [];

    /// <summary>The snapshots of single connections.</summary>
    public Dictionary<string, List<SubscriptionSnapshot>> SnapshotsOf { get; } = [];

    /// <summary>The questions about sums that were asked.</summary>
    public List<SumQuestion> Questions { get; } = [];

    /// <summary>Keeps days and their rows. A failed day that has rows had them before it failed.</summary>
    public void Keep(string connection, IReadOnlyList<DayEntry> days, UsageTable table, IReadOnlyList<SeriesPoint>? series = null)
    {
        Put([.. days.Where(day => day.State != DayState.Failed || day.Rows > 0).Select(day => day.State == DayState.Failed ? day with { State = DayState.Final } : day)], table);
        Put([.. days.Where(day => day.State == DayState.Failed)], new UsageTableBuilder().Build());

        void Put(IReadOnlyList<DayEntry> kept, UsageTable rows)
        {
            if (kept.Count == 0)
            {
                return;
            }

            // Tests write what they need of a day, and of the table what their days are of.
            rows = Of(rows, [.. kept.Select(day => day.Date.DayNumber)]);
            ILookup<int, int> counts = rows.Day.Take(rows.Count).ToLookup(day => day);
            _ledger.ReplaceDaysAsync(connection, new DayReplacement("UTC",
                [.. kept.Select(day => day with { Rows = counts[day.Date.DayNumber].Count() })], rows,
                [.. (series ?? []).Where(point => kept.Any(day => day.Date == point.Date))], NameBook.Empty), CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private static UsageTable Of(UsageTable table, HashSet<int> days)
    {
        var builder = new UsageTableBuilder();
        for (int row = 0; row < table.Count; row++)
        {
            if (days.Contains(table.Day[row]))
            {
                int[] index = [.. table.Dimensions.Select((column, dimension) =>
                    builder.Intern(dimension, column.Index[row] == DimensionColumn.Unknown ? null : column.Values[column.Index[row]]))];
                builder.Add(table.Day[row], table.Breakdown[row], index, table.Credits[row], table.Requests[row], table.Minutes[row], table.ConsumedCost[row]);
            }
        }

        return builder.Build();
    }

    public bool IsShared => false;

    public Task<IReadOnlyList<Connection>> ReadConnectionsAsync(CancellationToken cancellationToken) => _ledger.ReadConnectionsAsync(cancellationToken);

    public Task<WriterLease> TakeWriterAsync(Connection connection, TimeProvider time, CancellationToken cancellationToken) =>
        _ledger.TakeWriterAsync(connection, time, cancellationToken);

    public Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken) =>
        _ledger.ReadDaysAsync(connection, range, cancellationToken);

    public Task<IReadOnlyList<DayContent>> CheckContentAsync(string connection, DateRange range, CancellationToken cancellationToken) =>
        _ledger.CheckContentAsync(connection, range, cancellationToken);

    public async IAsyncEnumerable<UsageMonth> ReadUsageAsync(string connection, DateRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (UsageMonth month in _ledger.ReadUsageAsync(connection, range, cancellationToken))
        {
            yield return month;
        }
    }

    public Task<IReadOnlyList<SeriesPoint>> ReadSeriesAsync(string connection, DateRange range, string metric, string breakdown, CancellationToken cancellationToken) =>
        _ledger.ReadSeriesAsync(connection, range, metric, breakdown, cancellationToken);

    public Task<IReadOnlyList<string>> ReadValuesAsync(string connection, Dimension dimension, CancellationToken cancellationToken) =>
        _ledger.ReadValuesAsync(connection, dimension, cancellationToken);

    public Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken) => Task.FromResult(Names);

    public Task<ReplacementResult> ReplaceDaysAsync(string connection, DayReplacement replacement, CancellationToken cancellationToken) =>
        _ledger.ReplaceDaysAsync(connection, replacement, cancellationToken);

    public Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken)
    {
        Snapshots.Add(snapshot);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SubscriptionSnapshot>>(SnapshotsOf.GetValueOrDefault(connection, Snapshots));

    public Task<IReadOnlyList<Definition>> ReadDefinitionsAsync(string kind, CancellationToken cancellationToken) =>
        (Definitions ?? _ledger).ReadDefinitionsAsync(kind, cancellationToken);

    public Task ChangeDefinitionsAsync(
        string kind, Func<IReadOnlyList<Definition>, IReadOnlyList<Definition>> change, TimeProvider time, CancellationToken cancellationToken) =>
        (Definitions ?? _ledger).ChangeDefinitionsAsync(kind, change, time, cancellationToken);

    public Task<IReadOnlyList<DefinitionChange>> ReadDefinitionChangesAsync(CancellationToken cancellationToken) =>
        (Definitions ?? _ledger).ReadDefinitionChangesAsync(cancellationToken);

    public Task<IReadOnlyList<KeptAlert>> ReadAlertsAsync(TimeProvider time, CancellationToken cancellationToken) => _ledger.ReadAlertsAsync(time, cancellationToken);

    public Task<string?> ClaimAlertAsync(string target, string name, string document, TimeProvider time, CancellationToken cancellationToken) =>
        _ledger.ClaimAlertAsync(target, name, document, time, cancellationToken);

    public Task MarkAlertSentAsync(string claim, string target, IReadOnlyList<string> covered, TimeProvider time, CancellationToken cancellationToken) =>
        _ledger.MarkAlertSentAsync(claim, target, covered, time, cancellationToken);

    public Task ReleaseAlertAsync(string claim, TimeProvider time, CancellationToken cancellationToken) => _ledger.ReleaseAlertAsync(claim, time, cancellationToken);

    public Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken) =>
        _ledger.AppendSyncLogAsync(connection, result, cancellationToken);

    public Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken) =>
        _ledger.ReadSyncLogAsync(connection, cancellationToken);

    Task<LedgerState> IUsageLedger.SumAsync(
        string connection, DateRange range, DimensionSet dimensions, Func<LedgerState, SumQuestion> ask, SumReceiver receive, CancellationToken cancellationToken) =>
        SumAsync(connection, range, dimensions, ask, receive, cancellationToken);

    private async Task<LedgerState> SumAsync(
        string connection, DateRange range, DimensionSet dimensions, Func<LedgerState, SumQuestion> ask, SumReceiver receive, CancellationToken cancellationToken)
    {
        LedgerState state = await ((IUsageLedger)_ledger).SumAsync(connection, range, dimensions, Ask, receive, cancellationToken);
        return state with { Names = Names };

        SumQuestion Ask(LedgerState state)
        {
            Questions.Add(ask(state with { Names = Names }));
            return Questions[^1];
        }
    }
}
