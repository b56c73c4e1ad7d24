namespace ElevenCost.Engine.Export;

/// <summary>The columns of plan comparisons: the same names, in the same order, in CSV and JSON.</summary>
public static class PlanColumns
{
    /// <summary>Comparisons of plans.</summary>
    public static IReadOnlyList<ExportColumn<PlanComparison>> Comparisons { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Plan", row => ExportValue.Of(row.Plan)),
        new("Tier", row => ExportValue.Of(row.Tier)),
        new("Billing", row => ExportValue.OfName(row.Billing)),
        new("BillingPeriod", row => ExportValue.OfName(row.BillingPeriod)),
        new("State", row => ExportValue.OfName<PlanState>(row.State)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Periods", row => ExportValue.Of(row.Periods)),
        new("IsForecast", row => ExportValue.Of(row.IsForecast)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("PlanCredits", row => ExportValue.Of(row.PlanCredits)),
        new("RolloverCredits", row => ExportValue.Of(row.RolloverCredits)),
        new("CreditsBeyond", row => ExportValue.Of(row.CreditsBeyond)),
        new("CreditsNotServed", row => ExportValue.Of(row.CreditsNotServed)),
        new("Fee", row => ExportValue.Of(row.Fee)),
        new("Overage", row => ExportValue.Of(row.Overage)),
        new("Drawn", row => ExportValue.Of(row.Drawn)),
        new("Cost", row => ExportValue.Of(row.Cost)),
        new("Low80", row => ExportValue.Of(row.Low80)),
        new("High80", row => ExportValue.Of(row.High80)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("Saving", row => ExportValue.Of(row.Saving)),
        new("SavingPercent", row => ExportValue.Of(row.SavingPercent)),
        new("UnusedCredits", row => ExportValue.Of(row.UnusedCredits)),
        new("UnusedCost", row => ExportValue.Of(row.UnusedCost)),
        new("PriceVersion", row => ExportValue.Of(row.PriceVersion)),
        new("Reason", row => ExportValue.Of(row.Reason)),
        new("Assumptions", row => ExportValue.OfList(row.Assumptions)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
    ];
}
