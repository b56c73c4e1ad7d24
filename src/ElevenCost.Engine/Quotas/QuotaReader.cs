using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Quotas;

/// <summary>Reads what is left of the credits of connections: live, else as the last sync kept it. Writes nothing.</summary>
/// <param name="ledger">Where usage, subscriptions and the user's own prices are stored.</param>
/// <param name="open">Opens the API of a connection; it is disposed of here.</param>
/// <param name="time">The clock.</param>
public sealed class QuotaReader(IUsageLedger ledger, Func<Connection, CancellationToken, Task<IElevenLabsApi>> open, TimeProvider time)
{
    /// <summary>The quotas, a pool that several connections share once.</summary>
    /// <remarks>A connection that cannot be read is among the failures; the others are answered all the same.</remarks>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<QuotaResult> ReadAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        var warnings = new List<Warning>();
        var failures = new List<QuotaFailure>();
        var readings = new List<QuotaReading>();
        try
        {
            foreach (Connection connection in connections)
            {
                try
                {
                    readings.Add(await ReadAsync(connection, warnings, cancellationToken));
                }
                catch (ElevenCostException e) when (e.Category != FailureCategory.Ledger)
                {
                    failures.Add(new QuotaFailure(connection.Name, e));
                }
            }

            return new QuotaResult(await QuotasOfAsync(readings, warnings, cancellationToken), warnings, failures);
        }
        finally
        {
            foreach (QuotaReading reading in readings)
            {
                reading.Api?.Dispose();
            }
        }
    }

    /// <summary>The quotas as the last syncs saw them: nothing is fetched. A connection whose subscription was never seen is left out.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<QuotaResult> ReadKeptAsync(IReadOnlyList<Connection> connections, CancellationToken cancellationToken)
    {
        var warnings = new List<Warning>();
        var readings = new List<QuotaReading>();
        foreach (Connection connection in connections)
        {
            if (await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken) is [.., var last] kept)
            {
                readings.Add(await ReadingAsync(connection, null, last, kept, cancellationToken));
            }
        }

        return new QuotaResult(await QuotasOfAsync(readings, warnings, cancellationToken), warnings, []);
    }

    private async Task<IReadOnlyList<Quota>> QuotasOfAsync(IReadOnlyList<QuotaReading> readings, List<Warning> warnings, CancellationToken cancellationToken)
    {
        var prices = new PriceBooks();
        var quotas = new List<Quota>();
        foreach (QuotaPool pool in await QuotaPool.FindAsync(readings, cancellationToken))
        {
            quotas.Add(await QuotaOfAsync(pool, prices, warnings, cancellationToken));
        }

        return quotas;
    }

    private async Task<QuotaReading> ReadAsync(Connection connection, List<Warning> warnings, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubscriptionSnapshot> kept = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        if (connection.KeySource == KeySource.None && kept.Count > 0)
        {
            warnings.Add(new Warning(QuotaWarnings.QuotaFromLedger, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: this machine has no key for it. The figures are those of {kept[^1].At:yyyy-MM-ddTHH:mm:ssZ}, from the ledger.")));
            return await ReadingAsync(connection, null, kept[^1], kept, cancellationToken);
        }

        IElevenLabsApi? api = await open(connection, cancellationToken);
        try
        {
            SubscriptionSnapshot snapshot = await api.GetSubscriptionAsync(cancellationToken);
            QuotaReading reading = await ReadingAsync(connection, api, snapshot, kept, cancellationToken);
            api = null;
            return reading;
        }
        catch (ElevenLabsApiException e) when (e.Category == FailureCategory.Unavailable)
        {
            if (kept.Count == 0)
            {
                throw;
            }

            bool isOfEarlierMonth = kept[^1].NextResetAt <= time.GetUtcNow().UtcDateTime;
            warnings.Add(new Warning(QuotaWarnings.SubscriptionNotReached, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: {e.Message} The figures are those of {kept[^1].At:yyyy-MM-ddTHH:mm:ssZ}{(isOfEarlierMonth ? ", before the credits were reset: nothing is projected from them" : "")}.")));
            return await ReadingAsync(connection, null, kept[^1], kept, cancellationToken);
        }
        finally
        {
            api?.Dispose();
        }
    }

    private async Task<QuotaReading> ReadingAsync(
        Connection connection, IElevenLabsApi? api, SubscriptionSnapshot snapshot, IReadOnlyList<SubscriptionSnapshot> kept, CancellationToken cancellationToken)
    {
        DateOnly today = DayZone.Find(connection.TimeZone).Today(time);
        return new QuotaReading
        {
            Connection = connection,
            Api = api,
            Snapshot = snapshot,
            Today = today,
            Days = await Burn.ReadAsync(ledger, connection, today, cancellationToken),
            Names = await ledger.ReadNamesAsync(connection.Name, cancellationToken),
            Kept = BillingIdentity.KeptIn(kept),
            Snapshots = kept,
        };
    }

    private async Task<Quota> QuotaOfAsync(QuotaPool pool, PriceBooks prices, List<Warning> warnings, CancellationToken cancellationToken)
    {
        QuotaReading shown = pool.Shown;
        IReadOnlyList<QuotaReading> usage = await pool.DistinctUsageAsync(cancellationToken);
        Burn burn = usage.Aggregate(Burn.None, (sum, reading) => sum + reading.Burn);
        PlanTerms terms = (await PriceBooks.ForSnapshotAsync(shown.Connection, shown.Snapshot, shown.Snapshots, ledger, cancellationToken)).TermsOn(shown.Today);
        Quota quota = QuotaForecast.Of(shown.Connection, shown.Snapshot, shown.IsLive, terms, burn, time.GetUtcNow().UtcDateTime);
        string[] others = [.. pool.Readings.Where(reading => reading != shown).Select(reading => reading.Connection.Name)];
        if (others.Length > 0)
        {
            quota = quota with { SharedWith = string.Join("; ", others) };
        }

        quota = await WithBalanceAsync(quota, shown, terms, burn, prices, cancellationToken);
        Warn(pool, quota, usage, terms, warnings);
        WarnOfBilling(quota, shown, terms, warnings);
        return quota;
    }

    /// <summary>The quota with the balance that the user stated, less what was drawn since.</summary>
    private async Task<Quota> WithBalanceAsync(
        Quota quota, QuotaReading shown, PlanTerms terms, Burn burn, PriceBooks prices, CancellationToken cancellationToken)
    {
        Connection connection = shown.Connection;
        if (terms is not { Billing: BillingGeneration.PayAsYouGo, DrawnPerCredit: { } rate, MonthlyCredits: { } monthly }
            || connection is not { Balance: { } stated, BalanceCurrency: { } currency, BalanceAsOf: { } asOf })
        {
            return quota;
        }

        quota = quota with { BalanceAsOf = asOf };
        DateOnly since = DateOnly.FromDateTime(asOf).AddDays(1);
        Fraction drawn = Fraction.Zero;
        if (since <= shown.Today)
        {
            IPriceBook book = await prices.ForAsync(connection, ledger, cancellationToken);
            if (await BalanceDraw.ReadAsync(connection, new DateRange(since, shown.Today), book, ledger, shown.Today, cancellationToken) is not { } read
                || !string.Equals(read.Currency ?? currency, currency, StringComparison.OrdinalIgnoreCase))
            {
                return quota;
            }

            drawn = read.Drawn;
        }

        decimal left = stated - BalanceForecast.Money(drawn);
        DateTime now = time.GetUtcNow().UtcDateTime;
        DateOnly? runsOut = burn.Basis is { } basis && quota.NextResetAt is { } reset && reset > now && quota.CreditsLeft is { } credits && rate.Numerator > 0
            ? BalanceForecast.RunsOutOn(left, (decimal)rate.Numerator / (decimal)rate.Denominator, credits, monthly, basis.PerDay, now, reset, DayZone.Find(connection.TimeZone))
            : null;
        return quota with { Balance = left, BalanceCurrency = currency, BalanceRunsOutOn = runsOut?.ToDateTime(TimeOnly.MinValue) };
    }

    private static void WarnOfBilling(Quota quota, QuotaReading shown, PlanTerms terms, List<Warning> warnings)
    {
        Connection connection = shown.Connection;
        if (terms.Undecided is { } undecided)
        {
            warnings.Add(new Warning(PriceWarnings.BillingNotDecided, $"{connection.Name}: {undecided}"));
        }

        if (quota.Billing != BillingGeneration.PayAsYouGo)
        {
            return;
        }

        if (connection.Balance is null && (quota.DrawnCredits > 0 || quota.RunsOutBeforeReset == true))
        {
            warnings.Add(new Warning(QuotaWarnings.BalanceNotStated,
                $"{connection.Name}: {(quota.DrawnCredits > 0 ? "the plan's credits are used up, and usage is drawn from the prepaid balance" : "the plan's credits run out before the reset, and then usage is drawn from the prepaid balance")}. "
                + $"The API does not report the balance. Enter it to see when it is used up: {Advice.Of($"Set-ElevenLabsConnection {connection.Name} -Balance 50.00", $"elevencost connection set {connection.Name} --balance 50.00")}."));
        }
        else if (connection.Balance is not null && quota.Balance is null)
        {
            warnings.Add(new Warning(QuotaWarnings.BalanceNotKnown, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: use of the balance since {connection.BalanceAsOf:yyyy-MM-dd} is unknown, because days or a price are missing, or its currency is not the plan's. Sync the days, or enter the balance again.")));
        }
        else if (quota.Balance <= 0)
        {
            warnings.Add(new Warning(QuotaWarnings.BalanceUsedUp, string.Create(CultureInfo.InvariantCulture,
                $"{connection.Name}: the balance entered as of {connection.BalanceAsOf:yyyy-MM-dd} is used up, and at 0 usage pauses. If it was topped up, enter it again.")));
        }
    }

    private static void Warn(QuotaPool pool, Quota quota, IReadOnlyList<QuotaReading> usage, PlanTerms terms, List<Warning> warnings)
    {
        string who = string.Join(", ", pool.Readings.Select(reading => reading.Connection.Name));
        if (pool.IsAssumed)
        {
            warnings.Add(new Warning(QuotaWarnings.PoolAssumed,
                $"{who}: ElevenLabs does not report whether they share one pool of credits. Their subscriptions reset in the same second and their credits used agree, so ElevenCost counts them as one pool, once."));
        }

        if (usage.All(reading => reading.Snapshot.ProfessionalVoiceSlotsUsedInWorkspace is not null)
            && quota.ProfessionalVoiceSlotsUsed > usage.Sum(reading => reading.Snapshot.ProfessionalVoiceSlotsUsedInWorkspace))
        {
            warnings.Add(new Warning(QuotaWarnings.PoolWider,
                $"{who}: workspaces without a connection are billed together with it, so the burn rate covers only part of the pool, and the credits may run out sooner."));
        }

        if (quota.CreditLimit is null)
        {
            return;
        }

        if (terms.MonthlyCredits is null && terms.Undecided is null)
        {
            warnings.Add(new Warning(QuotaWarnings.PlanNotKnown,
                $"{who}: no price lists the credits of the tier '{quota.Tier}', so the plan's credits and the rollover are unknown. Set a price with its credits: {Advice.Of($"Set-ElevenLabsPrice {quota.Tier}", $"elevencost price set {quota.Tier}")}."));
        }
        else if (quota.PlanCredits > quota.CreditLimit)
        {
            warnings.Add(new Warning(QuotaWarnings.PlanDiffers, string.Create(CultureInfo.InvariantCulture,
                $"{who}: the plan holds {quota.PlanCredits:N0} credits by {terms.Version}, and ElevenLabs limits them to {quota.CreditLimit:N0}. Set a price with the plan's own credits: {Advice.Of($"Set-ElevenLabsPrice {quota.Tier}", $"elevencost price set {quota.Tier}")}.")));
        }

        foreach (QuotaReading reading in quota.ProjectedOverDays is null ? usage : [])
        {
            DateOnly[] missing = [.. new DateRange(reading.Today.AddDays(-7), reading.Today.AddDays(-1)).EachDay().Where(day => !reading.Days.ContainsKey(day))];
            if (missing.Length > 0)
            {
                warnings.Add(new Warning(QuotaWarnings.BurnNotKnown, string.Create(CultureInfo.InvariantCulture,
                    $"{reading.Connection.Name}: {missing.Length} of the last 7 days were not synced after they ended, so nothing is projected."),
                    reading.Connection.Name, new DateRange(missing[0], missing[^1])));
            }
        }
    }
}
