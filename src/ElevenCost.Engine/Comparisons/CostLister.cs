using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Comparisons;

/// <summary>Lists cost: groups without a bucket by cost, the largest first; the first groups alone, shares and the period before if asked for.</summary>
/// <param name="costs">The costs.</param>
public sealed class CostLister(CostCalculator costs)
{
    /// <summary>Answers a query over some connections.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The query.</param>
    /// <param name="list">How its rows are listed.</param>
    /// <param name="failed">As for <see cref="CostCalculator.QueryAsync(IReadOnlyList{Connection}, CostQuery, Action{Connection, ElevenCostException}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>PreviousNeedsTotal</c>, or what a cost query throws.</exception>
    public async Task<CostResult> QueryAsync(
        IReadOnlyList<Connection> connections, CostQuery query, CostListOptions list, Action<Connection, ElevenCostException>? failed, CancellationToken cancellationToken)
    {
        if (list.WithPrevious && (query.Granularity != Granularity.Total || query.Cumulative))
        {
            throw ComparisonErrors.NotByBucket();
        }

        CostResult result = list.WithPrevious
            ? Compared(await RangePair.QueryAsync(costs, connections, query, ComparisonOptions.PreviousOf(query.Range), cancellationToken))
            : await costs.QueryAsync(connections, query, failed, cancellationToken);
        return List(result, query, list);
    }

    /// <summary>A result's rows as they are listed.</summary>
    internal static CostResult List(CostResult result, CostQuery query, CostListOptions list)
    {
        // Rows of 0 would pass for facts about a name that is mistyped; a warning says so.
        if (result.IsNameUnknown)
        {
            return result with { Rows = [], Totals = [] };
        }

        IReadOnlyList<CostRecord> rows = result.Rows;
        if (query is { Granularity: Granularity.Total, GroupBy.Count: > 0 })
        {
            rows = LargestFirst(rows);
        }

        if (list.Parts == ListedParts.None)
        {
            return result with { Rows = rows };
        }

        string? only = OnlyCurrency(result.Totals);
        if (list.Top is { } top && query.GroupBy.Count > 0)
        {
            rows = FirstOnes(rows, query, top, only);
        }

        // Amounts of two currencies have no common total.
        decimal? whole = list.WithShare && only is not null ? result.Totals.First(total => total.Currency == only).Cost : null;
        var origins = new Dictionary<CostQuestion, CostOrigin>(ReferenceEqualityComparer.Instance);
        return result with
        {
            Rows =
            [
                .. rows.Select(row => row with
                {
                    Groups = list.Top is null ? null : row.Groups ?? 1,
                    SharePercent = ComparedSums.Percent(row.Cost, whole),
                    Origin = OriginOf(row.Origin),
                }),
            ],
            Totals = [.. result.Totals.Select(total => total with { SharePercent = list.WithShare && total.Currency == only ? ComparedSums.Percent(total.Cost, whole) : null })],
        };

        CostOrigin OriginOf(CostOrigin origin)
        {
            if (origin.Question is not { } question)
            {
                return origin;
            }

            if (!origins.TryGetValue(question, out CostOrigin listed))
            {
                origins.Add(question, listed = new CostOrigin(question with { Listed = list.Parts }));
            }

            return listed;
        }
    }

    private static string? OnlyCurrency(IReadOnlyList<CostTotal> totals) => totals.Where(total => total.Currency is not null).Take(2).ToArray() is [var only] ? only.Currency : null;

    /// <summary>By currency, those without a price last; then by cost, then by credits, the largest first; else as they were.</summary>
    /// <remarks>By hand: sorting by keys that are values is generic code over them, which each process would compile again before its first answer.</remarks>
    private static List<CostRecord> LargestFirst(IReadOnlyList<CostRecord> rows)
    {
        var places = new List<PlacedRow>(rows.Count);
        for (int place = 0; place < rows.Count; place++)
        {
            places.Add(new PlacedRow(rows[place], place));
        }

        places.Sort(static (left, right) => Compare(left, right));
        var ordered = new List<CostRecord>(rows.Count);
        foreach (PlacedRow placed in places)
        {
            ordered.Add(placed.Row);
        }

        return ordered;
    }

