using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Costing;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Shows cost as charts.</summary>
[Cmdlet(VerbsCommon.Show, "ElevenLabsCost", HelpUri = HelpAddress + "Show-ElevenLabsCost.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(string))]
public sealed class ShowElevenLabsCostCommand : UsageQueryCommand
{
    private readonly List<Connection> _connections = [];

    /// <summary>The question that all amounts answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>How many groups are shown by themselves; the rest is one row.</summary>
    [Parameter]
    [ValidateRange(1, CostOverviewText.MostTop)]
    public int Top { get; set; } = CostOverviewText.UsualTop;

    /// <summary>Not a parameter here: columns are as short as fit.</summary>
    public override Granularity? Granularity { get; set; } = ElevenCost.Granularity.Total;

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _connections.AddRange(FindConnections());

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_connections.Count > 0)
        {
            Try(_connections[0].Name, Show);
        }
    }

    private void Show()
    {
        CostQuery query = Query(_connections) with { Basis = CostBasis };
        Action<Connection, ElevenCostException>? failed = _connections.Count > 1 ? FailLater : null;
        CostOverview overview = Wait(Session.Overviews.ReadAsync(_connections, query, failed, StopToken));
        WriteFailures();
        foreach (Warning warning in overview.Warnings)
        {
            WriteWarningOnce(warning);
        }

        foreach (string line in CostOverviewText.Lines(overview, Top, HostScreen.ChartsOf(Host, HostScreen.RenderingOf(SessionState))))
        {
            WriteObject(line);
        }
    }
}
