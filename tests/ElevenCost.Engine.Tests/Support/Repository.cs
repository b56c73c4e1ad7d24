using System.Runtime.CompilerServices;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot([CallerFilePath] string source = "") =>
        new[] { Path.GetDirectoryName(source)!, AppContext.BaseDirectory }.SelectMany(Upwards).First(folder => File.Exists(Path.Combine(folder, "ElevenCost.slnx")));

    private static IEnumerable<string> Upwards(string start)
    {
        for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
