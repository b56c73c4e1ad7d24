namespace ElevenCost.Engine.Ledger;

/// <summary>The right to change the files of the home itself, such as connections and prices: one process at a time, given up by the system where it dies.</summary>
internal static class HomeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock; disposing gives it up. The file stays: deleting it would let two processes lock two files of one name.</summary>
    /// <param name="home">The home.</param>
    /// <param name="errorId">The id of the failure.</param>
    /// <param name="category">The kind of the failure.</param>
    /// <param name="what">What is to be changed, to begin a sentence with.</param>
    /// <param name="time">The clock for waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ElevenCostException">The one of <paramref name="errorId"/>: the lock cannot be had.</exception>
    public static async Task<IDisposable> TakeAsync(
        Home home, string errorId, FailureCategory category, string what, TimeProvider time, CancellationToken cancellationToken)
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
                    throw new ElevenCostException(errorId, category,
                        $"{what} cannot be changed: '{path}' cannot be locked: {e.Message}",
                        "Wait until the other command has ended, and see that you may write to the folder.", e);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
