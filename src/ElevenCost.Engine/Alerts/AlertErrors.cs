namespace ElevenCost.Engine.Alerts;

/// <summary>The errors of alerts: id, text and remedy of each in one place. None shows any part of an address, which can be a secret.</summary>
public static class AlertErrors
{
    internal static readonly ErrorKind AlertAddressNotFound = new(FailureCategory.Configuration,
        "The address of an alert cannot be read: the environment variable is not set, or the file is not readable.",
        "Store the address there, or set the alert again.",
        FailureNature.NotFound);

    internal static readonly ErrorKind AlertAddressNotSupported = new(FailureCategory.Configuration,
        "The address of the alert is in a vault, which the command line cannot open.",
        "Use PowerShell, or set the alert again with an environment variable or a file.");

    internal static readonly ErrorKind AlertAddressNotValid = new(FailureCategory.Configuration,
        "The stored text is not a valid address for that kind of alert; the message says why, and never shows the text.",
        "Store an address in the form that the message shows.");

    internal static readonly ErrorKind AlertNotDelivered = new(FailureCategory.Unavailable,
        "The target of an alert can't be reached, or rejects the message; the message says why.",
        "Fix the cause; the next run sends it again.");

    internal static readonly ErrorKind AlertNotFound = new(FailureCategory.Configuration,
        "There is no alert with that name.",
        "List the alerts with `Get-ElevenLabsAlert` or `elevencost alert list`.",
        FailureNature.NotFound);

    internal static readonly ErrorKind AlertNotValid = new(FailureCategory.Usage,
        "The input is not a valid alert; the message lists each mistake.",
        "Correct it; nothing was changed.");

    /// <summary>The failure that a delivery reports.</summary>
    public static ElevenCostException FailureOf(AlertDelivery delivery) => new(ErrorKind.Of(delivery.ErrorId!, delivery.ErrorCategory!.Value), delivery.Error!, delivery.Remedy);

    /// <summary><c>AlertNotValid</c>.</summary>
    internal static ElevenCostException NotValid(IReadOnlyList<string> mistakes) =>
        new(AlertNotValid, $"The alert is not valid: {string.Join("; ", mistakes)}.", "Correct it; nothing was changed.");

    /// <summary><c>AlertNotFound</c>.</summary>
    /// <param name="name">The name that was given.</param>
    /// <param name="names">The names there are.</param>
    internal static ElevenCostException NotFound(string name, IEnumerable<string> names) =>
        new(AlertNotFound,
            $"There is no alert '{ShownText.Of(name)}'." + (NearestName.Of(name, names) is { } near ? $" Did you mean '{near}'?" : ""), $"List them: {Advice.Of("Get-ElevenLabsAlert", "elevencost alert list")}.");

    /// <summary><c>AlertAddressNotFound</c>: an environment variable that is not set.</summary>
    internal static ElevenCostException VariableNotSet(AlertTarget target) =>
        new(AlertAddressNotFound,
            $"The alert '{target.Name}' reads its address from the environment variable {target.Variable}, which is not set.", $"Set {target.Variable}, or set the alert again.");

    /// <summary><c>AlertAddressNotFound</c>: a file that can't be read.</summary>
    internal static ElevenCostException FileNotReadable(AlertTarget target, string reason, Exception? cause) =>
        new(AlertAddressNotFound, $"The address of the alert '{target.Name}' cannot be read from the file '{target.Path}': {reason}",
            "Use a file that you may read and that holds the address alone, or set the alert again.", cause);

    /// <summary><c>AlertAddressNotFound</c>: one that was not given.</summary>
    /// <param name="target">The target.</param>
    public static ElevenCostException NoAddress(AlertTarget target) =>
        new(AlertAddressNotFound, $"The alert '{target.Name}' has no address, and this session cannot prompt for it, or nothing was entered.",
            $"Use -Address, -SecretName, -Variable or -Path, or set the environment variable {AlertStore.VariableOf(target.Name)}.");

    /// <summary><c>AlertAddressNotSupported</c>.</summary>
    internal static ElevenCostException VaultNotSupported(AlertTarget target) =>
        new(AlertAddressNotSupported,
            $"The address of the alert '{target.Name}' is in a SecretManagement vault, which only PowerShell can open.",
            "Send it from the PowerShell module, or set the alert again with an environment variable or a file.");

    /// <summary><c>AlertAddressNotValid</c>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="mistake">What is wrong, to follow "it".</param>
    /// <param name="expected">What an address of the kind looks like.</param>
    internal static ElevenCostException AddressNotValid(AlertTarget target, string mistake, string expected) =>
        new(AlertAddressNotValid, $"The address of the alert '{target.Name}' is not valid: it {mistake}.", $"Store an address such as {expected}.");

    /// <summary><c>AlertNotDelivered</c>.</summary>
    /// <param name="target">The target.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="cause">The cause, if any.</param>
    internal static ElevenCostException NotDelivered(AlertTarget target, string reason, string remedy, Exception? cause = null) =>
        new(AlertNotDelivered, $"The alert '{target.Name}' was not delivered: {reason}", $"{remedy} The next run sends it again.", cause);
}
