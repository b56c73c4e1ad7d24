namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Which flushes of the recorded work a power cut respects. Those of a control lose some: the check must notice.</summary>
public enum Flushes
{
    /// <summary>All: what was flushed is on the disk.</summary>
    Kept,

    /// <summary>All but the last one of a file: as if the commit had not waited for the disk, as with <c>synchronous=NORMAL</c>.</summary>
    WithoutLast,

    /// <summary>Those of the folder alone, as with <c>synchronous=OFF</c>.</summary>
    WithoutFiles,

    /// <summary>All but those of the database: as if a checkpoint had not waited for the disk.</summary>
    WithoutDatabase,

    /// <summary>Those of files alone: as if nobody had flushed the names in the folder.</summary>
    WithoutFolder,
}
