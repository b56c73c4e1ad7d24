namespace ElevenCost.Engine.Ledger;

/// <summary>A file that one writer on the machine holds at a time, given up by the system where its process dies.</summary>
internal static class FileLock
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacOSWouldBlock = 35;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the file; disposing gives it up. It stays: deleting it would let two writers lock two files of one name.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock for waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The lock; null if another held it all the while.</returns>
    /// <exception cref="IOException">The file cannot be opened, whoever holds it.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened.</exception>
    public static async Task<IDisposable?> TakeAsync(string path, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, AtomicFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacOSWouldBlock)
            {
                if (time.GetElapsedTime(start) >= patience)
                {
                    return null;
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
