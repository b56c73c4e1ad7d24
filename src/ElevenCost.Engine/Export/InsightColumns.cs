namespace ElevenCost.Engine.Export;

/// <summary>The columns of what is read live: the same names, in the same order, in CSV and JSON.</summary>
public static class InsightColumns
{
    /// <summary>Requests.</summary>
    public static IReadOnlyList<ExportColumn<RequestRecord>> Requests { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("At", row => ExportValue.OfInstant(row.At)),
        new("RequestId", row => ExportValue.Of(row.RequestId)),
        new("Method", row => ExportValue.Of(row.Method)),
        new("Path", row => ExportValue.Of(row.Path)),
        new("Status", row => ExportValue.Of(row.Status)),
        new("Succeeded", row => ExportValue.Of(row.Succeeded)),
        new("LatencyMs", row => ExportValue.Of(row.LatencyMs)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("ApiKeyId", row => ExportValue.Of(row.ApiKeyId)),
        new("User", row => ExportValue.Of(row.User)),
        new("UserId", row => ExportValue.Of(row.UserId)),
        new("Voice", row => ExportValue.Of(row.Voice)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Region", row => ExportValue.Of(row.Region)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Minutes", row => ExportValue.Of(row.Minutes)),
        new("ConsumedCost", row => ExportValue.Of(row.ConsumedCost)),
        new("Currency", row => ExportValue.Of(row.Currency)),
    ];

    /// <summary>Requests by path and hour or day.</summary>
    public static IReadOnlyList<ExportColumn<RequestSummary>> RequestSummaries { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Date", row => ExportValue.OfDay(row.Date)),
        new("StartsAt", row => ExportValue.OfInstant(row.StartsAt)),
        new("Path", row => ExportValue.Of(row.Path)),
        new("Requests", row => ExportValue.Of(row.Requests)),
        new("Succeeded", row => ExportValue.Of(row.Succeeded)),
        new("Failed", row => ExportValue.Of(row.Failed)),
        new("SuccessRate", row => ExportValue.Of(row.SuccessRate)),
        new("AverageLatencyMs", row => ExportValue.Of(row.AverageLatencyMs)),
        new("P50LatencyMs", row => ExportValue.Of(row.P50LatencyMs)),
        new("P95LatencyMs", row => ExportValue.Of(row.P95LatencyMs)),
        new("EndDate", row => ExportValue.OfDay(row.EndDate)),
    ];

    /// <summary>Webhooks.</summary>
    public static IReadOnlyList<ExportColumn<WebhookRecord>> Webhooks { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Name", row => ExportValue.Of(row.Name)),
        new("WebhookId", row => ExportValue.Of(row.WebhookId)),
        new("Url", row => ExportValue.Of(row.Url)),
        new("State", row => ExportValue.OfName<WebhookState>(row.State)),
        new("DisabledSince", row => ExportValue.OfInstant(row.DisabledSince)),
        new("LastFailureAt", row => ExportValue.OfInstant(row.LastFailureAt)),
        new("LastFailureCode", row => ExportValue.Of(row.LastFailureCode)),
        new("UsedBy", row => ExportValue.Of(row.UsedBy)),
        new("Events", row => ExportValue.Of(row.Events)),
        new("AuthType", row => ExportValue.Of(row.AuthType)),
        new("CreatedAt", row => ExportValue.OfInstant(row.CreatedAt)),
    ];

    /// <summary>Limits of keys.</summary>
    public static IReadOnlyList<ExportColumn<KeyLimit>> KeyLimits { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("ApiKeyId", row => ExportValue.Of(row.ApiKeyId)),
        new("State", row => ExportValue.OfName<KeyLimitState>(row.State)),
        new("CreditLimit", row => ExportValue.Of(row.CreditLimit)),
        new("CreditsUsed", row => ExportValue.Of(row.CreditsUsed)),
        new("CreditsCounted", row => ExportValue.Of(row.CreditsCounted)),
        new("CreditsLeft", row => ExportValue.Of(row.CreditsLeft)),
        new("From", row => ExportValue.OfDay(row.From)),
    ];

    /// <summary>Quotas.</summary>
    public static IReadOnlyList<ExportColumn<Quota>> Quotas { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("SharedWith", row => ExportValue.Of(row.SharedWith)),
        new("At", row => ExportValue.OfInstant(row.At)),
        new("IsLive", row => ExportValue.Of(row.IsLive)),
        new("State", row => ExportValue.OfName<QuotaState>(row.State)),
        new("Tier", row => ExportValue.Of(row.Tier)),
        new("Status", row => ExportValue.Of(row.Status)),
        new("CreditsUsed", row => ExportValue.Of(row.CreditsUsed)),
        new("PlanCredits", row => ExportValue.Of(row.PlanCredits)),
        new("PriceVersion", row => ExportValue.Of(row.PriceVersion)),
        new("Billing", row => ExportValue.OfName(row.Billing)),
        new("BillingReason", row => ExportValue.Of(row.BillingReason)),
        new("RolloverCredits", row => ExportValue.Of(row.RolloverCredits)),
        new("CreditLimit", row => ExportValue.Of(row.CreditLimit)),
        new("CreditsLeft", row => ExportValue.Of(row.CreditsLeft)),
        new("NextResetAt", row => ExportValue.OfInstant(row.NextResetAt)),
        new("BurnPerDay1", row => ExportValue.Of(row.BurnPerDay1)),
        new("BurnPerDay7", row => ExportValue.Of(row.BurnPerDay7)),
        new("BurnPerDay30", row => ExportValue.Of(row.BurnPerDay30)),
        new("ProjectedOverDays", row => ExportValue.Of(row.ProjectedOverDays)),
        new("RunsOutAt", row => ExportValue.OfInstant(row.RunsOutAt)),
        new("RunsOutOn", row => ExportValue.OfDay(row.RunsOutOn)),
        new("RunsOutBeforeReset", row => ExportValue.Of(row.RunsOutBeforeReset)),
        new("OverageCredits", row => ExportValue.Of(row.OverageCredits)),
        new("OverageCost", row => ExportValue.Of(row.OverageCost)),
        new("OverageCurrency", row => ExportValue.Of(row.OverageCurrency)),
        new("OverageAllowed", row => ExportValue.Of(row.OverageAllowed)),
        new("OverageLimit", row => ExportValue.Of(row.OverageLimit)),
        new("ProjectedOverageCredits", row => ExportValue.Of(row.ProjectedOverageCredits)),
        new("ProjectedOverageCost", row => ExportValue.Of(row.ProjectedOverageCost)),
        new("ProjectedOverageCurrency", row => ExportValue.Of(row.ProjectedOverageCurrency)),
        new("DrawnCredits", row => ExportValue.Of(row.DrawnCredits)),
        new("DrawnCost", row => ExportValue.Of(row.DrawnCost)),
        new("ProjectedDrawnCredits", row => ExportValue.Of(row.ProjectedDrawnCredits)),
        new("ProjectedDrawnCost", row => ExportValue.Of(row.ProjectedDrawnCost)),
        new("DrawnCurrency", row => ExportValue.Of(row.DrawnCurrency)),
        new("Balance", row => ExportValue.Of(row.Balance)),
        new("BalanceCurrency", row => ExportValue.Of(row.BalanceCurrency)),
        new("BalanceAsOf", row => ExportValue.OfDay(row.BalanceAsOf)),
        new("BalanceRunsOutOn", row => ExportValue.OfDay(row.BalanceRunsOutOn)),
        new("PendingChange", row => ExportValue.Of(row.PendingChange)),
        new("PendingTier", row => ExportValue.Of(row.PendingTier)),
        new("PendingBillingPeriod", row => ExportValue.Of(row.PendingBillingPeriod)),
        new("PendingAt", row => ExportValue.OfInstant(row.PendingAt)),
        new("VoiceSlotsUsed", row => ExportValue.Of(row.VoiceSlotsUsed)),
        new("VoiceSlotLimit", row => ExportValue.Of(row.VoiceSlotLimit)),
        new("ProfessionalVoiceSlotsUsed", row => ExportValue.Of(row.ProfessionalVoiceSlotsUsed)),
        new("ProfessionalVoiceSlotsUsedInWorkspace", row => ExportValue.Of(row.ProfessionalVoiceSlotsUsedInWorkspace)),
        new("ProfessionalVoiceSlotLimit", row => ExportValue.Of(row.ProfessionalVoiceSlotLimit)),
    ];
}
