using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes what keys may do.</summary>
internal static class CapabilityOutput
{
    private static readonly TableColumn[] Columns =
        [new("Connection", CanShorten: true), new("Capability"), new("Works"), new("Needed"), new("What was found", CanShorten: true)];

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Capability> capabilities, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Capabilities, capabilities.AsAsync(), cancellationToken);
            return;
        }

        // The name of the only connection says nothing, and takes the room of what was found.
        int first = capabilities.Select(capability => capability.Connection).Distinct().Count() > 1 ? 0 : 1;
        await new TextTable(Columns[first..], screen.Width).WriteAsync(
            screen.Output,
            null,
            capabilities.Select(capability => new[]
            {
                capability.Connection, capability.Name, capability.Passed ? "yes" : "no", capability.Required ? "yes" : "no", capability.Message,
            }[first..]).AsAsync(),
            () => [],
            cancellationToken);
    }

    /// <summary>Tells failures in full, for a table may have shortened them, with what to do.</summary>
    public static void TellFailures(Screen screen, IEnumerable<Capability> capabilities)
    {
        foreach (IGrouping<(string Message, string? Remedy), Capability> same in capabilities
            .Where(capability => !capability.Passed).GroupBy(capability => (capability.Message, capability.Remedy)))
        {
            string level = same.Any(capability => capability.Required) ? "error" : "note";
            screen.Tell($"{level}: {string.Join(", ", same.Select(capability => capability.Name).Distinct())}: {same.Key.Message} {same.Key.Remedy}".TrimEnd());
        }
    }
}
