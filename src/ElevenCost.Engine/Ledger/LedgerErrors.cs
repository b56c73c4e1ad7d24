using System.Globalization;
using Npgsql;

namespace ElevenCost.Engine.Ledger;

/// <summary>The errors of the ledger: id, text and remedy of each in one place.</summary>
internal static class LedgerErrors
{
    internal static readonly ErrorKind LedgerAddressInvalid = new(FailureCategory.Configuration,
        "The address of a shared ledger is not valid, or contains a password.",
        "Use `postgresql://USER@HOST:PORT/DATABASE?schema=NAME`.");

    internal static readonly ErrorKind LedgerCopyDiffers = new(FailureCategory.Ledger,
        "After a copy, source and target differ; the message names the days, or the changes of prices or cost centers.",
        "Copy again if a sync ran meanwhile. Days that the target read later are kept.");

    internal static readonly ErrorKind LedgerCopyToItself = new(FailureCategory.Usage,
        "Source and target of the copy are the same ledger.",
        "Name another ledger to copy to.");

    internal static readonly ErrorKind LedgerDamaged = new(FailureCategory.Ledger,
        "The ledger's file is damaged, or is not an SQLite database. Nothing was changed.",
        "Restore a backup, or move the file away and sync again.");

    internal static readonly ErrorKind LedgerDefinitionChanged = new(FailureCategory.Ledger,
        "A price, cost center, budget or alert in the ledger is not as its last recorded change left it: it was changed outside ElevenCost. The message names it and each field. No figure is computed from it.",
        "Set or remove it again: its kind then has its recorded values, with that change. `Get-ElevenLabsLedgerChange` or `elevencost ledger changes` lists them.");

    internal static readonly ErrorKind LedgerDefinitionNotValid = new(FailureCategory.Ledger,
        "A price or rule in the ledger was written by a newer version, or by another program with its history, and is not valid; the message names it and each mistake.",
        "Update ElevenCost. Otherwise, restore a backup of the ledger.");

    internal static readonly ErrorKind LedgerFailed = new(FailureCategory.Ledger,
        "The database reports an error that ElevenCost does not classify.",
        "Try again; if it fails again, report it with its message.");

    internal static readonly ErrorKind LedgerLocked = new(FailureCategory.Ledger,
        "Another process is writing to the ledger.",
        "Wait until the other sync has finished, then try again.",
        FailureNature.Busy);

    internal static readonly ErrorKind LedgerLoginFailed = new(FailureCategory.Ledger,
        "The database server rejects the role or its password.",
        "Check both: `PGPASSWORD`, the pass file or the vault.");

    internal static readonly ErrorKind LedgerNewerSchema = new(FailureCategory.Ledger, "The ledger was written by a newer version.", "Update ElevenCost.");

    internal static readonly ErrorKind LedgerNotOurs = new(FailureCategory.Ledger,
        "The database has tables of another program. Nothing was changed.",
        "Choose a database or a schema of its own for the ledger.");

    internal static readonly ErrorKind LedgerNotPermitted = new(FailureCategory.Ledger,
        "The database role lacks a permission: a read-only role cannot sync or set a price.",
        "Use a role that owns the schema.");

    internal static readonly ErrorKind LedgerNotReadable = new(FailureCategory.Ledger,
        "The ledger's file cannot be read.",
        "Check that you may read and write the file and its folder.");

    internal static readonly ErrorKind LedgerNotWritable = new(FailureCategory.Ledger,
        "The ledger cannot be written: the disk is full or read-only, or you may not write the file.",
        "Make room, or check that you may write the file; or set `ELEVENCOST_HOME`. What was stored is kept.");

    internal static readonly ErrorKind LedgerOnNetworkFileSystem = new(FailureCategory.Ledger,
        "The home is on a network file system, where SQLite's write-ahead log is unsafe.",
        "Set `ELEVENCOST_HOME` to a folder on this machine, or share a PostgreSQL ledger.");

    internal static readonly ErrorKind LedgerSecondsNotValid = new(FailureCategory.Configuration,
        "The environment variable `ELEVENCOST_LEDGER_SECONDS` is not a whole number from 5 to 86400.",
        "Set it to such a number, or remove it for 300.");

