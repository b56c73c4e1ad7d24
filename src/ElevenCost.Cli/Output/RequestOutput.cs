using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes requests and their summaries as tables, as they come; times are those of the connection's zone.</summary>
internal static class RequestOutput
{
    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<RequestRecord> requests, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        Func<string, DateTime, DateTime> local = Clocks(connections);
        ReportIfNone(screen, await Rows.TableAsync(screen, ResultTables.Requests.WithoutConnection(connections.Count == 1),
            requests.SelectAsync(request => request with { At = local(request.Connection, request.At), Path = request.Path ?? request.Product }), cancellationToken, isLive: true));
    }

    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<RequestSummary> summaries, IReadOnlyList<Connection> connections, Granularity granularity, CancellationToken cancellationToken)
    {
        Func<string, DateTime, DateTime> local = Clocks(connections);
        ReportIfNone(screen, await Rows.TableAsync(screen, ResultTables.RequestSummaries(granularity).WithoutConnection(connections.Count == 1),
            summaries.SelectAsync(summary => summary with { StartsAt = local(summary.Connection, summary.StartsAt) }), cancellationToken, isLive: true));
    }

    private static Func<string, DateTime, DateTime> Clocks(IReadOnlyList<Connection> connections)
    {
        var zones = connections.ToDictionary(connection => connection.Name, connection => DayZone.Find(connection.TimeZone), StringComparer.Ordinal);
        return (connection, utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, zones[connection]);
    }

    private static void ReportIfNone(Screen screen, long count)
    {
        if (count == 0)
        {
            screen.WriteMessage("No requests.");
        }
    }
}
