using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Series;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes a series as a table. It has no total: peaks and averages have none, and keys of some breakdowns overlap.</summary>
internal static class SeriesOutput
{
    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<SeriesRecord> records, SeriesQuery query, bool showConnection, CancellationToken cancellationToken)
    {
        if (await Rows.TableAsync(screen, ResultTables.Series(query).WithoutConnection(!showConnection), records, cancellationToken) == 0)
        {
            screen.WriteMessage($"No {query.Metric} is known in {query.Range}.");
        }
    }
}
