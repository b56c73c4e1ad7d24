using System.Diagnostics;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>What happens to the files of a server that runs.</summary>
public enum LostBy
{
    /// <summary>Their disk is mounted read-only.</summary>
    ReadOnly,

    /// <summary>Their folders belong to another user.</summary>
    Unreadable,

    /// <summary>Their folders are elsewhere.</summary>
    Missing,
}

/// <summary>Takes a running PostgreSQL its files, and gives them back when disposed of.</summary>
/// <remarks>The server is in its folder, wherever that is moved: what is lost are the folders in it. Files that it has open it keeps.</remarks>
internal sealed class LostFiles : IDisposable
{
    private static readonly string[] Folders = ["base", "global", "pg_wal", "pg_xact"];

    private readonly string _data;
    private readonly LostBy _how;

    private LostFiles(string data, LostBy how)
    {
        _data = data;
        _how = how;
    }

    /// <summary>Why it can't be tested.</summary>
    public const string NotRoot = "Only root on Linux can mount a server's files read-only, so a server on such a disk is NOT TESTED";

    /// <summary>Whether this process may do so.</summary>
    public static bool IsPossible(LostBy how) => OperatingSystem.IsLinux() && (how != LostBy.ReadOnly || Environment.IsPrivilegedProcess);

    /// <summary>Takes a server its files.</summary>
    public static LostFiles Begin(PostgresServer postgres, LostBy how)
    {
        var lost = new LostFiles(postgres.Data, how);
        lost.Each((folder, hidden) =>
        {
            switch (how)
            {
                case LostBy.ReadOnly:
                    // Made read-only elsewhere first: a mount whose files the server has opened meanwhile is busy.
                    Directory.CreateDirectory(hidden);
                    Run("mount", "--bind", folder, hidden);
                    Run("mount", "-o", "remount,bind,ro", hidden);
                    Run("mount", "--bind", hidden, folder);
                    Run("umount", hidden);
                    Directory.Delete(hidden);
                    break;
                case LostBy.Unreadable:
                    Run("chmod", "000", folder);
                    break;
                default:
                    Directory.Move(folder, hidden);
                    break;
            }
        });
        return lost;
    }

    public void Dispose() => Each((folder, hidden) =>
    {
        switch (_how)
        {
            case LostBy.ReadOnly:
                Run("umount", "-l", folder);
                break;
            case LostBy.Unreadable:
                Run("chmod", "700", folder);
                break;
            default:
                Directory.Move(hidden, folder);
                break;
        }
    });

    private void Each(Action<string, string> change)
    {
        foreach (string folder in Folders)
        {
            change(Path.Combine(_data, folder), Path.Combine(_data, "hidden-" + folder));
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} exits with {process.ExitCode}.");
    }
}
