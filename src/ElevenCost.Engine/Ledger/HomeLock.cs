namespace ElevenCost.Engine.Ledger;

/// <summary>The right to change the files of the home itself: connections and settings.</summary>
internal static class HomeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the lock; disposing gives it up.</summary>
    /// <param name="home">The home.</param>
    /// <param name="kind">The kind of the failure.</param>
    /// <param name="what">What is to be changed, to begin a sentence with.</param>
    /// <param name="time">The clock for waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ElevenCostException">The one of <paramref name="kind"/>: the lock cannot be had.</exception>
    public static async Task<IDisposable> TakeAsync(
        Home home, ErrorKind kind, string what, TimeProvider time, CancellationToken cancellationToken)
    {
        Home.CreatePrivateFolder(home.Path);
        string path = Path.Combine(home.Path, ".lock");
        try
        {
            return await FileLock.TakeAsync(path, Patience, time, cancellationToken)
                ?? throw LedgerErrors.HomeLocked(kind, what, path, "another command holds it.", "Wait until the other command has finished.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.HomeLocked(kind, what, path, e.Message, "Check that you may write to the folder and that the disk has room.", e);
        }
    }
}
