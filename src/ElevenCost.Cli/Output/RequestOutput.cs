using System.Globalization;
using System.Runtime.CompilerServices;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Cli.Output;

/// <summary>Writes requests and their summaries as tables, as they come; times are those of the connection's zone.</summary>
internal static class RequestOutput
{
    private const string Unknown = "-";

    private static readonly TableColumn[] Columns =
    [
        new("Connection", CanShorten: true), new("Time"), new("Path", CanShorten: true), new("Status"), new("Ms", IsNumber: true),
        new("Model", CanShorten: true), new("API key", CanShorten: true), new("Credits", IsNumber: true),
    ];

    private static readonly TableColumn[] SummaryColumns =
    [
        new("Connection", CanShorten: true), new("From"), new("Path", CanShorten: true), new("Requests", IsNumber: true), new("Success", IsNumber: true),
        new("Average ms", IsNumber: true), new("p50", IsNumber: true), new("p95", IsNumber: true),
    ];

    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<RequestRecord> requests, IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        int first = First(connections);
        Dictionary<string, TimeZoneInfo> zones = Zones(connections);
        long count = await new TextTable(Columns[first..], screen.Width, isLive: true).WriteAsync(
            screen.Output,
            null,
            RowsAsync(requests, request => new[]
            {
                request.Connection, Time(request.At, zones[request.Connection], "yyyy-MM-dd HH:mm:ss"), request.Path ?? request.Product ?? Unknown,
                request.Status?.ToString(CultureInfo.InvariantCulture) ?? (request.Succeeded switch { true => "ok", false => "failed", null => Unknown }),
                Figures.Count((long?)request.LatencyMs), request.Model ?? Unknown, request.ApiKey ?? Unknown, Figures.Count(request.Credits),
            }[first..], cancellationToken),
            () => [],
            cancellationToken);
        TellNone(screen, count);
    }

    public static async Task WriteTableAsync(
        Screen screen, IAsyncEnumerable<RequestSummary> summaries, IReadOnlyList<Connection> connections, Granularity granularity, CancellationToken cancellationToken)
    {
        int first = First(connections);
        Dictionary<string, TimeZoneInfo> zones = Zones(connections);
        long count = await new TextTable(SummaryColumns[first..], screen.Width, isLive: true).WriteAsync(
            screen.Output,
            null,
            RowsAsync(summaries, summary => new[]
            {
                summary.Connection,
                granularity == Granularity.Day ? Figures.Day(summary.Date) : Time(summary.StartsAt, zones[summary.Connection], "yyyy-MM-dd HH:mm"),
                summary.Path ?? Unknown, Figures.Count(summary.Requests),
                summary.SuccessRate?.ToString("P1", CultureInfo.InvariantCulture) ?? Unknown,
                Figures.Count(Whole(summary.AverageLatencyMs)), Figures.Count(summary.P50LatencyMs), Figures.Count(summary.P95LatencyMs),
            }[first..], cancellationToken),
            () => [],
            cancellationToken);
        TellNone(screen, count);
    }

    private static int First(IReadOnlyList<Connection> connections) => connections.Count > 1 ? 0 : 1;

    private static Dictionary<string, TimeZoneInfo> Zones(IReadOnlyList<Connection> connections) =>
        connections.ToDictionary(connection => connection.Name, connection => DayZone.Find(connection.TimeZone), StringComparer.Ordinal);

    /// <summary>As the module's views round: half away from zero.</summary>
    private static long? Whole(decimal? milliseconds) =>
        milliseconds is { } value ? (long)decimal.Round(value, MidpointRounding.AwayFromZero) : null;

    private static string Time(DateTime utc, TimeZoneInfo zone, string format) =>
        TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString(format, CultureInfo.InvariantCulture);

    private static async IAsyncEnumerable<string[]> RowsAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string[]> row, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            yield return row(item);
        }
    }

    private static void TellNone(Screen screen, long count)
    {
        if (count == 0)
        {
            screen.Tell("No requests.");
        }
    }
}
