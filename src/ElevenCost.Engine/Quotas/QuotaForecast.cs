using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Quotas;

/// <summary>Works out a quota: pure arithmetic, in decimals.</summary>
internal static class QuotaForecast
{
    private const int CreditsOfRate = 1000;
    private const int BurnDecimals = 1;

    /// <summary>Beyond it a run-out is no date that anybody plans by, and soon none that a calendar has.</summary>
    private const decimal MostDays = 36_500;

    /// <summary>The quota of one pool.</summary>
    /// <param name="connection">The connection that the subscription was read by.</param>
    /// <param name="snapshot">The subscription.</param>
    /// <param name="isLive">Whether it was read now.</param>
    /// <param name="terms">What its plan holds.</param>
    /// <param name="burn">The burn of the whole pool.</param>
    /// <param name="now">The present.</param>
    public static Quota Of(Connection connection, SubscriptionSnapshot snapshot, bool isLive, PlanTerms terms, Burn burn, DateTime now)
    {
        bool isDrawn = terms.Billing == BillingGeneration.PayAsYouGo;

        // On Pay As You Go the API's limit can be 0 (seen 2026): the plan's credits are what there is.
        long? limit = snapshot.CreditLimit > 0 ? snapshot.CreditLimit : isDrawn ? snapshot.IncludedCredits ?? terms.MonthlyCredits : null;
        long? left = limit - snapshot.CreditsUsed;
        long? plan = limit is null || snapshot.RefreshPeriod is not (null or BillingPeriodWords.Monthly) ? null : terms.MonthlyCredits;
        long? overage = left is { } l ? Math.Max(0, -l) : null;

        // After the reset what was used is none of this month's: nothing can be told of it.
        bool isStale = snapshot.NextResetAt <= now;
        decimal? perDay = isStale ? null : burn.Basis?.PerDay;
        decimal? daysToReset = snapshot.NextResetAt is { } reset ? Days(reset - snapshot.At) : null;
        decimal? daysLeft = left > 0 && perDay > 0 ? left / perDay : null;
        bool? runsOut = isStale || left is null ? null
            : left <= 0 ? true
            : perDay == 0 ? false
            : daysLeft < daysToReset ? true
            : daysLeft is null || daysToReset is null ? null
            : false;
        DateTime? runsOutAt = daysLeft <= MostDays ? snapshot.At.AddTicks((long)(daysLeft.Value * TimeSpan.TicksPerDay)) : null;
        long? projected = limit is { } most && perDay is { } rate && daysToReset is { } days
            ? (long)Math.Max(0, decimal.Ceiling(snapshot.CreditsUsed + (rate * days) - most))
            : null;
        long? beyond = overage;
        long? projectedBeyond = projected;
        if (isDrawn && limit is not null)
        {
            // There is no overage: what is used beyond the plan is drawn from the balance.
            overage = 0;
            projected = projected is null ? null : 0;
        }

        (decimal? cost, string? currency) = isDrawn ? (overage is null ? null : 0, overage is null ? null : terms.Currency) : OverageSoFar(snapshot, overage, terms);
        (decimal? projectedCost, string? projectedCurrency) = OverageProjected(snapshot, overage, projected, terms);
        return new Quota
        {
            Connection = connection.Name,
            At = snapshot.At,
            IsLive = isLive,
            State = limit is null ? QuotaState.NoQuota
                : isStale ? QuotaState.Unknown
                : left < 0 && isDrawn ? QuotaState.OnBalance
                : left < 0 ? QuotaState.Overage
                : left == 0 ? QuotaState.Exhausted
                : runsOut switch { true => QuotaState.RunsOut, false => QuotaState.Lasts, null => QuotaState.Unknown },
            Tier = snapshot.Tier,
            Status = snapshot.Status,
            CreditsUsed = snapshot.CreditsUsed,
            PlanCredits = plan,
            PriceVersion = terms.Version,
            Billing = terms.Billing,
            BillingReason = terms.BillingReason ?? terms.Undecided,
            DrawnCredits = isDrawn ? beyond : null,
            DrawnCost = isDrawn ? Drawn(beyond, terms) : null,
            ProjectedDrawnCredits = isDrawn ? projectedBeyond : null,
            ProjectedDrawnCost = isDrawn ? Drawn(projectedBeyond, terms) : null,
            DrawnCurrency = isDrawn ? terms.Currency : null,
            RolloverCredits = limit - plan is >= 0 and long rollover ? rollover : null,
            CreditLimit = limit,
            CreditsLeft = left,
            NextResetAt = snapshot.NextResetAt,
            BurnPerDay1 = Rounded(burn.PerDay1),
            BurnPerDay7 = Rounded(burn.PerDay7),
            BurnPerDay30 = Rounded(burn.PerDay30),
            ProjectedOverDays = burn.Basis?.Days,
            RunsOutAt = runsOutAt,
            RunsOutOn = runsOutAt is { } at ? DayZone.Find(connection.TimeZone).DayOf(new DateTimeOffset(at)).ToDateTime(TimeOnly.MinValue) : null,
            RunsOutBeforeReset = runsOut,
            OverageCredits = overage,
            OverageCost = cost,
            OverageCurrency = currency,
            OverageAllowed = isDrawn ? false : snapshot.OverageAllowed,
            OverageLimit = snapshot.OverageLimit,
            ProjectedOverageCredits = projected,
            ProjectedOverageCost = projectedCost,
            ProjectedOverageCurrency = projectedCurrency,
            PendingChange = snapshot.PendingKind ?? (snapshot.PendingTier is null ? null : "change"),
            PendingTier = snapshot.PendingTier,
            PendingBillingPeriod = snapshot.PendingBillingPeriod,
            PendingAt = snapshot.PendingAt,
            VoiceSlotsUsed = snapshot.VoiceSlotsUsed,
            VoiceSlotLimit = snapshot.VoiceSlotLimit,
            ProfessionalVoiceSlotsUsed = snapshot.ProfessionalVoiceSlotsUsed,
            ProfessionalVoiceSlotsUsedInWorkspace = snapshot.ProfessionalVoiceSlotsUsedInWorkspace,
            ProfessionalVoiceSlotLimit = snapshot.ProfessionalVoiceSlotLimit,
        };
    }

