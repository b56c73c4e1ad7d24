using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Report;

/// <summary>One row of a dimension: a group in one currency, its whole range and its days.</summary>
internal sealed class ReportRow
{
    private ReportRow(string label, string? id, string? currency) => (Label, Id, Currency) = (label, id, currency);

    /// <summary>What is shown of the group.</summary>
    public string Label { get; }

    /// <summary>Distinguishes groups of the same label; null if nothing does.</summary>
    public string? Id { get; }

    /// <summary>ISO 4217 code; null for usage without a price.</summary>
    public string? Currency { get; }

    /// <summary>Credits of the range.</summary>
    public long Credits { get; private set; }

    /// <summary>The cost of the range; null if nothing of it has a price.</summary>
    public decimal? Cost { get; private set; }

    /// <summary>Requests of the range; null if any part's are unknown.</summary>
    public long? Requests { get; private set; } = 0;

    /// <summary>Credits without a price.</summary>
    public long Unpriced { get; private set; }

    /// <summary>The days.</summary>
    public DayCells Days { get; } = new();

    /// <summary>The rows of a dimension, the dearest first, then by credits and name.</summary>
    public static IReadOnlyList<ReportRow> Of(ReportDimension dimension, DateOnly start)
    {
        var rows = new Dictionary<(string Label, string? Id, string? Currency), ReportRow>();
        foreach (CostRecord record in dimension.Total.Rows)
        {
            RowOf(record).Add(record);
        }

        foreach (CostRecord record in dimension.Daily.Rows)
        {
            RowOf(record).Days.Add(DateOnly.FromDateTime(record.Date).DayNumber - start.DayNumber, record.Credits, record.Cost ?? 0);
        }

        return
        [
            .. rows.Values.OrderByDescending(row => row.Cost ?? 0).ThenByDescending(row => row.Credits).ThenBy(row => row.Label, StringComparer.Ordinal)
                .ThenBy(row => row.Id, StringComparer.Ordinal).ThenBy(row => row.Currency, StringComparer.Ordinal),
        ];

        ReportRow RowOf(CostRecord record)
        {
            string label = GroupLabels.Of(record, [dimension.Dimension]).LabelOf(dimension.Dimension) ?? "(not known)";
            var key = (label, dimension.Dimension == Dimension.ApiKey ? record.ApiKeyId : null, record.Currency);
            if (!rows.TryGetValue(key, out ReportRow? row))
            {
                rows.Add(key, row = new ReportRow(key.label, key.Item2, key.Currency));
            }

            return row;
        }
    }

    /// <summary>The rows of the total, one a currency.</summary>
    public static IReadOnlyList<ReportRow> Of(CostResult total, CostResult daily, DateOnly start)
    {
        var rows = new List<ReportRow>();
        foreach (CostTotal one in total.Totals)
        {
            var row = new ReportRow("", null, one.Currency) { Credits = one.Credits, Cost = one.Cost, Requests = one.Requests, Unpriced = one.UnpricedCredits };
            foreach (CostRecord record in daily.Rows.Where(record => record.Currency == one.Currency))
            {
                row.Days.Add(DateOnly.FromDateTime(record.Date).DayNumber - start.DayNumber, record.Credits, record.Cost ?? 0);
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Some rows of one currency as one.</summary>
    public static ReportRow Sum(IReadOnlyList<ReportRow> rows)
    {
        var sum = new ReportRow("", null, rows[0].Currency);
        foreach (ReportRow row in rows)
        {
            sum.Credits += row.Credits;
            sum.Cost = row.Cost is null ? sum.Cost : (sum.Cost ?? 0) + row.Cost;
            sum.Requests += row.Requests;
            sum.Unpriced += row.Unpriced;
            sum.Days.Add(row.Days);
        }

        return sum;
    }

    private void Add(CostRecord record)
    {
        Credits += record.Credits;
        Cost = record.Cost is null ? Cost : (Cost ?? 0) + record.Cost;
        Requests += record.Requests;
        Unpriced += record.UnpricedCredits;
    }
}
