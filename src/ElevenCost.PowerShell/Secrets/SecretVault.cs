using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Security;

namespace ElevenCost.PowerShell.Secrets;

/// <summary>Keys in SecretManagement vaults. For the pipeline's thread alone: vaults are scripts of the session.</summary>
/// <remarks>Keys travel as <see cref="SecureString"/>, so that no log of commands and their arguments shows them.</remarks>
internal static class SecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    /// <summary>How long a vault may take in a session that cannot prompt; in others it may wait for a person.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads a key.</summary>
    /// <param name="host">The session's host, which a vault may prompt on.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="vault">The vault; null to look through all, the default one first.</param>
    /// <exception cref="ElevenCostException">
    /// <c>SecretNotFound</c>, <c>SecretNotAKey</c>, <c>VaultNotFound</c>, <c>VaultLocked</c>, <c>SecretManagementNotFound</c>, <c>VaultFailed</c>.
    /// </exception>
    public static SecureString Read(PSHost host, string name, string? vault)
    {
        Collection<PSObject> found = Invoke(host, "Get-Secret", name, vault);
        return (found.Count == 1 ? found[0].BaseObject : null) switch
        {
            SecureString key => key,
            string key => key.ToSecureString(),
            null => throw VaultErrors.NoSecret(name, vault),
            var other => throw VaultErrors.NotText(name, vault, other.GetType()),
        };
    }

    /// <summary>Stores a key over what the secret held.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Read"/>.</exception>
    public static void Store(PSHost host, string name, string vault, SecureString key) =>
        Invoke(host, "Set-Secret", name, vault, ("SecureStringSecret", key));

    /// <summary>Removes a secret.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Read"/>.</exception>
    public static void Remove(PSHost host, string name, string vault) => Invoke(host, "Remove-Secret", name, vault);

    /// <summary>The vault of that name, or the default one: by name, so that a change of the default later loses no key.</summary>
    /// <exception cref="ElevenCostException"><c>VaultNotFound</c>, <c>SecretManagementNotFound</c>.</exception>
    public static string Find(PSHost host, string? vault)
    {
        // By wildcard, for SecretManagement makes an error of a name that it does not know, and a warning of there being none.
        PSObject[] vaults = [.. Invoke(host, "Get-SecretVault", "*", null)];
        string[] names = [.. vaults.Select(NameOf)];
        string? found = vault is null
            ? vaults.Where(known => known.Properties["IsDefault"]?.Value is true).Select(NameOf).FirstOrDefault()
            : names.FirstOrDefault(name => name.Equals(vault, StringComparison.OrdinalIgnoreCase));
        return found ?? throw VaultErrors.NoVault(vault, names);
    }

    /// <summary>The vault that holds a secret, the default one first; null if none does.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Read"/>.</exception>
    public static string? VaultOf(PSHost host, string name) =>
        Invoke(host, "Get-SecretInfo", WildcardPattern.Escape(name), null).Select(info => info.Properties["VaultName"]?.Value as string).FirstOrDefault();

    private static string NameOf(PSObject vault) => (string)vault.Properties["Name"].Value;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "It is disposed of below, unless that would wait for a vault that hangs.")]
    private static Collection<PSObject> Invoke(PSHost host, string command, string name, string? vault, params (string Name, object Value)[] parameters)
    {
        // SecretManagement prints "Enter password:" even where the prompt then fails (1.1.2). A host that is lent to the session's own runspace
        // would stay there without a prompt for what comes after (PowerShell 7.6), so the silent one gets a runspace of its own.
        Runspace? silent = SilentHost.CanPrompt(host) ? null : SilentHost.RunspaceOf(Runspace.DefaultRunspace);
        var shell = silent is null ? System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace) : System.Management.Automation.PowerShell.Create();
        bool isLeftBehind = false;
        if (silent is not null)
        {
            shell.Runspace = silent;
        }

        shell.AddCommand($@"{Module}\{command}").AddParameter("Name", name)
            .AddParameter("ErrorAction", ActionPreference.Stop).AddParameter("WarningAction", ActionPreference.Ignore);
        if (vault is not null)
        {
            shell.AddParameter("Vault", vault);
        }

        foreach ((string parameter, object value) in parameters)
        {
            shell.AddParameter(parameter, value);
        }

        try
        {
            if (silent is null)
            {
                Collection<PSObject> output = shell.Invoke();
                return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? throw new PipelineStoppedException() : output;
            }

            // SecretManagement does not pass a stop on to a vault (1.1.2), so a thread must be left behind.
            Task<Collection<PSObject>> work = Task.Run(shell.Invoke);
            return work.WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException e)
        {
            isLeftBehind = true;
            SilentHost.Abandon(Runspace.DefaultRunspace, shell);
            throw VaultErrors.Failed(name, vault, $"it did not answer within {Patience.TotalSeconds:0} seconds, and nobody can answer a prompt of this session.", e);
        }
        catch (RuntimeException e)
        {
            throw ToFailure(e, name, vault);
        }
        finally
        {
            // Disposing it would wait for the vault.
            if (!isLeftBehind)
            {
                shell.Dispose();
            }
        }
    }

    private static ElevenCostException ToFailure(RuntimeException error, string name, string? vault)
    {
        string id = error.ErrorRecord?.FullyQualifiedErrorId ?? "";
        return error switch
        {
            CommandNotFoundException => VaultErrors.NotInstalled(Module, error),

            // A host whose standard input is no terminal stops the pipeline where a vault asks. After Ctrl+C nothing of this gets out anyway.
            _ when error is PipelineStoppedException || IsLocked(error) => VaultErrors.Locked(name, vault, error),
            _ when id.StartsWith("GetSecretVaultNotFound", StringComparison.Ordinal) => VaultErrors.NoVault(vault, []),
            _ when id.StartsWith("GetSecretNotFound", StringComparison.Ordinal) || id.StartsWith("SecretStoreRemoveSecretFailed", StringComparison.Ordinal) =>
                VaultErrors.NoSecret(name, vault, error),
            _ => VaultErrors.Failed(name, vault, (CauseOf(error) ?? error).Message, error),
        };
    }

    /// <remarks>-ErrorAction Stop throws an exception that holds its cause in the error record alone (SecretManagement 1.1.2).</remarks>
    private static bool IsLocked(Exception? error) => error is not null && (error.GetType().Name == "PasswordRequiredException"
        || IsLocked(error.InnerException) || IsLocked(CauseOf(error)));

    private static Exception? CauseOf(Exception error) =>
        error is RuntimeException { ErrorRecord.Exception: { } cause } && !ReferenceEquals(cause, error) && cause is not ParentContainsErrorRecordException ? cause : null;
}
