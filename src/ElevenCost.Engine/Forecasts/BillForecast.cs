using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Forecasts;

/// <summary>Forecasts fee and overage of the billing month that goes on: credits are forecast, and priced as the plan does.</summary>
/// <remarks>
/// All connections that draw on one pool of credits count towards its overage. A group bears the part of the bill that it has of the credits
/// expected at the month's end: so the rows of a connection add up to its bill, but for rounding.
/// </remarks>
/// <param name="costs">The cost so far, and the history.</param>
/// <param name="prices">The prices of a connection.</param>
/// <param name="query">The cost so far that is asked for.</param>
/// <param name="period">The billing month.</param>
/// <param name="history">The days up to today that the forecast may rest on.</param>
internal sealed class BillForecast(
    CostCalculator costs, Func<Connection, CancellationToken, Task<IPriceBook>> prices, CostQuery query, DateRange period, DateRange history)
{
    /// <summary>The rows, by connection.</summary>
    public async Task<List<CostForecast>> RowsAsync(IReadOnlyList<Connection> connections, List<Warning> warnings, CancellationToken cancellationToken)
    {
        var rows = new List<CostForecast>();
        foreach (Connection connection in connections)
        {
            rows.AddRange(await RowsAsync(connection, warnings, cancellationToken));
        }

        return rows;
    }

    private async Task<List<CostForecast>> RowsAsync(Connection connection, List<Warning> warnings, CancellationToken cancellationToken)
    {
        IPriceBook book = await prices(connection, cancellationToken);
        BillingMonth month = book.BillingMonthOf(period.End)!;
        CostResult actual = await costs.QueryAsync([connection], query, cancellationToken);
        List<CostRecord> known = [.. actual.Rows];

        // Connections that read the same usage count once.
        CreditPool pool = book.Pool ?? CreditPool.Of(connection);
        Connection[] members = [.. pool.Usage.Select(same => same[0])];
        CostQuery credits = query with { Range = history, Basis = CostBasis.Consumed };
        DailyCosts all = await DailyCosts.ReadAsync(costs, members, credits with { GroupBy = [], Filters = [] }, cancellationToken);
        Usage total = UsageOf(all, all.Series);
        Bill? bill = total.Forecast.Rest is null ? null : BillOf(month, total, connection.Name, warnings);
        DailyCosts own = await DailyCosts.ReadAsync(costs, [connection], credits, cancellationToken);
        var usage = own.Series.GroupBy(series => series.Labels).ToDictionary(same => same.Key, same => UsageOf(own, [.. same]));
        var actuals = known.GroupBy(row => GroupLabels.Of(row, query.GroupBy)).ToDictionary(same => same.Key, same => same.ToList());
        var rows = new List<CostForecast>();
        foreach (GroupLabels labels in usage.Keys.Union(actuals.Keys).Order())
        {
            List<CostRecord> so = actuals.GetValueOrDefault(labels, []);
            Usage? mine = usage.GetValueOrDefault(labels);
            double share = mine is null || total.Expected <= 0 ? (query.GroupBy.Count == 0 ? 1 : 0) : mine.Expected / total.Expected;
            if (so.Count == 0 && share <= 0)
            {
                continue;
            }

            rows.Add(labels.On(new CostForecast
            {
                From = period.Start.ToDateTime(TimeOnly.MinValue),
                To = period.End.ToDateTime(TimeOnly.MinValue),
                Actual = so.Count == 0 ? 0 : so.Exists(row => row.Cost is not null) ? so.Sum(row => row.Cost ?? 0) : null,
                Expected = Part(bill?.Expected),
                Low80 = Part(bill?.Low80),
                High80 = Part(bill?.High80),
                Low95 = Part(bill?.Low95),
                High95 = Part(bill?.High95),
                Currency = bill?.Currency ?? so.Select(row => row.Currency).FirstOrDefault(currency => currency is not null),
                CostBasis = actual.Basis,
                EstimatedDays = total.Forecast.EstimatedDays,
                HistoryDays = total.Forecast.HistoryDays,
                Credits = so.Sum(row => row.Credits),
                ExpectedCredits = mine is null ? null : (long)Math.Round(mine.Expected),
                Completeness = so.Select(row => row.Completeness).Append(actual.Completeness).Max(),
                UnpricedCredits = so.Sum(row => row.UnpricedCredits),
            }));

            decimal? Part(double? amount) => amount is { } value ? CostForecaster.Money(value * share) : null;
        }

        return rows;
    }

    private Usage UsageOf(DailyCosts daily, IReadOnlyList<DailySeries> series)
    {
        double[] values = new double[daily.Range.Days];
        long used = 0;
        for (int place = 0; place < values.Length; place++)
        {
            long credits = series.Sum(one => one.CreditsOn(place));
            values[place] = daily.IsKnown(place) ? credits : double.NaN;
            used += period.Contains(daily.Range.Start.AddDays(place)) ? credits : 0;
        }

        return new Usage(used, SeriesForecast.Of(daily, values, period));
    }

    private Bill? BillOf(BillingMonth month, Usage total, string connection, List<Warning> warnings)
    {
        var rates = new List<PlanRate>();
        foreach (BilledPlan plan in month.Plans)
        {
            if (plan.Price.Rate is not { } rate)
            {
                // The cost so far says so already, with the remedy.
                return null;
            }

            rates.Add(rate);
        }

        if (rates.Exists(rate => rate.Currency != rates[0].Currency))
        {
            return null;
        }

        decimal fee = month.Plans.Sum(plan => plan.Price.Rate!.MonthlyPrice * plan.Days.Days / month.FullDays);
        PlanRate last = rates[^1];
        long included = Math.Max(last.MonthlyCredits, month.CreditLimit ?? 0);
        Outlook rest = total.Forecast.Rest!.Value;
        double? perCredit = last.BeyondPerCredit is { } exact ? (double)exact.Numerator / (double)exact.Denominator : null;
        bool isKnown = perCredit is 0 || (perCredit is not null && month.CreditLimit is not null);

        // What is drawn from a prepaid balance is no overage.
        bool isNone = query.Basis == CostBasis.Overage && last.Billing == BillingGeneration.PayAsYouGo;
        double?[] amounts = [.. new[] { rest.Expected, rest.Low80, rest.High80, rest.Low95, rest.High95 }.Select(more => Price(total.Used + more))];
        if (amounts.Contains(null))
        {
            warnings.Add(new Warning(ForecastWarnings.OverageNotForecast, $"{connection}: the forecast may go beyond the plan's credits, and "
                + (month.Plans[^1].Price.IsUndecided ? "nothing decides whether they are overage or drawn from a prepaid balance: set how the account is billed."
                : perCredit is null ? $"the overage rate of {last.Version} is not known: set it with a price of your own."
                : "how many were rolled over is not known: sync with a key that may read the subscription (user_read).")));
        }

        return new Bill(last.Currency, amounts[0], amounts[1], amounts[2], amounts[3], amounts[4]);

        double? Price(double credits)
        {
            double beyond = Math.Max(0, credits - included);
            return isNone ? 0
                : beyond > 0 && !isKnown ? null
                : (query.Basis == CostBasis.Amortized ? (double)fee : 0) + (beyond * (perCredit ?? 0));
        }
    }

    private sealed record Usage(long Used, SeriesForecast Forecast)
    {
        /// <summary>The credits expected at the month's end.</summary>
        public double Expected => Used + (Forecast.Rest?.Expected ?? 0);
    }

    private sealed record Bill(string Currency, double? Expected, double? Low80, double? High80, double? Low95, double? High95);
}