    private static (decimal? Cost, string? Currency) OverageSoFar(SubscriptionSnapshot snapshot, long? overage, PlanTerms terms)
    {
        // Seen to stay 0 beside credits beyond the limit: then the plan's rate tells more.
        if (overage > 0 && snapshot.CurrentOverage is null or 0)
        {
            return (overage * terms.OveragePer1000Credits / CreditsOfRate, terms.Currency);
        }

        return snapshot.CurrentOverage is { } reported && snapshot.OverageCurrency is { } currency ? (reported, currency) : (null, null);
    }

    private static (decimal? Cost, string? Currency) OverageProjected(SubscriptionSnapshot snapshot, long? overage, long? projected, PlanTerms terms)
    {
        long? billed = snapshot switch
        {
            { OverageAllowed: false } => overage,
            { OverageLimit: { } most } when projected > most => Math.Max(most, overage ?? 0),
            _ => projected,
        };
        decimal? cost = projected is null ? null : billed * terms.OveragePer1000Credits / CreditsOfRate;
        return (cost, cost is null ? null : terms.Currency);
    }

    private static decimal? Drawn(long? credits, PlanTerms terms) =>
        credits is { } known && terms.DrawnPerCredit is { } rate ? BalanceForecast.Money(rate * new Fraction(known, 1)) : null;

    private static decimal Days(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerDay;

    private static decimal? Rounded(decimal? burn) => burn is { } perDay ? decimal.Round(perDay, BurnDecimals) : null;
}
