using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>What every plan would have cost for the usage there is.</summary>
[Cmdlet(VerbsData.Compare, "ElevenLabsPlan", HelpUri = HelpAddress + "Compare-ElevenLabsPlan.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(PlanComparison))]
public sealed class CompareElevenLabsPlanCommand : DaysCommand
{
    private const string ForecastSet = "Forecast";

    /// <summary>Compares by the forecast of the next billing period, instead of past usage.</summary>
    [Parameter(ParameterSetName = ForecastSet, Mandatory = true)]
    public SwitchParameter Forecast { get; set; }

    /// <summary>Only these plans, by name or tier, and the own one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TierCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Plan { get; set; } = [];

    /// <summary>One row per plan and billing period, instead of one per plan.</summary>
    [Parameter]
    public SwitchParameter ByPeriod { get; set; }

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
        RangeRequest asked = Range();
        var options = new PlanOptions
        {
            Range = asked.IsGiven ? Wait(Session.Ranges.ResolveAsync(asked, connections, StopToken)) : null, Forecast = Forecast, Plans = Plan,
        };
        PlanResult result = Wait(Session.Plans.CompareAsync(connections, options, StopToken));
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        IReadOnlyList<PlanComparison> rows = ByPeriod ? result.Periods : result.Rows;
        WriteRows(ResultTables.Plans(rows, ByPeriod), rows);
    }
}
