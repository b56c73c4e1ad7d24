using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Report;

/// <summary>Reads the figures of a report from the ledger. Sends no request.</summary>
/// <param name="sources">Where they come from.</param>
public sealed class CostReporter(ReportSources sources)
{
    /// <summary>The most rows of what changed most.</summary>
    private const int MostChanges = 8;

    /// <summary>Beyond so many keys only the total is searched for anomalies: each key is a series of its own.</summary>
    private const int MostSeries = 500;

    /// <summary>The most connections whose plans are compared: each has some twenty rows, and the file has a size to stay below.</summary>
    private const int MostPlanned = 20;

    private static readonly Dimension[] Offered =
    [
        Dimension.Model, Dimension.ApiKey, Dimension.Product, Dimension.User, Dimension.Voice, Dimension.CostCenter, Dimension.Group, Dimension.Source, Dimension.Region,
        Dimension.Connection,
    ];

    /// <summary>Reads the report of some connections.</summary>
    /// <exception cref="ElevenCostException">What a cost query throws.</exception>
    public async Task<CostReport> ReadAsync(IReadOnlyList<Connection> connections, ReportOptions options, CancellationToken cancellationToken)
    {
        DateTime now = sources.Time.GetUtcNow().UtcDateTime;
        DateOnly today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(sources.Time));
        var query = new CostQuery { Range = options.Range, Granularity = Granularity.Total, Basis = options.Basis, Filters = options.Filters };
        CostResult total = await sources.Costs.QueryAsync(connections, query, cancellationToken);

        // Everything else on the basis of the total: a report never mixes two.
        query = query with { Basis = total.Basis };
        CostResult daily = await sources.Costs.QueryAsync(connections, query with { Granularity = Granularity.Day }, cancellationToken);
        List<ReportDimension> dimensions = await DimensionsAsync(connections, query, cancellationToken);
        Dimension? comparedBy = dimensions.Find(one => one.Dimension == Dimension.ApiKey) is { } keys ? keys.Dimension : dimensions.FirstOrDefault()?.Dimension;
        ComparisonResult comparison = await sources.Comparisons.CompareAsync(connections, new ComparisonOptions
        {
            Range = options.Range, Previous = ComparisonOptions.PreviousOf(options.Range), GroupBy = comparedBy is { } by ? [by] : [], Basis = total.Basis,
            Filters = options.Filters, Top = MostChanges,
        }, cancellationToken);
        (ForecastResult? forecast, CostResult? forecastDaily, string? forecastLacks) = await ForecastAsync(connections, query, today, cancellationToken);
        (AnomalyResult? anomalies, string? anomaliesLack) = await AnomaliesAsync(connections, query, dimensions, cancellationToken);
        var warnings = new List<Warning>(total.Warnings);
        List<BudgetStatus> budgets = [];
        await foreach (BudgetStatus status in sources.BudgetCheck.CheckAsync(
            await sources.Budgets.ListAsync([], null, cancellationToken), sources.KnownConnections(), warnings.Add, cancellationToken))
        {
            budgets.Add(status);
        }

        QuotaResult quotas = await sources.Quotas.ReadKeptAsync(connections, cancellationToken);
        (PlanResult? plans, int plansLeftOut) = await PlansAsync(connections, cancellationToken);
        List<CoverageRecord> coverage = [];
        await foreach (CoverageRecord day in sources.Usage.ReadCoverageAsync(connections, options.Range, cancellationToken))
        {
            coverage.Add(day);
        }

