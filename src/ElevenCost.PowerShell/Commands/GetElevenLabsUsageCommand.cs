using System.Management.Automation;
using ElevenCost.Engine.Costing;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Usage as it was synced.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsUsage", DefaultParameterSetName = "Last")]
[OutputType(typeof(UsageRecord))]
public sealed class GetElevenLabsUsageCommand : UsageQueryCommand
{
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
        CostQuery query = Query(connections);
        WriteVerbose($"Usage of {string.Join(", ", connections.Select(connection => connection.Name))}, {query.Range}.");
        string? view = ResultViews.OfUsage(query, connections.Count).Register(Host);
        foreach (UsageRecord record in Session.Usage.ReadAsync(connections, query, Tell, StopToken).ToBlockingEnumerable(StopToken))
        {
            WriteObject(ResultView.Present(record, view));
        }
    }
}
