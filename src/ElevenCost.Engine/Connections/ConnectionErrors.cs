using System.Globalization;

namespace ElevenCost.Engine.Connections;

/// <summary>The errors of connections and their keys: id, text and remedy of each in one place.</summary>
public static class ConnectionErrors
{
    internal static readonly ErrorKind AddressGivenTwice = new(FailureCategory.Usage, "Both a region and a base address were given.", "Use one of the two.");

    internal static readonly ErrorKind BalanceNotValid = new(FailureCategory.Usage,
        "The balance, its currency or its day is not valid; the message says why.",
        "Write an amount with a point, such as 50.00, a currency of three letters, and a day that is not in the future.");

    internal static readonly ErrorKind ConnectionFileLocked = new(FailureCategory.Ledger,
        "Another process is changing `connections.json`, or you may not write to the folder.",
        "Wait until the other command has finished, and check that you may write there.",
        FailureNature.Busy);

    internal static readonly ErrorKind ConnectionFileNotReadable = new(FailureCategory.Configuration,
        "`connections.json` cannot be read, or is not a file but a named pipe, a device or a folder.",
        "Make it a file that you may read.");

    internal static readonly ErrorKind ConnectionFileNotValid = new(FailureCategory.Configuration,
        "`connections.json` was changed by hand and is not valid; the message names the line and the field.",
        "Fix that line, or remove the file and connect again; the ledger is kept.");

    internal static readonly ErrorKind ConnectionFileNotWritable = new(FailureCategory.Ledger,
        "`connections.json` cannot be written.",
        "Check that you may write it and that the disk has room, or set `ELEVENCOST_HOME`.");

    internal static readonly ErrorKind ConnectionNameNotValid = new(FailureCategory.Usage,
        "The text cannot be the name of a connection, or looks like an API key; the message says why.",
        "Use letters, digits, `-`, `_` and `.`, 64 at most, beginning with a letter or digit.");

    internal static readonly ErrorKind ConnectionNotFound = new(FailureCategory.Configuration,
        "No connection has that name or matches that wildcard, or there is none at all.",
        "List them with `Get-ElevenLabsConnection`, or create one with `Connect-ElevenLabsCost`.",
        FailureNature.NotFound);

    internal static readonly ErrorKind KeyFileNotReadable = new(FailureCategory.Permission,
        "The key file cannot be read, or contains more than a key.",
        "Use a file that holds the key and nothing else, and that you may read.");

    internal static readonly ErrorKind KeyNotFound = new(FailureCategory.Permission,
        "The API key is missing: the environment variable is not set, the file or standard input is empty, or the session cannot prompt for it.",
        "Use `-ApiKey` or `-SecretName`, set `ELEVENLABS_API_KEY`, or try `-Demo`.",
        FailureNature.NotFound);

    internal static readonly ErrorKind KeyNotOnThisMachine = new(FailureCategory.Permission,
        "The connection comes from the shared ledger, and this machine has no key for it.",
        "Use commands that only read the ledger, or connect with a key.");

    internal static readonly ErrorKind KeyNotValid = new(FailureCategory.Permission,
        "The text cannot be a key: it is the ID of one, or holds spaces, several lines or letters beyond ASCII.",
        "Copy the key again, and nothing around it.");

    internal static readonly ErrorKind KeySourceNotSupported = new(FailureCategory.Configuration,
        "The key of the connection is in a vault, which the command line cannot open.",
        "Use PowerShell, or connect again with `ELEVENLABS_API_KEY` or `--api-key-file`.");

    internal static readonly ErrorKind LedgerOfAnotherWorkspace = new(FailureCategory.Configuration,
        "The ledger of that name holds usage of another scope or address; they must not mix.",
        "Omit scope, region and base address to keep the current ones, or connect under another name.");

    internal static readonly ErrorKind LedgerOfDemo = new(FailureCategory.Configuration,
        "The ledger of that name holds demo usage, and the connection reads real usage; or the reverse.",
        "Connect under another name.");

    internal static readonly ErrorKind RegionNotFound = new(FailureCategory.Usage,
        "ElevenLabs has no region of that name.",
        "Use `global`, `us`, `eu`, `in` or `sg`, or set the base address.");

    internal static readonly ErrorKind SettingMissing = new(FailureCategory.Usage,
        "No setting was given for the connection.",
        "Set the billing, the balance or the scope.");

