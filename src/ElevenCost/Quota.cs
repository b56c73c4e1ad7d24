namespace ElevenCost;

/// <summary>One pool of credits: what is left of it, and when it runs out. Immutable.</summary>
/// <remarks>
/// A pool that several workspaces share is one row, whichever connections read it. Amounts of credits are never cut at 0: what is used
/// beyond the plan shows as a negative <see cref="CreditsLeft"/>.
/// </remarks>
public sealed record Quota
{
    /// <summary>The connection that the figures were read by.</summary>
    public required string Connection { get; init; }

    /// <summary>The other connections of the same pool, joined by <c>"; "</c>; null if there are none.</summary>
    public string? SharedWith { get; init; }

    /// <summary>When the figures were true, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Whether they were read now; false if ElevenLabs could not be reached, and they are those that the last sync kept.</summary>
    public required bool IsLive { get; init; }

    /// <summary>How the quota stands against its reset.</summary>
    public required QuotaState State { get; init; }

    /// <summary>The tier as the API names it.</summary>
    public required string Tier { get; init; }

    /// <summary>The status of the subscription as the API names it, such as <c>active</c> or <c>past_due</c>; null if absent.</summary>
    public string? Status { get; init; }

    /// <summary>Credits used since the last reset.</summary>
    public required long CreditsUsed { get; init; }

    /// <summary>
    /// Credits of the plan from one reset to the next, without rollover, by the price catalogue or the user's own prices. Null if neither
    /// knows the plan, on pay-as-you-go, and where credits are refreshed at another pace than monthly.
    /// </summary>
    public long? PlanCredits { get; init; }

    /// <summary>The catalogue entry or own price that <see cref="PlanCredits"/> and the overage's rate come from; null if unknown.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>
    /// How use beyond the plan is paid. Null if that makes no difference, as on Free, or if nothing decides it; <see cref="BillingReason"/> tells which.
    /// </summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>What decided <see cref="Billing"/>, or why nothing does; null if nothing has to.</summary>
    public string? BillingReason { get; init; }

    /// <summary>Credits on top of the plan's, from months before; null if <see cref="PlanCredits"/> is, or is more than the API's limit.</summary>
    public long? RolloverCredits { get; init; }

    /// <summary>Plan and rollover together, as the API limits them; null on pay-as-you-go.</summary>
    public long? CreditLimit { get; init; }

    /// <summary><see cref="CreditLimit"/> less <see cref="CreditsUsed"/>: below 0 where more was used. Null if there is no limit.</summary>
    public long? CreditsLeft { get; init; }

    /// <summary>When the credits reset, in UTC; null if the API does not say.</summary>
    public DateTime? NextResetAt { get; init; }

    /// <summary>Credits used yesterday, in the connection's time zone; null if the day was not synced.</summary>
    public decimal? BurnPerDay1 { get; init; }

    /// <summary>Credits a day over the last 7 days before today, rounded to a tenth; null if one of them was not synced.</summary>
    public decimal? BurnPerDay7 { get; init; }

    /// <summary>Credits a day over the last 30 days before today, rounded to a tenth; null if one of them was not synced.</summary>
    public decimal? BurnPerDay30 { get; init; }

    /// <summary>Over how many days the burn was taken that everything projected rests on: 7, else 30, else 1, whichever is known first; null if none is.</summary>
    public int? ProjectedOverDays { get; init; }

    /// <summary>
    /// When the credits run out at that burn, in UTC, as if there were no reset: compare it with <see cref="NextResetAt"/>. Null if it is
    /// not known, nothing is used, there is no limit, or none are left already.
    /// </summary>
    public DateTime? RunsOutAt { get; init; }

    /// <summary>The day of <see cref="RunsOutAt"/> in the connection's time zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null if that is.</summary>
    public DateTime? RunsOutOn { get; init; }

    /// <summary>Whether the credits run out, or have run out, before the reset; null if unknown.</summary>
    public bool? RunsOutBeforeReset { get; init; }

    /// <summary>Credits used beyond <see cref="CreditLimit"/>; null if there is no limit.</summary>
    public long? OverageCredits { get; init; }

    /// <summary>
    /// What <see cref="OverageCredits"/> cost so far, in <see cref="OverageCurrency"/>: as the API reports, or where it tells nothing or 0 in
    /// spite of them, at the plan's overage rate. Null if neither is known.
    /// </summary>
    public decimal? OverageCost { get; init; }

