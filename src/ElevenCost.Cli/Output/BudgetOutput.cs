using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes budgets and how they stand.</summary>
internal static class BudgetOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Budget> budgets, CancellationToken cancellationToken)
    {
        if (await Rows.WriteAsync(screen, format, ResultTables.Budgets, BudgetColumns.Budgets, budgets.AsAsync(), cancellationToken) == 0)
        {
            screen.WriteMessage("There is no budget.");
        }
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<BudgetStatus> statuses, CancellationToken cancellationToken)
    {
        long? count = await Rows.WriteAsync(screen, format, ResultTables.BudgetStatuses(statuses), BudgetColumns.Statuses, statuses.AsAsync(), cancellationToken);
        if (count == 0)
        {
            screen.WriteMessage("No budget applies today.");
        }

        foreach (BudgetStatus status in statuses.Where(status => count > 0 && status.State != BudgetState.Ok))
        {
            screen.WriteMessage($"note: {status.Budget}: {status.Reason}");
        }
    }

    /// <summary>The days of a budget in words.</summary>
    public static string Days(Budget budget) => $"from {Day(budget.From)} to {Day(budget.To)}";

    private static string Day(DateTime? day) => day is { } known ? Figures.Day(known) : "-";
}
