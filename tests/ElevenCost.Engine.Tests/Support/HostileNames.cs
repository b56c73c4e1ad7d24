using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>The names of <c>tests/hostile-names.json</c>, which the tests of the module take, too.</summary>
internal static class HostileNames
{
    /// <summary>Every name, by what it is.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    private static Dictionary<string, string> Read([CallerFilePath] string source = "")
    {
        // A build for CI writes other paths into the assembly; its output then lies within the repository.
        string file = new[] { Path.GetDirectoryName(source)!, AppContext.BaseDirectory }
            .SelectMany(Upwards).Select(folder => Path.Combine(folder, "tests", "hostile-names.json")).First(File.Exists);
        Dictionary<string, string> names = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!;
        names.Remove("");
        return names;
    }

    private static IEnumerable<string> Upwards(string start)
    {
        for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
