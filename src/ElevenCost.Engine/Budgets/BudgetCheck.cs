using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Engine.Budgets;

/// <summary>Checks budgets: what was used, what is expected, and which key or model uses most.</summary>
/// <param name="costs">What was used.</param>
/// <param name="forecasts">What is expected.</param>
/// <param name="prices">The prices of a connection, for its billing period.</param>
/// <param name="time">The clock.</param>
public sealed class BudgetCheck(
    CostCalculator costs, CostForecaster forecasts, Func<Connection, CancellationToken, Task<IPriceBook>> prices, TimeProvider time)
{
    /// <summary>How each budget stands that holds today.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="known">The connections there are.</param>
    /// <param name="warn">Receives warnings about the usage.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger or prices can't be read.</exception>
    public async IAsyncEnumerable<BudgetStatus> CheckAsync(
        IReadOnlyList<Budget> budgets, IReadOnlyList<Connection> known, Action<Warning> warn,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<Warning>();
        foreach (Budget budget in budgets)
        {
            IReadOnlyList<Connection> connections = ConnectionsOf(budget, known);
            DateOnly today = TodayOf(connections);
            if (Holds(budget, today))
            {
                yield return await CheckAsync(budget, connections, today, warning =>
                {
                    if (seen.Add(warning))
                    {
                        warn(warning);
                    }
                }, cancellationToken);
            }
        }
    }

    /// <summary>The connections whose usage counts for a budget.</summary>
    internal static IReadOnlyList<Connection> ConnectionsOf(Budget budget, IReadOnlyList<Connection> known)
    {
        if (budget.Connection is not { } name)
        {
            return known;
        }

        var pattern = NamePattern.Among(WildcardPattern.Parse(name), known.Select(connection => connection.Name));
        return [.. known.Where(connection => pattern.IsMatch(connection.Name))];
    }

    private static bool Holds(Budget budget, DateOnly day) =>
        (budget.From is not { } from || DateOnly.FromDateTime(from) <= day) && (budget.To is not { } to || DateOnly.FromDateTime(to) >= day);

    private static IReadOnlyList<DimensionFilter> FiltersOf(Budget budget) =>
    [
        .. new[]
        {
            (Dimension.CostCenter, budget.CostCenter), (Dimension.ApiKey, budget.ApiKey), (Dimension.Product, budget.Product), (Dimension.Model, budget.Model),
        }.Where(filter => filter.Item2 is not null).Select(filter => new DimensionFilter(filter.Item1, [filter.Item2!])),
    ];

    private DateOnly TodayOf(IReadOnlyList<Connection> connections) =>
        connections.Count == 0 ? TimeZoneInfo.Utc.Today(time) : connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time));

    private async Task<BudgetStatus> CheckAsync(
        Budget budget, IReadOnlyList<Connection> connections, DateOnly today, Action<Warning> warn, CancellationToken cancellationToken)
    {
        decimal amount = budget.Amount ?? budget.Credits!.Value;
        var status = new BudgetStatus
        {
            Budget = budget.Name, State = BudgetState.Unknown, Reason = "", Amount = amount, Currency = budget.Currency, CostBasis = budget.CostBasis,
            Completeness = Completeness.Partial, UnpricedCredits = 0,
        };
        if (connections.Count == 0)
        {
            return status with { Reason = budget.Connection is null ? "There is no connection yet." : $"There is no connection '{budget.Connection}'." };
        }

        if (await PeriodAsync(budget.Period, connections, today, cancellationToken) is not { } period)
        {
            return status with { Reason = "The billing period is unknown, or differs between its connections." };
        }

        status = status with { From = period.Start.ToDateTime(TimeOnly.MinValue), To = period.End.ToDateTime(TimeOnly.MinValue) };
        var query = new CostQuery
        {
            Range = new DateRange(period.Start, today), Granularity = Granularity.Total, Basis = budget.CostBasis ?? CostBasis.Consumed, Filters = FiltersOf(budget),
        };
        CostResult result = await costs.QueryAsync(connections, query, cancellationToken);
        foreach (Warning warning in result.Warnings)
        {
            warn(warning);
        }

        var usage = new BudgetUsage(budget, result);
        if (usage.Used is not { } used)
        {
            return status with { Reason = usage.Doubt ?? "Its usage is unknown.", Completeness = result.Completeness, UnpricedCredits = usage.UnpricedCredits };
        }

        decimal? expected = await ExpectedAsync(budget, connections, query, period, cancellationToken);
        (string? driver, decimal? share) = await DriverAsync(budget, connections, query, used, cancellationToken);
        BudgetState state = used > amount ? BudgetState.Over
            : expected > amount ? BudgetState.AtRisk
            : usage.Doubt is not null ? BudgetState.Unknown
            : BudgetState.Ok;
        return status with
        {
            State = state,
            Reason = ReasonOf(state, budget, used, expected, period, usage.Doubt),
            Used = used,
            Left = amount - used,
            UsedPercent = Percent(used, amount),
            Expected = expected,
            ExpectedPercent = expected is { } more ? Percent(more, amount) : null,
            ThresholdReached = Reached(budget, used, amount),
            ThresholdExpected = expected is { } end ? Reached(budget, end, amount) : null,
            PassedOn = state == BudgetState.Over ? await PassedOnAsync(budget, connections, query, amount, cancellationToken)
                : state == BudgetState.AtRisk ? ExpectedOn(used, expected!.Value, amount, today, period.End)
                : null,
            Driver = driver,
            DriverPercent = share,
            Completeness = result.Completeness,
            UnpricedCredits = usage.UnpricedCredits,
        };
    }

    /// <summary>The days of the period that today lies in; null if they are not known, or not the same for all connections.</summary>
    private async Task<DateRange?> PeriodAsync(BudgetPeriod period, IReadOnlyList<Connection> connections, DateOnly today, CancellationToken cancellationToken)
    {
        if (period != BudgetPeriod.BillingPeriod)
        {
            (DateOnly first, int months) = period switch
            {
                BudgetPeriod.Month => (new DateOnly(today.Year, today.Month, 1), 1),
                BudgetPeriod.Quarter => (new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1), 3),
                _ => (new DateOnly(today.Year, 1, 1), 12),
            };
            return new DateRange(first, first.AddMonths(months).AddDays(-1));
        }

        DateRange? same = null;
        foreach (Connection connection in connections)
        {
            if ((await prices(connection, cancellationToken)).BillingMonthOf(today) is not { Days: var days } || (same is { } other && other != days))
            {
                return null;
            }

            same = days;
        }

        return same;
    }

    /// <summary>What is expected by the end of the period; null if there is too little history.</summary>
    private async Task<decimal?> ExpectedAsync(
        Budget budget, IReadOnlyList<Connection> connections, CostQuery query, DateRange period, CancellationToken cancellationToken)
    {
        var options = new ForecastOptions { Basis = query.Basis, Filters = query.Filters };
        ForecastResult forecast = await forecasts.ForecastAsync(
            connections, budget.Period == BudgetPeriod.BillingPeriod ? options with { Period = ForecastPeriod.BillingPeriod } : options with { Range = period }, cancellationToken);
        IReadOnlyList<CostForecast> rows = budget.Credits is null ? [.. forecast.Rows.Where(row => row.Currency == budget.Currency)] : forecast.Rows;
        return budget.Credits is null
            ? rows.Count > 0 && rows.All(row => row.Expected is not null) ? rows.Sum(row => row.Expected) : null
            : rows.Count > 0 && rows.All(row => row.ExpectedCredits is not null) ? rows.Sum(row => row.ExpectedCredits) : null;
    }

    /// <summary>What used most of the budget, and its share in percent.</summary>
    private async Task<(string? Driver, decimal? Percent)> DriverAsync(
        Budget budget, IReadOnlyList<Connection> connections, CostQuery query, decimal used, CancellationToken cancellationToken)
    {
        Dimension dimension = budget.ApiKey is null ? Dimension.ApiKey : Dimension.Model;
        CostResult byDriver = await costs.QueryAsync(connections, query with { GroupBy = [dimension] }, cancellationToken);
        CostRecord? most = byDriver.Rows.Where(row => AmountOf(budget, row) > 0).MaxBy(row => AmountOf(budget, row));
        return most is null || used <= 0 ? (null, null)
            : ((dimension == Dimension.ApiKey ? most.ApiKey : most.Model) ?? "(not known)", Percent(AmountOf(budget, most), used));
    }

    /// <summary>The first day on which all that was used up to then exceeds the budget.</summary>
    private async Task<DateTime?> PassedOnAsync(
        Budget budget, IReadOnlyList<Connection> connections, CostQuery query, decimal amount, CancellationToken cancellationToken)
    {
        CostResult daily = await costs.QueryAsync(connections, query with { Granularity = Granularity.Day, Cumulative = true }, cancellationToken);
        return daily.Rows.GroupBy(row => row.Date).OrderBy(day => day.Key).FirstOrDefault(day => day.Sum(row => AmountOf(budget, row)) > amount)?.Key;
    }

    private static decimal AmountOf(Budget budget, CostRecord row) =>
        budget.Credits is not null ? row.Credits : row.Currency == budget.Currency ? row.Cost ?? 0 : 0;

    /// <summary>The day on which the budget is passed if what is still to come is used evenly.</summary>
    private static DateTime ExpectedOn(decimal used, decimal expected, decimal amount, DateOnly today, DateOnly end)
    {
        int days = end.DayNumber - today.DayNumber;
        int passed = days == 0 ? 0 : (int)Math.Min(days, Math.Ceiling((amount - used) / ((expected - used) / days)));
        return today.AddDays(passed).ToDateTime(TimeOnly.MinValue);
    }

    private static decimal Percent(decimal part, decimal whole) => decimal.Round(part / whole * 100, 1, MidpointRounding.AwayFromZero);

    private static decimal? Reached(Budget budget, decimal used, decimal amount)
    {
        decimal? reached = null;
        foreach (decimal threshold in budget.Thresholds.Split(',').Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)))
        {
            reached = used >= amount * threshold / 100 ? threshold : reached;
        }

        return reached;
    }

    private static string ReasonOf(BudgetState state, Budget budget, decimal used, decimal? expected, DateRange period, string? doubt)
    {
        decimal amount = budget.Amount ?? budget.Credits!.Value;
        return state switch
        {
            BudgetState.Over => $"{Share(used)} of the budget is used: {Format(used)} of {Format(amount)}.{(doubt is null ? "" : " " + doubt)}",
            BudgetState.AtRisk => string.Create(CultureInfo.InvariantCulture, $"{Format(expected!.Value)} is expected by {period.End:yyyy-MM-dd}, {Share(expected.Value)} of the budget.{(doubt is null ? "" : " " + doubt)}"),
            BudgetState.Unknown => doubt!,
            _ when expected is { } end => string.Create(CultureInfo.InvariantCulture, $"{Share(used)} of the budget is used, and {Share(end)} is expected by {period.End:yyyy-MM-dd}."),
            _ => $"{Share(used)} of the budget is used. There is too little history for a forecast.",
        };

        string Share(decimal part) => string.Create(CultureInfo.InvariantCulture, $"{Percent(part, amount):0.0} %");

        string Format(decimal figure) => budget.Credits is null
            ? string.Create(CultureInfo.InvariantCulture, $"{figure:N2} {budget.Currency}") : string.Create(CultureInfo.InvariantCulture, $"{figure:N0} credits");
    }
}
