using System.Runtime.CompilerServices;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>Streams usage and coverage from the ledger, and usage by the hour as it is read live.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: days after today are left out.</param>
/// <param name="hours">Where hours are read from; null if only days can be asked for.</param>
/// <param name="rules">The rules of cost centers, only asked where a query needs them; null for none.</param>
public sealed class UsageReader(
    IUsageLedger ledger, TimeProvider time, IHourSource? hours = null, Func<CancellationToken, Task<IReadOnlyList<CostCenterRule>>>? rules = null)
{
    /// <summary>
    /// The usage records within the query's range that pass its filters, by connection, then in order of time; summed by its groups and
    /// buckets where it has any.
    /// </summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read, hours cannot be read live, or the query is not valid.</exception>
    public IAsyncEnumerable<UsageRecord> ReadAsync(
        IReadOnlyList<Connection> connections, UsageQuery query, Action<Warning> warn, CancellationToken cancellationToken) =>
        ReadAsync(connections, query, warn, null, cancellationToken);

    /// <summary>The same, though the hours of a connection cannot be read.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="query">The query.</param>
    /// <param name="warn">Receives warnings.</param>
    /// <param name="failed">Receives the failure of each connection whose hours could not be read, while the others are answered; null to throw the first failure.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ElevenCostException">The ledger cannot be read, or the query is not valid.</exception>
    public async IAsyncEnumerable<UsageRecord> ReadAsync(
        IReadOnlyList<Connection> connections, UsageQuery query, Action<Warning> warn, Action<Connection, ElevenCostException>? failed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.Granularity == Granularity.Hour && hours is not null)
        {
            await foreach (UsageRecord record in ReadHoursAsync(hours, connections, query, warn, failed, cancellationToken))
            {
                yield return record;
            }

            yield break;
        }

        UnknownNames unknown = await UnknownNames.FindAsync(ledger, connections, query.Filters, cancellationToken);
        foreach (Warning warning in unknown.Warnings)
        {
            warn(warning);
        }

        // Refuses a granularity that the ledger does not keep before anything is read.
        BucketCalendar.BucketOf(query.Range.Start, query.Granularity, query.Range);
        bool isSummed = query.GroupBy.Count > 0 || query.Granularity != Granularity.Day || query.Cumulative;
        if (!isSummed && !query.AsksForCenters)
        {
            foreach (Connection connection in connections)
            {
                await foreach ((UsageTable table, int row, DayPlan plan, NameBook names) in new LedgerScan(ledger, query, time).ReadRowsAsync(connection, warn, cancellationToken))
                {
                    yield return Record(connection, table, row, plan, names);
                }
            }

            yield break;
        }

        // Records that are filtered by center are groups of every dimension: a rule may split one.
        UsageQuery asked = isSummed ? query : query with { GroupBy = UsageTable.RecordDimensions };
        RuleBook? book = query.AsksForCenters ? new RuleBook(rules is null ? [] : await rules(cancellationToken)) : null;
        GroupedUsage usage = await new LedgerScan(ledger, asked, time).GroupAsync(connections, new UsageReading { ByConnection = true, Rules = book }, cancellationToken);
        foreach (Warning warning in usage.Warnings)
        {
            warn(warning);
        }

        // Rows of 0 would pass for facts about a name that is mistyped.
        foreach (UsageRecord record in unknown.MatchNothing ? [] : Sums(connections, asked, usage))
        {
            yield return record;
        }

        foreach (Warning warning in usage.Rules?.Warnings(query.Range, query.LeavesUsageOut) ?? [])
        {
            warn(warning);
        }
    }

    private async IAsyncEnumerable<UsageRecord> ReadHoursAsync(
        IHourSource source, IReadOnlyList<Connection> connections, UsageQuery query, Action<Warning> warn, Action<Connection, ElevenCostException>? failed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var unread = new List<UnreadConnection>();
        foreach (Connection connection in connections)
        {
            GroupedUsage usage = await new HourScan(source, query, time).GroupAsync([connection], new UsageReading { ByConnection = true }, failed is not null, cancellationToken);
            unread.AddRange(usage.Unread);
            foreach (UnreadConnection one in usage.Unread)
            {
                failed!(one.Connection, one.Failure);
            }

            foreach (Warning warning in usage.Warnings)
            {
                warn(warning);
            }

            foreach (UsageRecord record in Sums([connection], query, usage))
            {
                yield return record;
            }
        }

        foreach (Warning warning in HourScan.WarningsOf(unread, connections))
        {
            warn(warning);
        }
    }

    /// <summary>One row a day of the range, missing days too, by connection, then in order of time.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="range">The days; null for the earliest kept day to today.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<CoverageRecord> ReadCoverageAsync(
        IReadOnlyList<Connection> connections, DateRange? range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Connection connection in connections)
        {
            DateOnly today = DayZone.Find(connection.TimeZone).Today(time);
            DateTime now = time.GetUtcNow().UtcDateTime;
            IReadOnlyList<DayEntry> entries = await ledger.ReadDaysAsync(connection.Name, range, cancellationToken);
            DateOnly start = range?.Start ?? (entries.Count > 0 ? entries[0].Date : today);
            DateOnly end = range is { } asked && asked.End < today ? asked.End : today;
            if (start > end)
            {
                continue;
            }

            Dictionary<DateOnly, DayEntry> byDay = entries.ToDictionary(entry => entry.Date);
            foreach (DateOnly day in new DateRange(start, end).EachDay())
            {
                DayEntry? entry = byDay.GetValueOrDefault(day);
                yield return new CoverageRecord
                {
                    Connection = connection.Name,
                    Date = day.ToDateTime(TimeOnly.MinValue),
                    State = entry?.StateAt(now) ?? DayState.Missing,
                    SyncedAt = entry?.SyncedAt,
                    Records = entry?.Records,
                    Credits = entry is null || (entry.State == DayState.Failed && entry.Rows == 0) ? null : entry.Credits,
                    Source = entry?.Source.ToString(),
                    Reason = entry?.Reason,
                };
            }
        }
    }

    private static UsageRecord Record(Connection connection, UsageTable table, int row, DayPlan plan, NameBook names)
    {
        string?[] ids = [.. table.Dimensions.Select(column => column.Index[row] == DimensionColumn.Unknown ? null : column.Values[column.Index[row]])];
        Completeness completeness = plan.PricedAs.State switch
        {
            DayState.Failed => Completeness.Partial,
            DayState.Provisional => Completeness.Provisional,
            _ => Completeness.Final,
        };
        return Record(connection, Bucket.Of(DateOnly.FromDayNumber(table.Day[row])), ids, null, names, plan.PricedAs, completeness, DateOnly.FromDayNumber(table.Day[row]).ToDateTime(TimeOnly.MinValue),
            table.Credits[row], table.Requests[row], table.Minutes[row], table.ConsumedCost[row]);
    }

    private static IEnumerable<UsageRecord> Sums(IReadOnlyList<Connection> connections, UsageQuery query, GroupedUsage usage)
    {
        CenterSplit? split = usage.Rules is null ? null : new CenterSplit(usage.Rules.Results, null);
        ILookup<string?, UsageGroup> byConnection = usage.Groups.ToLookup(group => group.Connection);
        return connections.SelectMany(connection => Sums(connection, query, [.. byConnection[connection.Name]], usage, split));
    }

    private static IEnumerable<UsageRecord> Sums(Connection connection, UsageQuery query, List<UsageGroup> groups, GroupedUsage usage, CenterSplit? split)
    {
        NameBook names = usage.Names;
        BucketCompleteness buckets = query.Cumulative ? usage.Buckets.Cumulated() : usage.Buckets;
        var filter = new UsageFilter(query.Filters);
        Dimension[] dimensions = [.. query.GroupBy.Where(dimension => dimension != Dimension.Connection)];
        var byGroup = groups
            .GroupBy(group => (group.Bucket, group.PricedAs.ConsumedCurrency, Ids: string.Join('\u001f', group.Ids.Select(id => id ?? "\u0000"))))
            .Select(same => (same.Key.Bucket, same.First().Ids, Parts: (List<PricedPart>)[.. same.Select(group => new PricedPart(group.PricedAs, group.Sums, group.Attribution))]))
            .SelectMany(group => Centers(group.Parts).Select(center => new SummedGroup(group.Bucket, group.Ids, center.Center, center.Parts, center.Sums)));
        var ordered = (query.Cumulative ? Accumulate(byGroup, usage.Buckets, connection.Name) : byGroup)
            .OrderBy(group => group.Bucket.Ticks)
            .ThenBy(group => dimensions.Select(dimension => dimension == Dimension.CostCenter ? group.Center
                : DimensionLabel.Of(dimension, group.Ids[UsageTable.IndexOf(dimension)], names)).ToArray(), OrdinalOrder.Instance)
            .ThenBy(group => group.Ids, OrdinalOrder.Instance)
            .ThenBy(group => group.Parts[0].PricedAs.ConsumedCurrency, StringComparer.Ordinal);
        foreach ((Bucket bucket, string?[] ids, string? center, List<PricedPart> parts, UsageSums sums) in ordered)
        {
            Completeness completeness = buckets.Of(bucket, connection.Name);
            DayState state = parts.Exists(part => part.PricedAs.State == DayState.Failed) ? DayState.Failed
                : completeness == Completeness.Partial ? DayState.Missing
                : parts.Exists(part => part.PricedAs.State == DayState.Provisional) ? DayState.Provisional
                : DayState.Final;
            yield return Record(connection, bucket, ids, center, names, parts[0].PricedAs with { State = state }, completeness, BucketCalendar.EndOf(bucket, query.Granularity, query.Range),
                sums.Credits, sums.LacksRequests ? null : sums.Requests, sums.LacksMinutes ? null : ScaledDecimal.Plain(sums.Minutes),
                sums.UnvaluedRows > 0 ? null : ScaledDecimal.Plain(sums.Consumed));
        }

        IEnumerable<(string? Center, List<PricedPart> Parts, UsageSums Sums)> Centers(List<PricedPart> parts)
        {
            if (split is null)
            {
                return [(null, parts, GroupSums.Of(parts, null).Usage)];
            }

            CenterUsage[] centers = [.. split.Of(parts).Where(center => filter.TakesCenter(center.Center))];
            return query.GroupsBy(Dimension.CostCenter) ? centers.Select(center => ((string?)center.Center, center.Parts, center.Sums.Usage))
                : centers.Length == 0 ? []
                : [(null, [.. centers.SelectMany(center => center.Parts)], centers.Aggregate(default(GroupSums), (sums, center) => sums.With(center.Sums)).Usage)];
        }
    }

    /// <summary>For each bucket of a connection of which a part is known, every group seen so far with its sums so far.</summary>
    private static List<SummedGroup> Accumulate(IEnumerable<SummedGroup> groups, BucketCompleteness buckets, string connection)
    {
        ILookup<Bucket, SummedGroup> byBucket = groups.ToLookup(group => group.Bucket);
        var soFar = new Dictionary<string, SummedGroup>(StringComparer.Ordinal);
        var accumulated = new List<SummedGroup>();
        foreach (BucketNote note in buckets.InOrder.Where(note => buckets.Has(note.Key.Bucket, connection)))
        {
            foreach (SummedGroup group in byBucket[note.Key.Bucket])
            {
                string key = string.Join('\u001f', group.Ids.Append(group.Center).Append(group.Parts[0].PricedAs.ConsumedCurrency).Select(id => id ?? "\u0000"));
                soFar[key] = soFar.TryGetValue(key, out SummedGroup? before) ? before.With(group) : group;
            }

            accumulated.AddRange(soFar.Values.Select(group => group with { Bucket = note.Key.Bucket }));
        }

        return accumulated;
    }

    private static UsageRecord Record(
        Connection connection, Bucket bucket, string?[] ids, string? center, NameBook names, PricedAs pricedAs, Completeness completeness, DateTime? end,
        long credits, long? requests, decimal? minutes, decimal? cost)
    {
        return new UsageRecord
        {
            Connection = connection.Name,
            Date = bucket.Date,
            StartedAt = bucket.StartedAt,
            EndDate = end,
            Product = Label(Dimension.Product),
            Model = Label(Dimension.Model),
            ApiKey = Label(Dimension.ApiKey),
            ApiKeyId = ids[UsageTable.IndexOf(Dimension.ApiKey)] is { Length: > 0 } id ? id : null,
            Voice = Label(Dimension.Voice),
            User = Label(Dimension.User),
            Group = Label(Dimension.Group),
            Source = Label(Dimension.Source),
            Region = Label(Dimension.Region),
            CostCenter = center,
            Credits = credits,
            Requests = requests,
            Minutes = minutes,
            ConsumedCost = cost,
            Currency = cost is null ? null : pricedAs.ConsumedCurrency,
            State = pricedAs.State,
            Completeness = completeness,
        };

        string? Label(Dimension dimension) => DimensionLabel.Of(dimension, ids[UsageTable.IndexOf(dimension)], names);
    }

    /// <summary>A group of usage and its sums. Immutable by agreement.</summary>
    /// <param name="Bucket">The bucket.</param>
    /// <param name="Ids">The IDs by record dimension.</param>
    /// <param name="Center">The cost center; null if not grouped by it.</param>
    /// <param name="Parts">What it is made of: of running sums one part for each state of a day.</param>
    /// <param name="Sums">The sums of the parts.</param>
    private sealed record SummedGroup(Bucket Bucket, string?[] Ids, string? Center, List<PricedPart> Parts, UsageSums Sums)
    {
        public SummedGroup With(SummedGroup later)
        {
            UsageSums sums = Sums;
            sums.Add(later.Sums);
            return this with { Parts = [.. Parts.Concat(later.Parts).DistinctBy(part => part.PricedAs.State)], Sums = sums };
        }
    }

    /// <summary>Orders lists of texts by their first difference, by code point.</summary>
    private sealed class OrdinalOrder : IComparer<string?[]>
    {
        public static OrdinalOrder Instance { get; } = new();

        public int Compare(string?[]? x, string?[]? y) =>
            x!.Zip(y!, string.CompareOrdinal).FirstOrDefault(order => order != 0);
    }
}
