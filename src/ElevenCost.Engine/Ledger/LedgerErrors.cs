namespace ElevenCost.Engine.Ledger;

/// <summary>What the system's failures are called for users.</summary>
internal static class LedgerErrors
{
    /// <summary>Whether an exception is the system refusing a file, rather than a mistake of ours.</summary>
    public static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

    /// <summary><c>LedgerNotReadable</c>.</summary>
    public static ElevenCostException NotReadable(string path, Exception cause) =>
        new("LedgerNotReadable", FailureCategory.Ledger, $"The ledger file '{path}' cannot be read: {cause.Message}",
            "Check that it is a file that you may read.", cause);

    /// <summary><c>LedgerNotWritable</c>.</summary>
    public static ElevenCostException NotWritable(string path, Exception cause) =>
        new("LedgerNotWritable", FailureCategory.Ledger, $"The ledger file '{path}' cannot be written: {cause.Message}",
            $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);

    /// <summary><c>LedgerLocked</c>.</summary>
    public static ElevenCostException Locked(string folder) =>
        new("LedgerLocked", FailureCategory.Ledger, $"Another process is writing to the ledger folder '{folder}'.",
            "Wait until the other sync has ended, then try again.");

    /// <summary><c>LedgerTimeZoneMismatch</c>.</summary>
    public static ElevenCostException TimeZoneMismatch(string connection, string kept, string asked) =>
        new("LedgerTimeZoneMismatch", FailureCategory.Configuration,
            $"The ledger of connection '{connection}' holds days of {kept}; the connection is now set to {asked}, whose days are others.",
            $"Set the connection's time zone to {kept} again, or make a connection of another name for {asked}.");
}
