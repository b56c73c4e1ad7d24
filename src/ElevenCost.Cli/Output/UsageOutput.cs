using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes usage as a table.</summary>
internal static class UsageOutput
{
    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<UsageRecord> records, CostQuery query, bool showConnection, CancellationToken cancellationToken)
    {
        var sums = new Sums();
        long count = await Rows.TableAsync(screen, ResultTables.Usage(query, showConnection), records.SelectAsync(sums.Add), cancellationToken, () => [sums]);
        if (count == 0)
        {
            screen.WriteMessage($"No usage is known in {query.Range}.");
        }
    }

    /// <summary>The sums so far; an unknown part makes a sum unknown.</summary>
    private sealed class Sums
    {
        public long Credits { get; private set; }

        public long? Requests { get; private set; } = 0;

        public decimal? Minutes { get; private set; } = 0;

        public UsageRecord Add(UsageRecord record)
        {
            Credits += record.Credits;
            Requests += record.Requests;
            Minutes += record.Minutes;
            return record;
        }
    }
}
