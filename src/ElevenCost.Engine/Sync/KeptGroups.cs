using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>The groups that users had when their days were first read: a day that is read again keeps them, whatever has changed since.</summary>
internal sealed class KeptGroups
{
    private readonly Dictionary<(int Day, string User), string> _labels = [];
    private readonly HashSet<int> _days = [];

    /// <summary>The label of a user's groups on a day, as stored; null if none is.</summary>
    /// <param name="day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="user">The user's ID.</param>
    public string? Of(int day, string user) => _labels.GetValueOrDefault((day, user));

    /// <summary>Whether groups are kept of a day.</summary>
    /// <param name="day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    public bool HasDay(int day) => _days.Contains(day);

    /// <summary>Reads what is kept of some days.</summary>
    public static async Task<KeptGroups> ReadAsync(IUsageLedger ledger, string connection, DateRange range, CancellationToken cancellationToken)
    {
        var kept = new KeptGroups();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(connection, range, cancellationToken))
        {
            kept.Add(month.Table);
        }

        return kept;
    }

    private void Add(UsageTable table)
    {
        DimensionColumn users = table.Dimensions[UsageTable.IndexOf(Dimension.User)];
        DimensionColumn groups = table.Dimensions[UsageTable.IndexOf(Dimension.Group)];
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Breakdown[row] == UsageTable.FullRecord && users.Index[row] != DimensionColumn.Unknown && groups.Index[row] != DimensionColumn.Unknown)
            {
                _labels[(table.Day[row], users.Values[users.Index[row]])] = groups.Values[groups.Index[row]];
                _days.Add(table.Day[row]);
            }
        }
    }
}
