namespace ElevenCost;

/// <summary>What was done to a price, a rule or another definition.</summary>
public enum LedgerChangeAction
{
    /// <summary>It was added.</summary>
    Added,

    /// <summary>Its fields changed.</summary>
    Changed,

    /// <summary>Its place in the order changed, which decides between equals.</summary>
    Moved,

    /// <summary>It was removed.</summary>
    Removed,
}

/// <summary>One change of a price, a rule of a cost center or another definition that the ledger stores. Immutable.</summary>
public sealed record LedgerChange
{
    /// <summary>What kind of definition it is: <c>prices</c> or <c>cost-centers</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Counts the changes of the kind from 1; definitions that were changed together share it.</summary>
    public required int Number { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTime ChangedAt { get; init; }

    /// <summary>The name of the rule, or of the price: tier, connection, billing period and first day.</summary>
    public required string Name { get; init; }

    /// <summary>What was done.</summary>
    public required LedgerChangeAction Action { get; init; }

    /// <summary>The fields that were removed or changed, as they were; null if there were none.</summary>
    public string? Before { get; init; }

    /// <summary>The fields that were added or changed, as they are after it; null if there are none.</summary>
    public string? After { get; init; }

    /// <summary>The fields in one text: as they were and as they are, <c>Amount: 400.00 -> Amount: 500.00</c>; null if there are none.</summary>
    public string? Fields => Before is not null && After is not null ? $"{Before} -> {After}" : Before ?? After;

    /// <summary>What was done to what, such as <c>Changed voices</c>.</summary>
    public override string ToString() => $"{Action} {Name}";
}
