using System.Globalization;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Quotas;

namespace ElevenCost.Engine.Alerts;

/// <summary>Sums a day, a week or a month up: the total, the change, the largest parts, what is left.</summary>
/// <param name="comparisons">Costs of two ranges.</param>
/// <param name="budgets">The budgets.</param>
/// <param name="check">How they stand.</param>
/// <param name="quotas">The credits left.</param>
/// <param name="time">The clock.</param>
public sealed class AlertDigest(CostComparer comparisons, BudgetStore budgets, BudgetCheck check, QuotaReader quotas, TimeProvider time)
{
    private const int Top = 5;

    /// <summary>The days of the latest period that has ended.</summary>
    /// <param name="period">The period.</param>
    /// <param name="today">Today.</param>
    internal static DateRange RangeOf(DigestPeriod period, DateOnly today)
    {
        DateOnly monday = BucketCalendar.WeekOf(today);
        var first = new DateOnly(today.Year, today.Month, 1);
        return period switch
        {
            DigestPeriod.Daily => new DateRange(today.AddDays(-1), today.AddDays(-1)),
            DigestPeriod.Weekly => new DateRange(monday.AddDays(-7), monday.AddDays(-1)),
            _ => new DateRange(first.AddMonths(-1), first.AddDays(-1)),
        };
    }

    /// <summary>The period before one of <see cref="RangeOf"/>.</summary>
    internal static DateRange BeforeOf(DigestPeriod period, DateRange range) => period == DigestPeriod.Monthly
        ? new DateRange(range.Start.AddMonths(-1), range.Start.AddDays(-1)) : new DateRange(range.Start.AddDays(-range.Days), range.Start.AddDays(-1));

    /// <summary>The digest of the latest period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="dimension">What the largest parts are of.</param>
    /// <param name="connections">The connections whose usage counts; at least one.</param>
    /// <param name="all">All connections there are.</param>
    /// <param name="scope">Distinguishes this digest from that of other connections.</param>
    /// <param name="warn">Receives warnings about the usage and about what could not be read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger or prices can't be read.</exception>
    internal async Task<DueAlert> WriteAsync(
        DigestPeriod period, Dimension dimension, IReadOnlyList<Connection> connections, IReadOnlyList<Connection> all, string scope, Action<Warning> warn,
        CancellationToken cancellationToken)
    {
        DateRange range = RangeOf(period, connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time)));
        var options = new ComparisonOptions { Range = range, Previous = BeforeOf(period, range), GroupBy = [dimension], Top = Top };
        ComparisonResult result = await comparisons.CompareAsync(connections, options, cancellationToken);
        foreach (Warning warning in result.Warnings)
        {
            warn(warning);
        }

        string days = range.Days == 1 ? MessageText.Day(range.Start.ToDateTime(TimeOnly.MinValue))
            : $"{MessageText.Day(range.Start.ToDateTime(TimeOnly.MinValue))} to {MessageText.Day(range.End.ToDateTime(TimeOnly.MinValue))}";
        string[] totals = [.. result.Totals.Where(row => row.Cost is not null).Select(row => MessageText.Amount(row.Cost!.Value, row.Currency))];
        string doubt = result.Completeness == Completeness.Partial ? " Days are missing or failed: sync them."
            : result.Totals.Sum(row => row.UnpricedCredits) is > 0 and long unpriced ? string.Create(CultureInfo.InvariantCulture, $" {unpriced:N0} credits have no price.")
            : "";
        List<AlertFact> left = await LeftAsync(connections, all, warn, cancellationToken);
        var message = new AlertMessage
        {
            Alert = DueAlert.NameOf("digest", period.ToString(), range.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), dimension.ToString(), scope),
            Topic = AlertTopic.Digest,
            Severity = AlertSeverity.Information,
            Title = $"ElevenLabs, {days}: {(totals.Length == 0 ? "no cost" : string.Join(" and ", totals))}",
            Text = $"{period} digest of {string.Join(", ", connections.Select(connection => connection.Name))}, {result.Basis} cost.{doubt}",
            Facts = [.. result.Totals.Select(row => FactOf("Total", row)), .. Largest(result.Rows).Select(row => FactOf(LabelOf(row, dimension), row)), .. left],
            At = time.GetUtcNow().UtcDateTime,
        };
        return new DueAlert(message, [.. connections.Select(connection => connection.Name)]);
    }

    /// <summary>The rows by cost, the one of all others last. They come ordered by change.</summary>
    private static IEnumerable<CostComparison> Largest(IReadOnlyList<CostComparison> rows) =>
        rows.OrderBy(row => row.Currency, StringComparer.Ordinal).ThenBy(row => row.Groups > 1).ThenByDescending(row => row.Cost ?? 0);

    private static string LabelOf(CostComparison row, Dimension dimension) =>
        row.Groups > 1 ? string.Create(CultureInfo.InvariantCulture, $"{row.Groups:N0} others")
        : row.LabelOf(dimension) is { Length: > 0 } value ? value : "(none)";

    private static AlertFact FactOf(string name, CostComparison row)
    {
        string cost = row.Cost is { } known ? MessageText.Amount(known, row.Currency) : string.Create(CultureInfo.InvariantCulture, $"{row.Credits:N0} credits without a price");
        string change = (row.Change, row.ChangePercent) switch
        {
            ({ } difference, { } percent) => string.Create(CultureInfo.InvariantCulture, $" ({difference:+#,##0.00;-#,##0.00;0.00}, {percent:+0.0;-0.0;0.0} %)"),
            ({ } difference, null) => string.Create(CultureInfo.InvariantCulture, $" ({difference:+#,##0.00;-#,##0.00;0.00})"),
            _ => "",
        };
        return new AlertFact(name, cost + change) { Amount = row.Cost, Currency = row.Currency };
    }

    /// <summary>What is left of budgets and of credits, now.</summary>
    private async Task<List<AlertFact>> LeftAsync(
        IReadOnlyList<Connection> connections, IReadOnlyList<Connection> all, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var left = new List<AlertFact>();
        QuotaResult result = await quotas.ReadAsync(connections, cancellationToken);
        left.AddRange(result.Quotas.Where(quota => quota.CreditsLeft is not null).Select(quota => new AlertFact(
            $"Credits left of {quota.Connection}",
            quota.CreditsLeft!.Value.ToString("N0", CultureInfo.InvariantCulture) + (quota.NextResetAt is { } reset ? $", reset on {MessageText.Day(reset)}" : ""))
            { Amount = quota.CreditsLeft }));
        foreach (QuotaFailure failed in result.Failures)
        {
            warn(new Warning(AlertWarnings.DigestIncomplete, $"{failed.Connection}: the digest lacks the credits left. {failed.Failure.Message} {failed.Failure.Remedy}".TrimEnd()));
        }

        // Only budgets over nothing but these connections: others would show what is none of the target's.
        IReadOnlyList<Budget> every = await budgets.ListAsync([], null, cancellationToken);
        foreach (Budget budget in every.Where(budget => !BudgetCheck.ConnectionsOf(budget, all).Except(connections).Any()))
        {
            await foreach (BudgetStatus status in check.CheckAsync([budget], all, warn, cancellationToken))
            {
                if (status.Left is { } amount)
                {
                    left.Add(new AlertFact($"Left of budget {budget.Name}", string.Create(CultureInfo.InvariantCulture,
                        $"{MessageText.Amount(amount, status.Currency)}, {status.UsedPercent:0.0} % used")) { Amount = amount, Currency = status.Currency });
                }
            }
        }

        return left;
    }
}
