using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ElevenCost.Engine.Report;

/// <summary>The figures of a report as the JSON that its page reads. Amounts are texts of decimals, so that no reader makes them binary fractions.</summary>
internal sealed class ReportJson
{
    /// <summary>Bytes for rows of all dimensions: names and their sums of the whole range.</summary>
    public const int RowBytes = 900_000;

    /// <summary>Bytes for the days of all rows.</summary>
    public const int DayBytes = 1_600_000;

    /// <summary>Beyond it a sum of whole numbers is not exact in a script's plain numbers, and the page uses big ones.</summary>
    private static readonly BigInteger LargestPlain = BigInteger.Pow(2, 53) - 1;

    // Escapes <, > and & of every text, so that no name ends the script element that holds the data.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private readonly CostReport _report;
    private readonly Utf8JsonWriter _json;
    private readonly IReadOnlyList<ReportRow> _total;
    private readonly IReadOnlyList<(ReportDimension Dimension, IReadOnlyList<ReportRow> Rows)> _dimensions;
    private readonly int _decimals;

    private ReportJson(CostReport report, Utf8JsonWriter json)
    {
        _report = report;
        _json = json;
        DateOnly start = report.Options.Range.Start;
        _total = ReportRow.Of(report.Total, report.Daily, start);
        _dimensions = [.. report.Dimensions.Select(dimension => (dimension, ReportRow.Of(dimension, start)))];
        _decimals = _total.Concat(_dimensions.SelectMany(dimension => dimension.Rows)).Select(row => row.Days.Decimals).DefaultIfEmpty(0).Max();
    }

