using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>The errors of the ledger: id, text and remedy of each in one place.</summary>
internal static class LedgerErrors
{
    /// <summary><c>LedgerNotReadable</c>.</summary>
    public static ElevenCostException NotReadable(string location, Exception cause) =>
        new("LedgerNotReadable", FailureCategory.Ledger, $"The ledger '{location}' cannot be read: {cause.Message}",
            "Check that it is a file that you may read and write, in a folder that you may write to.", cause);

    /// <summary><c>LedgerNotWritable</c>.</summary>
    public static ElevenCostException NotWritable(string location, Exception cause) =>
        new("LedgerNotWritable", FailureCategory.Ledger, $"The ledger '{location}' cannot be written: {cause.Message}",
            $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);

    /// <summary><c>LedgerNotReadable</c>: a folder where the file should be.</summary>
    public static ElevenCostException NotAFile(string path) =>
        new("LedgerNotReadable", FailureCategory.Ledger, $"The ledger '{path}' is a folder, not a file.",
            $"Move the folder away, or set {Home.Variable} to another folder.");

    /// <summary><c>LedgerLocked</c>.</summary>
    /// <param name="location">The ledger.</param>
    /// <param name="holder">Who writes: process, machine and since when; null if unknown.</param>
    public static ElevenCostException Locked(string location, string? holder) =>
        new("LedgerLocked", FailureCategory.Ledger,
            holder is null ? $"Another process is writing to the ledger '{location}'." : $"The ledger '{location}' is in use: {holder}.",
            "Wait until the other sync has ended, then try again.");

    /// <summary><c>LedgerDamaged</c>.</summary>
    public static ElevenCostException Damaged(string location, Exception cause) =>
        new("LedgerDamaged", FailureCategory.Ledger, $"The ledger '{location}' is damaged or is no SQLite database: {cause.Message}",
            "Nothing was changed. Restore a backup, or move the file away and sync again.", cause);

    /// <summary><c>LedgerNewerSchema</c>.</summary>
    public static ElevenCostException SchemaNewer(string location, int found, int known) =>
        new("LedgerNewerSchema", FailureCategory.Ledger, string.Create(CultureInfo.InvariantCulture,
            $"The ledger '{location}' has schema {found}; this version of ElevenCost knows schemas up to {known}. Nothing was changed."),
            "Update ElevenCost.");

    /// <summary><c>LedgerNotOurs</c>.</summary>
    public static ElevenCostException NotOurs(string location) =>
        new("LedgerNotOurs", FailureCategory.Ledger, $"The database '{location}' has tables of another program. Nothing was changed.",
            "Choose a database, or a schema, of its own for the ledger.");

    /// <summary><c>LedgerSumTooLarge</c>.</summary>
    public static ElevenCostException SumTooLarge(string location, Exception cause) =>
        new("LedgerSumTooLarge", FailureCategory.Ledger, $"A sum over the ledger '{location}' exceeds 64 bits.", "Ask for a shorter range.", cause);

    /// <summary><c>LedgerUnreachable</c>.</summary>
    public static ElevenCostException Unreachable(string location, Exception cause) =>
        new("LedgerUnreachable", FailureCategory.Ledger, $"The ledger '{location}' cannot be reached: {Root(cause)}",
            "Check that the server runs, that this machine may connect to it, and that its certificate is trusted here.", cause);

    /// <summary><c>LedgerLoginFailed</c>.</summary>
    public static ElevenCostException LoginFailed(string location, Exception cause) =>
        new("LedgerLoginFailed", FailureCategory.Ledger, $"The ledger '{location}' rejects the login: {cause.Message}",
            "Check the role, and its password in PGPASSWORD, the pass file or the vault.", cause);

    /// <summary><c>LedgerNotPermitted</c>.</summary>
    public static ElevenCostException NotPermitted(string location, Exception cause) =>
        new("LedgerNotPermitted", FailureCategory.Ledger, $"The ledger '{location}' does not permit this: {cause.Message}",
            "A role that may only read can ask, but not sync or change prices. Use a role that owns the schema.", cause);

