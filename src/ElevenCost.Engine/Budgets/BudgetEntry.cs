using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Budgets;

/// <summary>A budget that holds from one day to another. Immutable.</summary>
internal sealed record BudgetEntry : IDated<BudgetEntry>
{
    /// <summary>The thresholds of a budget that names none: quarters, and one that leaves time to act.</summary>
    public const string UsualThresholds = "25,50,75,90,100";

    /// <summary>The budget, without its days.</summary>
    public required Budget Budget { get; init; }

    /// <inheritdoc/>
    public DateOnly? From { get; init; }

    /// <inheritdoc/>
    public DateOnly? Until { get; init; }

    /// <summary>Names the entry: budgets of one name do not overlap, and so differ in their first day.</summary>
    public string Name => Budget.Name + (From is { } day ? string.Create(CultureInfo.InvariantCulture, $" from {day:yyyy-MM-dd}") : "");

    /// <inheritdoc/>
    public bool IsOfSameKind(BudgetEntry other) => Budget.Name.Equals(other.Budget.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public BudgetEntry WithDays(DateOnly? from, DateOnly? until) => this with { From = from, Until = until };

    /// <summary>What users hold of it.</summary>
    public Budget ToBudget() => Budget with { From = From?.ToDateTime(TimeOnly.MinValue), To = Until?.AddDays(-1).ToDateTime(TimeOnly.MinValue) };
}
