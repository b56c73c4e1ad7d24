using System.Globalization;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Ledger;

/// <summary>Detects whether a file system is shared over a network.</summary>
internal static partial class NetworkFileSystem
{
    // As mount(8) and statfs(2) name them. FUSE names the program behind it: a local one, such as an encrypted folder, is no network.
    private static readonly string[] Kinds =
    [
        "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "afs", "ceph", "lustre", "gpfs", "glusterfs", "ncpfs",
        "fuse.sshfs", "fuse.smbnetfs", "fuse.glusterfs", "fuse.cephfs", "fuse.ceph-fuse", "fuse.s3fs", "fuse.rclone", "fuse.davfs2", "fuse.davfs", "fuse.gvfsd-fuse",
    ];

    /// <summary>The network file system that a folder is on, or would be made on; null for one of this machine, and if the system does not say.</summary>
    /// <param name="folder">The folder's absolute path.</param>
    public static string? Of(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return OnWindows(folder, root => new DriveInfo(root).DriveType == DriveType.Network);
            }

            return OperatingSystem.IsLinux() ? OnLinux(RealPath(folder), File.ReadLines("/proc/self/mountinfo"))
                : Named(new DriveInfo(Existing(folder)).DriveFormat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Without an answer the database opens as anywhere else: opening tells what is wrong with the folder.
            return null;
        }
    }

    /// <summary>The network file system of a Windows path: a share, or a drive that stands for one.</summary>
    /// <param name="folder">The absolute path.</param>
    /// <param name="isNetworkDrive">Whether a drive, such as <c>Z:\</c>, stands for a share.</param>
    public static string? OnWindows(string folder, Func<string, bool> isNetworkDrive)
    {
        const string Extended = @"\\?\";
        const string ExtendedShare = @"\\?\UNC\";
        if (folder.StartsWith(ExtendedShare, StringComparison.OrdinalIgnoreCase))
        {
            return "network share";
        }

        string plain = folder.StartsWith(Extended, StringComparison.Ordinal) ? folder[Extended.Length..] : folder;
        return plain.StartsWith(@"\\", StringComparison.Ordinal) ? "network share"
            : plain.Length >= 2 && plain[1] == ':' && isNetworkDrive(plain[..2] + @"\") ? "network drive" : null;
    }

    /// <summary>The network file system of a Linux path.</summary>
    /// <param name="folder">The absolute path, without symbolic links.</param>
    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>; proc_pid_mountinfo(5) describes them.</param>
    public static string? OnLinux(string folder, IEnumerable<string> mounts)
    {
        string? kind = null;
        int longest = -1;
        foreach (string line in mounts)
        {
            string[] fields = line.Split(' ');
            int separator = Array.IndexOf(fields, "-");
            if (fields.Length < 5 || separator < 0 || separator + 1 >= fields.Length)
            {
                continue;
            }

            // Of two mounts on one place the later hides the earlier.
            string place = OctalPattern().Replace(fields[4], match => ((char)Convert.ToInt32(match.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));
            if (place.Length >= longest && (folder == place || place == "/" || folder.StartsWith(place + "/", StringComparison.Ordinal)))
            {
                longest = place.Length;
                kind = fields[separator + 1];
            }
        }

        return Named(kind);
    }

    private static string? Named(string? kind) => kind is not null && Kinds.Contains(kind, StringComparer.Ordinal) ? kind : null;

    private static string Existing(string folder)
    {
        string path = folder;
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
        {
            path = above;
        }

        return path;
    }

    private static string RealPath(string folder)
    {
        string path = "/";
        foreach (string part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            path = new DirectoryInfo(path) is { Exists: true, LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : path;
        }

        return path;
    }

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex OctalPattern();
}
