namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>What a test makes of the disk under a folder: it sees what SQLite does to the files, and can delay it or let it fail. Called by several threads.</summary>
/// <param name="folder">The folder.</param>
internal abstract class TestDisk(string folder)
{
    private readonly string _prefix = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    /// <summary>The name of a path in the folder; null for another path.</summary>
    public string? NameOf(string? path) => path?.StartsWith(_prefix, StringComparison.Ordinal) == true ? path[_prefix.Length..] : null;

    /// <summary>Called before an operation; may wait.</summary>
    /// <returns>0 to let it happen, or the result code of SQLite that it fails with.</returns>
    public virtual int Before(DiskAction action) => 0;

    /// <summary>A file was opened, and made if it was not there.</summary>
    /// <returns>Its number.</returns>
    public virtual int Open(string name) => 0;

    /// <summary>A file was deleted.</summary>
    public virtual void Delete(string name, bool flushesFolder)
    {
    }

    /// <summary>Bytes of a file were written.</summary>
    public virtual void Write(int file, long offset, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A file got another length.</summary>
    public virtual void Truncate(int file, long length)
    {
    }

    /// <summary>A file was flushed.</summary>
    public virtual void Sync(int file, bool flushesFolder)
    {
    }
}
