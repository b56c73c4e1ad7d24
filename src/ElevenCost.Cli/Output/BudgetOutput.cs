using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes budgets and how they stand.</summary>
internal static class BudgetOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Budget> budgets, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, BudgetColumns.Budgets, budgets.AsAsync(), cancellationToken);
            return;
        }

        if (budgets.Count == 0)
        {
            screen.Tell("There is no budget.");
            return;
        }

        await new TextTable(
            [
                new TableColumn("Budget", CanShorten: true), new TableColumn("Amount", IsNumber: true), new TableColumn("Period"), new TableColumn("Of", CanShorten: true),
                new TableColumn("From"), new TableColumn("To"), new TableColumn("Thresholds"),
            ],
            screen.Width).WriteAsync(
            screen.Output,
            "Budgets",
            budgets.Select(budget => new[]
            {
                budget.Name, Amount(budget.Amount ?? budget.Credits!.Value, budget.Currency), Words.Of(budget.Period), Of(budget), Day(budget.From), Day(budget.To), budget.Thresholds,
            }).AsAsync(),
            () => [],
            cancellationToken);
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<BudgetStatus> statuses, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, BudgetColumns.Statuses, statuses.AsAsync(), cancellationToken);
            return;
        }

        if (statuses.Count == 0)
        {
            screen.Tell("No budget holds today.");
            return;
        }

        await new TextTable(
            [
                new TableColumn("Budget", CanShorten: true), new TableColumn("State"), new TableColumn("Amount", IsNumber: true), new TableColumn("Used", IsNumber: true),
                new TableColumn("%", IsNumber: true), new TableColumn("Expected", IsNumber: true), new TableColumn("Passed on"), new TableColumn("Driver", CanShorten: true),
            ],
            screen.Width).WriteAsync(
            screen.Output,
            "How budgets stand",
            statuses.Select(status => new[]
            {
                status.Budget, Words.Of(status.State), Amount(status.Amount, status.Currency), Figure(status.Used, status.Currency),
                status.UsedPercent?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-", Figure(status.Expected, status.Currency), Day(status.PassedOn), status.Driver ?? "-",
            }).AsAsync(),
            () => [],
            cancellationToken);
        foreach (BudgetStatus status in statuses.Where(status => status.State != BudgetState.Ok))
        {
            screen.Tell($"note: {status.Budget}: {status.Reason}");
        }
    }

    /// <summary>The days of a budget in words.</summary>
    public static string Days(Budget budget) => $"from {Day(budget.From)} to {Day(budget.To)}";

    private static string Of(Budget budget) => string.Join(", ", new[] { budget.Connection, budget.CostCenter, budget.ApiKey, budget.Product, budget.Model }.OfType<string>()) is { Length: > 0 } of
        ? of : "everything";

    private static string Day(DateTime? day) => day is { } known ? Figures.Day(known) : "-";

    private static string Amount(decimal amount, string? currency) => $"{Figure(amount, currency)} {currency ?? "credits"}";

    private static string Figure(decimal? figure, string? currency) => figure?.ToString(currency is null ? "N0" : "N2", CultureInfo.InvariantCulture) ?? "-";
}
