using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine.Connections;

/// <summary>Reads the stored API key of a connection. No message holds any part of a key.</summary>
/// <param name="input">Standard input; null if it is a terminal, from which no key is read: it would be echoed.</param>
/// <param name="environment">The value of an environment variable; null for the process's own.</param>
/// <param name="warn">Receives a warning if other users can read the key file.</param>
public sealed class KeyReader(TextReader? input, Func<string, string?>? environment = null, Action<Warning>? warn = null)
{
    /// <summary>The environment variable that may hold the key.</summary>
    public const string Variable = "ELEVENLABS_API_KEY";

    private const int LargestKey = 4096;

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
                return value is null ? throw ConnectionErrors.KeyVariableNotAKey(problem!)
                    : value.Length == 0 ? throw ConnectionErrors.KeyVariableNotSet(connection.Name)
                    : KeyShape.Check(value, $"the environment variable {Variable}");
            case KeySource.None:
                throw ConnectionErrors.NoKeyHere(connection.Name);
            default:
                throw ConnectionErrors.KeyInVault(connection.Name);
        }
    }

    private async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            byte[] bytes = await GivenFile.ReadAsync(path, LargestKey, file => WarnWhereOthersRead(file, path), TimeProvider.System, cancellationToken);
            if (bytes.Length > LargestKey)
            {
                throw ConnectionErrors.FileNotAKey(path, "it is larger than 4 KiB, and no API key is.");
            }

            text = SavedKey.Decode(bytes);
        }
        catch (TimeoutException e)
        {
            throw ConnectionErrors.FileNotAKey(path, "it is a pipe or a device that gave no key within 60 seconds.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw ConnectionErrors.FileNotAKey(path, e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
                _ => e.Message,
            }, e);
        }

        return SavedKey.Find(text, out string? problem) switch
        {
            "" => throw ConnectionErrors.KeyFileEmpty(path),
            null => throw ConnectionErrors.FileNotAKey(path, $"it {problem}."),
            { } key => key,
        };
    }

    private async Task<string> ReadInputAsync(Connection connection, CancellationToken cancellationToken)
    {
        if (input is null)
        {
            throw ConnectionErrors.InputIsTerminal(connection.Name);
        }

        char[] characters = new char[LargestKey + 1];
        int count = await input.ReadBlockAsync(characters, cancellationToken);
        string? problem = null;
        string? key = count > LargestKey ? null : SavedKey.Find(new string(characters, 0, count), out problem);
        return (count, key) switch
        {
            (> LargestKey, _) => throw ConnectionErrors.InputNotAKey("is longer than 4,096 characters, and no API key is"),
            (_, "") => throw ConnectionErrors.InputEmpty(connection.Name),
            (_, null) => throw ConnectionErrors.InputNotAKey(problem!),
            _ => key,
        };
    }

    private void WarnWhereOthersRead(SafeFileHandle file, string path)
    {
        if (HomeFile.CanOthersRead(file))
        {
            warn?.Invoke(new Warning(ConnectionWarnings.KeyFileReadableByOthers,
                $"The key file '{path}' can be read by other users of this machine. Run: chmod 600 '{path}'"));
        }
    }
}