    /// <summary><c>KeyNotFound</c>: no key was given, and the session cannot prompt for one.</summary>
    /// <param name="connection">The connection's name.</param>
    public static ElevenCostException NoKeyGiven(string connection) => new(KeyNotFound,
        $"There is no API key for '{connection}', and this session cannot prompt for one, or nothing was entered.",
        $"Use {Advice.Of("-ApiKey or -SecretName", "--api-key-file")}, set {KeyReader.Variable}, or try {Advice.Of("-Demo", "--demo")}.");

    internal static ElevenCostException KeyVariableNotSet(string connection) => new(KeyNotFound,
        $"The connection '{connection}' reads its API key from the environment variable {KeyReader.Variable}, which is not set.",
        $"Set {KeyReader.Variable}, or connect again with another source of the key.");

    internal static ElevenCostException KeyFileEmpty(string path) => new(KeyNotFound, $"The file '{path}' holds no API key: it is empty.", "Write the key into it.");

    internal static ElevenCostException InputIsTerminal(string connection) => new(KeyNotFound,
        $"The API key of the connection '{connection}' is read from standard input, which is a terminal here.",
        "Pipe the key in, as in: elevencost sync < key.txt");

    internal static ElevenCostException InputEmpty(string connection) => new(KeyNotFound,
        $"Standard input holds no API key for the connection '{connection}'; each command reads it once.",
        "Pipe the key in, or connect again with a key file.");

    internal static ElevenCostException InputNotAKey(string why) => new(KeyNotValid, $"Standard input {why}.", "Pipe in the key and nothing else.");

    internal static ElevenCostException KeyVariableNotAKey(string why) => new(KeyNotValid,
        $"The environment variable {KeyReader.Variable} {why}.", $"Set {KeyReader.Variable} to the key and nothing else.");

    /// <param name="where">Where the text comes from; the message never holds any part of the text.</param>
    internal static ElevenCostException IsKeyId(string where) => new(KeyNotValid,
        $"The content of {where} looks like the ID of an API key (64 hexadecimal digits), not like the key.",
        "Use the key itself: it begins with sk_ and is shown once, when it is created or rotated.");

    /// <param name="where">Where the text comes from.</param>
    internal static ElevenCostException KeyNotText(string where) => new(KeyNotValid, $"The content of {where} is not text in UTF-8 or UTF-16.", "Save it as UTF-8.");

    /// <param name="where">Where the text comes from.</param>
    internal static ElevenCostException KeyNotPlain(string where) => new(KeyNotValid,
        $"The content of {where} cannot be an API key: it has spaces, control characters or letters beyond ASCII.", "Copy the key again, and nothing around it.");

    internal static ElevenCostException FileNotAKey(string path, string reason, Exception? cause = null) => new(KeyFileNotReadable,
        $"The API key cannot be read from the file '{path}': {reason}",
        $"Use a file that you may read and that holds the key alone, or as {KeyReader.Variable}=... on one of its lines.", cause);

    internal static ElevenCostException NoKeyHere(string connection) => new(KeyNotOnThisMachine,
        $"This machine has no API key for the connection '{connection}', which comes from the shared ledger.",
        $"Use commands that only read the ledger, or connect with a key: {Advice.Of($"Connect-ElevenLabsCost {connection}", $"elevencost connect {connection}")}.");

    internal static ElevenCostException KeyInVault(string connection) => new(KeySourceNotSupported,
        $"The API key of the connection '{connection}' is in a SecretManagement vault, which only PowerShell can open.",
        $"Connect again with {KeyReader.Variable} or a key file: elevencost connect {connection} --api-key-file FILE. Or use the PowerShell module.");

    internal static ElevenCostException NameIsKey() => new(ConnectionNameNotValid,
        "The name of the connection looks like an API key.",
        $"Choose a name, such as acme, and supply the key by {Advice.Of("-ApiKey", "--api-key-file")} or {KeyReader.Variable}. If the key is in the shell's history now, remove it there or rotate the key.");

    internal static ElevenCostException NameNotValid(string name, string mistake) => new(ConnectionNameNotValid,
        $"'{name}' cannot be the name of a connection: {mistake}.", "Use letters, digits, '-', '_' and '.', such as acme or acme-eu.");

