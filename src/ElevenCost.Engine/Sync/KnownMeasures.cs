using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>
/// Fills in what an answer leaves unknown and an earlier one reported: requests, minutes or value of a row whose credits are the same as stored. A known
/// figure must not go because the API answers without it once.
/// </summary>
internal static class KnownMeasures
{
    private const char Separator = '\u001f';

    /// <summary>The window with what is known of its good days from before.</summary>
    /// <param name="window">The window.</param>
    /// <param name="kept">The entries of the days as stored.</param>
    /// <param name="usage">The stored usage; read only if it is needed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The window, and how many rows were filled in.</returns>
    public static async Task<(UsageWindow Window, int Rows)> FillAsync(
        UsageWindow window, IReadOnlyDictionary<DateOnly, DayEntry> kept, Func<DateRange, IAsyncEnumerable<UsageMonth>> usage, CancellationToken cancellationToken)
    {
        HashSet<int> days = [.. window.Good.Where(day => kept.TryGetValue(day, out DayEntry? entry) && Compares(window, day, entry)).Select(day => day.DayNumber)];
        UsageTable table = window.Table;
        int[] lacking = [.. Enumerable.Range(0, table.Count).Where(row => days.Contains(table.Day[row])
            && (table.Requests[row] is null || table.Minutes[row] is null || table.ConsumedCost[row] is null))];
        if (lacking.Length == 0)
        {
            return (window, 0);
        }

        Dictionary<string, Measures?> known = await ReadAsync(lacking.Select(row => table.Day[row]).ToHashSet(), usage, cancellationToken);
        long?[] requests = [.. table.Requests];
        decimal?[] minutes = [.. table.Minutes];
        decimal?[] costs = [.. table.ConsumedCost];
        var currencies = new Dictionary<DateOnly, string?>();
        int filled = 0;
        foreach (int row in lacking)
        {
            if (known.GetValueOrDefault(KeyOf(table, row)) is not { } before || before.Credits != table.Credits[row])
            {
                continue;
            }

            var day = DateOnly.FromDayNumber(table.Day[row]);
            bool sameMoney = window.Currency is null || kept[day].Currency == window.Currency;
            decimal? cost = costs[row] ?? (sameMoney ? before.Cost : null);
            bool isFilled = (requests[row] is null && before.Requests is not null) || (minutes[row] is null && before.Minutes is not null) || (costs[row] is null && cost is not null);
            filled += isFilled ? 1 : 0;
            if (costs[row] is null && cost is not null)
            {
                currencies[day] = kept[day].Currency;
            }

            requests[row] ??= before.Requests;
            minutes[row] ??= before.Minutes;
            costs[row] = cost;
        }

        if (filled == 0)
        {
            return (window, 0);
        }

        var full = new UsageTable
        {
            Count = table.Count,
            Day = table.Day,
            Breakdown = table.Breakdown,
            Dimensions = table.Dimensions,
            Credits = table.Credits,
            Requests = requests,
            Minutes = minutes,
            ConsumedCost = costs,
        };
        sbyte whole = window.Source == UsageSource.Analytics ? UsageTable.FullRecord : UsageTable.TotalSlice;
        return (window with { Table = full, Sums = DaySums.ByDay(full, whole), Currencies = currencies }, filled);
    }

    // Records of other dimensions are other rows; each slice of the statistics stands for itself.
    private static bool Compares(UsageWindow window, DateOnly day, DayEntry entry) =>
        entry.Source == window.Source && entry.Rows > 0
        && (window.Source == UsageSource.UsageStatistics
            || entry.Dimensions.Where(dimension => dimension != Dimension.Group).ToHashSet().SetEquals(window.Dimensions(day).Where(dimension => dimension != Dimension.Group)));

    private static async Task<Dictionary<string, Measures?>> ReadAsync(
        HashSet<int> days, Func<DateRange, IAsyncEnumerable<UsageMonth>> usage, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, Measures?>(StringComparer.Ordinal);
        var range = new DateRange(DateOnly.FromDayNumber(days.Min()), DateOnly.FromDayNumber(days.Max()));
        await foreach (UsageMonth month in usage(range).WithCancellation(cancellationToken))
        {
            UsageTable table = month.Table;
            for (int row = 0; row < table.Count; row++)
            {
                if (!days.Contains(table.Day[row]))
                {
                    continue;
                }

                // Of two rows that no dimension tells apart it is not known which is meant.
                string key = KeyOf(table, row);
                known[key] = known.ContainsKey(key) ? null : new Measures(table.Credits[row], table.Requests[row], table.Minutes[row], table.ConsumedCost[row]);
            }
        }

        return known;
    }

    private static string KeyOf(UsageTable table, int row)
    {
        var key = new System.Text.StringBuilder().Append(table.Day[row]).Append(Separator).Append(table.Breakdown[row]);
        for (int dimension = 0; dimension < table.Dimensions.Length; dimension++)
        {
            // The groups of a record are filled in later; those of a slice are its own.
            if (UsageTable.RecordDimensions[dimension] != Dimension.Group || table.Breakdown[row] != UsageTable.FullRecord)
            {
                int value = table.Dimensions[dimension].Index[row];
                key.Append(Separator).Append(value == DimensionColumn.Unknown ? "\0" : table.Dimensions[dimension].Values[value]);
            }
        }

        return key.ToString();
    }

    private sealed record Measures(long Credits, long? Requests, decimal? Minutes, decimal? Cost);
}
