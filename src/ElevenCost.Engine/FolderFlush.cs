using System.Runtime.InteropServices;

namespace ElevenCost.Engine;

/// <summary>Flushes a folder to disk: a file that was renamed in it, or a folder that was made in it, is in its place after a power failure, too.</summary>
internal static class FolderFlush
{
    /// <summary>Flushes it, if the system can: the base library opens no folders. If it cannot, the name is only later on disk, and a rename is still atomic.</summary>
    /// <param name="folder">The path of the folder.</param>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            int descriptor = NativeMethods.Open(folder, 0);
            if (descriptor >= 0)
            {
                _ = NativeMethods.FSync(descriptor);
                _ = NativeMethods.Close(descriptor);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int FSync(int descriptor);

        [DllImport("libc", EntryPoint = "close")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int Close(int descriptor);
    }
}
