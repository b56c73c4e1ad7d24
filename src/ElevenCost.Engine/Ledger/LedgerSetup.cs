namespace ElevenCost.Engine.Ledger;

/// <summary>Chooses the ledger of a home, opens ledgers and describes them.</summary>
/// <param name="home">The home.</param>
/// <param name="time">The clock for waiting for another process.</param>
/// <param name="environment">The value of an environment variable.</param>
public sealed class LedgerSetup(Home home, TimeProvider time, Func<string, string?> environment)
{
    /// <summary>The word for the embedded ledger, where an address is expected.</summary>
    public const string EmbeddedWord = "embedded";

    /// <summary>The settings of an address, or of the word <see cref="EmbeddedWord"/>.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerAddressInvalid</c>.</exception>
    public static LedgerSettings Parse(string text) =>
        text.Equals(EmbeddedWord, StringComparison.OrdinalIgnoreCase) ? LedgerSettings.Embedded : new LedgerSettings { Address = LedgerAddress.Parse(text) };

    /// <summary>Opens the ledger of an address, of a path to an SQLite file, or the embedded one. The caller closes it.</summary>
    /// <param name="text">The address, the path, or the word <see cref="EmbeddedWord"/>.</param>
    /// <param name="password">The password of a shared ledger; null for that of <c>PGPASSWORD</c>, of a pass file, or none.</param>
    /// <exception cref="ElevenCostException"><c>LedgerAddressInvalid</c>, <c>LedgerSecondsNotValid</c>.</exception>
    public RelationalLedger OpenAt(string text, string? password) =>
        IsPath(text) ? RelationalLedger.OpenFile(Path.GetFullPath(text)) : RelationalLedger.Open(Parse(text).WithTimeLimit(environment), home, password);

    /// <summary>Whether a text is the path to an SQLite file, neither an address nor the word <see cref="EmbeddedWord"/>.</summary>
    public static bool IsPath(string text) => !text.Contains("://", StringComparison.Ordinal) && !text.Equals(EmbeddedWord, StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens a ledger, reads what it is, and closes it.</summary>
    /// <exception cref="ElevenCostException">It can't be reached, opened or read.</exception>
    public async Task<LedgerInfo> DescribeAsync(LedgerSettings settings, string? password, CancellationToken cancellationToken)
    {
        using RelationalLedger ledger = RelationalLedger.Open(settings.WithTimeLimit(environment), home, password);
        LedgerInfo info = await ledger.ReadInfoAsync(cancellationToken);
        return info with { ChosenBy = settings.ChosenBy, SecretName = settings.SecretName, Vault = settings.Vault };
    }

    /// <summary>Makes the home use a ledger, once that was opened and read.</summary>
    /// <returns>What the ledger is.</returns>
    /// <exception cref="ElevenCostException">It can't be reached, opened or read, or the choice can't be written; then nothing changes.</exception>
    public async Task<LedgerInfo> UseAsync(LedgerSettings settings, string? password, CancellationToken cancellationToken)
    {
        LedgerSettings chosen = settings with { ChosenBy = settings.Address is null ? null : Path.Combine(home.Path, LedgerSettings.FileName) };
        LedgerInfo info = await DescribeAsync(chosen, password, cancellationToken);
        await chosen.WriteAsync(home, time, cancellationToken);
        return info;
    }

    /// <summary>What to say where the environment overrides a choice; null if it doesn't.</summary>
    public Warning? Overridden() => string.IsNullOrWhiteSpace(environment(LedgerSettings.Variable)) ? null
        : new Warning(LedgerWarnings.LedgerOverridden, $"The environment variable {LedgerSettings.Variable} is set and overrides this choice. Unset it to use the ledger chosen here.");
}
