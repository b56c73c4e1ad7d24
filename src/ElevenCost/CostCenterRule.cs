namespace ElevenCost;

/// <summary>
/// Attributes usage to cost centers, or says how a plan's fee is split between them. Usage is taken by the first rule that matches it: the
/// highest <see cref="Priority"/> first, then the rule with more names without a wildcard, then the one with more criteria, then the one
/// that was set first. What no rule takes is <see cref="Unattributed"/>. Immutable.
/// </summary>
/// <remarks>
/// A criterion is a wildcard pattern, compared without regard to case with the ID, the latest known name and every earlier name that a sync
/// has seen, so that a rule keeps a key or user that is renamed. All criteria must match; one that is null matches everything.
/// </remarks>
public sealed record CostCenterRule
{
    /// <summary>The cost center of usage that no rule takes.</summary>
    public const string Unattributed = "Unattributed";

    /// <summary>The rule's own name: unique, compared without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The cost centers that bear it: one, such as <c>Acme</c>, or several with a weight each, such as <c>Acme:60; Beta:40</c>. Each bears its
    /// weight over the sum of the weights, so that <c>A:1; B:1; C:1</c> are exact thirds. Null if a fee is split by usage or evenly.
    /// </summary>
    public string? Shares { get; init; }

    /// <summary>Rules of a higher priority are tried first; 0 by default, and it may be negative.</summary>
    public int Priority { get; init; }

    /// <summary>The connection.</summary>
    public string? Connection { get; init; }

    /// <summary>The product as ElevenLabs labels it.</summary>
    public string? Product { get; init; }

    /// <summary>The model's ID.</summary>
    public string? Model { get; init; }

    /// <summary>The API key's name or hash; <c>(no key)</c> for use without one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The voice's ID.</summary>
    public string? Voice { get; init; }

    /// <summary>The user's name or ID.</summary>
    public string? User { get; init; }

    /// <summary>One of the user's workspace groups as of the day, or all of them joined as they are shown; <c>(no group)</c> for none.</summary>
    public string? Group { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? Source { get; init; }

    /// <summary>The region that served the request.</summary>
    public string? Region { get; init; }

    /// <summary>The first day whose usage it matches, in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for no first day.</summary>
    public DateTime? From { get; init; }

    /// <summary>The last day whose usage it matches, included: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for no last day.</summary>
    public DateTime? To { get; init; }

    /// <summary>How the plan's fee is split, for the connections that match; null if the rule takes usage instead.</summary>
    public FeeSplit? FeeSplit { get; init; }

    /// <summary>A note to keep with it; null if there is none.</summary>
    public string? Note { get; init; }

    /// <summary>What it did in the days that were looked at; null if that was not asked for.</summary>
    public CostCenterRuleState? State { get; init; }

    /// <summary>The credits that it took in those days, or whose fee it split; null if that was not asked for.</summary>
    public long? Credits { get; init; }

    /// <summary>The name; the same in every culture.</summary>
    public override string ToString() => Name;
}
