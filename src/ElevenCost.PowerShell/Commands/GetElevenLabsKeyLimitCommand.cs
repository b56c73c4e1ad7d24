using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The own limits of API keys beside their use in the billing month.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsKeyLimit", HelpUri = HelpAddress + "Get-ElevenLabsKeyLimit.md")]
[OutputType(typeof(KeyLimit))]
public sealed class GetElevenLabsKeyLimitCommand : ConnectionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        if (connections.Count == 0)
        {
            return;
        }

        Try(connections[0].Name, () =>
        {
            Session.ReadKeys(connections, StopToken);
            KeyLimitResult result = Wait(Session.KeyLimits.ReadAsync(connections, StopToken));
            foreach (Warning warning in result.Warnings)
            {
                WriteWarningOnce(warning);
            }

            WriteObject(result.Limits, enumerateCollection: true);
            foreach (QuotaFailure failed in result.Failures)
            {
                WriteError(failed.Failure.ToErrorRecord(failed.Connection));
            }
        });
    }
}