    private static int Compare(PlacedRow left, PlacedRow right)
    {
        (CostRecord first, CostRecord second) = (left.Row, right.Row);
        return first.Currency is null != second.Currency is null ? (first.Currency is null ? 1 : -1)
            : string.CompareOrdinal(first.Currency, second.Currency) is not 0 and int byCurrency ? byCurrency
            : decimal.Compare(second.Cost ?? 0, first.Cost ?? 0) is not 0 and int byCost ? byCost
            : second.Credits.CompareTo(first.Credits) is not 0 and int byCredits ? byCredits
            : left.Place.CompareTo(right.Place);
    }

    /// <summary>The rows of the groups of each currency that cost most, and one row a bucket of all others.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="query">The query.</param>
    /// <param name="top">How many groups have rows of their own.</param>
    /// <param name="only">The one currency of the result, which what has no price belongs to; null if there are several.</param>
    private static List<CostRecord> FirstOnes(IReadOnlyList<CostRecord> rows, CostQuery query, int top, string? only)
    {
        var shown = new HashSet<(GroupLabels, string?)>();
        foreach (IGrouping<string?, IGrouping<(GroupLabels, string?), CostRecord>> same in rows.GroupBy(KeyOf).GroupBy(group => group.Key.Item2))
        {
            (GroupLabels, string?)[] groups =
            [
                .. same.OrderBy(group => CostOf(group) is null).ThenByDescending(CostOf).ThenByDescending(group => group.Sum(row => row.Credits)).ThenBy(group => group.Key.Item1)
                    .Select(group => group.Key),
            ];

            // A single group that is left needs no more room under its own name.
            shown.UnionWith(groups.Length == top + 1 ? groups : groups.Take(top));
        }

        var listed = new List<CostRecord>();
        foreach (IGrouping<(DateTime, DateTime?), CostRecord> bucket in rows.GroupBy(row => (row.Date, row.StartedAt)))
        {
            listed.AddRange(bucket.Where(row => shown.Contains(KeyOf(row))));
            listed.AddRange(bucket.Where(row => !shown.Contains(KeyOf(row))).GroupBy(row => KeyOf(row).Item2).Select(rest => Rest([.. rest], query)));
        }

        return listed;

        (GroupLabels, string?) KeyOf(CostRecord row) => (GroupLabels.Of(row, query.GroupBy), only ?? row.Currency);

        // A running sum is the last one, and no more.
        decimal? CostOf(IEnumerable<CostRecord> group) => query.Cumulative ? group.Last().Cost : group.Any(row => row.Cost is not null) ? group.Sum(row => row.Cost ?? 0) : null;
    }

    /// <summary>One row of several groups, without their names; of a single group that row, which keeps them.</summary>
    private static CostRecord Rest(List<CostRecord> rows, CostQuery query) => rows is [var only] ? only : Sum(rows) with
    {
        Connection = query.GroupBy.Contains(Dimension.Connection) ? null : rows[0].Connection,
        Product = null,
        Model = null,
        ApiKey = null,
        ApiKeyId = null,
        Voice = null,
        User = null,
        Group = null,
        Source = null,
        Region = null,
        CostCenter = null,
        Groups = rows.Count,
    };

    /// <summary>The sums of rows of one currency, those without a price among them, with the names of the first one.</summary>
    private static CostRecord Sum(List<CostRecord> rows)
    {
        if (rows is [var only])
        {
            return only;
        }

        decimal? previous = rows.Exists(row => row.PreviousCost is not null) ? rows.Sum(row => row.PreviousCost ?? 0) : null;
        decimal? change = rows.TrueForAll(row => row.Change is not null) ? rows.Sum(row => row.Change) : null;
        return rows[0] with
        {
            Credits = rows.Sum(row => row.Credits),
            Minutes = rows.TrueForAll(row => row.Minutes is not null) ? rows.Sum(row => row.Minutes) : null,
            Requests = rows.TrueForAll(row => row.Requests is not null) ? rows.Sum(row => row.Requests) : null,
            Characters = rows.TrueForAll(row => row.Characters is not null) ? rows.Sum(row => row.Characters) : null,
            Cost = rows.Exists(row => row.Cost is not null) ? rows.Sum(row => row.Cost ?? 0) : null,
            Currency = rows.Find(row => row.Currency is not null)?.Currency,
            PriceVersion = PriceVersions.Join(rows.Select(row => row.PriceVersion)),
            Completeness = rows.Max(row => row.Completeness),
            UnpricedCredits = rows.Sum(row => row.UnpricedCredits),
            PreviousCost = previous,
            Change = change,
            ChangePercent = ComparedSums.Percent(change, previous),
        };
    }

