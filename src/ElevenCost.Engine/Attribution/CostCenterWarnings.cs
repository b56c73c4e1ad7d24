namespace ElevenCost.Engine.Attribution;

/// <summary>The kinds of warnings of cost centers.</summary>
internal static class CostCenterWarnings
{
    internal static readonly WarningKind CostCentersNotSet = new(
        "There are no rules of cost centers, so all usage is `Unattributed`.",
        "Set one with `Set-ElevenLabsCostCenter`.");

    internal static readonly WarningKind RuleReadTwoWays = new(
        "The pattern of a rule is the exact name of one value, and as a wildcard would match another. The rule matches the exact name only.",
        "Write a backtick before a plain bracket, or use another pattern.");

    internal static readonly WarningKind RuleTakesNothing = new("A rule matches no usage.", "Nothing, if that is intended; `Get-ElevenLabsCostCenter` shows why.");

    internal static readonly WarningKind RulesWithoutUsage = new(
        "Some rules match no usage of the range.",
        "Nothing, if that is intended; `Get-ElevenLabsCostCenter` shows why.");
}
