using System.Text;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Commands;

/// <summary><c>demo</c>: connects, syncs and shows cost in a throwaway home.</summary>
[HelpPlace(1000)]
internal sealed class DemoCommand : DocumentedCommand
{
    private readonly CommandContext _context;

    public DemoCommand(CommandContext context)
        : base("demo", "Connect to a made-up workspace, sync it and show its cost: no key, no network, and nothing is left behind.",
            "elevencost demo",
            "elevencost connect try --demo && elevencost sync --connection try   (to keep it)")
    {
        _context = context;
        SetAction((_, cancellationToken) => RunAsync(cancellationToken));
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("elevencost-demo-");
        try
        {
            using var services = CommandServices.OfThrowawayHome(new Home(folder.FullName), _context.Screen, _context.Time, cancellationToken);
            return await ShowAsync(services, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> ShowAsync(CommandServices services, CancellationToken cancellationToken)
    {
        var connection = new Connection
        {
            Name = "demo",
            BaseUri = Regions.BaseUriOf(Regions.Global),
            TimeZone = "UTC",
            Scope = ConnectionScope.Workspace,
            KeySource = KeySource.Demo,
            Dimensions = UsageTable.RecordDimensions,
            CreatedAt = _context.Time.GetUtcNow().UtcDateTime,
        };
        await services.Connections.PutAsync(connection, cancellationToken);
        SyncResult sync = await services.Sync.RunAsync(
            connection, services.OpenApiAsync, new SyncOptions(), new ProgressLine(_context.Screen, _context.Time), cancellationToken);
        _context.Screen.ClearTransient();
        await SayAsync("A made-up workspace, in a throwaway home: no key, no network.\n\n$ elevencost sync\n", cancellationToken);
        await SyncOutput.WriteAsync(_context.Screen, OutputFormat.Table, [sync], cancellationToken);
        if (sync.Error is not null)
        {
            return ExitCode.Of(sync.ErrorCategory ?? FailureCategory.Unavailable);
        }

        DateOnly today = TimeZoneInfo.Utc.Today(_context.Time);
        await SayAsync("\n$ elevencost cost --last 7d --group-by model --granularity day\n", cancellationToken);
        CostResult daily = await ShowCostAsync(services, connection, new CostQuery
        {
            Range = RangeWords.Last("7d", today),
            GroupBy = [Dimension.Model],
            Granularity = Granularity.Day,
        }, cancellationToken);
        await SayAsync("\n$ elevencost cost --last 30d --group-by api-key\n", cancellationToken);
        CostResult byKey = await ShowCostAsync(services, connection, new CostQuery
        {
            Range = RangeWords.Last("30d", today),
            GroupBy = [Dimension.ApiKey],
            Granularity = Granularity.Total,
        }, cancellationToken);
        await SayAsync("\n$ elevencost forecast\n", cancellationToken);
        var end = new ForecastOptions();
        ForecastResult forecast = await services.Forecasts.ForecastAsync([connection], end, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, OutputFormat.Table, forecast with { Warnings = [] }, end, cancellationToken);
        await SayAsync("\n$ elevencost anomalies --last 80d --group-by api-key --minimum-amount 0.1\n", cancellationToken);
        var unusual = new AnomalyOptions { Range = RangeWords.Last("80d", today), GroupBy = [Dimension.ApiKey], MinimumAmount = 0.1m };
        AnomalyResult anomalies = await services.Anomalies.FindAsync([connection], unusual, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, OutputFormat.Table, anomalies with { Warnings = [] }, unusual, cancellationToken);
        await SayAsync("\n$ elevencost compare --last 30d --group-by model --top 3\n", cancellationToken);
        DateRange month = RangeWords.Last("30d", today);
        var change = new ComparisonOptions { Range = month, Previous = ComparisonOptions.PreviousOf(month, null, null), GroupBy = [Dimension.Model], Top = 3 };
        ComparisonResult comparison = await services.Comparisons.CompareAsync([connection], change, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, OutputFormat.Table, comparison with { Warnings = [] }, change, cancellationToken);
        await WarnBeforeItHurtsAsync(services, connection, cancellationToken);
        foreach (Warning warning in daily.Warnings.Concat(byKey.Warnings).Concat(forecast.Warnings).Concat(anomalies.Warnings).Concat(comparison.Warnings).Distinct())
        {
            _context.Screen.Warn(warning);
        }

        return sync.Succeeded ? ExitCode.Done : ExitCode.CheckFailed;
    }

    /// <summary>A budget, how it stands, and the alerts that would be sent. Nothing is sent: the demo has no network.</summary>
    private async Task WarnBeforeItHurtsAsync(CommandServices services, Connection connection, CancellationToken cancellationToken)
    {
        await SayAsync("\n$ elevencost budget set team --amount 20; elevencost budget test\n", cancellationToken);
        BudgetChange set = await services.Budgets.SetAsync(new BudgetSetting { Name = "team", Amount = "20" }, cancellationToken);
        var statuses = new List<BudgetStatus>();
        await foreach (BudgetStatus status in services.BudgetCheck.CheckAsync([set.Budget], [connection], _context.Screen.Warn, cancellationToken))
        {
            statuses.Add(status);
        }

        await BudgetOutput.WriteAsync(_context.Screen, OutputFormat.Table, statuses, cancellationToken);
        await SayAsync("\n$ elevencost alert set ops --kind slack; elevencost alert send --dry-run\n", cancellationToken);
        AlertTarget target = await services.Alerts.SetAsync(new AlertSetting { Name = "ops", Kind = AlertTargetKind.Slack }, cancellationToken);
        var due = new List<AlertDelivery>();
        await foreach (AlertDelivery delivery in services.AlertRun.RunAsync([target], [connection], new AlertRunOptions { IsDryRun = true }, _context.Screen.Warn, cancellationToken))
        {
            due.Add(delivery);
        }

        await AlertOutput.WriteAsync(_context.Screen, OutputFormat.Table, due, cancellationToken);
    }

    private async Task<CostResult> ShowCostAsync(CommandServices services, Connection connection, CostQuery query, CancellationToken cancellationToken)
    {
        CostResult result = await services.CostLists.QueryAsync([connection], query, CostListOptions.Plain, null, cancellationToken);

        // Warnings are told once, at the end.
        await CostOutput.WriteAsync(_context.Screen, OutputFormat.Table,
            result with { Warnings = [], Completeness = Completeness.Final }, query, CostListOptions.Plain, showUnits: false, cancellationToken);
        return result;
    }

    private async Task SayAsync(string text, CancellationToken cancellationToken)
    {
        await _context.Screen.Output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await _context.Screen.Output.FlushAsync(cancellationToken);
    }
}
