using System.Management.Automation;
using ElevenCost.Engine.Ledger;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Copies the ledger to another one, and compares both day by day.</summary>
[Cmdlet(VerbsCommon.Copy, "ElevenLabsLedger", HelpUri = HelpAddress + "Copy-ElevenLabsLedger.md", SupportsShouldProcess = true)]
[OutputType(typeof(LedgerCopyRecord))]
public sealed class CopyElevenLabsLedgerCommand : ElevenCostCommand
{
    /// <summary>Where to: an address, the path of an SQLite file, or the word <c>embedded</c>.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string To { get; set; } = "";

    /// <summary>The secret that holds the password of the target; null if it comes from <c>PGPASSWORD</c> or a pass file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault of the secret; null for the default vault.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An address that is not valid can contain a password: it is neither confirmed nor the target of its error.
        string target = LedgerSetup.EmbeddedWord;
        if (Try(null, () => target = LedgerSetup.IsPath(To) ? GetUnresolvedProviderPathFromPSPath(To) : LedgerSetup.Parse(To).Address?.ToString() ?? target))
        {
            Try(target, () => Copy(target));
        }
    }

    private void Copy(string target)
    {
        if (!ShouldProcess(target, "Copy the ledger to"))
        {
            return;
        }

        using RelationalLedger to = Session.Ledgers.OpenAt(target, SecretName is null ? null : SecretVault.Read(Host, SecretName, Vault).ToText());
        foreach (LedgerCopyRecord copy in Pull(new LedgerCopy(Session.OpenLedger(), to).RunAsync(StopToken)))
        {
            WriteObject(copy);
            if (LedgerCopy.FailureOf(copy) is { } failure)
            {
                WriteError(failure.ToErrorRecord(copy.Connection));
            }
        }
    }
}
