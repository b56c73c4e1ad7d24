using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Removes connections; their ledgers are kept.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ElevenLabsCost", HelpUri = HelpAddress + "Disconnect-ElevenLabsCost.md", SupportsShouldProcess = true)]
[Alias("Remove-ElevenLabsConnection")]
[OutputType(typeof(void))]
public sealed class DisconnectElevenLabsCostCommand : ConnectionCommand
{
    /// <summary>Names, wildcards or objects of connections.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Connection { get; set; }

    /// <summary>Removes the key's secret from its vault, too.</summary>
    [Parameter]
    public SwitchParameter RemoveSecret { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Connection connection in FindConnections())
        {
            Try(connection.Name, () => Disconnect(connection));
        }
    }

    private void Disconnect(Connection connection)
    {
        // The secret first: a connection whose secret could not be removed is still there to try again.
        if (RemoveSecret && connection.KeySource == KeySource.Vault)
        {
            Remove(connection);
        }

        if (ShouldProcess(connection.Name, "Remove the connection; its ledger is kept"))
        {
            Wait(Session.Connections.RemoveAsync(connection.Name, StopToken));
        }
    }

    private void Remove(Connection connection)
    {
        string secret = connection.SecretName!;
        string[] others =
        [
            .. Session.Connections.ReadAll()
                .Where(other => other.Name != connection.Name && other.KeySource == KeySource.Vault && secret.Equals(other.SecretName, StringComparison.OrdinalIgnoreCase)
                    && (other.Vault is null || connection.Vault is null || other.Vault.Equals(connection.Vault, StringComparison.OrdinalIgnoreCase)))
                .Select(other => other.Name),
        ];
        if (others.Length > 0)
        {
            WriteWarningOnce(new Warning(CommandWarnings.SecretInUse, $"The secret '{secret}' stays because it is also the key of: {string.Join(", ", others)}."));
            return;
        }

        if ((connection.Vault ?? SecretVault.VaultOf(Host, secret)) is { } vault && ShouldProcess($"secret '{secret}' in vault '{vault}'", "Remove"))
        {
            try
            {
                SecretVault.Remove(Host, secret, vault);
            }
            catch (ElevenCostException gone) when (gone.Kind == VaultErrors.SecretNotFound)
            {
                WriteVerbose($"The secret '{secret}' was already removed.");
            }
        }
    }
}
