using System.Reflection;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>Where the build put what the tests need.</summary>
internal static class Repository
{
    /// <summary>The folder of the sources.</summary>
    public static string Folder { get; } = Metadata("Repository");

    /// <summary>The manifest of the built module.</summary>
    public static string Module { get; } = Metadata("Module");

    /// <summary>A PSModulePath on which the built module is found by its name, before the others of this machine.</summary>
    public static string ModulePath { get; } =
        string.Join(Path.PathSeparator, Path.GetFullPath(Path.Combine(Module, "..", "..", "..")), Environment.GetEnvironmentVariable("PSModulePath"));

    /// <summary>The assembly of the command line.</summary>
    public static string CommandLine { get; } = Metadata("CommandLine");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
