using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Commands;

/// <summary>What a period will have cost when it is over.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsCostForecast", HelpUri = HelpAddress + "Get-ElevenLabsCostForecast.md", DefaultParameterSetName = PeriodSet)]
[OutputType(typeof(CostForecast))]
public sealed class GetElevenLabsCostForecastCommand : UsageQueryCommand
{
    private const string PeriodSet = "Period";
    private const string AheadSet = "Days";

    /// <summary>Up to when to forecast.</summary>
    [Parameter(ParameterSetName = PeriodSet)]
    public ForecastPeriod Period { get; set; } = ForecastPeriod.Month;

    /// <summary>The number of days to forecast, including today.</summary>
    [Parameter(ParameterSetName = AheadSet, Mandatory = true)]
    [ValidateRange(1, CostForecaster.MostDays)]
    public int? Days { get; set; }

    /// <summary>The question that the amounts answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>Not a parameter here: a forecast has a period of its own.</summary>
    public override string? Last { get; set; }

    /// <summary>Not a parameter here.</summary>
    public override DateTime? StartDate { get; set; }

    /// <summary>Not a parameter here.</summary>
    public override DateTime? EndDate { get; set; }

    /// <summary>Not a parameter here.</summary>
    public override Timeframe? Timeframe { get; set; }

    /// <summary>Not a parameter here: a forecast is of the whole period.</summary>
    public override Granularity? Granularity { get; set; }

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        if (connections.Count > 0)
        {
            Try(connections[0].Name, () => Answer(connections));
        }
    }

    private void Answer(IReadOnlyList<Connection> connections)
    {
        var options = new ForecastOptions { Period = Period, Days = Days, GroupBy = Groups(), Filters = [.. Filters()], Basis = CostBasis };
        ForecastResult result = Wait(Session.Forecasts.ForecastAsync(connections, options, StopToken));
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        WriteRows(ResultTables.Forecast(result, options.GroupBy, connections.Count == 1 && MyInvocation.ExpectingInput), result.Rows);
    }
}
