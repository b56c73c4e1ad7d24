namespace ElevenCost.PowerShell.Secrets;

/// <summary>The errors of vaults: id, text and remedy of each in one place.</summary>
internal static class VaultErrors
{
    public static readonly ErrorKind SecretManagementNotFound = new(FailureCategory.Configuration,
        "The module Microsoft.PowerShell.SecretManagement cannot be loaded, so no vault can be opened.",
        "Install it and a vault: `Install-PSResource Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore`. Or set `ELEVENLABS_API_KEY`, which needs no vault.",
        FailureNature.NotInstalled);

    public static readonly ErrorKind SecretNotAKey = new(FailureCategory.Configuration,
        "The type of the secret cannot be a key, such as a hashtable or a credential.",
        "Name a secret of type String or SecureString.");

    public static readonly ErrorKind SecretNotFound = new(FailureCategory.Configuration,
        "The vault has no secret with that name.",
        "See `Get-SecretInfo`, or connect again with the key.",
        FailureNature.NotFound);

    public static readonly ErrorKind VaultFailed = new(FailureCategory.Configuration,
        "The vault failed; the message has its reason.",
        "Test it: `Test-SecretVault`.");

    public static readonly ErrorKind VaultLocked = new(FailureCategory.Permission,
        "The vault is locked, and the session cannot prompt for its password.",
        "Unlock it first: `Unlock-SecretStore`. See about_ElevenCost for scheduled tasks.",
        FailureNature.NotPermitted);

    public static readonly ErrorKind VaultNotFound = new(FailureCategory.Configuration,
        "No vault with that name is registered, or there is no default vault.",
        "Name one with `-Vault`, or register one: `Register-SecretVault Personal -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault`.",
        FailureNature.NotFound);

    // The line that the README and the help give, too.
    private const string Register = "Register-SecretVault Personal -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault";

    private const string EnvironmentRemedy = "Or set ELEVENLABS_API_KEY, which needs no vault.";

    /// <param name="name">The secret.</param>
    /// <param name="vault">The vault; null if all were looked through.</param>
    /// <param name="cause">The cause, if any.</param>
    public static ElevenCostException NoSecret(string name, string? vault, Exception? cause = null) => new(SecretNotFound,
        $"There is no secret '{name}' in {Where(vault)}.", "Use the name of a secret that Get-SecretInfo shows, or connect again with the key.", cause);

    /// <param name="name">The secret.</param>
    /// <param name="vault">The vault; null if all were looked through.</param>
    /// <param name="type">What the secret is.</param>
    public static ElevenCostException NotText(string name, string? vault, Type type) => new(SecretNotAKey,
        $"The secret '{name}' in {Where(vault)} is a {type.Name}, not the text of a key.", "Use a secret of type String or SecureString.");

    /// <param name="vault">The vault that was named; null if the default one is meant.</param>
    /// <param name="names">The vaults there are.</param>
    public static ElevenCostException NoVault(string? vault, string[] names) => new(VaultNotFound,
        (vault, names.Length) switch
        {
            (null, 0) => "There is no vault to store the key in.",
            (null, _) => $"No vault is the default one. Available: {string.Join(", ", names)}.",
            (_, 0) => $"There is no vault '{vault}'.",
            _ => $"There is no vault '{vault}'. Available: {string.Join(", ", names)}.",
        },
        names.Length > 0
            ? "Name one of them with -Vault."
            : $"Register one: {Register}. {EnvironmentRemedy}");

    public static ElevenCostException NotInstalled(string module, Exception cause) => new(SecretManagementNotFound,
        $"The module {module}, which opens vaults, cannot be loaded.",
        $"Install it and a vault: Install-PSResource {module}, Microsoft.PowerShell.SecretStore. Then register the vault: {Register}. {EnvironmentRemedy}", cause);

    public static ElevenCostException Locked(string name, string? vault, Exception cause) => new(VaultLocked,
        $"{(vault is null ? $"A vault that may hold the secret '{name}'" : $"The vault '{vault}'")} is locked, and this session cannot prompt for its password.",
        "Unlock it first: Unlock-SecretStore. See about_ElevenCost for scheduled tasks. " + EnvironmentRemedy, cause);

    /// <param name="name">The secret.</param>
    /// <param name="vault">The vault; null if all were looked through.</param>
    /// <param name="reason">What the vault said.</param>
    /// <param name="cause">The cause.</param>
    public static ElevenCostException Failed(string name, string? vault, string reason, Exception cause) => new(VaultFailed,
        $"{char.ToUpperInvariant(Where(vault)[0])}{Where(vault)[1..]} failed to read the secret '{name}': {reason}",
        $"Test the vault: Test-SecretVault{(vault is null ? "" : " " + vault)}. {EnvironmentRemedy}", cause);

    private static string Where(string? vault) => vault is null ? "any vault" : $"the vault '{vault}'";
}
