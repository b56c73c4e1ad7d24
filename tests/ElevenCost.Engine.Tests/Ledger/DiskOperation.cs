namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>What a program does to a disk.</summary>
internal enum DiskAction
{
    /// <summary>A name begins to lead to a file.</summary>
    Create,

    /// <summary>A name leads nowhere from now on.</summary>
    Delete,

    /// <summary>Bytes of a file.</summary>
    Write,

    /// <summary>Bytes of a file are read. Not recorded.</summary>
    Read,

    /// <summary>The length of a file.</summary>
    Truncate,

    /// <summary>A file is flushed.</summary>
    Sync,

    /// <summary>The names of the folder are flushed.</summary>
    SyncFolder,
}

/// <summary>One step.</summary>
/// <param name="Action">What is done.</param>
/// <param name="File">The number of the file: a file made anew under an old name is another one. 0 for the folder.</param>
/// <param name="Name">The name that is made or deleted, else null.</param>
/// <param name="Offset">Where bytes go, or the new length.</param>
/// <param name="Bytes">The bytes, else empty.</param>
internal sealed record DiskOperation(DiskAction Action, int File, string? Name = null, long Offset = 0, ReadOnlyMemory<byte> Bytes = default)
{
    public override string ToString() => $"{Action} {Name ?? File.ToString()}{(Action is DiskAction.Write or DiskAction.Truncate ? $" at {Offset}, {Bytes.Length} bytes" : "")}";
}
