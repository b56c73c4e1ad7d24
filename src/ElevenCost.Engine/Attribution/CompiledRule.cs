using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Attribution;

/// <summary>A rule, ready to be matched. Immutable.</summary>
internal sealed class CompiledRule
{
    private readonly WildcardPattern? _connection;
    private readonly DateOnly _from;
    private readonly DateOnly _to;

    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>.</exception>
    public CompiledRule(CostCenterRule rule, int position)
    {
        Rule = rule;
        Position = position;
        _connection = Compile(rule.Connection);
        _from = rule.From is { } from ? DateOnly.FromDateTime(from) : DateOnly.MinValue;
        _to = rule.To is { } to ? DateOnly.FromDateTime(to) : DateOnly.MaxValue;
        Patterns = [.. UsageTable.RecordDimensions.Select(dimension => Compile(RuleFields.Criterion(rule, dimension)))];
        Shares = CenterShares.TryParse(rule.Shares, out CenterShares? shares, out _) ? shares : null;
        Literals = Patterns.Append(_connection).Count(pattern => pattern is { IsLiteral: true });
        Criteria = Patterns.Append(_connection).Count(pattern => pattern is not null);
    }

    /// <summary>The rule.</summary>
    public CostCenterRule Rule { get; }

    /// <summary>Its place among all rules as they were set.</summary>
    public int Position { get; }

    /// <summary>The pattern on each record dimension, by its index; null if there is none.</summary>
    public WildcardPattern?[] Patterns { get; }

    /// <summary>The centers that bear what it takes, or the fee that it splits in fixed shares; null if a fee is split otherwise.</summary>
    public CenterShares? Shares { get; }

    /// <summary>How many of its criteria have no wildcard.</summary>
    public int Literals { get; }

    /// <summary>How many criteria it has.</summary>
    public int Criteria { get; }

    /// <summary>Whether it holds for a connection.</summary>
    public bool IsFor(string connection) => _connection?.IsMatch(connection) ?? true;

    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= _from && day <= _to;

    /// <summary>Whether it holds on a day of a range.</summary>
    public bool HoldsWithin(DateRange range) => _from <= range.End && _to >= range.Start;

    private static WildcardPattern? Compile(string? pattern) => pattern is null ? null : WildcardPattern.Parse(pattern);
}
