using ElevenCost.Engine.Attribution;

namespace ElevenCost.PowerShell.Views;

/// <summary>The tables of rules of cost centers, and of what took a key.</summary>
internal static class CostCenterViews
{
    private const string Count = "{0:N0}";
    private const string Day = "{0:yyyy-MM-dd}";

    // As RuleText has it, for the session to compute.
    private const string TakesScript =
        "$rule = $_; (@(if ($rule.FeeSplit) { 'plan fee' }) + @('Connection', 'Product', 'Model', 'ApiKey', 'Voice', 'User', 'Group', 'Source', 'Region' | "
        + "Where-Object { $rule.$_ } | ForEach-Object { \"$_ $($rule.$_)\" })) -join ', '";

    private const string BearersScript = "$_.Shares ?? ($_.FeeSplit -eq 'Even' ? 'all, evenly' : 'by usage')";

    /// <summary>A rule in a few words: who bears what.</summary>
    public static string Describe(CostCenterRule rule) => $"{RuleText.Bearers(rule)} for {Takes(rule)}";

    /// <summary>The table of rules: their days, priority and what they did where there is any. Who bears what needs the room first.</summary>
    public static ResultView Of(IReadOnlyList<CostCenterRule> rules)
    {
        List<(ResultColumn Column, Func<CostCenterRule, object?> Value)> columns =
        [
            (new ResultColumn("Rule", nameof(CostCenterRule.Name), IsName: true), rule => rule.Name),
            (new ResultColumn("Cost centers", nameof(CostCenterRule.Shares), IsName: true) { Script = BearersScript }, RuleText.Bearers),
            (new ResultColumn("Takes", nameof(CostCenterRule.ApiKey), IsName: true) { Script = TakesScript }, Takes),
        ];
        if (rules.Any(rule => rule.Priority != 0))
        {
            columns.Add((new ResultColumn("Priority", nameof(CostCenterRule.Priority), IsNumber: true, IsOptional: true), rule => rule.Priority));
        }

        if (rules.Any(rule => rule.From is not null))
        {
            columns.Add((new ResultColumn("From", nameof(CostCenterRule.From), Day, IsOptional: true), rule => rule.From));
        }

        if (rules.Any(rule => rule.To is not null))
        {
            columns.Add((new ResultColumn("To", nameof(CostCenterRule.To), Day, IsOptional: true), rule => rule.To));
        }

        if (rules.Any(rule => rule.State is not null))
        {
            columns.Add((new ResultColumn("Credits", nameof(CostCenterRule.Credits), Count, IsNumber: true), rule => rule.Credits));
            columns.Add((new ResultColumn("State", nameof(CostCenterRule.State)), rule => rule.State));
        }

        return Fitted(columns, rules);
    }

    /// <summary>The table of what took the values of a dimension; their days are left out first where there is no room.</summary>
    public static ResultView Of(IReadOnlyList<CostCenterMatch> matches, Dimension dimension)
    {
        List<(ResultColumn Column, Func<CostCenterMatch, object?> Value)> columns = [];
        if (matches.Select(match => match.Connection).Distinct().Count() > 1)
        {
            columns.Add((new ResultColumn("Connection", nameof(CostCenterMatch.Connection), IsName: true), match => match.Connection));
        }

        string value = dimension == Dimension.ApiKey ? "API key" : dimension.ToString();
        columns.AddRange(
        [
            (new ResultColumn(value, nameof(CostCenterMatch.Value), IsName: true), match => match.Value),
            (new ResultColumn("Rule", nameof(CostCenterMatch.Rule), IsName: true), match => match.Rule),
            (new ResultColumn("Cost centers", nameof(CostCenterMatch.Shares), IsName: true), match => match.Shares),
            (new ResultColumn("Matched by", nameof(CostCenterMatch.MatchedBy), IsName: true), match => match.MatchedBy),
            (new ResultColumn("Credits", nameof(CostCenterMatch.Credits), Count, IsNumber: true), match => match.Credits),
            (new ResultColumn("From", nameof(CostCenterMatch.From), Day, IsOptional: true), match => match.From),
            (new ResultColumn("To", nameof(CostCenterMatch.To), Day, IsOptional: true), match => match.To),
        ]);
        return Fitted(columns, matches);
    }

    private static string Takes(CostCenterRule rule) => RuleText.Takes(rule, "plan fee", dimension => dimension.ToString());

    private static ResultView Fitted<T>(List<(ResultColumn Column, Func<T, object?> Value)> columns, IReadOnlyList<T> rows)
    {
        foreach ((ResultColumn column, Func<T, object?> value) in columns)
        {
            foreach (T row in rows)
            {
                column.Fit(value(row));
            }
        }

        return new ResultView(typeof(T), [.. columns.Select(column => column.Column)]);
    }
}
