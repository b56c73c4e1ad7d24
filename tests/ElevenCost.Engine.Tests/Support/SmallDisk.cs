using System.Diagnostics;
using System.Globalization;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A file system of its own and of a few megabytes, in memory: a real disk that a test fills, and makes read-only.</summary>
/// <remarks>Mounting is for root alone.</remarks>
internal sealed class SmallDisk : IDisposable
{
    private const string Ballast = "ballast";

    private SmallDisk(string path) => Path = path;

    /// <summary>Why there is none.</summary>
    public const string Missing = "Only root on Linux can mount a small file system, so a real disk that is full is NOT TESTED";

    /// <summary>The folder that it is mounted on.</summary>
    public string Path { get; }

    /// <summary>How many bytes are free.</summary>
    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Mounts one on a folder, which is made; null where that is not possible.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="megabytes">Its size.</param>
    public static SmallDisk? Mount(string path, int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755"), "tmpfs", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Fills it until so many bytes are free.</summary>
    public void Fill(long freeBytes)
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, Ballast), FileMode.Append);
        byte[] page = new byte[4096];
        while (FreeBytes > freeBytes)
        {
            file.Write(page);
            file.Flush();
        }
    }

    /// <summary>Gives back the room that <see cref="Fill"/> took.</summary>
    public void MakeRoom() => File.Delete(System.IO.Path.Combine(Path, Ballast));

    /// <summary>Allows or forbids every write.</summary>
    public void SetReadOnly(bool isReadOnly) => Assert.True(Run("mount", "-o", isReadOnly ? "remount,ro" : "remount,rw", Path));

    /// <summary>Unmounts it, at the latest once its last file is closed.</summary>
    public void Dispose() => Run("umount", "-l", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
