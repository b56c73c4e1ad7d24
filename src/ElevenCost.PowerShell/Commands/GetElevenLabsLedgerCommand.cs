using System.Management.Automation;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Shows where the ledger is and what it holds.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsLedger", HelpUri = HelpAddress + "Get-ElevenLabsLedger.md")]
[OutputType(typeof(LedgerInfo))]
public sealed class GetElevenLabsLedgerCommand : ElevenCostCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Try(null, () => WriteObject(Wait(Session.DescribeLedgerAsync(StopToken))));
}
