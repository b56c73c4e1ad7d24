using System.Management.Automation.Host;
using ElevenCost.Engine.Connections;

namespace ElevenCost.PowerShell.Secrets;

/// <summary>Reads the stored key of a connection, also from a vault.</summary>
internal static class ConnectionKey
{
    /// <summary>The key; null for the demo, which needs none.</summary>
    /// <exception cref="ElevenCostException">The key cannot be read, or cannot be one.</exception>
    public static string? Read(PSHost host, Connection connection, KeyReader keys, CancellationToken cancellationToken)
    {
        if (connection.KeySource != KeySource.Vault)
        {
            return keys.ReadAsync(connection, cancellationToken).GetAwaiter().GetResult();
        }

        string key = SecretVault.Read(host, connection.SecretName!, connection.Vault).ToText().Trim();
        return KeyShape.Check(key, $"the secret '{connection.SecretName}'");
    }
}