    /// <summary>The rows of a range with the cost of their groups in the range before. A group of that range alone is a row without usage.</summary>
    private static CostResult Compared(RangePair pair)
    {
        IReadOnlyList<Dimension> groupBy = pair.Query.GroupBy;
        var groups = new ComparedGroups(groupBy, [.. pair.Now.Rows, .. pair.Before.Rows]) { IsPreviousKnown = pair.Before.IsAnyDayKnown };

        // Several rows can be of one group: voices and users of one name, and usage without a price beside its currency.
        Dictionary<ComparedGroup, List<CostRecord>> now = ByGroup(pair.Now.Rows, isNow: true);
        Dictionary<ComparedGroup, List<CostRecord>> before = ByGroup(pair.Before.Rows, isNow: false);
        CostRecord[] compared =
        [
            .. now.Select(rows => Row(rows.Key, Sum(rows.Value))),
            .. before.Where(rows => !now.ContainsKey(rows.Key)).Select(rows => Row(rows.Key, Without(Sum(rows.Value), pair))),
        ];
        IEnumerable<CostTotal> all = pair.Now.Totals.Concat(pair.Before.Totals.Where(before => pair.Now.Totals.All(now => now.Currency != before.Currency))
            .Select(before => new CostTotal(before.Currency, null, 0, 0, 0, 0)));
        return pair.Now with
        {
            Rows = compared,
            Totals = [.. all.Select(total => TotalOf(total, [.. groups.All.Where(group => group.Currency == total.Currency)]))],
            Warnings = pair.Warnings,
            Completeness = pair.Completeness,
        };

        Dictionary<ComparedGroup, List<CostRecord>> ByGroup(IReadOnlyList<CostRecord> rows, bool isNow)
        {
            var found = new Dictionary<ComparedGroup, List<CostRecord>>();
            foreach (CostRecord row in rows)
            {
                ComparedGroup group = groups.Of(row);
                group.Add(row, isNow);
                if (!found.TryGetValue(group, out List<CostRecord>? same))
                {
                    found.Add(group, same = []);
                }

                same.Add(row);
            }

            return found;
        }

        CostRecord Row(ComparedGroup group, CostRecord row) => row with
        {
            PreviousCost = group.PreviousCost,
            Change = group.Change,
            ChangePercent = ComparedSums.Percent(group.Change, group.PreviousCost),
            Currency = row.Currency ?? (group.PreviousCost is null ? null : group.Currency),
            Completeness = group.IsInBoth && group.Completeness > row.Completeness ? group.Completeness
                : group.IsInBoth ? row.Completeness : pair.Completeness,
        };
    }

    /// <summary>A total with the sums of its groups.</summary>
    private static CostTotal TotalOf(CostTotal total, ComparedGroup[] groups)
    {
        var sums = ComparedSums.Of(groups);
        return total with { Cost = total.Cost ?? sums.Cost, PreviousCost = sums.PreviousCost, Change = sums.Change, ChangePercent = sums.ChangePercent };
    }

    /// <summary>A row of the range before as one of the range, in which its group has no usage.</summary>
    private static CostRecord Without(CostRecord before, RangePair pair) => before with
    {
        Date = pair.Query.Range.Start.ToDateTime(TimeOnly.MinValue),
        EndDate = pair.Query.Range.End.ToDateTime(TimeOnly.MinValue),
        Credits = 0,
        Minutes = 0,
        Requests = 0,
        Characters = before.Characters is null ? null : 0,
        Cost = before.Currency is null ? null : 0,
        PriceVersion = null,
        UnpricedCredits = 0,
        Origin = before.Origin.Question is { } question ? new CostOrigin(question with { Range = pair.Query.Range }) : before.Origin,
    };

    /// <summary>A row and where it stood.</summary>
    private sealed record PlacedRow(CostRecord Row, int Place);
}
