using System.Reflection;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>Where the build put what the tests need.</summary>
internal static class Repository
{
    /// <summary>The folder of the sources.</summary>
    public static string Folder { get; } = Metadata("Repository");

    /// <summary>The manifest of the built module.</summary>
    public static string Module { get; } = Metadata("Module");

    /// <summary>The assembly of the command line.</summary>
    public static string CommandLine { get; } = Metadata("CommandLine");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
