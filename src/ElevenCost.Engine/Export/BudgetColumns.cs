namespace ElevenCost.Engine.Export;

/// <summary>The columns of budgets and of how they stand: the same names, in the same order, in CSV and JSON.</summary>
public static class BudgetColumns
{
    /// <summary>Budgets.</summary>
    public static IReadOnlyList<ExportColumn<Budget>> Budgets { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("CostCenter", row => ExportValue.Of(row.CostCenter)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("Period", row => ExportValue.OfName<BudgetPeriod>(row.Period)),
        new("Amount", row => ExportValue.Of(row.Amount)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Thresholds", row => ExportValue.Of(row.Thresholds)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Note", row => ExportValue.Of(row.Note)),
    ];

    /// <summary>The state of budgets.</summary>
    public static IReadOnlyList<ExportColumn<BudgetStatus>> Statuses { get; } =
    [
        new("Budget", row => ExportValue.Of(row.Budget)),
        new("State", row => ExportValue.OfName<BudgetState>(row.State)),
        new("Reason", row => ExportValue.Of(row.Reason)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Amount", row => ExportValue.Of(row.Amount)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("Used", row => ExportValue.Of(row.Used)),
        new("Left", row => ExportValue.Of(row.Left)),
        new("UsedPercent", row => ExportValue.Of(row.UsedPercent)),
        new("Expected", row => ExportValue.Of(row.Expected)),
        new("ExpectedPercent", row => ExportValue.Of(row.ExpectedPercent)),
        new("ThresholdReached", row => ExportValue.Of(row.ThresholdReached)),
        new("ThresholdExpected", row => ExportValue.Of(row.ThresholdExpected)),
        new("PassedOn", row => ExportValue.OfDay(row.PassedOn)),
        new("Driver", row => ExportValue.Of(row.Driver)),
        new("DriverPercent", row => ExportValue.Of(row.DriverPercent)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
        new("UnpricedCredits", row => ExportValue.Of(row.UnpricedCredits)),
    ];
}
