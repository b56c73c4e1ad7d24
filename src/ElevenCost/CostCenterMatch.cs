namespace ElevenCost;

/// <summary>Which rule took the usage of one key, user or other value of a dimension in some days. Immutable.</summary>
public sealed record CostCenterMatch
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>Of which dimension the value is.</summary>
    public required Dimension Dimension { get; init; }

    /// <summary>The value's latest known name; null if the usage is not kept by the dimension.</summary>
    public string? Value { get; init; }

    /// <summary>Its ID; null for use without one, and where the usage is not kept by the dimension.</summary>
    public string? ValueId { get; init; }

    /// <summary>The first day of the usage: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of the usage, included: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime To { get; init; }

    /// <summary>The name of the rule that took it; null if none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The cost centers that bear it, as the rule's shares; <c>Unattributed</c> where no rule took it.</summary>
    public required string Shares { get; init; }

    /// <summary>What of the value the rule matched, such as <c>name 'acme-live'</c> or <c>earlier name 'acme'</c>; null if it has no criterion on the dimension.</summary>
    public string? MatchedBy { get; init; }

    /// <summary>The credits that it took.</summary>
    public required long Credits { get; init; }

    /// <summary>The value and the rule that takes it; the same in every culture.</summary>
    public override string ToString() => $"{Value ?? "(unknown)"}: {Rule ?? "no rule"}";
}
