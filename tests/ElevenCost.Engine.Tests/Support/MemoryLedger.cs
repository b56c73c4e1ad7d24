using System.Runtime.CompilerServices;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A ledger that holds what a test puts into it; the file ledger has tests of its own.</summary>
internal sealed class MemoryLedger : IUsageLedger
{
    private readonly Dictionary<string, List<UsageMonth>> _months = [];

    public NameBook Names { get; set; } = NameBook.Empty;

    /// <summary>The snapshots of every connection that has none of its own.</summary>
    public List<SubscriptionSnapshot> Snapshots { get; init; } = [];

    /// <summary>The snapshots of single connections.</summary>
    public Dictionary<string, List<SubscriptionSnapshot>> SnapshotsOf { get; } = [];

    public void Keep(string connection, IReadOnlyList<DayEntry> days, UsageTable table)
    {
        if (!_months.TryGetValue(connection, out List<UsageMonth>? months))
        {
            _months.Add(connection, months = []);
        }

        foreach (IGrouping<DateOnly, DayEntry> month in days.GroupBy(day => new DateOnly(day.Date.Year, day.Date.Month, 1)).OrderBy(month => month.Key))
        {
            var builder = new UsageTableBuilder();
            for (int row = 0; row < table.Count; row++)
            {
                var date = DateOnly.FromDayNumber(table.Day[row]);
                if (date.Year != month.Key.Year || date.Month != month.Key.Month)
                {
                    continue;
                }

                int[] index = [.. table.Dimensions.Select((column, dimension) =>
                    builder.Intern(dimension, column.Index[row] == DimensionColumn.Unknown ? null : column.Values[column.Index[row]]))];
                builder.Add(table.Day[row], table.Breakdown[row], index, table.Credits[row], table.Requests[row], table.Minutes[row], table.ConsumedCost[row]);
            }

            months.Add(new UsageMonth(month.Key, [.. month], builder.Build(), []));
        }
    }

    public Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DayEntry>>([.. Of(connection).SelectMany(month => month.Days).Where(day => range?.Contains(day.Date) ?? true)]);

    public async IAsyncEnumerable<UsageMonth> ReadUsageAsync(string connection, DateRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (UsageMonth month in Of(connection).Where(month => month.First <= range.End && month.First.AddMonths(1) > range.Start))
        {
            yield return month;
        }
    }

    public Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken) => Task.FromResult(Names);

    public Task<IReadOnlyList<Restatement>> ReplaceDaysAsync(string connection, DayReplacement replacement, CancellationToken cancellationToken) =>
        ReplaceAsync(connection, replacement);

    public Task<IReadOnlyList<DateOnly>> SetAsideDamagedAsync(string connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateOnly>>([]);

    public Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken)
    {
        Snapshots.Add(snapshot);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SubscriptionSnapshot>>(SnapshotsOf.GetValueOrDefault(connection, Snapshots));

    public Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SyncResult>>([]);

    /// <summary>Days that are kept for the first time; replacing them is what the real ledgers are tested for.</summary>
    private async Task<IReadOnlyList<Restatement>> ReplaceAsync(string connection, DayReplacement replacement)
    {
        IReadOnlyList<DayEntry> kept = await ReadDaysAsync(connection, null, default);
        if (kept.Any(day => replacement.Days.Any(current => current.Date == day.Date)))
        {
            throw new NotSupportedException();
        }

        Keep(connection, replacement.Days, replacement.Table);
        return [];
    }

    private List<UsageMonth> Of(string connection) => _months.GetValueOrDefault(connection, []);
}
