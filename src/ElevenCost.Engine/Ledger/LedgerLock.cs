namespace ElevenCost.Engine.Ledger;

/// <summary>The right to write to one connection's folder: held by one writer on the machine, released by the system if the process dies.</summary>
internal sealed class LedgerLock : IDisposable
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacOSWouldBlock = 35;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _stream;

    private LedgerLock(FileStream stream) => _stream = stream;

    /// <summary>Makes the folder if it is absent, and waits for the lock.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerLocked</c>: another writer held it for all of <paramref name="patience"/>.</exception>
    public static async Task<LedgerLock> TakeAsync(
        LedgerFolder folder, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        folder.Create();
        long start = time.GetTimestamp();
        LedgerLock? taken;
        while ((taken = TryTake(folder.Lock)) is null)
        {
            if (time.GetElapsedTime(start) >= patience)
            {
                throw LedgerErrors.Locked(folder.Path);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return taken;
    }

    /// <summary>Lets the next writer in. The file stays: deleting it would let two writers lock two files of one name.</summary>
    public void Dispose() => _stream.Dispose();

    private static LedgerLock? TryTake(string path)
    {
        try
        {
            return new LedgerLock(new FileStream(path, AtomicFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)));
        }
        catch (IOException e) when (e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacOSWouldBlock)
        {
            return null;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotWritable(path, e);
        }
    }
}
