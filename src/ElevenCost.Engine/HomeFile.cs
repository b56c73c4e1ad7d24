using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine;

/// <summary>Files of the home that are read whole: connections and settings.</summary>
internal static class HomeFile
{
    /// <summary>The most bytes of such a file: 4 MiB.</summary>
    public const int LargestFile = 4 * 1024 * 1024;

    /// <summary>Reads a file, at once: a pipe or a device, which could be waited for without end, is none.</summary>
    /// <exception cref="IOException">It is absent, no regular file, too large, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        using SafeFileHandle handle = Open(path);
        long length;
        try
        {
            length = RandomAccess.GetLength(handle);
        }
        catch (NotSupportedException e)
        {
            throw new IOException("it is a pipe or a device, not a file.", e);
        }

        // More than it claims is too much, too: it may grow, and a device claims nothing.
        byte[] bytes = new byte[Math.Min(length, LargestFile) + 1];
        int count = 0;
        while (count < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(count), count) is > 0 and int read)
        {
            count += read;
        }

        return count > Math.Min(length, LargestFile)
            ? throw new IOException(length > LargestFile ? "it is larger than 4 MiB." : "it changed while it was read, or is no file.")
            : bytes[..count];
    }

    private static SafeFileHandle Open(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Opening a named pipe waits for a writer, unless it is asked not to, which the base library can't.
            (int nonBlocking, int closeOnExec) = OperatingSystem.IsMacOS() ? (0x4, 0x100_0000) : (0x800, 0x8_0000);
            int descriptor = NativeMethods.Open(path, nonBlocking | closeOnExec);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }
        }

        // Elsewhere, and for an exception that says why it can't be opened.
        return File.OpenHandle(path);
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
    }
}
