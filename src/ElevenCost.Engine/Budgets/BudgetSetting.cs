namespace ElevenCost.Engine.Budgets;

/// <summary>A budget as a user sets it. Immutable.</summary>
public sealed record BudgetSetting
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The connection, or a wildcard; null for every one.</summary>
    public string? Connection { get; init; }

    /// <summary>The cost center, or a wildcard; null for all.</summary>
    public string? CostCenter { get; init; }

    /// <summary>The API key, by name, ID or wildcard; null for all.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The product, or a wildcard; null for all.</summary>
    public string? Product { get; init; }

    /// <summary>The model, or a wildcard; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>The period.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Month;

    /// <summary>The amount of money a period, more than 0, with a point, such as <c>500.00</c>; null for a budget in credits.</summary>
    public string? Amount { get; init; }

    /// <summary>ISO 4217 code of the amount; null for USD.</summary>
    public string? Currency { get; init; }

    /// <summary>Which cost counts; null for <see cref="CostBasis.Consumed"/>.</summary>
    public CostBasis? Basis { get; init; }

    /// <summary>Credits a period, more than 0; null for a budget in money.</summary>
    public long? Credits { get; init; }

    /// <summary>Shares of the budget in percent, such as <c>50, 90</c>; null for <see cref="BudgetEntry.UsualThresholds"/>.</summary>
    public IReadOnlyList<string>? Thresholds { get; init; }

    /// <summary>The first day it applies; null for the first day of the current month, so that the month counts as a whole.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day on which it applies, included; null until the next budget of the name, or for ever.</summary>
    public DateOnly? To { get; init; }

    /// <summary>A note to keep with it; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>What setting a budget did. Immutable.</summary>
/// <param name="Budget">The budget as it is stored.</param>
/// <param name="Replaced">The budget of the same name and first day that is gone; null if there was none, or if it was the same.</param>
/// <param name="Changed">Budgets of the name whose days changed.</param>
public sealed record BudgetChange(Budget Budget, Budget? Replaced, IReadOnlyList<Budget> Changed);
