namespace ElevenCost.Engine.Connections;

/// <summary>Reads the API key of a connection from where it is kept. No message holds any part of a key.</summary>
/// <param name="input">Standard input; null where it is a terminal, from which no key is read: it would be echoed.</param>
/// <param name="environment">The value of an environment variable; null for the process's own.</param>
/// <param name="warn">Told of a key file that others can read.</param>
public sealed class KeyReader(TextReader? input, Func<string, string?>? environment = null, Action<Warning>? warn = null)
{
    /// <summary>The environment variable that may hold the key.</summary>
    public const string Variable = "ELEVENLABS_API_KEY";

    private const int LargestKey = 4096;

    /// <summary>How long a named pipe may keep the key: what writes it may prompt for a passphrase.</summary>
    private static readonly TimeSpan PipePatience = TimeSpan.FromSeconds(60);

    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>Reads the key; null for the demo, which needs none.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>KeyNotFound</c>, <c>KeyNotOnThisMachine</c>, <c>KeyFileNotReadable</c>, <c>KeyNotValid</c>, or <c>KeySourceNotSupported</c> for a vault.
    /// </exception>
    public async Task<string?> ReadAsync(Connection connection, CancellationToken cancellationToken)
    {
        switch (connection.KeySource)
        {
            case KeySource.Demo:
                return null;
            case KeySource.File:
                return KeyShape.Check(await ReadFileAsync(connection.KeyPath!, cancellationToken), $"the file '{connection.KeyPath}'");
            case KeySource.StandardInput:
                return KeyShape.Check(await ReadInputAsync(connection, cancellationToken), "standard input");
            case KeySource.Environment:
                string? value = SavedKey.Find(_environment(Variable) ?? "", out string? problem);
                return value is null ? throw new ElevenCostException("KeyNotValid", FailureCategory.Permission,
                        $"The environment variable {Variable} {problem}.", $"Set {Variable} to the key and nothing else.")
                    : value.Length == 0 ? throw NotFound($"The connection '{connection.Name}' takes its API key from the environment variable {Variable}, which is not set.",
                        $"Set {Variable}, or connect again with another place of the key.")
                    : KeyShape.Check(value, $"the environment variable {Variable}");
            case KeySource.None:
                throw NotOnThisMachine(connection);
            default:
                throw new ElevenCostException("KeySourceNotSupported", FailureCategory.Configuration,
                    $"The API key of the connection '{connection.Name}' is in a SecretManagement vault, which only PowerShell can open.",
                    $"Connect again with {Variable} or a key file, or use the PowerShell module.");
        }
    }

    /// <summary><c>KeyNotOnThisMachine</c>.</summary>
    internal static ElevenCostException NotOnThisMachine(Connection connection) => new("KeyNotOnThisMachine", FailureCategory.Permission,
        $"This machine has no API key of the connection '{connection.Name}', which it knows from the ledger.",
        $"Ask for what the ledger holds, or connect with a key: Connect-ElevenLabsCost {connection.Name}, or elevencost connect {connection.Name}.");

    private static ElevenCostException NotFound(string message, string remedy) => new("KeyNotFound", FailureCategory.Permission, message, remedy);

    private static ElevenCostException NotReadable(string path, string reason, Exception? cause = null) => new(
        "KeyFileNotReadable", FailureCategory.Permission, $"The API key cannot be read from the file '{path}': {reason}",
        $"Give a file that you may read and that holds the key alone, or as {Variable}=... on one of its lines.", cause);

    private async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            // One byte more than allowed tells whether it is too large, whatever length a pipe or device claims.
            byte[] bytes = new byte[LargestKey + 1];
            int count = await Task.Run(() => Read(path, bytes), cancellationToken).WaitAsync(PipePatience, cancellationToken);
            if (count > LargestKey)
            {
                throw NotReadable(path, "it is larger than 4 KiB, and no API key is.");
            }

            text = SavedKey.Decode(bytes.AsSpan(0, count));
        }
        catch (TimeoutException e)
        {
            throw NotReadable(path, "it is a pipe or a device that gave no key within 60 seconds.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NotReadable(path, e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
                _ => e.Message,
            }, e);
        }

        return SavedKey.Find(text, out string? problem) switch
        {
            "" => throw NotFound($"The file '{path}' holds no API key: it is empty.", "Write the key into it."),
            null => throw NotReadable(path, $"it {problem}."),
            { } key => key,
        };
    }

    /// <summary>Opening a pipe that nobody writes to waits, and can't be cancelled: for a thread that may be left behind.</summary>
    private int Read(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        WarnWhereOthersRead(stream, path);
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }

    private async Task<string> ReadInputAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            throw NotFound($"The API key of the connection '{connection.Name}' is read from standard input, which is a terminal here.",
                "Pipe the key in, as in: elevencost sync < key.txt");
        }

        char[] characters = new char[LargestKey + 1];
        int count = await input.ReadBlockAsync(characters, cancellationToken);
        string? problem = null;
        string? key = count > LargestKey ? null : SavedKey.Find(new string(characters, 0, count), out problem);
        return (count, key) switch
        {
            (> LargestKey, _) => throw Refused("is longer than 4,096 characters, and no API key is"),
            (_, "") => throw NotFound($"Standard input holds no API key for the connection '{connection.Name}'; it is read once a command.",
                "Pipe the key in, or connect again with a key file."),
            (_, null) => throw Refused(problem!),
            _ => key,
        };

        static ElevenCostException Refused(string why) => new("KeyNotValid", FailureCategory.Permission,
            $"Standard input {why}.", "Pipe in the key and nothing else.");
    }

    private void WarnWhereOthersRead(FileStream stream, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if ((File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
        {
            warn?.Invoke(new Warning("KeyFileReadableByOthers",
                $"The key file '{path}' can be read by other users of this machine. Close it with: chmod 600 '{path}'"));
        }
    }
}
