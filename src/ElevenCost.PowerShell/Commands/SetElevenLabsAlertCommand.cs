using System.Management.Automation;
using System.Security;
using ElevenCost.Engine.Alerts;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets where alerts go, and stores the address in a vault.</summary>
[Cmdlet(VerbsCommon.Set, "ElevenLabsAlert", SupportsShouldProcess = true, HelpUri = HelpAddress + "Set-ElevenLabsAlert.md")]
[OutputType(typeof(AlertTarget))]
public sealed class SetElevenLabsAlertCommand : ElevenCostCommand
{
    private const string OwnSecretPrefix = "ElevenCost-Alert-";

    /// <summary>The name.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ArgumentCompleter(typeof(AlertCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Where it goes.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    public AlertTargetKind Kind { get; set; }

    /// <summary>The address, to be stored in a vault.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Address { get; set; }

    /// <summary>The name of a secret that holds the address already.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault of the secret, or the one to store the address in.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>The environment variable that holds the address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Variable { get; set; }

    /// <summary>The file that holds the address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>What it gets; empty for everything.</summary>
    [Parameter]
    public AlertTopic[] Topic { get; set; } = [];

    /// <summary>The connection, or a wildcard, that it gets alerts of; null for every one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? Connection { get; set; }

    /// <summary>The sender of mail.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? From { get; set; }

    /// <summary>The recipients of mail.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] To { get; set; } = [];

    /// <summary>A note to store with it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Note { get; set; }

    /// <summary>Writes the alert as it is stored.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The secret that holds an address which this cmdlet stored.</summary>
    internal static string OwnSecretOf(string name) => OwnSecretPrefix + name;

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(Name, Set);

    private void Set()
    {
        var setting = new AlertSetting
        {
            Name = Name,
            Kind = Kind,
            Variable = Variable,
            Path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
            SecretName = SecretName,
            Vault = Vault,
            Topics = Topic,
            Connection = Connection,
            From = From,
            To = To.Length == 0 ? null : string.Join(',', To),
            Note = Note,
        };
        bool isStored = Address is not null || (SecretName is null && Variable is null && Path is null
            && (Vault is not null || string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(AlertStore.VariableOf(Name)))));

        // Before anybody is asked for an address that could not be kept.
        setting = isStored ? setting with { SecretName = SecretName ?? OwnSecretOf(Name) } : setting;
        AlertTarget target = AlertStore.Parse(setting);
        if (isStored)
        {
            setting = setting with { Vault = SecretVault.Find(Host, Vault) };
            target = target with { Vault = setting.Vault };
        }

        string place = target.AddressSource switch
        {
            AlertAddressSource.Environment => $"the environment variable {target.Variable}",
            AlertAddressSource.File => $"the file '{target.Path}'",
            _ => $"the secret '{target.SecretName}'",
        };
        if (!ShouldProcess(Name, isStored ? $"Store the address as {place} in the vault '{target.Vault}', and send alerts to {Kind}" : $"Send alerts to {Kind}, with the address of {place}"))
        {
            return;
        }

        if (isStored)
        {
            SecureString address = Address ?? SecretPrompt.Ask(Host, $"Address of the alert '{Name}' ({Kind})") ?? throw AlertErrors.NoAddress(target);
            AlertStore.CheckAddress(target, address.ToText());
            SecretVault.Store(Host, target.SecretName!, target.Vault!, address);
        }

        AlertTarget kept = Wait(Session.Alerts.SetAsync(setting, StopToken));
        WriteVerbose($"'{kept.Name}' reads its address from {place}.");
        if (PassThru)
        {
            WriteObject(kept);
        }
    }
}
