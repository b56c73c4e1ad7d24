namespace ElevenCost.Engine.Connections;

/// <summary>What a connection may be called: the name is also a folder's, on every platform.</summary>
public static class ConnectionName
{
    /// <summary>The longest name.</summary>
    public const int MaximumLength = 64;

    // Windows keeps these names for devices, with any extension.
    private static readonly string[] Devices = ["con", "prn", "aux", "nul"];

    /// <summary>Refuses what cannot be a name.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionNameNotValid</c>.</exception>
    public static void Check(string name)
    {
        if (KeyText.LooksLikeKey(name))
        {
            // Neither here nor in a file: the message never holds it.
            throw ConnectionErrors.NameIsKey();
        }

        if (Mistake(name) is { } mistake)
        {
            throw ConnectionErrors.NameNotValid(name, mistake);
        }
    }

    /// <summary>Why a text cannot be a name; null if it can.</summary>
    internal static string? Mistake(string name) => name switch
    {
        "" => "it is empty",
        { Length: > MaximumLength } => "it is longer than 64 characters",
        _ when !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') => "it holds more than letters, digits, '-', '_' and '.'",
        _ when !char.IsAsciiLetterOrDigit(name[0]) => "it does not begin with a letter or digit",
        _ when name[^1] == '.' => "it ends with '.'",
        _ when name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => "it ends with '.json', as the files beside its folder do",
        _ when IsDevice(name.Split('.')[0]) => "Windows reserves that name for a device",
        _ => null,
    };

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (stem.Length == 4 && char.IsAsciiDigit(stem[3])
            && (stem.StartsWith("com", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("lpt", StringComparison.OrdinalIgnoreCase)));
}
