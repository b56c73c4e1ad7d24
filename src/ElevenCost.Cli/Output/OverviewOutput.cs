using System.Text;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Charts;

namespace ElevenCost.Cli.Output;

/// <summary>Writes an overview as charts.</summary>
internal static class OverviewOutput
{
    public static async Task WriteAsync(Screen screen, CostOverview overview, int top, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> lines = CostOverviewText.Lines(overview, top, screen.Charts);
        await screen.Output.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), cancellationToken);
        await screen.Output.FlushAsync(cancellationToken);
        foreach (Warning warning in overview.Warnings)
        {
            screen.Warn(warning);
        }
    }
}
