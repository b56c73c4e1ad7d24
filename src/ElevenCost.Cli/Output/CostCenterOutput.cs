using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes rules of cost centers, and what they took.</summary>
internal static class CostCenterOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<CostCenterRule> rules, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.CostCenters, rules.AsAsync(), cancellationToken);
            return;
        }

        List<(TableColumn Column, Func<CostCenterRule, string> Cell)> columns =
        [
            (new TableColumn("Rule", CanShorten: true), rule => rule.Name),
            (new TableColumn("Cost centers", CanShorten: true), RuleText.Bearers),
            (new TableColumn("Takes", CanShorten: true), Takes),
        ];
        if (rules.Any(rule => rule.Priority != 0))
        {
            columns.Add((new TableColumn("Priority", IsNumber: true), rule => rule.Priority.ToString(CultureInfo.InvariantCulture)));
        }

        if (rules.Any(rule => rule.From is not null || rule.To is not null))
        {
            columns.Add((new TableColumn("From"), rule => Day(rule.From)));
            columns.Add((new TableColumn("To"), rule => Day(rule.To)));
        }

        if (rules.Any(rule => rule.State is not null))
        {
            columns.Add((new TableColumn("Credits", IsNumber: true), rule => Figures.Count(rule.Credits)));
            columns.Add((new TableColumn("State"), rule => rule.State is { } state ? Words.Of(state) : "-"));
        }

        await WriteTableAsync(screen, rules.Any(rule => rule.State is not null) ? "Rules of cost centers, in the order in which they are tried" : "Rules of cost centers", columns, rules, cancellationToken);
    }

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<CostCenterMatch> matches, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.CostCenterMatches, matches.AsAsync(), cancellationToken);
            return;
        }

        List<(TableColumn Column, Func<CostCenterMatch, string> Cell)> columns = [];
        if (matches.Select(match => match.Connection).Distinct().Count() > 1)
        {
            columns.Add((new TableColumn("Connection", CanShorten: true), match => match.Connection));
        }

        columns.Add((new TableColumn(matches.Count == 0 ? "Value" : DimensionText.Header(matches[0].Dimension), CanShorten: true), match => match.Value ?? "(unknown)"));
        columns.Add((new TableColumn("Rule", CanShorten: true), match => match.Rule ?? "-"));
        columns.Add((new TableColumn("Cost centers", CanShorten: true), match => match.Shares));
        columns.Add((new TableColumn("Matched by", CanShorten: true), match => match.MatchedBy ?? "-"));
        columns.Add((new TableColumn("From"), match => Day(match.From)));
        columns.Add((new TableColumn("To"), match => Day(match.To)));
        columns.Add((new TableColumn("Credits", IsNumber: true), match => Figures.Count(match.Credits)));
        await WriteTableAsync(screen, "Which rule took the usage", columns, matches, cancellationToken);
    }

    /// <summary>A rule in a few words.</summary>
    public static string Describe(CostCenterRule rule) => $"'{rule.Name}' ({RuleText.Bearers(rule)} for {Takes(rule)})";

    private static Task<long> WriteTableAsync<T>(
        Screen screen, string title, List<(TableColumn Column, Func<T, string> Cell)> columns, IReadOnlyList<T> rows, CancellationToken cancellationToken) =>
        new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
            screen.Output, title, rows.Select(row => columns.Select(column => column.Cell(row)).ToArray()).AsAsync(), () => [], cancellationToken);

    private static string Takes(CostCenterRule rule) => RuleText.Takes(rule, "the plan's fee", Words.Of);

    private static string Day(DateTime? day) => day is { } known ? Figures.Day(known) : "-";
}
