using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Requests;

/// <summary>Reads the request log of connections live, a page at a time: the first row comes before the last page is asked for.</summary>
/// <param name="ledger">Where names of keys and users are stored, and the reset of the credits.</param>
/// <param name="open">Opens the API of a connection; it is disposed of here.</param>
/// <param name="time">The clock.</param>
public sealed class RequestLog(IUsageLedger ledger, Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, TimeProvider time)
{
    /// <summary>The requests that pass, connection by connection, the latest first. What is held are the rows of one page.</summary>
    /// <exception cref="ElevenCostException">The query is not valid, a key cannot be read, or what the API throws.</exception>
    public async IAsyncEnumerable<RequestRecord> ReadAsync(
        IReadOnlyList<Connection> connections, RequestQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new RequestFilter(query);
        foreach (Connection connection in connections)
        {
            InstantRange range = await RangeAsync(connection, query, cancellationToken);
            await foreach (RequestRecord request in ReadAsync(connection, query, filter, range, cancellationToken))
            {
                yield return request;
            }
        }
    }

    /// <summary>
    /// The requests that pass, by path and bucket: connection by connection, the latest bucket first, then by path. What is held is one bucket,
    /// so a summary comes as soon as its bucket is through.
    /// </summary>
    /// <exception cref="ElevenCostException">What <see cref="ReadAsync(IReadOnlyList{Connection}, RequestQuery, CancellationToken)"/> throws.</exception>
    public async IAsyncEnumerable<RequestSummary> SummarizeAsync(
        IReadOnlyList<Connection> connections, RequestQuery query, Granularity granularity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new RequestFilter(query);
        foreach (Connection connection in connections)
        {
            TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
            InstantRange range = await RangeAsync(connection, query, cancellationToken);
            RequestBucket? bucket = null;
            await foreach (RequestRecord request in ReadAsync(connection, query, filter, range, cancellationToken))
            {
                if (bucket?.Contains(request.At) != true)
                {
                    foreach (RequestSummary summary in bucket?.Summaries() ?? [])
                    {
                        yield return summary;
                    }

                    bucket = RequestBucket.Of(connection.Name, request.At, zone, granularity, range);
                }

                bucket.Add(request);
            }

            foreach (RequestSummary summary in bucket?.Summaries() ?? [])
            {
                yield return summary;
            }
        }
    }

    private async IAsyncEnumerable<RequestRecord> ReadAsync(
        Connection connection, RequestQuery query, RequestFilter filter, InstantRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
        using IElevenLabsApi api = await open(connection, cancellationToken);
        int left = query.Limit ?? int.MaxValue;
        await foreach (RequestRow row in RowsAsync(api, range, query, filter, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RequestRecord request = Record(connection, row, names);
            if (!filter.Takes(request))
            {
                continue;
            }

            yield return request;
            if (--left == 0)
            {
                break;
            }
        }
    }

    private static async IAsyncEnumerable<RequestRow> RowsAsync(
        IElevenLabsApi api, InstantRange range, RequestQuery query, RequestFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = new RequestPages(api);
        int firstPage = filter.IsWhole ? Math.Min(query.Limit ?? RequestPages.LargestPage, RequestPages.LargestPage) : RequestPages.LargestPage;
        if (filter.Conditions.Count == 0)
        {
            await foreach (RequestRow row in pages.ReadAsync(range, [], query.Text, firstPage, cancellationToken))
            {
                yield return row;
            }

            yield break;
        }

        // The columns that can be filtered by are not documented: where they are rejected, every row is read and held against the filters here.
        IAsyncEnumerator<RequestRow> rows = pages.ReadAsync(range, filter.Conditions, query.Text, firstPage, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            bool hasRow;
            try
            {
                hasRow = await rows.MoveNextAsync();
            }
            catch (ElevenLabsApiException e) when (e.Kind == ApiErrors.RequestRejected)
            {
                await rows.DisposeAsync();
                rows = pages.ReadAsync(range, [], query.Text, RequestPages.LargestPage, cancellationToken).GetAsyncEnumerator(cancellationToken);
                hasRow = await rows.MoveNextAsync();
            }

            while (hasRow)
            {
                yield return rows.Current;
                hasRow = await rows.MoveNextAsync();
            }
        }
        finally
        {
            await rows.DisposeAsync();
        }
    }

    private static RequestRecord Record(Connection connection, RequestRow row, NameBook names) => new()
    {
        Connection = connection.Name,
        At = row.At,
        RequestId = row.Id,
        Method = row.Method,
        Path = row.Path,
        Status = row.Status,
        Succeeded = row.Succeeded,
        LatencyMs = row.LatencyMs,
        Product = row.Product,
        Model = row.Model,
        ApiKey = row.ApiKeyName ?? DimensionLabel.Of(Dimension.ApiKey, row.ApiKeyId, names),
        ApiKeyId = row.ApiKeyId is { Length: > 0 } key ? key : null,
        User = DimensionLabel.Of(Dimension.User, row.UserId, names),
        UserId = row.UserId,
        Voice = row.Voice,
        Source = row.Source,
        Region = row.Region,
        Credits = row.Credits,
        Minutes = row.Minutes,
        ConsumedCost = row.Cost,
        Currency = row.Currency,
    };

    private async Task<InstantRange> RangeAsync(Connection connection, RequestQuery query, CancellationToken cancellationToken)
    {
        DateTime? reset = query.Range.Timeframe is Timeframe.BillingPeriod or Timeframe.LastBillingPeriod
            ? RangeWords.NextReset(await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken))
            : null;
        return query.Range.Resolve(DayZone.Find(connection.TimeZone), time.GetUtcNow(), reset);
    }
}