    /// <summary><c>LedgerFailed</c>: what the database says, for everything that has no error of its own.</summary>
    public static ElevenCostException Failed(string location, Exception cause) =>
        new("LedgerFailed", FailureCategory.Ledger, $"The ledger '{location}' failed: {cause.Message}", "Try again; if it fails again, report it with this message.", cause);

    /// <summary><c>LedgerDefinitionNotValid</c>.</summary>
    public static ElevenCostException DefinitionNotValid(string kind, string name, IReadOnlyList<string> mistakes) =>
        new("LedgerDefinitionNotValid", FailureCategory.Ledger,
            $"'{name}' of the {kind} that the ledger keeps is not valid: {string.Join("; ", mistakes)}.",
            "Correct or delete the row in the table definition. If a newer version wrote it, update ElevenCost.");

    /// <summary><c>LedgerSettingsNotValid</c>.</summary>
    public static ElevenCostException SettingsNotValid(string path, string reason, Exception? cause) =>
        new("LedgerSettingsNotValid", FailureCategory.Configuration, $"The choice of the ledger in '{path}' is not valid: {reason}",
            "Choose the ledger again: Set-ElevenLabsLedger, or elevencost ledger use.", cause);

    /// <summary><c>LedgerOnNetworkFileSystem</c>.</summary>
    public static ElevenCostException OnNetworkFileSystem(string path, string fileSystem) =>
        new("LedgerOnNetworkFileSystem", FailureCategory.Ledger,
            $"The ledger '{path}' is on a network file system ({fileSystem}), where SQLite's write-ahead log is unsafe.",
            $"Set {Home.Variable} to a folder on this machine. To share a ledger, use PostgreSQL: Set-ElevenLabsLedger, or elevencost ledger use.");

    /// <summary><c>LedgerCopyToItself</c>.</summary>
    public static ElevenCostException CopyToItself(string location) =>
        new("LedgerCopyToItself", FailureCategory.Usage, $"'{location}' is the ledger that is copied.", "Name another ledger to copy to.");

    /// <summary><c>LedgerCopyDiffers</c>.</summary>
    public static ElevenCostException CopyDiffers(string connection, string to, IReadOnlyList<string> differences) =>
        new("LedgerCopyDiffers", FailureCategory.Ledger,
            $"The copy of '{connection}' in '{to}' differs: {string.Join("; ", differences.Take(5))}{(differences.Count > 5 ? "; …" : ".")}",
            "Copy again if a sync ran meanwhile. Days that the target read later than the source are left as they are.");

    private static string Root(Exception failure) => failure.GetBaseException() is var root && root != failure ? $"{failure.Message.TrimEnd('.')}: {root.Message}" : failure.Message;

    /// <summary><c>LedgerTimeZoneMismatch</c>.</summary>
    public static ElevenCostException TimeZoneMismatch(string connection, string kept, string asked) =>
        new("LedgerTimeZoneMismatch", FailureCategory.Configuration,
            $"The ledger of connection '{connection}' holds days of {kept}; the connection is now set to {asked}, whose days are others.",
            $"Set the connection's time zone to {kept} again, or make a connection of another name for {asked}.");

    /// <summary><c>ConnectionNameInvalid</c>.</summary>
    public static ElevenCostException ConnectionNameInvalid(string connection) =>
        new("ConnectionNameInvalid", FailureCategory.Configuration, $"'{connection}' cannot be a connection's name.",
            "Use letters, digits, '-', '_' and '.', with no '.' at either end.");

    /// <summary><c>FigureOutOfBounds</c>.</summary>
    public static ElevenCostException FigureOutOfBounds(DateOnly day, string what) =>
        new("FigureOutOfBounds", FailureCategory.Unavailable, string.Create(CultureInfo.InvariantCulture,
            $"The usage of {day:yyyy-MM-dd} is not kept: {what} is beyond any plausible figure."), "Report it to ElevenLabs: their answer is wrong.");
}