    internal static readonly ErrorKind LedgerServerFilesLost = new(FailureCategory.Ledger,
        "The database server cannot use its own files: its disk is read-only, faulty or not there, or the server may not use its data folder.",
        "Check the disk and the data folder of the server, and its log. What was stored is kept if the disk has it.");

    internal static readonly ErrorKind LedgerSettingsLocked = new(FailureCategory.Ledger,
        "Another process is changing the home folder's files, or you may not write to the folder.",
        "Wait until the other command has finished, and check that you may write there.",
        FailureNature.Busy);

    internal static readonly ErrorKind LedgerSettingsNotValid = new(FailureCategory.Configuration,
        "`ledger.json`, which names the ledger, was changed by hand and is not valid.",
        "Choose the ledger again: `Set-ElevenLabsLedger`, or `elevencost ledger use`.");

    internal static readonly ErrorKind LedgerSumTooLarge = new(FailureCategory.Ledger, "A sum exceeds 64 bits.", "Use a shorter range.");

    internal static readonly ErrorKind LedgerTimeZoneMismatch = new(FailureCategory.Configuration,
        "The ledger holds days of another time zone.",
        "Leave the time zone out to keep it, or connect under another name.");

    internal static readonly ErrorKind LedgerUnreachable = new(FailureCategory.Ledger,
        "The database server cannot be reached, its certificate is not trusted, or it hangs: it did not let the command in within 15 seconds, or sent nothing for 5 minutes (`ELEVENCOST_LEDGER_SECONDS` sets the limit).",
        "Check that it runs and that this machine may connect to it. If statements take longer, raise the limit.");

    internal static readonly ErrorKind ConnectionNameInvalid = new(FailureCategory.Configuration,
        "A name could lead out of the home folder, so ElevenCost creates no folder for it.",
        "Use letters, digits, `-`, `_` and `.`, with no `.` at either end.");

    /// <summary><c>LedgerNotReadable</c>.</summary>
    public static ElevenCostException NotReadable(string location, Exception cause) =>
        new(LedgerNotReadable, $"The ledger '{location}' cannot be read: {TextOf(cause)}",
            "Check that you may read and write the file and its folder.", cause);

    /// <summary><c>LedgerNotWritable</c>.</summary>
    public static ElevenCostException NotWritable(string location, Exception cause) =>
        new(LedgerNotWritable, $"The ledger '{location}' cannot be written: {TextOf(cause)}",
            $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);

    /// <summary><c>LedgerNotWritable</c>: the server has no room.</summary>
    public static ElevenCostException ServerFull(string location, Exception cause) =>
        new(LedgerNotWritable, $"The ledger '{location}' cannot be written: {TextOf(cause)}", "Check that the server's disk has room and that it has enough memory.", cause);

    /// <summary><c>LedgerServerFilesLost</c>.</summary>
    public static ElevenCostException ServerFilesLost(string location, Exception cause) =>
        new(LedgerServerFilesLost, $"The server of the ledger '{location}' cannot use its files: {TextOf(cause)}",
            "Check on the server that its disk is there and writable, that it may use its data folder, and what its log reports. Then run the command again.", cause);

    /// <summary><c>LedgerNotReadable</c>: a folder where the file should be.</summary>
    public static ElevenCostException NotAFile(string path) =>
        new(LedgerNotReadable, $"The ledger '{path}' is a folder, not a file.",
            $"Move the folder away, or set {Home.Variable} to another folder.");

    /// <summary><c>LedgerLocked</c>.</summary>
    /// <param name="location">The ledger.</param>
    /// <param name="holder">Who writes: process, machine and since when; null if unknown.</param>
    public static ElevenCostException Locked(string location, string? holder) =>
        new(LedgerLocked,
            holder is null ? $"Another process is writing to the ledger '{location}'." : $"The ledger '{location}' is in use: {holder}.",
            "Wait until the other sync has finished, then try again.");

    /// <summary><c>LedgerLocked</c>: another process writes to the SQLite file.</summary>
    public static ElevenCostException FileLocked(string path) =>
        new(LedgerLocked, $"Another process is writing to the ledger '{path}'; SQLite does not record which one.",
            "Wait until it has finished, then try again. " + (OperatingSystem.IsWindows()
                ? "Resource Monitor (CPU, Associated Handles) shows the processes that have the file open."
                : $"If it is installed, lsof shows the processes that have the file open: lsof \"{path}\""));

