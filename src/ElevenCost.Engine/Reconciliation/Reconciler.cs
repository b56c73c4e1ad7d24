using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>
/// Sets side by side what should agree: the analytics query, the deprecated usage statistics, the ledger, and the subscription's credits and
/// invoices; and says of each difference how large it is and why it is there. Changes nothing.
/// </summary>
/// <param name="ledger">The ledger.</param>
/// <param name="prices">The prices of a connection.</param>
/// <param name="open">Opens the API of a connection; it is closed after use.</param>
/// <param name="time">The clock.</param>
public sealed class Reconciler(
    IUsageLedger ledger,
    Func<Connection, CancellationToken, Task<IPriceBook>> prices,
    Func<Connection, CancellationToken, Task<IElevenLabsApi>> open,
    TimeProvider time)
{
    /// <summary>The comparisons of some connections, by connection, then by check and day; of agreeing figures too.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="range">The days, in each connection's own zone; days after today are left out.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger cannot be read, or the API can't be reached or refuses the key. An endpoint that is closed to a valid key is a record.</exception>
    public async IAsyncEnumerable<ReconciliationRecord> CompareAsync(
        IReadOnlyList<Connection> connections, DateRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Connection connection in connections)
        {
            TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
            DateOnly today = zone.Today(time);
            if (range.Start > today)
            {
                continue;
            }

            var days = new DateRange(range.Start, range.End < today ? range.End : today);
            using IElevenLabsApi api = await open(connection, cancellationToken);
            foreach (ReconciliationRecord record in await CompareUsageAsync(connection, api, zone, days, today, cancellationToken))
            {
                yield return record;
            }

            foreach (ReconciliationRecord record in await CompareMoneyAsync(connection, api, zone, days, today, cancellationToken))
            {
                yield return record;
            }
        }
    }

    private async Task<IEnumerable<ReconciliationRecord>> CompareUsageAsync(
        Connection connection, IElevenLabsApi api, TimeZoneInfo zone, DateRange range, DateOnly today, CancellationToken cancellationToken)
    {
        string? userId = connection.Scope == ConnectionScope.Account ? (await api.GetUserAsync(cancellationToken)).Id : null;
        var closed = new List<ReconciliationRecord>();
        AnalyticsFigures? analytics = await TryAsync(
            () => AnalyticsFigures.ReadAsync(api, connection, zone, range, userId, cancellationToken), ReconciliationCheck.AnalyticsRows, EndpointChecks.AnalyticsName);
        StatisticsFigures? statistics = await TryAsync(
            () => StatisticsFigures.ReadAsync(api, connection, zone, range, cancellationToken), ReconciliationCheck.StatisticsSlice, EndpointChecks.StatisticsName);
        bool isUtc = zone.IsUtc();
        Dictionary<DateOnly, DaySums>? utcDays = analytics is null || isUtc ? null
            : DaySums.ByDay((await api.QueryAnalyticsAsync(new AnalyticsQuery(range, TimeZoneInfo.Utc, [], userId), cancellationToken)).Table);

        var judge = new DayJudge(today, analytics?.Keyless);
        var endpoints = new EndpointChecks(connection.Name, range, judge, analytics, statistics, utcDays, isUtc);
        List<ReconciliationRecord> between = [.. endpoints.Endpoints()];
        var creditFindings = between.Where(record => record is { Unit: "credits" })
            .ToDictionary(record => DateOnly.FromDateTime(record.From), record => new Finding(record.Cause, record.Explanation));
        IReadOnlyList<DayEntry> entries = await ledger.ReadDaysAsync(connection.Name, range, cancellationToken);
        var kept = new LedgerChecks(connection.Name, range, zone, entries.ToDictionary(entry => entry.Date), analytics, statistics, utcDays);
        return
        [
            .. closed, .. between, .. endpoints.Rows(), .. endpoints.Slices(), .. endpoints.FiatUnits(), .. kept.AgainstAnalytics(), .. kept.AgainstStatistics(creditFindings),
            .. kept.AgainstItself(await ledger.CheckContentAsync(connection.Name, range, cancellationToken)),
        ];

        async Task<T?> TryAsync<T>(Func<Task<T>> read, ReconciliationCheck check, string name)
            where T : class
        {
            try
            {
                return await read();
            }
            catch (ElevenLabsApiException e) when (e.IsEndpointClosed || e.Kind == ApiErrors.TimeZoneNotSupported)
            {
                closed.Add(new Comparison(connection.Name, check, range, name, null, "everything else", null, "credits")
                    .With(new Finding(DifferenceCause.NotReadable, $"{e.Message} {e.Remedy}".TrimEnd())));
                return null;
            }
        }
    }

    /// <summary>
    /// Consumed value against the fee of every billing month that the range touches; what is told as of now alone only where the range reaches
    /// into the month that has begun.
    /// </summary>
    private async Task<IEnumerable<ReconciliationRecord>> CompareMoneyAsync(
        Connection connection, IElevenLabsApi api, TimeZoneInfo zone, DateRange range, DateOnly today, CancellationToken cancellationToken)
    {
        IPriceBook book = await prices(connection, cancellationToken);
        SubscriptionSnapshot? subscription = null;
        var records = new List<ReconciliationRecord>();
        try
        {
            subscription = await api.GetSubscriptionAsync(cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
        {
            records.Add(new Comparison(connection.Name, ReconciliationCheck.BillingMonthCredits, new DateRange(today, today),
                MoneyChecks.CreditsName, null, EndpointChecks.AnalyticsName, null, "credits")
                .With(new Finding(DifferenceCause.NotReadable, $"{e.Message} {e.Remedy}".TrimEnd())));
        }

        DateTime? start = subscription is null ? null : StartOf(book, subscription, today);
        DateOnly? running = start is { } reset ? zone.DayOf(new DateTimeOffset(reset)) : book.BillingMonthOf(today)?.Days.Start;

        // Where no month is known, today alone is what the subscription reports.
        DateOnly first = running ?? today;
        if (range.Start < first)
        {
            var past = new DateRange(range.Start, range.End < first ? range.End : first.AddDays(-1));
            records.AddRange(await new FeeChecks(connection.Name, ledger, book).CompareAsync(past, running, cancellationToken));
        }

        if (subscription is null)
        {
            return records;
        }

        records.AddRange(range.End < first
            ? MoneyChecks.NotReached(connection.Name, range, running)
            : await CompareWithNowAsync(connection, api, zone, subscription, book, start, today, cancellationToken));
        return records.OrderBy(record => record.Check);
    }

    private async Task<IEnumerable<ReconciliationRecord>> CompareWithNowAsync(
        Connection connection, IElevenLabsApi api, TimeZoneInfo zone, SubscriptionSnapshot subscription, IPriceBook book, DateTime? start, DateOnly today,
        CancellationToken cancellationToken)
    {
        InvoiceStatement invoices = await api.GetInvoicesAsync(cancellationToken);
        BillingMonthFigures? month = start is { } reset ? await TryMonthAsync(api, zone, reset, cancellationToken) : null;
        string? sharedWith = month is null || subscription.CreditsUsed <= month.Credits ? null : await SharedWithAsync(api, book, connection, today, cancellationToken);
        var money = new MoneyChecks(connection.Name, month?.Days ?? new DateRange(today, today), subscription, invoices, book.PlanRateOn(today), sharedWith);
        return [money.Credits(month), money.Consumed(month), money.Overage(), money.NextInvoice(), money.OpenInvoices()];
    }

    /// <summary>When the billing month began: as the ledger's snapshots report it, where they know of the reset that the subscription reports now.</summary>
    private DateTime? StartOf(IPriceBook book, SubscriptionSnapshot subscription, DateOnly today)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        if (subscription.NextResetAt is not { } reset || reset <= now)
        {
            return null;
        }

        DateTime start = book.BillingMonthOf(today) is { } month && ResetCalendar.IsSame(month.EndsAt, reset)
            ? month.StartsAt
            : new ResetCalendar([subscription]).MonthOf(now).Start;
        return start > now ? null : DateTime.SpecifyKind(start, DateTimeKind.Utc);
    }

    /// <summary>Who else draws on the credits: connections that are known to, else the billing group that the usage names.</summary>
    private static async Task<string?> SharedWithAsync(IElevenLabsApi api, IPriceBook book, Connection connection, DateOnly today, CancellationToken cancellationToken)
    {
        string[] others = [.. (book.Pool?.Usage ?? []).Where(usage => usage.All(other => other.Name != connection.Name)).Select(usage => $"'{usage[0].Name}'")];
        if (others.Length > 0)
        {
            return string.Join(", ", others);
        }

        BillingIdentity identity = await BillingIdentity.AskAsync(api, today, cancellationToken);
        return identity.BillingGroups.Count == 0 ? null : $"the other workspaces of billing group {string.Join(", ", identity.BillingGroups)}";
    }

    private async Task<BillingMonthFigures?> TryMonthAsync(IElevenLabsApi api, TimeZoneInfo zone, DateTime start, CancellationToken cancellationToken)
    {
        try
        {
            return await BillingMonthFigures.ReadAsync(api, zone, start, time.GetUtcNow(), cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
        {
            return null;
        }
    }
}
