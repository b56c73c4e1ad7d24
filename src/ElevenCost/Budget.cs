namespace ElevenCost;

/// <summary>How much may be used in a period, in money or in credits. Immutable.</summary>
public sealed record Budget
{
    /// <summary>The name. Budgets of one name follow each other by their first days.</summary>
    public required string Name { get; init; }

    /// <summary>The connection, or a wildcard, whose usage counts; null for every connection.</summary>
    public string? Connection { get; init; }

    /// <summary>The cost center, or a wildcard, whose usage counts; null for all.</summary>
    public string? CostCenter { get; init; }

    /// <summary>The API key, by name, ID or wildcard, whose usage counts; null for all.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The product, or a wildcard, whose usage counts; null for all.</summary>
    public string? Product { get; init; }

    /// <summary>The model, or a wildcard, whose usage counts; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>The period.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>The amount of money a period; null for a budget in credits.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code of <see cref="Amount"/>; null for a budget in credits.</summary>
    public string? Currency { get; init; }

    /// <summary>Which cost counts; null for a budget in credits.</summary>
    public CostBasis? CostBasis { get; init; }

    /// <summary>Credits a period; null for a budget in money.</summary>
    public long? Credits { get; init; }

    /// <summary>The shares of the budget, in percent and rising, that are worth knowing when they are reached: joined by commas.</summary>
    public required string Thresholds { get; init; }

    /// <summary>The first day on which it applies: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for no first day.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last day on which it applies, included; null until the next budget of the name, or for ever.</summary>
    public DateTime? To { get; init; }

    /// <summary>The user's note; null if there is none.</summary>
    public string? Note { get; init; }

    /// <summary>Whose usage counts, in one text: connection, cost center, key, product and model; <c>everything</c> without any.</summary>
    public string AppliesTo =>
        string.Join(", ", new[] { Connection, CostCenter, ApiKey, Product, Model }.Where(filter => !string.IsNullOrEmpty(filter))) is { Length: > 0 } filters ? filters : "everything";

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
