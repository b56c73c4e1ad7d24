using System.Runtime.InteropServices;

namespace ElevenCost.Cli.Terminal;

/// <summary>Which standard streams the process was started with.</summary>
/// <remarks>
/// A stream that is closed, as by <c>2&gt;&amp;-</c>, leaves its number to the next file that is opened, so that messages would be written into that
/// file: a ledger, or memory that .NET runs code from. What a process inherits never has the flag close-on-exec, and what .NET opens has it.
/// </remarks>
internal sealed record StandardStreams(bool HasInput, bool HasOutput, bool HasError)
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int ReadWrite = 2;

    /// <summary>Finds them out, and occupies the numbers that are free. To be called before anything opens a file.</summary>
    public static StandardStreams Find() => OperatingSystem.IsWindows()
        ? new StandardStreams(true, true, true)
        : new StandardStreams(IsInherited(0), IsInherited(1), IsInherited(2));

    private static bool IsInherited(int descriptor)
    {
        int flags = NativeMethods.FCntl(descriptor, GetFlags);
        if (flags < 0)
        {
            // The lowest free number is taken, which is this one: those below are occupied already.
            _ = NativeMethods.Open("/dev/null", ReadWrite);
        }

        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "fcntl")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int FCntl(int descriptor, int command);

        [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
    }
}
