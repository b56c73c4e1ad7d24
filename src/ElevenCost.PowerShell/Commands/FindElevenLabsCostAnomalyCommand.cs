using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Finds days that cost unusually much or little, and what began or stopped.</summary>
[Cmdlet(VerbsCommon.Find, "ElevenLabsCostAnomaly", HelpUri = HelpAddress + "Find-ElevenLabsCostAnomaly.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(CostAnomaly))]
public sealed class FindElevenLabsCostAnomalyCommand : UsageQueryCommand
{
    /// <summary>The least difference from the usual cost that counts, in the currency of the cost.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public decimal MinimumAmount { get; set; } = AnomalyOptions.DefaultMinimum;

    /// <summary>The question that the amounts answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    [ValidateSet(nameof(ElevenCost.CostBasis.Consumed), nameof(ElevenCost.CostBasis.PlanRate))]
    public CostBasis? CostBasis { get; set; }

    /// <summary>Not a parameter here: days are judged.</summary>
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
        var options = new AnomalyOptions
        {
            Range = Wait(Session.Ranges.ResolveAsync(Range(), connections, StopToken)),
            GroupBy = Groups(),
            Filters = [.. Filters()],
            Basis = CostBasis,
            MinimumAmount = MinimumAmount,
        };
        AnomalyResult result = Wait(Session.Anomalies.FindAsync(connections, options, StopToken));
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        WriteRows(ResultTables.Anomalies(result, options.GroupBy, connections.Count == 1 && MyInvocation.ExpectingInput), result.Rows);
    }
}
