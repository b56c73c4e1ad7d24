using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>All that a ledger keeps of a connection's usage as text, by month: whoever compares two sees whether anything has changed.</summary>
internal static class LedgerDigest
{
    public static SortedDictionary<string, string> Of(RelationalLedger ledger, string connection)
    {
        var months = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (UsageMonth month in ledger.ReadUsageAsync(connection, new DateRange(DateOnly.MinValue, DateOnly.MaxValue.AddMonths(-1)), CancellationToken.None).ToBlockingEnumerable())
        {
            IEnumerable<string> days = month.Days.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day with { Dimensions = [] }} {string.Join(',', day.Dimensions)}"));
            IEnumerable<string> rows = Enumerable.Range(0, month.Table.Count).Select(row => Row(month.Table, row)).Order(StringComparer.Ordinal);
            months.Add(month.First.ToString("yyyy-MM", CultureInfo.InvariantCulture), string.Join('\n', [.. days, .. rows, .. month.Series.Select(point => point.ToString())]));
        }

        return months;
    }

    /// <summary>The embedded ledger of a home.</summary>
    public static SortedDictionary<string, string> Of(string home, string connection = "acme")
    {
        using var ledger = new RelationalLedger(new Home(home));
        return Of(ledger, connection);
    }

    private static string Row(UsageTable table, int row) => string.Create(CultureInfo.InvariantCulture,
        $"{table.Day[row]} {table.Breakdown[row]} {string.Join('|', table.Dimensions.Select(column => column.Index[row] < 0 ? "-" : column.Values[column.Index[row]]))} {table.Credits[row]} {table.Requests[row]} {table.Minutes[row]} {table.ConsumedCost[row]}");
}
