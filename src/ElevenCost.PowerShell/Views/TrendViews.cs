using System.Globalization;

namespace ElevenCost.PowerShell.Views;

/// <summary>The tables of forecasts, anomalies and comparisons.</summary>
internal static class TrendViews
{
    private const string Money = "{0:N2}";
    private const string Day = "{0:yyyy-MM-dd}";

    /// <summary>The table of a forecast.</summary>
    public static ResultView Of(IReadOnlyList<CostForecast> rows, IReadOnlyList<Dimension> groupBy) => View(rows,
    [
        .. Labels(rows, groupBy),
        new(new ResultColumn("To", nameof(CostForecast.To), Day), row => row.To),
        Amount<CostForecast>("So far" + CurrencyOf(rows, row => row.Currency), nameof(CostForecast.Actual), row => row.Actual),
        Amount<CostForecast>("Expected", nameof(CostForecast.Expected), row => row.Expected),
        Interval("80", row => row.Low80, row => row.High80),
        Interval("95", row => row.Low95, row => row.High95),
        .. Currencies(rows, row => row.Currency),
    ]);

    /// <summary>The table of anomalies.</summary>
    public static ResultView Of(IReadOnlyList<CostAnomaly> rows, IReadOnlyList<Dimension> groupBy) => View(rows,
    [
        new(new ResultColumn("Kind", nameof(CostAnomaly.Kind)), row => row.Kind),
        new(new ResultColumn("Days", nameof(CostAnomaly.From))
        {
            Script = "($_.From -eq $_.To ? '{0:yyyy-MM-dd}' : $_.From.Year -eq $_.To.Year ? '{0:yyyy-MM-dd}..{1:MM-dd}' : '{0:yyyy-MM-dd}..{1:yyyy-MM-dd}') -f $_.From, $_.To",
        }, DaysOf),
        .. Labels(rows, groupBy),
        Amount<CostAnomaly>("Cost" + CurrencyOf(rows, row => row.Currency), nameof(CostAnomaly.Cost), row => row.Cost),
        Amount<CostAnomaly>("Usual", nameof(CostAnomaly.ExpectedCost), row => row.ExpectedCost),
        .. Currencies(rows, row => row.Currency),
        new(new ResultColumn("Score", nameof(CostAnomaly.Score), "{0:N1}", IsNumber: true), row => row.Score),
        new(new ResultColumn("Driven by", nameof(CostAnomaly.DriverApiKey), IsName: true)
        {
            Script = "$drivers = ($_.DriverApiKey, $_.DriverModel, $_.DriverUser | Where-Object { $_ }) -join ', '; $drivers ? $drivers : $_.DriverVoice",
        }, row => row.Drivers()),
    ]);

    /// <summary>The table of a comparison.</summary>
    public static ResultView Of(IReadOnlyList<CostComparison> rows, IReadOnlyList<Dimension> groupBy)
    {
        List<MeasuredColumn<CostComparison>> labels = [.. Labels(rows, groupBy)];
        if (groupBy.Count > 0)
        {
            string first = groupBy[0].ToString();
            labels[0] = new(
                labels[0].Column with { Script = $"$_.Groups -gt 1 ? \"($($_.Groups) others)\" : $_.{first}" },
                row => row.Groups > 1 ? string.Create(CultureInfo.InvariantCulture, $"({row.Groups} others)") : row.LabelOf(groupBy[0]));
        }

        return View(rows,
        [
            .. labels,
            Amount<CostComparison>("Before" + CurrencyOf(rows, row => row.Currency), nameof(CostComparison.PreviousCost), row => row.PreviousCost),
            Amount<CostComparison>("Cost", nameof(CostComparison.Cost), row => row.Cost),
            Amount<CostComparison>("Change", nameof(CostComparison.Change), row => row.Change),
            Amount<CostComparison>("Volume", nameof(CostComparison.Volume), row => row.Volume),
            Amount<CostComparison>("Mix", nameof(CostComparison.Mix), row => row.Mix),
            Amount<CostComparison>("Price", nameof(CostComparison.Price), row => row.Price),
            Amount<CostComparison>("New", nameof(CostComparison.New), row => row.New),
            Amount<CostComparison>("Gone", nameof(CostComparison.Gone), row => row.Gone),
            .. Currencies(rows, row => row.Currency),
        ]);
    }

    private static ResultView View<T>(IReadOnlyList<T> rows, IReadOnlyList<MeasuredColumn<T>> columns)
    {
        foreach (T row in rows)
        {
            foreach (MeasuredColumn<T> column in columns)
            {
                column.Column.Fit(column.Value(row));
            }
        }

        return new ResultView(typeof(T), [.. columns.Select(column => column.Column)]);
    }

    /// <summary>The columns of the groups; the connection if there are none but that.</summary>
    private static IEnumerable<MeasuredColumn<T>> Labels<T>(IReadOnlyList<T> rows, IReadOnlyList<Dimension> groupBy)
        where T : GroupedRecord
    {
        IReadOnlyList<Dimension> shown = groupBy.Count > 0 || !rows.Any(row => row.Connection is not null) ? groupBy : [Dimension.Connection];
        foreach (Dimension dimension in shown)
        {
            yield return new(ResultViews.Text(dimension), row => row.LabelOf(dimension));
            if (dimension == Dimension.ApiKey && ResultViews.HasKeysOfOneName(rows.Select(row => (row.ApiKey, row.ApiKeyId))))
            {
                yield return new(ResultViews.KeyId, _ => null);
            }
        }
    }

    private static MeasuredColumn<T> Amount<T>(string header, string property, Func<T, decimal?> value) =>
        new(new ResultColumn(header, property, Money, IsNumber: true), row => value(row));

    private static MeasuredColumn<CostForecast> Interval(string percent, Func<CostForecast, decimal?> low, Func<CostForecast, decimal?> high) =>
        new(new ResultColumn($"{percent} %", $"Low{percent}", IsNumber: true)
        {
            Script = $"$null -eq $_.Low{percent} ? '' : ('{{0:N2}}..{{1:N2}}' -f $_.Low{percent}, $_.High{percent})",
        }, row => low(row) is null ? null : string.Format(CultureInfo.CurrentCulture, "{0:N2}..{1:N2}", low(row), high(row)));

    /// <summary>The one currency, for a header; nothing if there are several.</summary>
    private static string CurrencyOf<T>(IReadOnlyList<T> rows, Func<T, string?> currency) =>
        rows.Select(currency).OfType<string>().Distinct().ToArray() is [var only] ? $" ({only})" : "";

    private static IEnumerable<MeasuredColumn<T>> Currencies<T>(IReadOnlyList<T> rows, Func<T, string?> currency)
    {
        if (rows.Select(currency).OfType<string>().Distinct().Skip(1).Any())
        {
            yield return new(new ResultColumn("Currency", "Currency"), currency);
        }
    }

    private static string DaysOf(CostAnomaly row) => string.Format(
        CultureInfo.CurrentCulture,
        row.From == row.To ? "{0:yyyy-MM-dd}" : row.From.Year == row.To.Year ? "{0:yyyy-MM-dd}..{1:MM-dd}" : "{0:yyyy-MM-dd}..{1:yyyy-MM-dd}",
        row.From,
        row.To);

    /// <summary>A column, and what its width is measured by.</summary>
    private sealed record MeasuredColumn<T>(ResultColumn Column, Func<T, object?> Value);
}
