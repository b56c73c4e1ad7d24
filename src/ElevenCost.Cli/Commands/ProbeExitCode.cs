using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary>The exit code of a probe of a key.</summary>
internal static class ProbeExitCode
{
    /// <summary>That of the key's failure, else 1 if a required test failed, else 0.</summary>
    public static int Of(IReadOnlyList<Capability> capabilities) =>
        ConnectionProbe.KeyFailure(capabilities) is { ErrorCategory: { } category } ? ExitCode.Of(category)
        : capabilities.Any(capability => capability is { Required: true, Passed: false }) ? ExitCode.CheckFailed
        : ExitCode.Done;
}
