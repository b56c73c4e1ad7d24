using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Ledger;

/// <summary>Which ledger a home uses, and where its password is; never the password. Immutable.</summary>
public sealed record LedgerSettings
{
    /// <summary>The environment variable that names a shared ledger, over what the home says.</summary>
    public const string Variable = "ELEVENCOST_LEDGER";

    /// <summary>The environment variable that overrides <see cref="AnswerTimeout"/>: whole seconds.</summary>
    public const string AnswerVariable = "ELEVENCOST_LEDGER_SECONDS";

    /// <summary>The name of the settings' file in the home; without it the ledger is the embedded one.</summary>
    public const string FileName = "ledger.json";

    private const int Schema = 1;

    // So short that a test can wait for it, and as long as an answer of ElevenLabs may take at most.
    private static readonly SecondsVariable Answer =
        new(LedgerErrors.LedgerSecondsNotValid, AnswerVariable, 5, 86_400, "the seconds without an answer of the ledger's PostgreSQL until a command fails");

    /// <summary>The embedded ledger, SQLite in the home.</summary>
    public static LedgerSettings Embedded { get; } = new();

    /// <summary>Where the shared ledger is; null for the embedded one.</summary>
    public LedgerAddress? Address { get; init; }

    /// <summary>The secret that holds the password; null if it comes from <c>PGPASSWORD</c> or a pass file, or none is needed.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret; null for the default vault, and without a secret.</summary>
    public string? Vault { get; init; }

    /// <summary>What chose the ledger: <see cref="Variable"/> or the path of the settings' file; null if nothing did.</summary>
    public string? ChosenBy { get; init; }

    /// <summary>How long the server of a shared ledger may send nothing while it works on a statement. 5 minutes by default. Connecting takes 15 seconds at most, and no longer than this.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>These settings with the time limit that the environment sets.</summary>
    /// <param name="environment">The value of an environment variable.</param>
    /// <exception cref="ElevenCostException"><c>LedgerSecondsNotValid</c>: the variable holds no whole number from 5 to 86,400.</exception>
    public LedgerSettings WithTimeLimit(Func<string, string?> environment) =>
        Address is null ? this : this with { AnswerTimeout = Answer.Read(environment, AnswerTimeout) };

    /// <summary>Reads the settings: those of <see cref="Variable"/>, else those of the home, else the embedded ledger.</summary>
    /// <param name="home">The home.</param>
    /// <param name="environment">The value of an environment variable.</param>
    /// <exception cref="ElevenCostException"><c>LedgerAddressInvalid</c>, <c>LedgerSecondsNotValid</c>, <c>LedgerSettingsNotValid</c>, <c>LedgerNotReadable</c>.</exception>
    public static LedgerSettings Read(Home home, Func<string, string?> environment)
    {
        if (environment(Variable) is { } address && !string.IsNullOrWhiteSpace(address))
        {
            return new LedgerSettings { Address = LedgerAddress.Parse(address.Trim()), ChosenBy = Variable }.WithTimeLimit(environment);
        }

        string path = Path.Combine(home.Path, FileName);
        try
        {
            // System.Text.Json reads no byte order mark, which editors may write.
            using var text = new StreamReader(new MemoryStream(HomeFile.Read(path)));
            LedgerSettingsFile? file = JsonSerializer.Deserialize(text.ReadToEnd(), LedgerJson.Default.LedgerSettingsFile);
            return file is { Schema: Schema, Address: { } kept }
                ? new LedgerSettings { Address = LedgerAddress.Parse(kept), SecretName = file.SecretName, Vault = file.Vault, ChosenBy = path }.WithTimeLimit(environment)
                : throw LedgerErrors.SettingsNotValid(path, $"it is not of schema {Schema}, or lacks an address.", null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Embedded;
        }
        catch (JsonException e)
        {
            throw LedgerErrors.SettingsNotValid(path, e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.NotReadable(path, e);
        }
    }

    /// <summary>Makes a home use this ledger.</summary>
    /// <param name="home">The home.</param>
    /// <param name="time">The clock for waiting for another process.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ElevenCostException"><c>LedgerSettingsLocked</c>, <c>LedgerNotWritable</c>.</exception>
    public async Task WriteAsync(Home home, TimeProvider time, CancellationToken cancellationToken)
    {
        using IDisposable held = await HomeLock.TakeAsync(home, LedgerErrors.LedgerSettingsLocked, "The choice of the ledger", time, cancellationToken);
        string path = Path.Combine(home.Path, FileName);
        if (Address is null)
        {
            try
            {
                File.Delete(path);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LedgerErrors.NotWritable(path, e);
            }
        }

        var content = new LedgerSettingsFile { Schema = Schema, Address = Address.ToString(), SecretName = SecretName, Vault = Vault };
        using var file = AtomicFile.Stage(path, stream => JsonSerializer.Serialize(stream, content, LedgerJson.Relaxed.LedgerSettingsFile));
        await file.CommitAsync(time);
    }
}

/// <summary>What <c>ledger.json</c> holds.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LedgerSettingsFile
{
    /// <summary>The form of the file.</summary>
    public int Schema { get; init; }

    /// <summary>The shared ledger.</summary>
    public string? Address { get; init; }

    /// <summary>The secret that holds the password.</summary>
    public string? SecretName { get; init; }

    /// <summary>The vault of the secret.</summary>
    public string? Vault { get; init; }
}
