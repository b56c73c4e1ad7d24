namespace ElevenCost.Engine.Ledger;

/// <summary>The right to change the files of the home itself: connections and settings.</summary>
internal static class HomeLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the lock; disposing gives it up.</summary>
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
        try
        {
            return await FileLock.TakeAsync(path, Patience, time, cancellationToken)
                ?? throw Locked("another command holds it.", "Wait until the other command has ended.", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Locked(e.Message, "See that you may write to the folder and that the disk has room.", e);
        }

        ElevenCostException Locked(string why, string remedy, Exception? cause) =>
            new(errorId, category, $"{what} cannot be changed: '{path}' cannot be locked: {why}", remedy, cause);
    }
}
