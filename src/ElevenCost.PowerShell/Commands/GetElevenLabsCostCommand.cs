using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>What usage cost.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsCost", HelpUri = HelpAddress + "Get-ElevenLabsCost.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(CostRecord))]
public sealed class GetElevenLabsCostCommand : UsageQueryCommand
{
    /// <summary>The question that the amounts answer; null for consumed if all usage has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>Sums each group from the start of the range to each bucket's end.</summary>
    [Parameter]
    public SwitchParameter Cumulative { get; set; }

    /// <summary>Shows in the table what 1,000 credits, a minute and a request cost, and by model what 1,000 characters cost. The objects always have it.</summary>
    [Parameter]
    public SwitchParameter UnitCost { get; set; }

    /// <summary>The number of groups with the highest cost to return, with one row for all others; null for all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Top { get; set; }

    /// <summary>Gives each row its share of the total.</summary>
    [Parameter]
    public SwitchParameter Share { get; set; }

    /// <summary>Gives each row the cost of its group in the period before.</summary>
    [Parameter]
    public SwitchParameter Compare { get; set; }

    private CostBasis? _basis;

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
        CostQuery query = Query(connections, Cumulative) with { Basis = CostBasis };
        if (Compare && Granularity is null && !Cumulative)
        {
            query = query with { Granularity = ElevenCost.Granularity.Total };
        }

        var list = new CostListOptions { Top = Top, WithShare = Share, WithPrevious = Compare };
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? FailLater : null;
        ReadKeysForHours(connections);
        CostResult result = Wait(Session.CostLists.QueryAsync(connections, query, list, failed, StopToken));
        // As texts: code that formats a type of ours would be compiled in every session.
        WriteVerbose($"Cost of {string.Join(", ", connections.Select(connection => connection.Name))}, {query.Range.ToString()}, {result.Basis.ToString()}, {result.Completeness.ToString()}.");

        if (_basis is { } before && before != result.Basis)
        {
            WriteWarningOnce(new Warning(CommandWarnings.BasesDiffer,
                $"Rows before these are {before}, these are {result.Basis}: do not add them up. Set -CostBasis, or query all connections at once."));
        }

        _basis = result.Basis;

        // Before the rows: who takes the first few only is to know it, too.
        WriteFailures();
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        ResultView view = new ResultView(ResultTables.Cost(result, query, connections.Count == 1 && MyInvocation.ExpectingInput, UnitCost, list), typeof(CostRecord), result.Rows).Register(Host);
        foreach (CostRecord row in result.Rows)
        {
            WriteObject(view.Present(row));
            StopToken.ThrowIfCancellationRequested();
        }
    }
}
