using System.Management.Automation;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Removes alerts, and the addresses that Set-ElevenLabsAlert stored for them.</summary>
[Cmdlet(VerbsCommon.Remove, "ElevenLabsAlert", SupportsShouldProcess = true, HelpUri = HelpAddress + "Remove-ElevenLabsAlert.md")]
[OutputType(typeof(void))]
public sealed class RemoveElevenLabsAlertCommand : ElevenCostCommand
{
    /// <summary>The name, or a wildcard.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlertCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Try(name, () => Remove(name));
        }
    }

    private void Remove(string name)
    {
        if (!ShouldProcess(name, "Remove the alert"))
        {
            return;
        }

        foreach (AlertTarget removed in Wait(Session.Alerts.RemoveAsync(name, StopToken)))
        {
            WriteVerbose($"Removed the alert '{removed.Name}'.");
            if (removed.SecretName == SetElevenLabsAlertCommand.OwnSecretOf(removed.Name) && removed.Vault is { } vault)
            {
                // Others' secrets are left alone.
                Try(removed.SecretName, () => SecretVault.Remove(Host, removed.SecretName, vault));
            }
        }
    }
}
