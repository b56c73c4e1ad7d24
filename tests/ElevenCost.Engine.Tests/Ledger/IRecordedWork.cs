namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>Work on embedded ledgers, recorded, and what must be left of it after a power cut.</summary>
internal interface IRecordedWork
{
    /// <summary>What was done, in words.</summary>
    string What { get; }

    /// <summary>What reached the files.</summary>
    DiskRecording Recording { get; }

    /// <summary>How many commits there were.</summary>
    int CommitCount { get; }

    /// <summary>Opens what a power cut left, as any command does. Fails if it is not whole or lacks a commit that had returned, and goes on with the work.</summary>
    /// <param name="folder">The folder of the ledger.</param>
    /// <param name="point">After how many operations the power was cut.</param>
    Task CheckAsync(string folder, int point);
}