    /// <summary><c>LedgerDamaged</c>.</summary>
    public static ElevenCostException Damaged(string location, Exception cause) =>
        new(LedgerDamaged, $"The ledger '{location}' is damaged or is not an SQLite database: {TextOf(cause)}",
            "Nothing was changed. Restore a backup, or move the file away and sync again.", cause);

    /// <summary><c>LedgerNewerSchema</c>.</summary>
    public static ElevenCostException SchemaNewer(string location, int found, int known) =>
        new(LedgerNewerSchema, string.Create(CultureInfo.InvariantCulture,
            $"The ledger '{location}' has schema {found}; this version of ElevenCost knows schemas up to {known}. Nothing was changed."),
            "Update ElevenCost.");

    /// <summary><c>LedgerNotOurs</c>.</summary>
    public static ElevenCostException NotOurs(string location) =>
        new(LedgerNotOurs, $"The database '{location}' has tables of another program. Nothing was changed.",
            "Choose a database, or a schema, of its own for the ledger.");

    /// <summary><c>LedgerSumTooLarge</c>.</summary>
    public static ElevenCostException SumTooLarge(string location, Exception cause) =>
        new(LedgerSumTooLarge, $"A sum over the ledger '{location}' exceeds 64 bits.", "Use a shorter range.", cause);

    /// <summary><c>LedgerUnreachable</c>.</summary>
    public static ElevenCostException Unreachable(string location, Exception cause) =>
        new(LedgerUnreachable, $"The ledger '{location}' cannot be reached: {Root(cause)}",
            "Check that the server runs, that this machine may connect to it, and that its certificate is trusted here.", cause);

    /// <summary><c>LedgerUnreachable</c>: the server accepts the connection and hangs.</summary>
    /// <param name="location">The ledger.</param>
    /// <param name="isConnected">Whether it had let the command in.</param>
    /// <param name="limit">How long it had.</param>
    /// <param name="cause">The cause, if any.</param>
    public static ElevenCostException Silent(string location, bool isConnected, TimeSpan limit, Exception? cause) =>
        new(LedgerUnreachable, string.Create(CultureInfo.InvariantCulture, $"The ledger '{location}' cannot be reached: the server {(isConnected ? "sent nothing" : "did not complete the connection")} for {limit.TotalSeconds:0} seconds."),
            $"Check that the server works and is not overloaded. If its statements take longer, set {LedgerSettings.AnswerVariable}.", cause);

    /// <summary><c>LedgerLoginFailed</c>.</summary>
    public static ElevenCostException LoginFailed(string location, Exception cause) =>
        new(LedgerLoginFailed, $"The ledger '{location}' rejects the login: {TextOf(cause)}",
            "Check the role, and its password in PGPASSWORD, the pass file or the vault.", cause);

    /// <summary><c>LedgerNotPermitted</c>.</summary>
    public static ElevenCostException NotPermitted(string location, Exception cause) =>
        new(LedgerNotPermitted, $"The ledger '{location}' does not permit this: {TextOf(cause)}",
            "A read-only role can query, but not sync or change prices. Use a role that owns the schema.", cause);

    /// <summary><c>LedgerFailed</c>: what the database says, for everything that has no error of its own.</summary>
    public static ElevenCostException Failed(string location, Exception cause) =>
        new(LedgerFailed, $"The ledger '{location}' failed: {TextOf(cause)}", "Try again; if it fails again, report it with this message.", cause);

    /// <summary><c>LedgerDefinitionNotValid</c>.</summary>
    public static ElevenCostException DefinitionNotValid(string kind, string name, IReadOnlyList<string> mistakes) =>
        new(LedgerDefinitionNotValid,
            $"'{name}' of the {kind} in the ledger is not valid: {string.Join("; ", mistakes)}.",
            "Update ElevenCost, in case a newer version wrote it. Otherwise, restore a backup of the ledger.");

    /// <summary><c>LedgerDefinitionChanged</c>.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="location">The ledger.</param>
    /// <param name="differences">Each definition that differs, with its fields.</param>
    public static ElevenCostException DefinitionChanged(string kind, string location, IReadOnlyList<string> differences) =>
        new(LedgerDefinitionChanged,
            $"The {kind} in the ledger '{location}' were changed outside ElevenCost: {string.Join("; ", differences.Take(5))}{(differences.Count > 5 ? "; …" : ".")}",
            $"Set or remove one of the {kind} again: ElevenCost then restores the recorded values of the others. They are listed by {Advice.Of("Get-ElevenLabsLedgerChange", "elevencost ledger changes")}.");

