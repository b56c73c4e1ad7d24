using System.Globalization;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.Engine.Alerts;

/// <summary>Finds the alerts that are due. The name of each alert contains its period, so that it is sent once.</summary>
/// <param name="budgets">The budgets.</param>
/// <param name="check">How they stand.</param>
/// <param name="quotas">The credits left.</param>
/// <param name="limits">The own limits of keys.</param>
/// <param name="anomalies">Unusual days.</param>
/// <param name="health">How syncs went.</param>
/// <param name="schedule">The status of this machine's schedule.</param>
/// <param name="time">The clock.</param>
public sealed class DueAlerts(
    BudgetStore budgets, BudgetCheck check, QuotaReader quotas, KeyLimitReader limits, AnomalyFinder anomalies, HealthCheck health, ScheduleStatus schedule, TimeProvider time)
{
    /// <summary>How many whole days before today are looked at for anomalies: what a run did not send, the next ones of a week do.</summary>
    private const int AnomalyDays = 7;

    // What a budget without a threshold of its own at 100 % reaches all the same: its amount.
    private const decimal Whole = 100;

    /// <summary>What is due of some topics.</summary>
    /// <param name="topics">The topics.</param>
    /// <param name="connections">The connections there are.</param>
    /// <param name="warn">Receives a warning for each check that failed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException">The ledger can't be read.</exception>
    internal async Task<IReadOnlyList<DueAlert>> FindAsync(
        IReadOnlySet<AlertTopic> topics, IReadOnlyList<Connection> connections, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var due = new List<DueAlert>();
        if (topics.Contains(AlertTopic.Sync) || topics.Contains(AlertTopic.Key) || topics.Contains(AlertTopic.Account))
        {
            foreach (Connection connection in connections)
            {
                if (OfHealth(await health.ReadAsync(connection, cancellationToken)) is { } alert)
                {
                    due.Add(alert);
                }
            }
        }

        if (topics.Contains(AlertTopic.Sync))
        {
            AddSchedule(due, warn);
        }

        if (topics.Contains(AlertTopic.Budget))
        {
            await AddBudgetsAsync(due, connections, warn, cancellationToken);
        }

        if (topics.Contains(AlertTopic.Quota) && connections.Count > 0)
        {
            QuotaResult result = await quotas.ReadAsync(connections, cancellationToken);
            due.AddRange(result.Quotas.Select(OfQuota).OfType<DueAlert>());
            WarnOf("credits left", result.Failures, warn);
        }

        // Without a key nobody can be asked.
        Connection[] keyed = [.. connections.Where(connection => connection.KeySource != KeySource.None)];
        if (topics.Contains(AlertTopic.KeyLimit) && keyed.Length > 0)
        {
            KeyLimitResult result = await limits.ReadAsync(keyed, cancellationToken);
            due.AddRange(result.Limits.Where(limit => limit.State == KeyLimitState.Passed).Select(OfKeyLimit));
            WarnOf("limits of keys", result.Failures, warn);
        }

        if (topics.Contains(AlertTopic.Anomaly) && connections.Count > 0)
        {
            DateOnly today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time));
            var options = new AnomalyOptions { Range = new DateRange(today.AddDays(-AnomalyDays), today.AddDays(-1)), GroupBy = [Dimension.Connection, Dimension.ApiKey] };
            AnomalyResult result = await anomalies.FindAsync(connections, options, cancellationToken);
            due.AddRange(result.Rows.Select(OfAnomaly));
        }

        return [.. due.Where(alert => topics.Contains(alert.Message.Topic))];
    }

    private static void WarnOf(string what, IReadOnlyList<QuotaFailure> failures, Action<Warning> warn)
    {
        foreach (QuotaFailure failed in failures)
        {
            warn(new Warning(AlertWarnings.AlertNotChecked, $"{failed.Connection}: the {what} were not checked for alerts. {failed.Failure.Message} {failed.Failure.Remedy}".TrimEnd()));
        }
    }

    /// <summary>A scheduled run that did not come: told while it lasts by whatever else sends alerts, and by the run that comes late. Once for each time.</summary>
    private void AddSchedule(List<DueAlert> due, Action<Warning> warn)
    {
        try
        {
            if ((schedule.OverdueSince() ?? schedule.MissedAt()) is { } missed)
            {
                string at = missed.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
                due.Add(new DueAlert(
                    Message(AlertTopic.Sync, AlertSeverity.Warning, DueAlert.NameOf("schedule", Environment.MachineName, at), $"The scheduled sync of {Environment.MachineName} did not start",
                        $"The run of {at} is missing. Check that the machine was on and that its scheduler runs."), []));
            }
        }
        catch (ElevenCostException failure)
        {
            warn(new Warning(AlertWarnings.AlertNotChecked, $"The schedule was not checked for alerts. {failure.Message} {failure.Remedy}".TrimEnd()));
        }
    }

    private async Task AddBudgetsAsync(List<DueAlert> due, IReadOnlyList<Connection> connections, Action<Warning> warn, CancellationToken cancellationToken)
    {
        IReadOnlyList<Budget> all = await budgets.ListAsync([], null, cancellationToken);
        foreach (Budget budget in all)
        {
            string[] own = [.. BudgetCheck.ConnectionsOf(budget, connections).Select(connection => connection.Name)];
            await foreach (BudgetStatus status in check.CheckAsync([budget], connections, warn, cancellationToken))
            {
                due.AddRange(OfBudget(budget, status).Select(alert => alert with { Connections = own }));
            }
        }
    }

    /// <summary>That the budget is expected to be passed, which leaves the most time, then the highest threshold that was reached.</summary>
    private IEnumerable<DueAlert> OfBudget(Budget budget, BudgetStatus status)
    {
        if (status.From is not { } from)
        {
            yield break;
        }

        decimal? reached = status.State == BudgetState.Over ? Math.Max(status.ThresholdReached ?? 0, Whole) : status.ThresholdReached;
        decimal? expected = status.State == BudgetState.AtRisk ? Math.Max(status.ThresholdExpected ?? 0, Whole) : null;
        decimal[] thresholds = [.. budget.Thresholds.Split(',').Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)).Append(Whole).Distinct()];
        AlertSeverity severity = status.State == BudgetState.Over ? AlertSeverity.Critical : AlertSeverity.Warning;
        AlertFact?[] facts =
        [
            new AlertFact("Used", Of(status.Used, status)) { Amount = status.Used, Currency = status.Currency },
            new AlertFact("Budget", Of(status.Amount, status)) { Amount = status.Amount, Currency = status.Currency },
            new AlertFact("Period", $"{MessageText.Day(from)} to {MessageText.Day(status.To ?? from)}"),
            status.Expected is { } end ? new AlertFact("Expected by its end", Of(end, status)) { Amount = end, Currency = status.Currency } : null,
            status.PassedOn is { } day ? new AlertFact(status.State == BudgetState.Over ? "Passed on" : "Expected to be passed on", MessageText.Day(day)) : null,
            status.Driver is { } driver ? new AlertFact("Most is used by", string.Create(CultureInfo.InvariantCulture, $"{driver} ({status.DriverPercent:0.0} %)")) : null,
        ];
        string[] passed = [.. thresholds.Where(threshold => threshold <= reached).Select(threshold => NameOf("used", threshold))];
        if (expected is { } highest)
        {
            yield return new DueAlert(Message(AlertTopic.Budget, severity, NameOf("expected", highest), $"Budget {budget.Name} is expected to be passed", status.Reason, facts), [])
            {
                Covers = [.. passed, .. thresholds.Where(threshold => threshold < highest).Select(threshold => NameOf("expected", threshold))],
            };
        }

        if (reached is { } most)
        {
            string name = NameOf("used", most);
            string title = string.Create(CultureInfo.InvariantCulture, $"Budget {budget.Name}: {most:0.##} % is used");
            yield return new DueAlert(Message(AlertTopic.Budget, severity, name, title, status.Reason, facts), []) { Covers = [.. passed.Where(threshold => threshold != name)] };
        }

        // With the amount, for another budget of the same period has thresholds of its own.
        string NameOf(string what, decimal percent) => DueAlert.NameOf("budget", budget.Name.ToUpperInvariant(), MessageText.Day(from),
            status.Amount.ToString("0.#########", CultureInfo.InvariantCulture), status.Currency, what, percent.ToString("0.##", CultureInfo.InvariantCulture));
    }

    private DueAlert? OfQuota(Quota quota)
    {
        if (quota.RunsOutBeforeReset != true && quota.State is not (QuotaState.RunsOut or QuotaState.Exhausted or QuotaState.Overage or QuotaState.OnBalance))
        {
            return null;
        }

        string period = quota.NextResetAt is { } reset ? MessageText.Day(reset) : quota.At.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        bool isUsedUp = quota.State is QuotaState.Exhausted or QuotaState.Overage or QuotaState.OnBalance;
        (string title, string text) = quota.State switch
        {
            QuotaState.Exhausted => ("has no credits left", "All credits are used before the reset. Requests are rejected until then unless credits can be bought."),
            QuotaState.Overage => ("uses credits beyond the plan", "More credits are used than the plan and its rollover hold."),
            QuotaState.OnBalance => ("draws from the prepaid balance", "The plan's credits are used up, and usage is paid from the prepaid balance."),
            _ => ("runs out of credits before the reset", "At the current rate, the credits run out before the reset."),
        };
        return new DueAlert(
            Message(AlertTopic.Quota, isUsedUp ? AlertSeverity.Critical : AlertSeverity.Warning,
                DueAlert.NameOf("quota", quota.Connection.ToUpperInvariant(), period, quota.State.ToString()),
                $"{quota.Connection} {title}", text,
                quota.CreditsLeft is { } left ? new AlertFact("Credits left", left.ToString("N0", CultureInfo.InvariantCulture)) { Amount = left } : null,
                new AlertFact("Credits used", quota.CreditsUsed.ToString("N0", CultureInfo.InvariantCulture)) { Amount = quota.CreditsUsed },
                quota.RunsOutOn is { } day ? new AlertFact("Runs out on", MessageText.Day(day)) : null,
                quota.NextResetAt is { } next ? new AlertFact("Reset", next.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)) : null,
                quota is { ProjectedOverageCost: { } cost, ProjectedOverageCurrency: { } currency }
                    ? new AlertFact("Expected beyond the plan", MessageText.Amount(cost, currency)) { Amount = cost, Currency = currency } : null,
                quota is { DrawnCost: { } drawn, DrawnCurrency: { } drawnCurrency }
                    ? new AlertFact("Drawn from the balance", MessageText.Amount(drawn, drawnCurrency)) { Amount = drawn, Currency = drawnCurrency } : null),
            [quota.Connection, .. quota.SharedWith?.Split("; ") ?? []]);
    }

    private DueAlert OfKeyLimit(KeyLimit limit) => new(
        Message(AlertTopic.KeyLimit, AlertSeverity.Warning,
            DueAlert.NameOf("key-limit", limit.Connection.ToUpperInvariant(), limit.ApiKeyId, limit.From is { } first ? MessageText.Day(first) : ThisMonth(), Text(limit.CreditLimit)),
            $"The API key {limit.ApiKey} passed its limit",
            $"The key of {limit.Connection} used all credits that it may use in a billing month. ElevenLabs does not stop every product at the limit.",
            new AlertFact("Limit", $"{Text(limit.CreditLimit)} credits") { Amount = limit.CreditLimit },
            new AlertFact("Used", $"{Text(limit.CreditLimit - limit.CreditsLeft)} credits") { Amount = limit.CreditLimit - limit.CreditsLeft }),
        [limit.Connection]);

    private DueAlert OfAnomaly(CostAnomaly anomaly)
    {
        string key = anomaly.ApiKey is { Length: > 0 } known ? known : "(no key)";
        string title = anomaly.Kind switch
        {
            AnomalyKind.Spike => $"{key} has unusually high cost",
            AnomalyKind.Drop => $"{key} has unusually low cost",
            AnomalyKind.New => $"{key} is new",
            _ => $"{key} stopped",
        };
        return new DueAlert(
            Message(AlertTopic.Anomaly, anomaly.Kind == AnomalyKind.Spike ? AlertSeverity.Warning : AlertSeverity.Information,
                DueAlert.NameOf("anomaly", anomaly.Connection?.ToUpperInvariant(), anomaly.ApiKeyId ?? anomaly.ApiKey, anomaly.Kind.ToString(), MessageText.Day(anomaly.From), anomaly.Currency),
                title,
                $"{anomaly.Connection}: {MessageText.Amount(anomaly.Cost, anomaly.Currency)} instead of the usual {MessageText.Amount(anomaly.ExpectedCost, anomaly.Currency)}, {Days(anomaly)}.",
                new AlertFact("Difference", MessageText.Amount(anomaly.Difference, anomaly.Currency)) { Amount = anomaly.Difference, Currency = anomaly.Currency },
                new AlertFact("Days", Days(anomaly)),
                anomaly.Driver is { Length: > 0 } drivers ? new AlertFact("Driven by", drivers) : null),
            anomaly.Connection is { } connection ? [connection] : []);

        static string Days(CostAnomaly found) =>
            found.From == found.To ? $"on {MessageText.Day(found.From)}" : $"from {MessageText.Day(found.From)} to {MessageText.Day(found.To)}";
    }

    /// <summary>What a sync left: a failure is told once a day for as long as it lasts, a state of the account once a month.</summary>
    private DueAlert? OfHealth(Connection connection)
    {
        string today = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (AlertTopic Topic, AlertSeverity Severity, string Period, string Title)? found = connection.Health switch
        {
            ConnectionHealth.Failing => (AlertTopic.Sync, AlertSeverity.Critical, today, $"The sync of {connection.Name} failed"),
            ConnectionHealth.Stale => (AlertTopic.Sync, AlertSeverity.Warning, today, $"{connection.Name} has not synced recently"),
            ConnectionHealth.KeyRefused => (AlertTopic.Key, AlertSeverity.Critical, today, $"ElevenLabs rejects the key of {connection.Name}"),
            ConnectionHealth.NoAccess => (AlertTopic.Key, AlertSeverity.Critical, today, $"The key of {connection.Name} may no longer read usage"),
            ConnectionHealth.Suspended => (AlertTopic.Account, AlertSeverity.Critical, ThisMonth(), $"The account of {connection.Name} is suspended"),
            ConnectionHealth.PaymentFailed => (AlertTopic.Account, AlertSeverity.Critical, ThisMonth(), $"A payment of {connection.Name} failed"),
            ConnectionHealth.InvoiceOpen => (AlertTopic.Account, AlertSeverity.Warning, ThisMonth(), $"An invoice of {connection.Name} is open"),
            ConnectionHealth.PlanDowngraded => (AlertTopic.Account, AlertSeverity.Information, ThisMonth(), $"The plan of {connection.Name} was downgraded"),
            _ => null,
        };
        return found is not { } alert ? null : new DueAlert(
            Message(alert.Topic, alert.Severity, DueAlert.NameOf("health", connection.Name.ToUpperInvariant(), connection.Health.ToString(), alert.Period),
                alert.Title, connection.HealthMessage ?? "",
                connection.LastSyncAt is { } last ? new AlertFact("Latest sync", last.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)) : null),
            [connection.Name]);
    }

    private AlertMessage Message(AlertTopic topic, AlertSeverity severity, string name, string title, string text, params AlertFact?[] facts) => new()
    {
        Alert = name, Topic = topic, Severity = severity, Title = title, Text = text, Facts = [.. facts.OfType<AlertFact>()], At = time.GetUtcNow().UtcDateTime,
    };

    private string ThisMonth() => time.GetUtcNow().ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Text(long? credits) => credits?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Of(decimal? amount, BudgetStatus status) => amount is { } known ? MessageText.Amount(known, status.Currency) : "not known";
}
