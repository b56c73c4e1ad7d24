using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Connections;

/// <summary>The right to change the connections: one process at a time, given up by the system where it dies.</summary>
internal static class ConnectionFileLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock; disposing gives it up. The file stays: deleting it would let two processes lock two files of one name.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionFileLocked</c>.</exception>
    public static async Task<IDisposable> TakeAsync(Home home, TimeProvider time, CancellationToken cancellationToken)
    {
        Home.CreatePrivateFolder(home.Path);
        string path = Path.Combine(home.Path, ".lock");
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, AtomicFile.Private(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (e is UnauthorizedAccessException || time.GetElapsedTime(start) >= Patience)
                {
                    throw new ElevenCostException("ConnectionFileLocked", FailureCategory.Ledger,
                        $"The connections cannot be changed: '{path}' cannot be locked: {e.Message}",
                        "Wait until the other command has ended, and see that you may write to the folder.", e);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
