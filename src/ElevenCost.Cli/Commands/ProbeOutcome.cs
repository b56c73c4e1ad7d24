namespace ElevenCost.Cli.Commands;

/// <summary>What a probe of a key comes to.</summary>
internal static class ProbeOutcome
{
    // What the API's failures are called where the key is not at fault.
    private static readonly string[] Unavailable =
    [
        "NetworkUnavailable", "ApiTimeout", "ServerError", "RateLimited", "ProxyAnswered", "RedirectRefused", "ResponseIncomplete",
        "ResponseNotValid", "ColumnMissing", "RequestRejected", "EndpointNotFound",
    ];

    /// <summary>The failure that leaves the key unproven; null where ElevenLabs takes it.</summary>
    public static Capability? KeyFailure(IReadOnlyList<Capability> capabilities) =>
        capabilities.FirstOrDefault(capability => capability is { Name: "Key", Passed: false });

    /// <summary>The kind of a failed probe.</summary>
    public static FailureCategory CategoryOf(Capability failed) =>
        Unavailable.Contains(failed.ErrorId, StringComparer.Ordinal) ? FailureCategory.Unavailable : FailureCategory.Permission;

    /// <summary>What a command ends with: the key's failure, else whether anything that is needed fails.</summary>
    public static int ExitCodeOf(IReadOnlyList<Capability> capabilities) =>
        KeyFailure(capabilities) is { } key ? ExitCode.Of(CategoryOf(key))
        : capabilities.Any(capability => capability is { Required: true, Passed: false }) ? ExitCode.CheckFailed
        : ExitCode.Done;
}
