using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what keys may do.</summary>
internal static class CapabilityOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Capability> capabilities, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.Capabilities.WithoutConnection(capabilities.Select(capability => capability.Connection).Distinct().Count() == 1),
            ExportColumns.Capabilities, capabilities.AsAsync(), cancellationToken);

    /// <summary>Writes failures in full, with their remedies, because a table may have shortened them.</summary>
    public static void WriteFailures(Screen screen, IEnumerable<Capability> capabilities)
    {
        foreach (IGrouping<(string Message, string? Remedy), Capability> same in capabilities
            .Where(capability => !capability.Passed && !ConnectionProbe.IsUntried(capability)).GroupBy(capability => (capability.Message, capability.Remedy)))
        {
            string level = same.Any(capability => capability.Required) ? "error" : "note";
            screen.WriteMessage($"{level}: {string.Join(", ", same.Select(capability => capability.Name).Distinct())}: {same.Key.Message} {same.Key.Remedy}".TrimEnd());
        }
    }
}
