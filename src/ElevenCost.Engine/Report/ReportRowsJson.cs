using System.Numerics;
using System.Text.Json;

namespace ElevenCost.Engine.Report;

/// <summary>Writes the rows of a report: totals and dimensions with their days.</summary>
internal sealed class ReportRowsJson
{
    /// <summary>Bytes for rows of all dimensions: names and their sums of the whole range.</summary>
    private const int RowBytes = 900_000;

    /// <summary>Bytes for the days of all rows.</summary>
    private const int DayBytes = 1_600_000;

    private readonly ReportJsonWriter _json;
    private readonly IReadOnlyList<ReportRow> _total;
    private readonly IReadOnlyList<(ReportDimension Dimension, IReadOnlyList<ReportRow> Rows)> _dimensions;
    private readonly int _decimals;

    /// <param name="report">The report.</param>
    /// <param name="json">Where to.</param>
    public ReportRowsJson(CostReport report, ReportJsonWriter json)
    {
        _json = json;
        DateOnly start = report.Options.Range.Start;
        _total = ReportRow.Of(report.Total, report.Daily, start);
        _dimensions = [.. report.Dimensions.Select(dimension => (dimension, ReportRow.Of(dimension, start)))];
        _decimals = _total.Concat(_dimensions.SelectMany(dimension => dimension.Rows)).Select(row => row.Days.Decimals).DefaultIfEmpty(0).Max();
    }

    /// <summary>Writes all of them.</summary>
    public void Write()
    {
        _json.Number("decimals", _decimals);
        _json.Flag("wide", IsWide());
        _json.Each("totals", _total, row => WriteRow(row, true));
        WriteDimensions();
    }

    /// <summary>Whether a sum over any rows of one view could exceed what plain numbers hold exactly; then the page uses big ones.</summary>
    private bool IsWide() => _dimensions.Select(dimension => dimension.Rows).Append(_total).Any(rows =>
        rows.Aggregate(BigInteger.Zero, (sum, row) => sum + row.Days.Weight(_decimals)) > ReportJsonWriter.LargestPlain
        || rows.Aggregate(BigInteger.Zero, (sum, row) => sum + row.Days.CreditWeight) > ReportJsonWriter.LargestPlain);

    /// <summary>Small dimensions first: what they leave of the room is for the large ones.</summary>
    private void WriteDimensions()
    {
        int rowRoom = RowBytes;
        int dayRoom = DayBytes;
        int left = _dimensions.Count;
        var shapes = new Dictionary<Dimension, (int Rows, int Days)>();
        foreach ((ReportDimension dimension, IReadOnlyList<ReportRow> rows) in _dimensions.OrderBy(dimension => dimension.Rows.Count))
        {
            int kept = Fitting(rows, rowRoom / left, SizeOf, out int rowBytes);
            int withDays = Fitting([.. rows.Take(kept)], dayRoom / left, row => row.Days.Text(_decimals).Length + 6, out int dayBytes);
            shapes.Add(dimension.Dimension, (kept, withDays));
            rowRoom -= rowBytes;
            dayRoom -= dayBytes;
            left--;
        }

        _json.Each("dimensions", _dimensions, one =>
        {
            (int kept, int withDays) = shapes[one.Dimension.Dimension];
            _json.Text("id", one.Dimension.Dimension.ToString());
            _json.Text("completeness", one.Dimension.Total.Completeness.ToString());
            _json.Each("rows", one.Rows.Take(kept).Select((row, place) => (Row: row, HasDays: place < withDays)), row => WriteRow(row.Row, row.HasDays));

            // What has days of its own in none of the rows above, a row a currency; and what has no row there at all.
            _json.Each("rest", Sums(one.Rows.Skip(withDays)), sum => WriteRest(sum.Sum, sum.Count, true));
            _json.Each("unlisted", Sums(one.Rows.Skip(kept)), sum => WriteRest(sum.Sum, sum.Count, false));
        });
    }

    private static IEnumerable<(ReportRow Sum, int Count)> Sums(IEnumerable<ReportRow> rows) =>
        rows.GroupBy(row => row.Currency ?? "").OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => (ReportRow.Sum([.. same]), same.Count()));

    private static int Fitting(IReadOnlyList<ReportRow> rows, int room, Func<ReportRow, int> sizeOf, out int bytes)
    {
        bytes = 0;
        int count = 0;
        for (; count < rows.Count; count++)
        {
            int size = sizeOf(rows[count]);
            if (bytes + size > room)
            {
                break;
            }

            bytes += size;
        }

        return count;
    }

    private static int SizeOf(ReportRow row) =>
        JsonEncodedText.Encode(row.Label, ReportJsonWriter.Encoder).EncodedUtf8Bytes.Length + (row.Id?.Length ?? 0) + 90;

    private void WriteRest(ReportRow row, int count, bool hasDays)
    {
        _json.Number("count", count);
        WriteRow(row, hasDays);
    }

    private void WriteRow(ReportRow row, bool hasDays)
    {
        if (row.Label.Length > 0)
        {
            _json.Text("n", row.Label);
        }

        _json.Text("i", row.Id);
        _json.Text("c", row.Currency);
        _json.Count("k", row.Credits);
        _json.Money("m", row.Cost);
        if (row.Requests is { } requests)
        {
            _json.Number("r", requests);
        }

        if (row.Unpriced > 0)
        {
            _json.Number("u", row.Unpriced);
        }

        if (hasDays)
        {
            _json.Text("d", row.Days.Text(_decimals));
        }
    }
}
