using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Credits left, and when they run out against the reset.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsQuota", HelpUri = HelpAddress + "Get-ElevenLabsQuota.md")]
[OutputType(typeof(Quota))]
public sealed class GetElevenLabsQuotaCommand : ConnectionCommand
{
    private readonly List<Connection> _connections = [];

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _connections.AddRange(FindConnections());

    /// <inheritdoc/>
    /// <remarks>All connections at once: a pool that several share is one.</remarks>
    protected override void EndProcessing()
    {
        if (_connections.Count == 0)
        {
            return;
        }

        Try(_connections[0].Name, () =>
        {
            Session.ReadKeys(_connections, StopToken);
            QuotaResult result = Wait(Session.Quotas.ReadAsync(_connections, StopToken));
            foreach (Warning warning in result.Warnings)
            {
                WriteWarningOnce(warning);
            }

            WriteObject(result.Quotas, enumerateCollection: true);
            foreach (QuotaFailure failed in result.Failures)
            {
                WriteError(failed.Failure.ToErrorRecord(failed.Connection));
            }
        });
    }
}
