namespace ElevenCost.Engine.Ledger;

/// <summary>The right to write to one connection's folder.</summary>
internal static class LedgerLock
{
    /// <summary>Makes the folder if it is absent, and waits for the lock; disposing lets the next writer in.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>LedgerLocked</c>: another writer held it for all of <paramref name="patience"/>. <c>LedgerNotWritable</c>.
    /// </exception>
    public static async Task<IDisposable> TakeAsync(
        LedgerFolder folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        folder.Create();
        try
        {
            return await FileLock.TakeAsync(folder.Lock, patience, time, cancellationToken) ?? throw LedgerErrors.Locked(folder.Path);
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotWritable(folder.Lock, e);
        }
    }
}
