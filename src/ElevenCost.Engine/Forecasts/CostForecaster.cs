using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Forecasts;

/// <summary>Forecasts what a period will have cost when it is over.</summary>
/// <param name="costs">The cost so far, and the history.</param>
/// <param name="prices">The prices of a connection, for the bases that depend on its billing month.</param>
/// <param name="time">The clock.</param>
public sealed class CostForecaster(CostCalculator costs, Func<Connection, CancellationToken, Task<IPriceBook>> prices, TimeProvider time)
{
    /// <summary>The most days that can be asked for.</summary>
    public const int MostDays = 366;

    private const int EnoughHistory = 28;

    /// <summary>Forecasts.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>BillingPeriodNotKnown</c>, <c>BillingPeriodsDiffer</c>, <c>ForecastNeedsBillingPeriod</c>, or what a cost query throws.
    /// </exception>
    public async Task<ForecastResult> ForecastAsync(IReadOnlyList<Connection> connections, ForecastOptions options, CancellationToken cancellationToken)
    {
        bool isBill = options.Basis is CostBasis.Amortized or CostBasis.Overage;
        if (isBill && (options.Days is not null || options.Range is not null || options.Period != ForecastPeriod.BillingPeriod))
        {
            throw ForecastErrors.NeedsBillingPeriod(options.Basis);
        }

        DateOnly today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time));
        DateRange period = await PeriodAsync(connections, options, today, cancellationToken);
        var soFar = new DateRange(period.Start, today);
        var query = new CostQuery
        {
            Range = soFar, GroupBy = options.GroupBy, Granularity = Granularity.Total, Basis = options.Basis, Filters = options.Filters,
        };
        CostResult actual = await costs.QueryAsync(connections, query, cancellationToken);
        var warnings = new List<Warning>(actual.Warnings);
        var history = new DateRange(today.AddDays(-DailyModel.MostDays), today);
        List<CostForecast> rows = isBill
            ? await new BillForecast(costs, prices, query, period, history).RowsAsync(connections, warnings, cancellationToken)
            : await RowsAsync(connections, query with { Basis = actual.Basis }, actual, period, history, cancellationToken);
        WarnOfHistory(rows, warnings);
        return new ForecastResult(actual.Basis, period, rows, [.. warnings.Distinct()], actual.Completeness);
    }

    /// <summary>An estimate, as money.</summary>
    internal static decimal Money(double amount) => decimal.Round((decimal)amount, 4);

    private async Task<List<CostForecast>> RowsAsync(
        IReadOnlyList<Connection> connections, CostQuery query, CostResult actual, DateRange period, DateRange history, CancellationToken cancellationToken)
    {
        DailyCosts daily = await DailyCosts.ReadAsync(costs, connections, query with { Range = history }, cancellationToken);
        List<CostRecord> known = [.. actual.Rows];
        var series = daily.Series.ToDictionary(one => (one.Labels, one.Currency));
        var rows = new List<CostForecast>();
        foreach (CostRecord row in known)
        {
            var labels = GroupLabels.Of(row, query.GroupBy);
            rows.Add(Row(labels, row, row.Cost, series.GetValueOrDefault((labels, row.Currency))));
            series.Remove((labels, row.Currency));
        }

        // What has no usage in the period so far may still have some.
        foreach (DailySeries one in series.Values.Where(one => one.Currency is not null))
        {
            CostForecast row = Row(one.Labels, null, actual.Completeness == Completeness.Partial ? null : 0, one);
            if (row.Expected > 0)
            {
                rows.Add(row);
            }
        }

        return [.. rows.OrderBy(row => row, Comparer<CostForecast>.Create((left, right) => Compare(left, right)))];

        CostForecast Row(GroupLabels labels, CostRecord? row, decimal? cost, DailySeries? one)
        {
            SeriesForecast? forecast = one?.Currency is null ? null : SeriesForecast.Of(daily, daily.ValuesOf(one, (series, place) => series.AmountOn(place)), period);
            SeriesForecast? credits = one is null ? null : SeriesForecast.Of(daily, daily.ValuesOf(one, (series, place) => series.CreditsOn(place)), period);
            Outlook? rest = forecast?.Rest;
            decimal start = cost ?? 0;
            return labels.On(new CostForecast
            {
                From = period.Start.ToDateTime(TimeOnly.MinValue),
                To = period.End.ToDateTime(TimeOnly.MinValue),
                Actual = cost,
                Expected = rest is { } outlook ? start + Money(outlook.Expected) : null,
                Low80 = rest is { } low80 ? start + Money(low80.Low80) : null,
                High80 = rest is { } high80 ? start + Money(high80.High80) : null,
                Low95 = rest is { } low95 ? start + Money(low95.Low95) : null,
                High95 = rest is { } high95 ? start + Money(high95.High95) : null,
                Currency = row?.Currency ?? one?.Currency,
                CostBasis = actual.Basis,
                EstimatedDays = forecast?.EstimatedDays ?? 0,
                HistoryDays = forecast?.HistoryDays ?? 0,
                Credits = row?.Credits ?? 0,
                ExpectedCredits = credits?.Rest is { } more ? (row?.Credits ?? 0) + (long)Math.Round(more.Expected) : null,
                Completeness = row?.Completeness ?? actual.Completeness,
                UnpricedCredits = row?.UnpricedCredits ?? 0,
            });
        }
    }

    private static int Compare(CostForecast left, CostForecast right)
    {
        int byExpected = Nullable.Compare(right.Expected, left.Expected);
        return byExpected != 0 ? byExpected : string.CompareOrdinal(left.ToString(), right.ToString());
    }

    private async Task<DateRange> PeriodAsync(
        IReadOnlyList<Connection> connections, ForecastOptions options, DateOnly today, CancellationToken cancellationToken)
    {
        if (options.Range is { } range)
        {
            return range;
        }

        if (options.Days is { } days)
        {
            return new DateRange(today, today.AddDays(days - 1));
        }

        if (options.Period == ForecastPeriod.Month)
        {
            var first = new DateOnly(today.Year, today.Month, 1);
            return new DateRange(first, first.AddMonths(1).AddDays(-1));
        }

        var periods = new HashSet<DateRange>();
        foreach (Connection connection in connections)
        {
            BillingMonth month = (await prices(connection, cancellationToken)).BillingMonthOf(today) ?? throw CalendarErrors.NoBillingPeriod(connection.Name, "forecast the month");
            periods.Add(month.Days);
        }

        return periods.Count == 1 ? periods.Single() : throw CalendarErrors.PeriodsDiffer(periods, "Forecast one connection at a time, or the month.");
    }

    private static void WarnOfHistory(List<CostForecast> rows, List<Warning> warnings)
    {
        int tooShort = rows.Count(row => row.Expected is null && row.Currency is not null && row.HistoryDays < DailyModel.FewestDays);
        if (tooShort > 0)
        {
            warnings.Add(new Warning(ForecastWarnings.HistoryTooShort, string.Create(CultureInfo.InvariantCulture,
                $"{tooShort} of {rows.Count} rows have no forecast: fewer than {DailyModel.FewestDays} finished days are known. Sync more days.")));
        }

        if (rows.Where(row => row.Expected is not null && row.HistoryDays < EnoughHistory).MaxBy(row => row.Expected) is { } shortest)
        {
            decimal rest = Math.Max(0, shortest.Expected!.Value - (shortest.Actual ?? 0));
            string wide = rest == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $" The 95 % interval of what is still to come reaches from {Share(shortest.Low95)} to {Share(shortest.High95)} of the expected amount.");
            warnings.Add(new Warning(ForecastWarnings.HistoryShort, string.Create(CultureInfo.InvariantCulture,
                $"The forecast rests on {shortest.HistoryDays} days of history; {EnoughHistory} or more make it reliable.{wide}")));

            string Share(decimal? bound) => string.Create(CultureInfo.InvariantCulture, $"{(bound!.Value - (shortest.Actual ?? 0)) / rest * 100:0} %");
        }
    }
}
