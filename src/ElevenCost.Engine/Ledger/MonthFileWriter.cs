using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>Writes month files; the shape is told at <see cref="MonthFile"/>.</summary>
internal static class MonthFileWriter
{
    /// <summary>Writes a month whose rows are in canonical order.</summary>
    /// <exception cref="OperationCanceledException">The writing was cancelled, part of the file is written.</exception>
    public static void Write(Stream stream, MonthFile file, CancellationToken cancellationToken)
    {
        using var output = new Utf8Output(stream, cancellationToken);
        WriteHeader(output, file);
        WriteTable(output, file.Usage);
        WriteSeries(output, file.Usage);
        byte[] hash = output.CurrentHash();
        output.Raw(MonthFile.TailStart);
        output.Raw(Encoding.ASCII.GetBytes(Convert.ToHexString(hash).ToLowerInvariant()));
        output.Raw(MonthFile.TailEnd);
        output.Flush();
    }

    private static void WriteHeader(Utf8Output output, MonthFile file)
    {
        output.Raw("{\n\"schema\":"u8);
        output.Number(MonthFile.Schema);
        output.Raw(",\n\"connection\":"u8);
        output.Text(file.Connection);
        output.Raw(",\n\"month\":"u8);
        output.Text(file.Usage.First.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        output.Raw(",\n\"timeZone\":"u8);
        output.Text(file.TimeZone);
        output.Raw(",\n\"days\":["u8);
        bool first = true;
        foreach (DayEntry day in file.Usage.Days)
        {
            output.Raw(first ? "\n"u8 : ",\n"u8);
            first = false;
            WriteDay(output, day);
        }

        output.Raw(MonthFile.HeaderEnd);
    }

    private static void WriteDay(Utf8Output output, DayEntry day)
    {
        output.Raw("{\"date\":"u8);
        output.Text(day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        output.Raw(",\"state\":"u8);
        output.Text(MonthFileWords.Of(day.State));
        output.Raw(",\"syncedAt\":"u8);
        output.Text(day.SyncedAt.ToString("O", CultureInfo.InvariantCulture));
        output.Raw(",\"source\":"u8);
        output.Text(MonthFileWords.Of(day.Source));
        output.Raw(",\"currency\":"u8);
        output.Text(day.Currency);
        output.Raw(",\"dimensions\":"u8);
        WriteTexts(output, day.Dimensions.Select(MonthFileWords.Of));
        output.Raw(",\"rows\":"u8);
        output.Number(day.Rows);
        output.Raw(",\"credits\":"u8);
        output.Number(day.Credits);
        output.Raw(",\"requests\":"u8);
        output.Number(day.Requests);
        output.Raw(",\"minutes\":"u8);
        output.Number(day.Minutes);
        output.Raw(",\"consumedCost\":"u8);
        output.Number(day.ConsumedCost);
        output.Raw(",\"reason\":"u8);
        output.Text(day.Reason);
        output.Raw('}');
    }

    private static void WriteTable(Utf8Output output, UsageMonth month)
    {
        UsageTable table = month.Table;
        ReadOnlySpan<sbyte> breakdowns = table.Breakdown.AsSpan(0, table.Count);
        string[] breakdownWords = BreakdownWords(breakdowns);
        output.Raw("\n\"breakdown\":"u8);
        WriteTexts(output, breakdownWords);
        for (int dimension = 0; dimension < MonthFileWords.Width; dimension++)
        {
            StartProperty(output, MonthFileWords.Dimensions[dimension]);
            WriteTexts(output, table.Dimensions[dimension].Values);
        }

        output.Raw("\n},\n\"columns\":{\n\"day\":"u8);
        int before = month.First.DayNumber - 1;
        WriteColumn(output, table.Count, row => table.Day[row] - before);
        StartProperty(output, "breakdown");
        // From the breakdown, two less than zero at most, to its word's place.
        int[] places = new int[MonthFileWords.Width + 2];
        for (int word = 0; word < breakdownWords.Length; word++)
        {
            places[MonthFileWords.Breakdown(breakdownWords[word]) + 2] = word;
        }

        WriteColumn(output, table.Count, row => places[table.Breakdown[row] + 2]);
        for (int dimension = 0; dimension < MonthFileWords.Width; dimension++)
        {
            StartProperty(output, MonthFileWords.Dimensions[dimension]);
            int[] index = table.Dimensions[dimension].Index;
            WriteColumn(output, table.Count, row => index[row] == DimensionColumn.Unknown ? (long?)null : index[row]);
        }

        StartProperty(output, "credits");
        WriteColumn(output, table.Count, row => table.Credits[row]);
        StartProperty(output, "requests");
        WriteColumn(output, table.Count, row => table.Requests[row]);
        StartProperty(output, "minutes");
        WriteDecimals(output, table.Count, row => table.Minutes[row]);
        StartProperty(output, "consumedCost");
        WriteDecimals(output, table.Count, row => table.ConsumedCost[row]);
        output.Raw("\n},\n"u8);
    }

    private static void WriteSeries(Utf8Output output, UsageMonth month)
    {
        IReadOnlyList<SeriesPoint> series = month.Series;
        string[] metrics = Distinct(series.Select(point => point.Metric));
        string[] breakdowns = Distinct(series.Select(point => point.Breakdown));
        string[] keys = Distinct(series.Select(point => point.Key));
        output.Raw("\"series\":{\n\"count\":"u8);
        output.Number(series.Count);
        output.Raw(",\n\"dictionaries\":{\n\"metric\":"u8);
        WriteTexts(output, metrics);
        StartProperty(output, "breakdown");
        WriteTexts(output, breakdowns);
        StartProperty(output, "key");
        WriteTexts(output, keys);
        output.Raw("\n},\n\"columns\":{\n\"day\":"u8);
        WriteColumn(output, series.Count, row => series[row].Date.Day);
        StartProperty(output, "metric");
        WriteColumn(output, series.Count, row => Place(metrics, series[row].Metric));
        StartProperty(output, "breakdown");
        WriteColumn(output, series.Count, row => Place(breakdowns, series[row].Breakdown));
        StartProperty(output, "key");
        WriteColumn(output, series.Count, row => Place(keys, series[row].Key));
        StartProperty(output, "value");
        WriteDecimals(output, series.Count, row => series[row].Value);
        output.Raw("\n}\n},\n"u8);
    }

    private static int Place(string[] values, string value) => Array.BinarySearch(values, value, StringComparer.Ordinal);

    private static string[] Distinct(IEnumerable<string> values) =>
        [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string[] BreakdownWords(ReadOnlySpan<sbyte> breakdowns)
    {
        var words = new List<string>();
        for (sbyte breakdown = UsageTable.FullRecord; breakdown < MonthFileWords.Width; breakdown++)
        {
            if (breakdowns.Contains(breakdown))
            {
                words.Add(MonthFileWords.Of(breakdown));
            }
        }

        words.Sort(StringComparer.Ordinal);
        return [.. words];
    }

    private static void StartProperty(Utf8Output output, string name)
    {
        output.Raw(",\n"u8);
        output.Text(name);
        output.Raw(':');
    }

    private static void WriteTexts(Utf8Output output, IEnumerable<string> values)
    {
        output.Raw('[');
        bool first = true;
        foreach (string value in values)
        {
            if (!first)
            {
                output.Raw(',');
            }

            first = false;
            output.Text(value);
        }

        output.Raw(']');
    }

    private static void WriteColumn(Utf8Output output, int count, Func<int, long?> value)
    {
        if (IsAllNull(count, row => value(row) is null))
        {
            output.Raw("null"u8);
            return;
        }

        output.Raw('[');
        for (int row = 0; row < count; row++)
        {
            if (row > 0)
            {
                output.Raw(',');
            }

            output.Number(value(row));
        }

        output.Raw(']');
    }

    private static void WriteDecimals(Utf8Output output, int count, Func<int, decimal?> value)
    {
        if (IsAllNull(count, row => value(row) is null))
        {
            output.Raw("null"u8);
            return;
        }

        output.Raw('[');
        for (int row = 0; row < count; row++)
        {
            if (row > 0)
            {
                output.Raw(',');
            }

            output.Number(value(row));
        }

        output.Raw(']');
    }

    private static bool IsAllNull(int count, Predicate<int> isNull)
    {
        for (int row = 0; row < count; row++)
        {
            if (!isNull(row))
            {
                return false;
            }
        }

        return count > 0;
    }
}
