using System.Management.Automation;
using System.Security;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Validates a key, tests what it may do, stores it in a vault and stores the connection.</summary>
[Cmdlet(VerbsCommunications.Connect, "ElevenLabsCost", HelpUri = HelpAddress + "Connect-ElevenLabsCost.md", DefaultParameterSetName = ApiKeySet, SupportsShouldProcess = true)]
[OutputType(typeof(Connection))]
public sealed class ConnectElevenLabsCostCommand : ElevenCostCommand
{
    private const string ApiKeySet = "ApiKey";
    private const string SecretSet = "Secret";
    private const string DemoSet = "Demo";
    private const string OwnSecretPrefix = "ElevenCost-";

    /// <summary>What to call the connection.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The API key.</summary>
    [Parameter(ParameterSetName = ApiKeySet)]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The name of a secret that holds the key already.</summary>
    [Parameter(ParameterSetName = SecretSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault of the secret.</summary>
    [Parameter(ParameterSetName = ApiKeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Connects to a made-up workspace: no key, no network.</summary>
    [Parameter(ParameterSetName = DemoSet, Mandatory = true)]
    public SwitchParameter Demo { get; set; }

    /// <summary>The workspace's region.</summary>
    [Parameter(ParameterSetName = ApiKeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The address of the API, instead of a region.</summary>
    [Parameter(ParameterSetName = ApiKeySet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? BaseUri { get; set; }

    /// <summary>IANA name of the zone whose midnights bound the days.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <summary>Whose usage is read.</summary>
    [Parameter]
    public ConnectionScope? Scope { get; set; }

    /// <summary>How use beyond the plan is paid; null for what was set, or what ElevenLabs reports.</summary>
    [Parameter]
    public BillingChoice? Billing { get; set; }

    /// <summary>Makes it the connection of commands that name none.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string name = Name ?? (Demo ? "demo" : "default");
        Try(name, () => Connect(name));
    }

    private void Connect(string name)
    {
        (ConnectionRequest request, Func<SecureString>? ask) = Request(name, Session.Setup.Find(name));
        Connection connection = Wait(Session.Setup.DescribeAsync(request, StopToken));
        string whereKept = connection.KeySource switch
        {
            KeySource.Vault when ask is not null => $", store it as secret '{connection.SecretName}' in vault '{connection.Vault}'",
            KeySource.Demo => " (none: the demo)",
            _ => "",
        };
        if (!ShouldProcess($"{connection.Name} at {connection.BaseUri.Host}", $"Validate the API key{whereKept}, and store the connection"))
        {
            return;
        }

        SecureString? given = ask?.Invoke();
        string? key = given is null ? Session.ReadKey(connection, StopToken) : KeyShape.Check(given.ToText().Trim(), "-ApiKey");
        using (IElevenLabsApi api = Session.OpenApi(connection, key))
        {
            connection = ConnectionSetup.Accept(connection, Probe(connection, api));
        }

        if (given is not null)
        {
            SecretVault.Store(Host, connection.SecretName!, connection.Vault!, given);
            WriteVerbose($"The key is stored as secret '{connection.SecretName}' in vault '{connection.Vault}'.");
        }

        bool replaced = Wait(Session.Connections.PutAsync(connection, StopToken));
        WriteVerbose(replaced ? $"'{connection.Name}' is reconnected. Its ledger is kept." : $"'{connection.Name}' is connected.");
        if (Default)
        {
            Wait(Session.Connections.SetDefaultAsync(connection.Name, StopToken));
        }

        WarnOfCapabilities(connection);
        WriteObject(Wait(Session.Health.ReadAsync(Session.Connections.Resolve([connection.Name])[0], StopToken)));
    }

    /// <summary>What was asked for, and where the key is to be stored, how to get it; asking waits until it is known that anything is to be done.</summary>
    private (ConnectionRequest Request, Func<SecureString>? Ask) Request(string name, Connection? known)
    {
        var request = new ConnectionRequest { Name = name, BaseUri = BaseUri, Region = Region, TimeZone = TimeZone, Scope = Scope, Billing = Billing };
        if (Demo)
        {
            return (request with { KeySource = KeySource.Demo }, null);
        }

        if (SecretName is not null)
        {
            return (request with { KeySource = KeySource.Vault, SecretName = SecretName, Vault = Vault is null ? null : SecretVault.Find(Host, Vault) }, null);
        }

        SecureString? key = ApiKey;
        if (key is null && Vault is null)
        {
            if (known is { KeySource: not KeySource.Demo })
            {
                WriteVerbose($"The key of '{known.Name}' is unchanged; use -ApiKey to replace it.");
                return (request, null);
            }

            if (!string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(KeyReader.Variable)))
            {
                WriteVerbose($"The key is read from the environment variable {KeyReader.Variable}, now and at every sync.");
                return (request with { KeySource = KeySource.Environment }, null);
            }
        }

        // Before anybody is asked for a key that could not be kept. A key that we stored is replaced where it is; others' secrets are left alone.
        string secret = OwnSecretPrefix + (known?.Name ?? name);
        string vault = SecretVault.Find(Host, Vault ?? (known?.SecretName == secret ? known.Vault : null));
        return (request with { KeySource = KeySource.Vault, SecretName = secret, Vault = vault }, () => key ?? Prompt(name));
    }

    private SecureString Prompt(string name) => SecretPrompt.Ask(Host, $"ElevenLabs API key for '{name}'") ?? throw ConnectionErrors.NoKeyGiven(name);

    private void WarnOfCapabilities(Connection connection)
    {
        foreach (Capability failed in ConnectionProbe.Failures(connection))
        {
            WriteWarning($"{connection.Name}: {failed.Name}: {failed.Message} {failed.Remedy}".TrimEnd());
        }

        if (ConnectionProbe.MissingFromResults(connection) is { } missing)
        {
            WriteWarningOnce(missing);
        }
    }
}
