using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>What of a day and a combination of values is compared: the day, the values, and every measure.</summary>
internal sealed record UsageLine(DateOnly Date, string Values, long Credits, long? Requests, decimal? Minutes, decimal? Cost);

/// <summary>Lines of usage, of what was read and of what is true, in one order.</summary>
internal static class UsageChecks
{
    /// <summary>The truth by some dimensions; the lines that hold no usage are left out, as the client does.</summary>
    public static List<UsageLine> Truth(SimulatorServer server, DateRange range, string zone, params Dimension[] groupBy) =>
        [.. server.Truth.Rows(range.Start, range.End, zone, [.. groupBy.Select(ApiNames.GroupBy)])
            .Where(row => row.Credits != 0 || row.Requests != 0 || row.Minutes != 0 || row.Cost is not (null or 0))
            .Select(row => new UsageLine(row.Date, Join(row.Values), row.Credits, row.Requests, row.Minutes, row.Cost))
            .OrderBy(line => line.Date).ThenBy(line => line.Values, StringComparer.Ordinal)];

    /// <summary>Full records, or the rows of one slice, summed by some dimensions.</summary>
    public static List<UsageLine> Sum(UsageTable table, DateRange range, sbyte breakdown, params Dimension[] groupBy) =>
        [.. Enumerable.Range(0, table.Count)
            .Where(row => table.Breakdown[row] == breakdown && range.Contains(DateOnly.FromDayNumber(table.Day[row])))
            .GroupBy(row => (Day: table.Day[row], Values: Join([.. groupBy.Select(dimension => Value(table, dimension, row))])))
            .Select(rows => new UsageLine(
                DateOnly.FromDayNumber(rows.Key.Day),
                rows.Key.Values,
                rows.Sum(row => table.Credits[row]),
                Add(rows, row => table.Requests[row]) is { } requests ? (long)requests : null,
                Add(rows, row => table.Minutes[row]),
                Add(rows, row => table.ConsumedCost[row])))
            .OrderBy(line => line.Date).ThenBy(line => line.Values, StringComparer.Ordinal)];

    public static string? Value(UsageTable table, Dimension dimension, int row)
    {
        DimensionColumn column = table.Dimensions[UsageTable.IndexOf(dimension)];
        return column.Index[row] == DimensionColumn.Unknown ? null : column.Values[column.Index[row]];
    }

    /// <summary>Use without a key, and use without a voice, is the empty value.</summary>
    private static string Join(IReadOnlyList<string?> values) => string.Join('|', values.Select(value => value ?? ""));

    private static decimal? Add(IEnumerable<int> rows, Func<int, decimal?> measure) =>
        rows.Aggregate((decimal?)0m, (sum, row) => sum + measure(row));
}
