using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Demo;

/// <summary>Answers the analytics query from rows of the demo workspace.</summary>
internal static class DemoAnalytics
{
    /// <summary>The currency of every cost.</summary>
    public const string Currency = "USD";

    /// <summary>The rows summed by day or hour and the dimensions asked for.</summary>
    /// <param name="rows">The rows of the days asked for: all of days, or all of hours.</param>
    /// <param name="groupBy">What to break down by; the other dimensions stay unknown.</param>
    /// <param name="keyNames">The name of each API key by its hash.</param>
    /// <exception cref="ArgumentException">A dimension is none that the query can group by.</exception>
    public static AnalyticsUsage Answer(
        IEnumerable<DemoRow> rows, IReadOnlyList<Dimension> groupBy, IReadOnlyDictionary<string, string> keyNames)
    {
        var byDimension = groupBy.ToDictionary(dimension => dimension, Column);
        Func<DemoRow, string>?[] columns = [.. UsageTable.RecordDimensions.Select(dimension => byDimension.GetValueOrDefault(dimension))];

        var builder = new UsageTableBuilder();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var starts = new List<DateTime>();
        Span<int> indices = stackalloc int[columns.Length];
        foreach (IGrouping<string, DemoRow> group in rows.GroupBy(row => Group(row, columns), StringComparer.Ordinal))
        {
            DemoRow first = group.First();
            for (int at = 0; at < columns.Length; at++)
            {
                indices[at] = builder.Intern(at, columns[at]?.Invoke(first));
            }

            if (groupBy.Contains(Dimension.ApiKey) && first.ApiKeyId.Length > 0)
            {
                names[first.ApiKeyId] = keyNames[first.ApiKeyId];
            }

            if (first.Start is { } start)
            {
                starts.Add(start);
            }

            builder.Add(first.Day.DayNumber, UsageTable.FullRecord, indices,
                group.Sum(row => row.Credits), group.Sum(row => row.Requests), group.Sum(row => row.Minutes), group.Sum(row => row.Cost));
        }

        return new AnalyticsUsage(builder.Build(), Currency, names, starts.Count > 0 ? starts : null);
    }

    private static string Group(DemoRow row, Func<DemoRow, string>?[] columns) =>
        string.Join('\n', columns.Select(column => column?.Invoke(row)).Prepend((row.Start?.Ticks ?? row.Day.DayNumber).ToString(provider: null)));

    private static Func<DemoRow, string> Column(Dimension dimension) => dimension switch
    {
        Dimension.Product => row => row.Product,
        Dimension.Model => row => row.Model,
        Dimension.ApiKey => row => row.ApiKeyId,
        Dimension.Voice => row => row.Voice,
        Dimension.User => row => row.User,
        Dimension.Source => row => row.Source,
        Dimension.Region => row => row.Region,
        _ => throw new ArgumentException($"The analytics query cannot group by {dimension}.", nameof(dimension)),
    };
}
