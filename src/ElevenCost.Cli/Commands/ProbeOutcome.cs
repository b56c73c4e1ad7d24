using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary>What a probe of a key comes to.</summary>
internal static class ProbeOutcome
{
    /// <summary>What a command ends with: the key's failure, else whether anything that is needed fails.</summary>
    public static int ExitCodeOf(IReadOnlyList<Capability> capabilities) =>
        ConnectionProbe.KeyFailure(capabilities) is { ErrorCategory: { } category } ? ExitCode.Of(category)
        : capabilities.Any(capability => capability is { Required: true, Passed: false }) ? ExitCode.CheckFailed
        : ExitCode.Done;
}