    /// <summary>Makes the JSON, in UTF-8: the same for the same report.</summary>
    public static byte[] Of(CostReport report)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Encoder }))
        {
            new ReportJson(report, json).Write();
        }

        return stream.ToArray();
    }

    private void Write()
    {
        DateRange range = _report.Options.Range;
        _json.WriteStartObject();
        Text("title", _report.Options.Title ?? "ElevenLabs cost report");
        Text("version", typeof(ReportJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);
        Instant("at", _report.At);
        Text("today", Day(_report.Today));
        Text("from", Day(range.Start));
        Text("to", Day(range.End));
        Text("basis", _report.Total.Basis.ToString());
        Text("completeness", _report.Total.Completeness.ToString());
        Each("connections", _report.Connections, connection =>
        {
            Text("name", connection.Name);
            Text("zone", connection.TimeZone);
        });
        _json.WriteStartArray("filters");
        foreach (string filter in _report.Options.Filters.Select(filter => $"{(filter.Exclude ? "without " : "")}{filter.Dimension} {string.Join(", ", filter.Patterns)}"))
        {
            _json.WriteStringValue(filter);
        }

        _json.WriteEndArray();
        _json.WriteNumber("decimals", _decimals);
        _json.WriteBoolean("wide", IsWide());
        Each("totals", _total, row => WriteRow(row, true));
        WriteDimensions();
        WriteDays();
        WriteComparison();
        WriteForecast();
        WriteAnomalies();
        Each("budgets", _report.Budgets, WriteBudget);
        Each("quotas", _report.Quotas, WriteQuota);
        Each("warnings", _report.Warnings, warning =>
        {
            Text("id", warning.Id);
            Text("message", warning.Message);
        });
        _json.WriteStartArray("prices");
        foreach (string version in _report.Daily.Rows.Select(row => row.PriceVersion).OfType<string>().SelectMany(joined => joined.Split("; ")).Distinct().Order(StringComparer.Ordinal))
        {
            _json.WriteStringValue(version);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>Whether a sum over any rows of one view could exceed what plain numbers hold exactly.</summary>
    private bool IsWide() => _dimensions.Select(dimension => dimension.Rows).Append(_total).Any(rows =>
        rows.Aggregate(BigInteger.Zero, (sum, row) => sum + row.Days.Weight(_decimals)) > LargestPlain
        || rows.Aggregate(BigInteger.Zero, (sum, row) => sum + row.Days.CreditWeight) > LargestPlain);

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

        Each("dimensions", _dimensions, one =>
        {
            (int kept, int withDays) = shapes[one.Dimension.Dimension];
            Text("id", one.Dimension.Dimension.ToString());
            Text("completeness", one.Dimension.Total.Completeness.ToString());
            Each("rows", one.Rows.Take(kept).Select((row, place) => (Row: row, HasDays: place < withDays)), row => WriteRow(row.Row, row.HasDays));

            // What has days of its own in none of the rows above, a row a currency; and what has no row there at all.
            Each("rest", Sums(one.Rows.Skip(withDays)), sum => WriteRest(sum.Sum, sum.Count, true));
            Each("unlisted", Sums(one.Rows.Skip(kept)), sum => WriteRest(sum.Sum, sum.Count, false));
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
        JsonEncodedText.Encode(row.Label, Encoder).EncodedUtf8Bytes.Length + (row.Id?.Length ?? 0) + 90;

    private void WriteRest(ReportRow row, int count, bool hasDays)
    {
        _json.WriteNumber("count", count);
        WriteRow(row, hasDays);
    }

    private void WriteRow(ReportRow row, bool hasDays)
    {
        if (row.Label.Length > 0)
        {
            Text("n", row.Label);
        }

        Text("i", row.Id);
        Text("c", row.Currency);
        Count("k", row.Credits);
        Money("m", row.Cost);
        if (row.Requests is { } requests)
        {
            _json.WriteNumber("r", requests);
        }

        if (row.Unpriced > 0)
        {
            _json.WriteNumber("u", row.Unpriced);
        }

        if (hasDays)
        {
            Text("d", row.Days.Text(_decimals));
        }
    }

    /// <summary>A letter a day, of the whole result and of each connection: final, provisional, partial, missing, failed; a point for days to come.</summary>
    private void WriteDays()
    {
        DateRange range = _report.Options.Range;
        Dictionary<DateOnly, Completeness> known = _report.Daily.Rows.GroupBy(row => DateOnly.FromDateTime(row.Date)).ToDictionary(day => day.Key, day => day.Max(row => row.Completeness));
        Text("days", string.Concat(range.EachDay().Select(day => day > _report.Today ? '.'
            : known.TryGetValue(day, out Completeness completeness) ? completeness switch { Completeness.Final => 'f', Completeness.Provisional => 'p', _ => 'x' } : 'x')));
        ILookup<string, CoverageRecord> coverage = _report.Coverage.ToLookup(day => day.Connection);
        Each("coverage", _report.Connections, connection =>
        {
            Dictionary<DateOnly, CoverageRecord> days = coverage[connection.Name].ToDictionary(day => DateOnly.FromDateTime(day.Date));
            Text("connection", connection.Name);
            Text("days", string.Concat(range.EachDay().Select(day => !days.TryGetValue(day, out CoverageRecord? one) ? '.' : one.State switch
            {
                DayState.Final => 'f',
                DayState.Provisional => 'p',
                DayState.Failed => 'e',
                _ => 'm',
            })));
            Each("failures", days.Values.Where(day => day.State == DayState.Failed).OrderBy(day => day.Date), day =>
            {
                Date("date", day.Date);
                Text("reason", day.Reason);
            });
        });
    }

    private void WriteComparison()
    {
        _json.WriteStartObject("comparison");
        Text("from", Day(_report.Comparison.Previous.Start));
        Text("to", Day(_report.Comparison.Previous.End));
        Text("completeness", _report.Comparison.Completeness.ToString());
        Text("by", _report.ComparedBy?.ToString());
        Each("totals", _report.Comparison.Totals, WriteChange);
        Each("rows", _report.Comparison.Rows, WriteChange);
        _json.WriteEndObject();
    }

    private void WriteChange(CostComparison row)
    {
        Text("n", _report.ComparedBy is { } dimension ? row.LabelOf(dimension) : null);
        Text("c", row.Currency);
        Money("cost", row.Cost);
        Money("previous", row.PreviousCost);
        Money("change", row.Change);
        Money("percent", row.ChangePercent);
        Money("volume", row.Volume);
        Money("mix", row.Mix);
        Money("price", row.Price);
        Money("new", row.New);
        Money("gone", row.Gone);
        _json.WriteNumber("credits", row.Credits);
        _json.WriteNumber("previousCredits", row.PreviousCredits);
        _json.WriteNumber("groups", row.Groups);
    }

    private void WriteForecast()
    {
        Text("forecastLacks", _report.ForecastLacks);
        if (_report.Forecast is not { } forecast)
        {
            return;
        }

        _json.WriteStartObject("forecast");
        Text("from", Day(forecast.Period.Start));
        Text("to", Day(forecast.Period.End));
        Text("completeness", forecast.Completeness.ToString());
        Each("rows", forecast.Rows, row =>
        {
            Text("c", row.Currency);
            Money("actual", row.Actual);
            Money("expected", row.Expected);
            Money("low80", row.Low80);
            Money("high80", row.High80);
            Money("low95", row.Low95);
            Money("high95", row.High95);
            _json.WriteNumber("historyDays", row.HistoryDays);
            _json.WriteNumber("estimatedDays", row.EstimatedDays);
            Each("days", _report.ForecastDaily!.Rows.Where(day => day.Currency == row.Currency), day =>
            {
                Date("date", day.Date);
                Money("cost", day.Cost);
                Text("completeness", day.Completeness.ToString());
            });
        });
        _json.WriteEndObject();
    }

    private void WriteAnomalies()
    {
        Text("anomaliesLack", _report.AnomaliesLack);
        Each("anomalies", _report.Anomalies?.Rows ?? [], row =>
        {
            Text("kind", row.Kind.ToString());
            Date("from", row.From);
            Date("to", row.To);
            Text("key", row.ApiKey);
            Money("cost", row.Cost);
            Money("expected", row.ExpectedCost);
            Money("difference", row.Difference);
            Text("c", row.Currency);
            Money("score", row.Score);
            Text("drivers", row.Driver);
            Text("completeness", row.Completeness.ToString());
        });
    }

    private void WriteBudget(BudgetStatus row)
    {
        Text("name", row.Budget);
        Text("state", row.State.ToString());
        Text("reason", row.Reason);
        Date("from", row.From);
        Date("to", row.To);
        Money("amount", row.Amount);
        Text("c", row.Currency);
        Money("used", row.Used);
        Money("usedPercent", row.UsedPercent);
        Money("left", row.Left);
        Money("expected", row.Expected);
        Money("expectedPercent", row.ExpectedPercent);
        Text("basis", row.CostBasis?.ToString());
        Date("passedOn", row.PassedOn);
        Text("driver", row.Driver);
        Money("driverPercent", row.DriverPercent);
        Text("completeness", row.Completeness.ToString());
    }

    private void WriteQuota(Quota row)
    {
        Text("connection", row.Connection);
        Text("sharedWith", row.SharedWith);
        Instant("at", row.At);
        Text("state", row.State.ToString());
        Text("tier", row.Tier);
        _json.WriteNumber("used", row.CreditsUsed);
        Number("limit", row.CreditLimit);
        Number("left", row.CreditsLeft);
        Number("plan", row.PlanCredits);
        Instant("resetAt", row.NextResetAt);
        Date("runsOutOn", row.RunsOutOn);
        if (row.RunsOutBeforeReset is { } runsOut)
        {
            _json.WriteBoolean("runsOutBeforeReset", runsOut);
        }

        Money("burnPerDay", row.ProjectedOverDays switch { 7 => row.BurnPerDay7, 30 => row.BurnPerDay30, 1 => row.BurnPerDay1, _ => null });
        Number("burnDays", row.ProjectedOverDays);
        Number("overage", row.OverageCredits);
        Money("overageCost", row.OverageCost);
        Text("overageCurrency", row.OverageCurrency);
        Money("projectedOverageCost", row.ProjectedOverageCost);
        Text("projectedOverageCurrency", row.ProjectedOverageCurrency);
    }

    private void Each<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        _json.WriteStartArray(name);
        foreach (T item in items)
        {
            _json.WriteStartObject();
            write(item);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Text(string name, string? text)
    {
        if (text is not null)
        {
            // A lone surrogate, which a hostile name can hold, is no text that JSON could carry.
            _json.WriteString(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    private void Money(string name, decimal? amount)
    {
        if (amount is { } known)
        {
            _json.WriteString(name, DayCells.Spell(known));
        }
    }

    private void Number(string name, long? number)
    {
        if (number is { } known)
        {
            _json.WriteNumber(name, known);
        }
    }

    /// <summary>A count as a number, or as a text where a script's plain numbers would round it.</summary>
    private void Count(string name, long count)
    {
        if (BigInteger.Abs(count) > LargestPlain)
        {
            Text(name, count.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            _json.WriteNumber(name, count);
        }
    }

    private void Date(string name, DateTime? date) => Text(name, date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private void Instant(string name, DateTime? instant) => Text(name, instant?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
