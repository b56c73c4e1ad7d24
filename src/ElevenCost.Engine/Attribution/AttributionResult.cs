
namespace ElevenCost.Engine.Attribution;

/// <summary>The part of one center in some usage. Immutable.</summary>
/// <param name="Center">The center.</param>
/// <param name="Usage">Its part of the usage and of what that costs.</param>
/// <param name="Fee">Its part of the plan's fee that the usage bears.</param>
internal readonly record struct CenterPart(string Center, Fraction Usage, Fraction Fee);

/// <summary>Who bears usage that one rule took, and the fee that it bears. Immutable.</summary>
internal sealed class AttributionResult
{
    /// <param name="rule">The rule that took it; null if none did.</param>
    /// <param name="usage">Who bears the usage.</param>
    /// <param name="feeRule">The rule that split the fee; null if none did.</param>
    /// <param name="fee">Who bears the fee; null if that follows the usage.</param>
    public AttributionResult(CompiledRule? rule, CenterShares usage, CompiledRule? feeRule, CenterShares? fee)
    {
        Rule = rule;
        FeeRule = feeRule;
        Dictionary<string, Fraction> usageParts = usage.Parts.ToDictionary(part => part.Center, part => part.Part, StringComparer.Ordinal);
        Dictionary<string, Fraction> feeParts = (fee ?? usage).Parts.ToDictionary(part => part.Center, part => part.Part, StringComparer.Ordinal);
        Parts = [.. usageParts.Keys.Union(feeParts.Keys, StringComparer.Ordinal)
            .Select(center => new CenterPart(center, usageParts.GetValueOrDefault(center, Fraction.Zero), feeParts.GetValueOrDefault(center, Fraction.Zero)))];
    }

    /// <summary>The rule that took it; null if none did.</summary>
    public CompiledRule? Rule { get; }

    /// <summary>The rule that split the fee; null if none did, or where fees were not asked for.</summary>
    public CompiledRule? FeeRule { get; }

    /// <summary>Each center's part; the usage's sum up to 1, and the fee's too.</summary>
    public IReadOnlyList<CenterPart> Parts { get; }
}
