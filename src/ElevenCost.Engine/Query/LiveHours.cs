using System.Collections.Concurrent;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Query;

/// <summary>
/// Reads usage by the hour from the workspace analytics: each day's hours against the day's total. The ledger gives names, groups and what was
/// told before. What was read is kept five minutes.
/// </summary>
/// <param name="open">Opens the API of a connection; it is closed after use.</param>
/// <param name="ledger">The ledger, for the names of IDs, the groups of past days, and what the key was found not to list.</param>
/// <param name="cache">Holds what was read.</param>
/// <param name="time">The clock.</param>
public sealed class LiveHours(
    Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, IUsageLedger ledger, HourCache cache, TimeProvider time) : IHourSource
{
    private const int WindowsAtOnce = 4;

    /// <summary>As many hours as a workspace of 2,000 keys can be asked for at a time.</summary>
    private const int LongestWindow = 4;

    /// <inheritdoc/>
    public async Task<HourlyUsage> ReadAsync(
        Connection connection, DateRange range, IReadOnlyList<Dimension> dimensions, Action<Warning> warn, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var key = (connection.Name, connection.BaseUri, connection.TimeZone, connection.Scope, connection.CreatedAt, range, string.Join(',', dimensions));
        if (cache.Find<HourlyUsage>(key, now) is { } known)
        {
            return known;
        }

        using IElevenLabsApi api = await open(connection, cancellationToken);
        HourlyUsage usage;
        try
        {
            usage = await ReadAsync(connection, api, range, dimensions, warn, cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
        {
            throw QueryErrors.HoursRefused(connection.Name, e);
        }

        cache.Keep(key, now, usage, usage.Windows.Sum(window => (long)window.Table.Count));
        return usage;
    }

    private async Task<HourlyUsage> ReadAsync(
        Connection connection, IElevenLabsApi api, DateRange range, IReadOnlyList<Dimension> dimensions, Action<Warning> warn, CancellationToken cancellationToken)
    {
        TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
        string? userId = connection.Scope == ConnectionScope.Account ? (await api.GetUserAsync(cancellationToken)).Id : null;

        // The query knows no groups: they are their users'.
        bool byGroup = dimensions.Contains(Dimension.Group);
        DirectorySections parts = (dimensions.Contains(Dimension.User) ? DirectorySections.Members : DirectorySections.None) | (byGroup ? DirectorySections.Groups : DirectorySections.None);
        Dimension[] asked = [.. dimensions.Select(dimension => dimension == Dimension.Group ? Dimension.User : dimension).Distinct()];
        var analytics = new AnalyticsWindows(api, zone, asked, userId, hourly: true);
        var windows = new ConcurrentBag<UsageWindow>();
        await Parallel.ForEachAsync(
            Pieces(range),
            new ParallelOptions { MaxDegreeOfParallelism = WindowsAtOnce, CancellationToken = cancellationToken },
            async (piece, token) =>
            {
                await foreach (UsageWindow window in analytics.ReadAsync(piece, token))
                {
                    windows.Add(window);
                }
            });
        WorkspaceDirectory? directory = parts == DirectorySections.None ? null
            : await WorkspaceDirectory.ReadAsync(connection, api, parts, ledger, warning => WarnOnce(connection, warning, warn), cancellationToken);
        NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
        names = directory is null ? names : names.With(directory.Names);
        UsageWindow[] ordered = [.. windows.OrderBy(window => window.Good.Concat(window.Failed.Keys).Min())];
        foreach (UsageWindow window in ordered)
        {
            names = names.With(directory is null ? window.Names : window.Names.With(new NameBook(NameBook.Empty.ApiKeys, directory.Names.Users)));
        }

        KeptGroups kept = byGroup ? await KeptGroups.ReadAsync(ledger, connection.Name, range, cancellationToken) : new KeptGroups();
        return new HourlyUsage(
            [.. ordered.Select(window => new HourlyWindow(window.Good, byGroup ? directory!.WithGroups(window.Table, kept) : window.Table, window.Starts ?? [], window.Currency))],
            ordered.SelectMany(window => window.Failed).ToDictionary(failed => failed.Key, failed => failed.Value),
            names);
    }

    /// <summary>A question writes no log, as a sync does, of what it told: that is remembered as long as the cache is there.</summary>
    private void WarnOnce(Connection connection, Warning warning, Action<Warning> warn)
    {
        if (cache.IsFirst((connection.Name, connection.BaseUri, connection.CreatedAt, warning.Id)))
        {
            warn(warning with { Message = $"{connection.Name}: {warning.Message}" });
        }
    }

    private static IEnumerable<DateRange> Pieces(DateRange range)
    {
        for (DateOnly first = range.Start; first <= range.End; first = first.AddDays(LongestWindow))
        {
            DateOnly last = first.AddDays(LongestWindow - 1);
            yield return new DateRange(first, last < range.End ? last : range.End);
        }
    }
}