    /// <param name="pattern">The name or wildcard that was given; null if none was.</param>
    /// <param name="names">The connections there are.</param>
    internal static ElevenCostException NotFound(string? pattern, IReadOnlyList<string> names) => new(ConnectionNotFound,
        (pattern, names.Count) switch
        {
            (null, _) => "There is no connection yet.",
            (_, 0) => $"There is no connection '{pattern}': there is none yet.",
            _ => $"There is no connection '{pattern}'. Available: {string.Join(", ", names)}.",
        },
        names.Count == 0
            ? $"Create one: {Advice.Of("Connect-ElevenLabsCost NAME", "elevencost connect NAME")}."
            : $"Use one of them, or create another: {Advice.Of("Connect-ElevenLabsCost NAME", "elevencost connect NAME")}.");

    internal static ElevenCostException FileNotWritable(string path, Exception cause) => new(ConnectionFileNotWritable,
        $"The connection file '{path}' cannot be written: {cause.Message}",
        $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);

    internal static ElevenCostException FileNotReadable(string path, string reason, Exception? cause) => new(ConnectionFileNotReadable,
        $"The connection file '{path}' cannot be read: {reason}", "Make it a file that you may read.", cause);

    /// <param name="path">The file.</param>
    /// <param name="line">The line, counted from 1.</param>
    /// <param name="field">The field; null if the mistake is of the whole line.</param>
    /// <param name="mistake">What is wrong.</param>
    /// <param name="cause">The cause, if any.</param>
    internal static ElevenCostException FileNotValid(string path, int line, string? field, string mistake, Exception? cause) => new(ConnectionFileNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The connection file '{path}' is not valid: line {line}{(field is null ? "" : $", \"{field}\"")}: {mistake}."),
        "Fix that line, or remove the file and connect again; the ledger is kept.", cause);

    internal static ElevenCostException NothingToSet(string connection) => new(SettingMissing,
        $"No setting is given for the connection '{connection}'.", "Set the billing, the balance or the scope.");

    internal static ElevenCostException BalanceRejected(string why, string remedy) => new(BalanceNotValid, $"The balance is not valid: {why}.", remedy);

    /// <param name="host">The host with a blank before it; empty if there is none.</param>
    /// <param name="mistake">What is wrong.</param>
    internal static ElevenCostException AddressNotValid(string host, string mistake) => new(Api.ApiErrors.BaseUriNotValid,
        $"The base address{host} is not valid: {mistake}.", "Use an address such as https://api.elevenlabs.io, or a region.");

    internal static ElevenCostException BothAddressAndRegion(string address, string region) => new(AddressGivenTwice,
        $"The address is given twice: '{address}' and the region '{region}'.", "Use the address or the region.");

    internal static ElevenCostException NoRegion(string region, IEnumerable<string> names) => new(RegionNotFound,
        $"There is no region '{region}'.", $"Use one of {string.Join(", ", names)}, or set the base address.");

    /// <param name="connection">The connection's name.</param>
    /// <param name="failed">The probe of the key that failed.</param>
    internal static ElevenCostException NotConnected(string connection, Capability failed) => new(
        ErrorKind.Of(failed.ErrorId!, failed.ErrorCategory!.Value), $"'{connection}' is not connected: {failed.Message}", failed.Remedy);

    internal static ElevenCostException OtherTimeZone(Connection known, string zone) => new(Ledger.LedgerErrors.LedgerTimeZoneMismatch,
        $"The ledger of '{known.Name}' holds days in {known.TimeZone}, not in {zone}.",
        $"Leave the time zone out to keep it, or connect under another name for {zone}.");

    internal static ElevenCostException OtherWorkspace(Connection known) => new(LedgerOfAnotherWorkspace,
        $"The ledger of '{known.Name}' holds usage of scope {known.Scope.ToString().ToLowerInvariant()} at {known.BaseUri.Host}, and cannot contain other usage.",
        "Omit scope, region and base address to keep the current ones, or connect under another name.");

    internal static ElevenCostException DemoAndReal(Connection known) => new(LedgerOfDemo,
        $"The ledger of '{known.Name}' holds {(known.KeySource == KeySource.Demo ? "made-up usage of the demo" : "real usage")}, and cannot contain other usage.",
        "Connect under another name.");
}