    /// <summary><c>LedgerSettingsNotValid</c>.</summary>
    public static ElevenCostException SettingsNotValid(string path, string reason, Exception? cause) =>
        new(LedgerSettingsNotValid, $"The choice of the ledger in '{path}' is not valid: {reason}",
            $"Choose the ledger again: {Advice.Of("Set-ElevenLabsLedger", "elevencost ledger use")}.", cause);

    /// <summary><c>LedgerOnNetworkFileSystem</c>.</summary>
    public static ElevenCostException OnNetworkFileSystem(string path, string fileSystem) =>
        new(LedgerOnNetworkFileSystem,
            $"The ledger '{path}' is on a network file system ({fileSystem}), where SQLite's write-ahead log is unsafe.",
            $"Set {Home.Variable} to a folder on this machine. To share a ledger, use PostgreSQL: {Advice.Of("Set-ElevenLabsLedger", "elevencost ledger use")}.");

    /// <summary><c>LedgerCopyToItself</c>.</summary>
    public static ElevenCostException CopyToItself(string location) =>
        new(LedgerCopyToItself, $"'{location}' is both source and target of the copy.", "Name another ledger to copy to.");

    /// <summary><c>LedgerCopyDiffers</c>.</summary>
    public static ElevenCostException CopyDiffers(string connection, string to, IReadOnlyList<string> differences) =>
        new(LedgerCopyDiffers,
            $"The copy of '{connection}' in '{to}' differs: {string.Join("; ", differences.Take(5))}{(differences.Count > 5 ? "; …" : ".")}",
            "Copy again if a sync ran meanwhile. Days that the target read later than the source are kept.");

    private static string Root(Exception failure) => failure.GetBaseException() is var root && root != failure ? $"{failure.Message.TrimEnd('.')}: {root.Message}" : TextOf(failure);

    /// <summary>What a database says, without the lines in which Npgsql explains that it leaves out the detail.</summary>
    private static string TextOf(Exception failure) => failure is PostgresException postgres ? $"{postgres.SqlState}: {postgres.MessageText}" : failure.Message;

    /// <summary><c>LedgerTimeZoneMismatch</c>.</summary>
    public static ElevenCostException TimeZoneMismatch(string connection, string kept, string asked) =>
        new(LedgerTimeZoneMismatch,
            $"The ledger of connection '{connection}' holds days of {kept}; the connection is now set to {asked}, whose days differ.",
            $"Set the connection's time zone to {kept} again, or create a connection with another name for {asked}.");

    /// <summary><c>ConnectionNameInvalid</c>.</summary>
    public static ElevenCostException NameNotValid(string connection) =>
        new(ConnectionNameInvalid, $"'{connection}' cannot be a connection's name.",
            "Use letters, digits, '-', '_' and '.', with no '.' at either end.");

    /// <summary><c>FigureOutOfBounds</c>.</summary>
    public static ElevenCostException FigureTooLarge(DateOnly day, string what) =>
        new(EngineErrors.FigureOutOfBounds, string.Create(CultureInfo.InvariantCulture,
            $"The usage of {day:yyyy-MM-dd} is not stored: {what} is beyond any plausible figure."), "Report it to ElevenLabs' support.");

    /// <summary><c>LedgerAddressInvalid</c>.</summary>
    public static ElevenCostException AddressNotValid(string message) => new(LedgerAddressInvalid, message,
        "Use postgresql://USER@HOST:PORT/DATABASE?schema=NAME; schema is optional: lower-case letters, digits and underscores. The password comes from PGPASSWORD, a pass file or a vault.");

    /// <summary>The home's files can't be changed.</summary>
    /// <param name="kind">The kind of what was to be changed.</param>
    /// <param name="what">What was to be changed, to begin a sentence with.</param>
    /// <param name="path">The file of the lock.</param>
    /// <param name="why">Why it can't be locked.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="cause">The cause, if any.</param>
    public static ElevenCostException HomeLocked(ErrorKind kind, string what, string path, string why, string remedy, Exception? cause) =>
        new(kind, $"{what} cannot be changed: '{path}' cannot be locked: {why}", remedy, cause);
}
