using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes rules of cost centers, and what they took.</summary>
internal static class CostCenterOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<CostCenterRule> rules, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.CostCenters(rules), ExportColumns.CostCenters, rules.AsAsync(), cancellationToken);

    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<CostCenterMatch> matches, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.CostCenterMatches.WithoutConnection(matches.Select(match => match.Connection).Distinct().Count() == 1),
            ExportColumns.CostCenterMatches, matches.AsAsync(), cancellationToken);

    /// <summary>A rule in a few words.</summary>
    public static string Describe(CostCenterRule rule) => $"'{rule.Name}' ({RuleText.Bearers(rule)} for {Takes(rule)})";

    private static string Takes(CostCenterRule rule) => RuleText.Takes(rule, "the plan's fee", dimension => Words.Of(dimension));
}
