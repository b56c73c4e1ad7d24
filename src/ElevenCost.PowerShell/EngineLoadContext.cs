using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ElevenCost.PowerShell;

/// <summary>Holds the engine and its dependencies apart, so that another module's versions of them cannot clash with ours.</summary>
/// <remarks>
/// The cmdlets and the public types are in the default context, where their names resolve at a prompt. Whatever else the cmdlets refer to
/// lies in the folder <c>engine</c>, which the default context does not look into: it asks here, and gets the one of this context.
/// </remarks>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly string EngineFolder = Path.Combine(Path.GetDirectoryName(typeof(EngineLoadContext).Assembly.Location)!, "engine");

    /// <summary>Where the same assemblies may be, compiled ahead for this .NET on this platform, as the build names it.</summary>
    private static readonly string AheadFolder = Path.Combine(
        EngineFolder, string.Create(CultureInfo.InvariantCulture, $"net{Environment.Version.Major}.0-{RuntimeInformation.RuntimeIdentifier}"));

    private static readonly EngineLoadContext Instance = new();

    private EngineLoadContext()
        : base("ElevenCost")
    {
    }

    /// <summary>Begins to answer for the engine. Runs once a process, before any other code of this assembly.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries",
        Justification = "PowerShell looks at the cmdlets' types, and may run them, before anything else of ours could.")]
    internal static void Register() => Default.Resolving += static (_, name) =>
        name.Name == "ElevenCost.Engine" ? Instance.LoadFromAssemblyName(name) : null;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What is not ours, and the public types, come from the default context.
        string file = assemblyName.Name + ".dll";
        string path = Path.Combine(AheadFolder, file);
        path = File.Exists(path) ? path : Path.Combine(EngineFolder, file);
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    /// <remarks>SQLite's library is loaded by its own path, so that another module's SQLite in this process is another one.</remarks>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string path = Path.Combine(EngineFolder, "runtimes", Platform(), "native", NativeName(unmanagedDllName));
        return File.Exists(path) ? NativeLibrary.Load(path) : 0;
    }

    // As NuGet names the folders of native libraries.
    private static string Platform()
    {
        string identifier = RuntimeInformation.RuntimeIdentifier;
        bool isMusl = identifier.Contains("musl", StringComparison.Ordinal) || identifier.Contains("alpine", StringComparison.Ordinal);
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : isMusl ? "linux-musl" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            Architecture.X86 => "x86",
            Architecture other => other.ToString(),
        }}";
    }

    private static string NativeName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
