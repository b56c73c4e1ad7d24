using System.Runtime.CompilerServices;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Api;

/// <summary>Reads the request log page by page, the latest request first: no row is lost, and none comes twice.</summary>
/// <remarks>
/// The log has no cursor, only times, and it does not say whether a bound is included, how exactly it compares times, or in which order rows
/// of one time come. So each page is asked for from a step above the oldest row that was seen, the step being the unit of the times that the
/// log shows; what comes again is known by its ID, and only the IDs of that step are remembered. The end is a page without anything new that
/// is shorter than an earlier one. A page without anything new that is as long as any may hide more requests of one instant than fit on a
/// page: then those that are known are excluded by their ID. Where that is rejected, there is no way on, and the failure says so.
/// </remarks>
internal sealed class RequestPages(IElevenLabsApi api)
{
    /// <summary>The API takes no bound before it.</summary>
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The most rows that the log gives at once.</summary>
    public const int LargestPage = 1000;

    /// <summary>How many rows of one instant are remembered at most, and named in a request to exclude them.</summary>
    public const int MostAtOneInstant = 20_000;

    /// <summary>The rows of a range.</summary>
    /// <param name="range">The instants.</param>
    /// <param name="conditions">What every row must fulfil.</param>
    /// <param name="search">A text to look for; null for none.</param>
    /// <param name="firstPage">How long the first page may be: 1 to 1,000; the others are as long as can be.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenLabsApiException"><c>RequestsNotSeparable</c>, <c>RequestsNotOrdered</c>, or what the API throws.</exception>
    public async IAsyncEnumerable<RequestRow> ReadAsync(
        InstantRange range, IReadOnlyList<RequestCondition> conditions, string? search, int firstPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new SeenRequests();
        DateTimeOffset from = range.From > Earliest ? range.From.AddMilliseconds(-1) : Earliest;
        var query = new RequestPageQuery(from, range.To, firstPage, conditions, search);
        int largest = 0;

        // Where a page was not full and yet not the last, the log gives fewer rows than are asked for.
        int ownLimit = int.MaxValue;
        bool wasShort = false;
        while (range.To > range.From)
        {
            RequestPage page = await api.GetRequestsAsync(query, cancellationToken);
            List<RequestRow> fresh = Fresh(page, seen);
            if (fresh.Count == 0 && page.Rows.Count > 0 && page.Rows.Count >= largest)
            {
                page = await BeyondAsync(query, page, page.Rows.Count >= Math.Min(query.Limit, ownLimit), seen, cancellationToken);
                fresh = Fresh(page, seen);
            }

            foreach (RequestRow row in fresh.Where(row => range.Contains(row.At)))
            {
                yield return row;
            }

            if (fresh.Count == 0)
            {
                yield break;
            }

            ownLimit = wasShort ? largest : ownLimit;
            wasShort = page.Rows.Count < query.Limit;
            largest = Math.Max(largest, page.Rows.Count);
            query = query with { To = seen.Forget(page.Rows[^1].At), Limit = LargestPage };
        }
    }

    private static List<RequestRow> Fresh(RequestPage page, SeenRequests seen)
    {
        for (int row = 1; row < page.Rows.Count; row++)
        {
            if (page.Rows[row].At > page.Rows[row - 1].At)
            {
                throw ApiErrors.OutOfOrder(page.Rows[row - 1].At, page.Rows[row].At);
            }
        }

        return seen.Take(page);
    }

    /// <summary>The page that follows one on which everything is known: that without what is known. Empty where there is nothing more.</summary>
    private async Task<RequestPage> BeyondAsync(
        RequestPageQuery query, RequestPage known, bool isFull, SeenRequests seen, CancellationToken cancellationToken)
    {
        DateTime instant = known.Rows[^1].At;
        if (known.IdColumn is not { } idColumn || known.Rows.Any(row => row.Id is null) || seen.Count > MostAtOneInstant)
        {
            return isFull ? throw ApiErrors.TooManyAtOneInstant(seen.Count, instant, null) : new RequestPage([], null);
        }

        RequestPage page;
        try
        {
            page = await api.GetRequestsAsync(query with { Conditions = [.. query.Conditions, new RequestCondition(idColumn, "not_in", [.. seen.Ids])] }, cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.Kind == ApiErrors.RequestRejected)
        {
            // A page that is not full ended by itself, as the limit is documented.
            return isFull ? throw ApiErrors.TooManyAtOneInstant(seen.Count, instant, e) : new RequestPage([], null);
        }

        return !isFull || page.Rows.Count == 0 || page.Rows.Any(row => row.Id is { } id && !seen.Contains(id))
            ? page
            : throw ApiErrors.TooManyAtOneInstant(seen.Count, instant, null);
    }
}
