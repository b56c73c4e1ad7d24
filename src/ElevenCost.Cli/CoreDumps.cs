using System.Runtime.InteropServices;

namespace ElevenCost.Cli;

/// <summary>Asks the system not to write the memory of this process, which holds an API key, into a core dump.</summary>
internal static class CoreDumps
{
    private const int SetDumpable = 4;
    private const int CoreSize = 4;

    /// <summary>Asks. Where the system refuses there is nothing more to do: a crash is what should not happen in the first place.</summary>
    public static void Forbid()
    {
        if (OperatingSystem.IsLinux())
        {
            // The limit does not hold where core_pattern names a program; this does.
            _ = NativeMethods.PrCtl(SetDumpable, 0, 0, 0, 0);
        }

        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            var none = default(NativeMethods.Limit);
            _ = NativeMethods.SetRLimit(CoreSize, in none);
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "prctl")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int PrCtl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

        [DllImport("libc", EntryPoint = "setrlimit")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int SetRLimit(int resource, in Limit limit);

        [StructLayout(LayoutKind.Sequential)]
        internal struct Limit
        {
            public nuint Current;
            public nuint Maximum;
        }
    }
}
