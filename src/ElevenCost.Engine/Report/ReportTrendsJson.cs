namespace ElevenCost.Engine.Report;

/// <summary>Writes what a report says of the days: their completeness, the change, the forecast, what is unusual.</summary>
/// <param name="report">The report.</param>
/// <param name="json">Where to.</param>
internal sealed class ReportTrendsJson(CostReport report, ReportJsonWriter json)
{
    /// <summary>Writes all of them.</summary>
    public void Write()
    {
        WriteDays();
        WriteComparison();
        WriteForecast();
        WriteAnomalies();
    }

    /// <summary>A letter a day, of the whole result and of each connection: final, provisional, partial, missing, failed; a point for days to come.</summary>
    private void WriteDays()
    {
        DateRange range = report.Options.Range;
        Dictionary<DateOnly, Completeness> known = report.Daily.Rows.GroupBy(row => DateOnly.FromDateTime(row.Date)).ToDictionary(day => day.Key, day => day.Max(row => row.Completeness));
        json.Text("days", string.Concat(range.EachDay().Select(day => day > report.Today ? '.'
            : known.TryGetValue(day, out Completeness completeness) ? completeness switch { Completeness.Final => 'f', Completeness.Provisional => 'p', _ => 'x' } : 'x')));
        ILookup<string, CoverageRecord> coverage = report.Coverage.ToLookup(day => day.Connection);
        json.Each("coverage", report.Connections, connection =>
        {
            Dictionary<DateOnly, CoverageRecord> days = coverage[connection.Name].ToDictionary(day => DateOnly.FromDateTime(day.Date));
            json.Text("connection", connection.Name);
            json.Text("days", string.Concat(range.EachDay().Select(day => !days.TryGetValue(day, out CoverageRecord? one) ? '.' : one.State switch
            {
                DayState.Final => 'f',
                DayState.Provisional => 'p',
                DayState.Failed => 'e',
                _ => 'm',
            })));
            json.Each("failures", days.Values.Where(day => day.State == DayState.Failed).OrderBy(day => day.Date), day =>
            {
                json.Date("date", day.Date);
                json.Text("reason", day.Reason);
            });
        });
    }

    private void WriteComparison()
    {
        json.StartObject("comparison");
        json.Text("from", ReportJsonWriter.Day(report.Comparison.Previous.Start));
        json.Text("to", ReportJsonWriter.Day(report.Comparison.Previous.End));
        json.Text("completeness", report.Comparison.Completeness.ToString());
        json.Text("by", report.ComparedBy?.ToString());
        json.Each("totals", report.Comparison.Totals, WriteChange);
        json.Each("rows", report.Comparison.Rows, WriteChange);
        json.EndObject();
    }

    private void WriteChange(CostComparison row)
    {
        json.Text("n", report.ComparedBy is { } dimension ? row.LabelOf(dimension) : null);
        json.Text("c", row.Currency);
        json.Money("cost", row.Cost);
        json.Money("previous", row.PreviousCost);
        json.Money("change", row.Change);
        json.Money("percent", row.ChangePercent);
        json.Money("volume", row.Volume);
        json.Money("mix", row.Mix);
        json.Money("price", row.Price);
        json.Money("new", row.New);
        json.Money("gone", row.Gone);
        json.Number("credits", row.Credits);
        json.Number("previousCredits", row.PreviousCredits);
        json.Number("groups", row.Groups);
    }

    private void WriteForecast()
    {
        json.Text("forecastLacks", report.ForecastLacks);
        if (report.Forecast is not { } forecast)
        {
            return;
        }

        json.StartObject("forecast");
        json.Text("from", ReportJsonWriter.Day(forecast.Period.Start));
        json.Text("to", ReportJsonWriter.Day(forecast.Period.End));
        json.Text("completeness", forecast.Completeness.ToString());
        json.Each("rows", forecast.Rows, row =>
        {
            json.Text("c", row.Currency);
            json.Money("actual", row.Actual);
            json.Money("expected", row.Expected);
            json.Money("low80", row.Low80);
            json.Money("high80", row.High80);
            json.Money("low95", row.Low95);
            json.Money("high95", row.High95);
            json.Number("historyDays", row.HistoryDays);
            json.Number("estimatedDays", row.EstimatedDays);
            json.Each("days", report.ForecastDaily!.Rows.Where(day => day.Currency == row.Currency), day =>
            {
                json.Date("date", day.Date);
                json.Money("cost", day.Cost);
                json.Text("completeness", day.Completeness.ToString());
            });
        });
        json.EndObject();
    }

    private void WriteAnomalies()
    {
        json.Text("anomaliesLack", report.AnomaliesLack);
        json.Each("anomalies", report.Anomalies?.Rows ?? [], row =>
        {
            json.Text("kind", row.Kind.ToString());
            json.Date("from", row.From);
            json.Date("to", row.To);
            json.Text("key", row.ApiKey);
            json.Money("cost", row.Cost);
            json.Money("expected", row.ExpectedCost);
            json.Money("difference", row.Difference);
            json.Text("c", row.Currency);
            json.Money("score", row.Score);
            json.Text("drivers", row.Driver);
            json.Text("completeness", row.Completeness.ToString());
        });
    }
}
