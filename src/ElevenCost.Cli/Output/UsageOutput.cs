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
        var sums = new Sums(query.Cumulative);
        long count = await Rows.TableAsync(screen, ResultTables.Usage(query, showConnection), records.SelectAsync(sums.Add), cancellationToken, () => [sums]);
        if (count == 0)
        {
            screen.WriteMessage($"No usage is known in {query.Range}.");
        }
    }

    /// <summary>The sums so far; an unknown part makes a sum unknown. Of running sums those of each connection's last bucket count.</summary>
    private sealed class Sums(bool isOfRunningSums)
    {
        private readonly Dictionary<string, Sum> _byConnection = new(StringComparer.Ordinal);

        public long Credits => _byConnection.Values.Sum(sum => sum.Credits);

        public long? Requests => _byConnection.Values.Any(sum => sum.Requests is null) ? null : _byConnection.Values.Sum(sum => sum.Requests);

        public decimal? Minutes => _byConnection.Values.Any(sum => sum.Minutes is null) ? null : _byConnection.Values.Sum(sum => sum.Minutes);

        public UsageRecord Add(UsageRecord record)
        {
            bool goesOn = _byConnection.TryGetValue(record.Connection, out Sum? sum) && (!isOfRunningSums || (sum.Date, sum.StartedAt) == (record.Date, record.StartedAt));
            Sum before = goesOn ? sum! : new Sum(record.Date, record.StartedAt, 0, 0, 0);
            _byConnection[record.Connection] = before with
            {
                Credits = before.Credits + record.Credits, Requests = before.Requests + record.Requests, Minutes = before.Minutes + record.Minutes,
            };
            return record;
        }

        private sealed record Sum(DateTime Date, DateTime? StartedAt, long Credits, long? Requests, decimal? Minutes);
    }
}