    /// <summary>ISO 4217 code of <see cref="OverageCost"/>; null if that is null.</summary>
    public string? OverageCurrency { get; init; }

    /// <summary>Whether credits beyond the limit can be bought; false: requests are rejected instead. Null if the API does not say.</summary>
    public bool? OverageAllowed { get; init; }

    /// <summary>How many credits beyond the limit can be bought; null if there is no bound, or the API does not say.</summary>
    public long? OverageLimit { get; init; }

    /// <summary>
    /// Credits that the present burn needs beyond the limit by the reset, those used so far included, rounded up; whether they can be bought or
    /// not. Null if burn, limit or reset are not known.
    /// </summary>
    public long? ProjectedOverageCredits { get; init; }

    /// <summary>
    /// What <see cref="ProjectedOverageCredits"/> will cost at the plan's overage rate, in <see cref="ProjectedOverageCurrency"/>: of those
    /// that can be bought, but never of fewer than were used. Null if the rate is not known in the subscription's currency.
    /// </summary>
    public decimal? ProjectedOverageCost { get; init; }

    /// <summary>ISO 4217 code of <see cref="ProjectedOverageCost"/>; null if that is null.</summary>
    public string? ProjectedOverageCurrency { get; init; }

    /// <summary>
    /// On Pay As You Go the credits that were used beyond the plan since the last reset, and so drawn from the prepaid balance; null otherwise.
    /// </summary>
    public long? DrawnCredits { get; init; }

    /// <summary>What <see cref="DrawnCredits"/> cost at the plan's own rate, in <see cref="DrawnCurrency"/>; null if that is null.</summary>
    public decimal? DrawnCost { get; init; }

    /// <summary>Credits that the present burn draws from the balance by the reset, those so far included, rounded up; null if unknown.</summary>
    public long? ProjectedDrawnCredits { get; init; }

    /// <summary>What <see cref="ProjectedDrawnCredits"/> will cost, in <see cref="DrawnCurrency"/>; null if that is null.</summary>
    public decimal? ProjectedDrawnCost { get; init; }

    /// <summary>ISO 4217 code of what is drawn; null if nothing is known to be.</summary>
    public string? DrawnCurrency { get; init; }

    /// <summary>
    /// What is left of the prepaid balance: as the user stated it, less what was drawn on the days after. Below 0 if more was drawn than stated.
    /// Null if none was stated, for the API gives none, or if days since are missing.
    /// </summary>
    public decimal? Balance { get; init; }

    /// <summary>ISO 4217 code of <see cref="Balance"/>; null if that is null.</summary>
    public string? BalanceCurrency { get; init; }

    /// <summary>The day at whose end the user saw the balance: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null if none was stated.</summary>
    public DateTime? BalanceAsOf { get; init; }

    /// <summary>
    /// The day on which the balance is used up at the present burn, in the connection's time zone: midnight of kind
    /// <see cref="DateTimeKind.Unspecified"/>. Null if unknown, or lasts for more than ten years.
    /// </summary>
    public DateTime? BalanceRunsOutOn { get; init; }

    /// <summary>What is pending: <c>change</c> or <c>cancellation</c>; null if nothing is.</summary>
    public string? PendingChange { get; init; }

    /// <summary>The tier of a pending change; null if none is.</summary>
    public string? PendingTier { get; init; }

    /// <summary>The billing period of a pending change, as the API names it; null if none is.</summary>
    public string? PendingBillingPeriod { get; init; }

    /// <summary>When what is pending takes effect, in UTC; null if nothing is, or the API does not say.</summary>
    public DateTime? PendingAt { get; init; }

    /// <summary>Slots of voices in use; null if the API does not say.</summary>
    public int? VoiceSlotsUsed { get; init; }

    /// <summary>How many voices there may be; null if the API does not say.</summary>
    public int? VoiceSlotLimit { get; init; }

    /// <summary>Slots of professional voices in use, of all workspaces that are billed together; null if the API does not say.</summary>
    public int? ProfessionalVoiceSlotsUsed { get; init; }

    /// <summary>Those of them in this workspace; null if the API does not say.</summary>
    public int? ProfessionalVoiceSlotsUsedInWorkspace { get; init; }

    /// <summary>How many professional voices there may be; null if the API does not say.</summary>
    public int? ProfessionalVoiceSlotLimit { get; init; }

    /// <summary>The connection and the state of its quota; the same in every culture.</summary>
    public override string ToString() => $"{Connection}: {State}";
}
