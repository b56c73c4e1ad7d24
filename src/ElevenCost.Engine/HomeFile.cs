using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine;

/// <summary>Files of the home that are read whole: connections and settings.</summary>
internal static class HomeFile
{
    /// <summary>The most bytes of such a file: 4 MiB.</summary>
    public const int LargestFile = 4 * 1024 * 1024;

    private const int RegularFile = 0x8000;

    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

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
            ? throw new IOException(length > LargestFile ? "it is larger than 4 MiB." : "it changed while it was read, or is not a file.")
            : bytes[..count];
    }

    /// <summary>Whether there is a regular file at a path, and no pipe or device. One that may not be read counts as regular.</summary>
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsLinux() && TypeOnLinux(path) is { } type)
        {
            return type == RegularFile;
        }

        try
        {
            using SafeFileHandle handle = Open(path);
            RandomAccess.GetLength(handle);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether other users of the machine can read a file. Not asked on Windows, where folders of users are closed to others.</summary>
    public static bool CanOthersRead(SafeFileHandle file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & OthersRead) != 0;

    /// <inheritdoc cref="CanOthersRead(SafeFileHandle)"/>
    public static bool CanOthersRead(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersRead) != 0;

    /// <summary>The type of a file, as bits of its mode; null if the C library is too old to tell.</summary>
    /// <remarks>A null device can be sought and has a length, so that the base library takes it for a file.</remarks>
    private static int? TypeOnLinux(string path)
    {
        const int workingFolder = -100;
        const uint askType = 1;
        const int placeOfMode = 28;
        const int typeBits = 0xF000;
        byte[] answer = new byte[256];
        try
        {
            return NativeMethods.StatX(workingFolder, path, 0, askType, answer) == 0 ? BitConverter.ToUInt16(answer, placeOfMode) & typeBits : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
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

        // statx(2): its structure is the same on every architecture.
        [DllImport("libc", EntryPoint = "statx", BestFitMapping = false)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
        internal static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
    }
}
