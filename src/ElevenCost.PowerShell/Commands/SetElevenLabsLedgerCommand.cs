using System.Management.Automation;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Chooses the ledger: a PostgreSQL database that a team shares, or the embedded one.</summary>
[Cmdlet(VerbsCommon.Set, "ElevenLabsLedger", HelpUri = HelpAddress + "Set-ElevenLabsLedger.md", SupportsShouldProcess = true, DefaultParameterSetName = SharedSet)]
[OutputType(typeof(LedgerInfo))]
public sealed class SetElevenLabsLedgerCommand : ElevenCostCommand
{
    private const string SharedSet = "Shared";
    private const string EmbeddedSet = "Embedded";

    /// <summary>The database, as <c>postgresql://USER@HOST:PORT/DATABASE?schema=NAME</c>.</summary>
    [Parameter(ParameterSetName = SharedSet, Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "";

    /// <summary>The secret that holds the password; null if it comes from <c>PGPASSWORD</c> or a pass file.</summary>
    [Parameter(ParameterSetName = SharedSet)]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    /// <summary>The vault of the secret; null for the default vault.</summary>
    [Parameter(ParameterSetName = SharedSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    /// <summary>Use the SQLite file in the home again.</summary>
    [Parameter(ParameterSetName = EmbeddedSet, Mandatory = true)]
    public SwitchParameter Embedded { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // An address that is not valid can contain a password: it is not the target of its error.
        LedgerSettings settings = LedgerSettings.Embedded;
        if (Try(null, () => settings = Embedded ? settings : LedgerSetup.Parse(Address)))
        {
            Try(settings.Address?.ToString(), () => Use(settings));
        }
    }

    private void Use(LedgerSettings settings)
    {
        if (Vault is not null && SecretName is null)
        {
            throw CommandErrors.VaultWithoutSecret(Vault);
        }

        settings = settings.Address is null ? settings : settings with { SecretName = SecretName, Vault = Vault };
        if (!ShouldProcess(settings.Address?.ToString() ?? "the embedded ledger", "Use as the ledger"))
        {
            return;
        }

        WriteObject(Wait(Session.Ledgers.UseAsync(settings, EngineSession.ReadLedgerPassword(Host, settings), StopToken)));
        if (Session.Ledgers.Overridden() is { } warning)
        {
            WriteWarningOnce(warning);
        }
    }
}