        return new CostReport
        {
            At = new DateTime(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, DateTimeKind.Utc),
            Today = today,
            Options = options,
            Connections = connections,
            Total = total,
            Daily = daily,
            Dimensions = dimensions,
            Comparison = comparison,
            ComparedBy = comparedBy,
            Forecast = forecast,
            ForecastDaily = forecastDaily,
            ForecastLacks = forecastLacks,
            Anomalies = anomalies,
            AnomaliesLack = anomaliesLack,
            Budgets = budgets,
            Quotas = quotas.Quotas,
            Plans = plans,
            PlansLeftOut = plansLeftOut,
            Coverage = coverage,
            Warnings = [.. warnings.Concat(quotas.Warnings).DistinctBy(warning => (warning.Id, warning.Message))],
        };
    }

    /// <summary>The dimensions that the ledger knows values of; the connection only if there are several.</summary>
    private async Task<List<ReportDimension>> DimensionsAsync(IReadOnlyList<Connection> connections, CostQuery query, CancellationToken cancellationToken)
    {
        var found = new List<ReportDimension>();
        foreach (Dimension dimension in Offered.Where(dimension => dimension != Dimension.Connection || connections.Count > 1))
        {
            CostQuery asked = query with { GroupBy = [dimension] };
            CostResult total = await sources.Costs.QueryAsync(connections, asked, cancellationToken);
            if (total.Rows.Any(row => IsKnown(dimension, GroupLabels.Of(row, asked.GroupBy).LabelOf(dimension))))
            {
                found.Add(new ReportDimension(dimension, total, await sources.Costs.QueryAsync(connections, asked with { Granularity = Granularity.Day }, cancellationToken)));
            }
        }

        return found;
    }

    /// <summary>Without rules every row is unattributed, which reveals nothing.</summary>
    private static bool IsKnown(Dimension dimension, string? label) => label is not null && (dimension != Dimension.CostCenter || label != CostCenterRule.Unattributed);

    private async Task<(ForecastResult? Forecast, CostResult? Daily, string? Lacks)> ForecastAsync(
        IReadOnlyList<Connection> connections, CostQuery query, DateOnly today, CancellationToken cancellationToken)
    {
        var options = new ForecastOptions
        {
            Basis = query.Basis, Filters = query.Filters,
            Period = query.Basis is CostBasis.Amortized or CostBasis.Overage ? ForecastPeriod.BillingPeriod : ForecastPeriod.Month,
        };
        ForecastResult forecast;
        try
        {
            forecast = await sources.Forecasts.ForecastAsync(connections, options, cancellationToken);
        }
        catch (ElevenCostException e) when (e.Kind == CalendarErrors.BillingPeriodNotKnown || e.Kind == CalendarErrors.BillingPeriodsDiffer)
        {
            return (null, null, e.Message);
        }

        CostResult daily = await sources.Costs.QueryAsync(
            connections, query with { Range = new DateRange(forecast.Period.Start, today), Granularity = Granularity.Day }, cancellationToken);
        return (forecast, daily, null);
    }

    /// <summary>Whole connections over their last whole billing periods, whatever the range and the filters are, because a fee is due for all of both.</summary>
    private async Task<(PlanResult? Plans, int LeftOut)> PlansAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        IReadOnlyList<Connection> comparable = await sources.Plans.FindComparableAsync(connections, cancellationToken);
        return comparable.Count == 0
            ? (null, 0)
            : (await sources.Plans.CompareAsync([.. comparable.Take(MostPlanned)], new PlanOptions(), cancellationToken), Math.Max(0, comparable.Count - MostPlanned));
    }

    private async Task<(AnomalyResult? Result, string? Lacks)> AnomaliesAsync(
        IReadOnlyList<Connection> connections, CostQuery query, List<ReportDimension> dimensions, CancellationToken cancellationToken)
    {
        if (query.Basis is CostBasis.Amortized or CostBasis.Overage)
        {
            return (null, $"On the basis {query.Basis}, a day's cost depends on the rest of its billing month, so no single day is unusual.");
        }

        bool byKey = dimensions.Find(one => one.Dimension == Dimension.ApiKey) is { } keys && keys.Total.Rows.Count <= MostSeries;
        return (await sources.Anomalies.FindAsync(connections, new AnomalyOptions
        {
            Range = query.Range, GroupBy = byKey ? [Dimension.ApiKey] : [], Basis = query.Basis, Filters = query.Filters,
        }, cancellationToken), null);
    }
}
