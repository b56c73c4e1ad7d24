using System.Text.RegularExpressions;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with ten days each.</summary>
public sealed class PromptHome() : SyncedHome(new SimulatorOptions { Days = 60 }, 10);

/// <summary>What is seen at a prompt, beside the tables that <see cref="ViewTests"/> holds.</summary>
public sealed partial class PromptTests(PromptHome home) : IClassFixture<PromptHome>
{
    private ModuleSession Session => home.Session;

    [Fact]
    public void A_table_of_cost_names_basis_range_and_total()
    {
        string shown = Shown("Get-ElevenLabsCost demo -Last 5d -GroupBy Model -CostBasis PlanRate");
        Assert.Contains("PlanRate (USD)", shown, StringComparison.Ordinal);
        string range = Session.Line("$rows = Get-ElevenLabsCost demo -Last 5d -CostBasis PlanRate; '{0:yyyy-MM-dd}..{1:yyyy-MM-dd}' -f $rows[0].Date, $rows[-1].Date");
        string total = Session.Line("'{0:N4} USD' -f (Get-ElevenLabsCost demo -Last 5d -CostBasis PlanRate -Granularity Total).Cost");
        Assert.Contains($"Cost: {range}, total {total}", shown, StringComparison.Ordinal);
        Assert.Contains($"Usage: {range}", Shown("Get-ElevenLabsUsage demo -Last 5d -GroupBy Model"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_bases_that_are_piped_together_do_not_look_alike()
    {
        string shown = Shown("Get-ElevenLabsCost demo -Last 2d -GroupBy Product; Get-ElevenLabsCost demo -Last 2d -GroupBy Product -CostBasis PlanRate");
        Assert.Contains("Consumed (USD)", shown, StringComparison.Ordinal);
        Assert.Matches("CostBasis +: PlanRate", shown);
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost -Last 5d -GroupBy Product")]
    [InlineData("Get-ElevenLabsUsage -Last 5d -GroupBy Product")]
    public void Rows_of_piped_connections_name_theirs(string command)
    {
        string shown = Shown($"Get-ElevenLabsConnection | {command}");
        Assert.Contains("Connection", shown, StringComparison.Ordinal);
        Assert.Matches("(?m)^acme ", shown);
        Assert.Matches("(?m)^demo ", shown);
    }

    [Fact]
    public void A_bucket_with_a_day_never_synced_is_partial_in_usage_as_in_cost() => Assert.Equal(
        ["Partial Partial", "True"],
        Session.Lines("""
            $usage = @(Get-ElevenLabsUsage demo -Last 20d -Granularity Total -WarningAction SilentlyContinue)
            "$($usage.Completeness) $((Get-ElevenLabsCost demo -Last 20d -Granularity Total -WarningAction SilentlyContinue).Completeness)"
            "$($usage | Out-String)" -match '\bPartial\b'
            """));

    [Theory]
    [InlineData("Get-ElevenLabsCost demo -Last 5d", "State", "Provisional")]
    [InlineData("Get-ElevenLabsCost demo -Last 5d", "Completeness", "Provisional")]
    [InlineData("Get-ElevenLabsUsage demo -Last 5d -GroupBy Model", "Completeness", "Provisional")]
    public void A_header_filters(string command, string header, string value) =>
        Assert.NotEmpty(Session.Lines($"{command} | Where-Object {header} -EQ {value} | ForEach-Object {header}"));

    [Fact]
    public void A_short_header_filters() => Assert.NotEmpty(Session.Lines("Get-ElevenLabsPrice creator | Where-Object Overage -GT 0"));

    [Fact]
    public void An_alias_is_exported_by_nobody() => Assert.Equal(
        ["False", "False", "False"],
        Session.Lines("""
            $row = @(Get-ElevenLabsCost demo -Last 1d)[0]
            ($row | ConvertTo-Json) -match '"State"'
            ($row | ConvertTo-Csv)[0] -match '"State"'
            ($row | Select-Object *).PSObject.Properties.Name -contains 'State'
            """));

    [Fact]
    public void Get_Member_shows_a_stable_type_and_no_part_of_the_compiler()
    {
        string[] members = Session.Lines("""
            $rows = @(Get-ElevenLabsCost demo -Last 2d -GroupBy Model) + @(Get-ElevenLabsCost demo -Last 2d)
            $rows | Get-Member | ForEach-Object TypeName | Sort-Object -Unique
            """);
        Assert.Equal(["ElevenCost.CostRecord"], members);
    }

    [Fact]
    public void A_group_is_named_in_a_few_words() => Assert.All(
        Session.Lines("Get-ElevenLabsCost demo -Last 2d -GroupBy Model | Group-Object { $_ } | ForEach-Object Name"), name => Assert.True(name.Length < 60, name));

    [Fact]
    public void A_second_question_of_another_shape_lists_no_empty_property()
    {
        string shown = Shown("Get-ElevenLabsCost demo -Last 2d; Get-ElevenLabsCost demo -Last 2d -GroupBy Model | Select-Object -First 1; Get-ElevenLabsCoverage demo -Last 1d");
        string[] listed = [.. ListedLine().Matches(shown).Select(line => line.Groups["name"].Value)];
        Assert.Equal(["Model", "Credits", "Requests", "Cost"], listed.Take(4));
        Assert.DoesNotContain("Voice", listed);
        Assert.DoesNotContain("ElevenCost.", shown, StringComparison.Ordinal);
        Assert.InRange(listed.Length, 10, 16);
    }

    [Fact]
    public void How_budgets_stand_fits_80_columns_a_line_each()
    {
        string[] lines = Shown("""
            $null = Set-ElevenLabsBudget a-budget-with-quite-a-long-name -Amount 0.01
            $null = Set-ElevenLabsBudget credits -Credits 2000000
            Test-ElevenLabsBudget
            Remove-ElevenLabsBudget a-budget-with-quite-a-long-name, credits
            """, 80).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(4, lines.Length);
        Assert.Matches("^Budget +State +Used +Amount +Cur +Expected +PassedOn +Driver$", lines[0]);
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("-Last 6d -Cumulative")]
    [InlineData("-Last 6d -Cumulative -GroupBy Model")]
    [InlineData("-Last 20d -Cumulative -Granularity Week -GroupBy Product, ApiKey")]
    public void Running_sums_of_usage_are_those_of_cost(string question)
    {
        const string Rows = " -WarningAction Ignore | ForEach-Object { \"$($_.Date.Ticks) $($_.Model) $($_.Product) $($_.ApiKeyId) $($_.Credits) $($_.Requests) $($_.Completeness)\" }";
        string[] usage = Session.Lines($"Get-ElevenLabsUsage demo {question}{Rows}");
        Assert.NotEmpty(usage);
        Assert.Equal(Session.Lines($"Get-ElevenLabsCost demo {question}{Rows}"), usage);
    }

    [Fact]
    public void Groups_come_by_cost_with_their_share_and_the_others_in_one_row()
    {
        Assert.Equal(["True", "3", "1 1 True", "True", "True"], Session.Lines("""
            $all = @(Get-ElevenLabsCost demo -Last 9d -GroupBy ApiKey)
            "$($all.Cost)" -eq "$($all.Cost | Sort-Object -Descending)"
            $top = @(Get-ElevenLabsCost demo -Last 9d -GroupBy ApiKey -Top 2 -Share)
            $top.Count
            "$($top[0].Groups) $($top[1].Groups) $($top[2].Groups -eq $all.Count - 2 -and $null -eq $top[2].ApiKey)"
            ($top | Measure-Object Credits -Sum).Sum -eq ($all | Measure-Object Credits -Sum).Sum
            [math]::Abs(($top | Measure-Object SharePercent -Sum).Sum - 100) -lt 0.2
            """));
        string shown = Shown("Get-ElevenLabsCost demo -Last 9d -GroupBy ApiKey -Top 2 -Share");
        Assert.Matches(@"\(\d+ others\)", shown);
        Assert.Matches(@"ApiKey +Credits +Requests +Consumed \(USD\) +Share +Completeness", shown);
    }

    [Fact]
    public void A_cost_is_set_beside_that_of_the_period_before()
    {
        Assert.Equal(["True", "True"], Session.Lines("""
            $days = @{ StartDate = [datetime]::UtcNow.Date.AddDays(-4); EndDate = [datetime]::UtcNow.Date.AddDays(-2) }
            $rows = @(Get-ElevenLabsCost demo @days -GroupBy Model -Compare)
            $compared = @(Compare-ElevenLabsCost demo @days -GroupBy Model)
            "$($rows | Sort-Object Model | ForEach-Object { $_.Model, $_.Cost, $_.PreviousCost, $_.Change, $_.ChangePercent })" -eq "$($compared | Sort-Object Model | ForEach-Object { $_.Model, $_.Cost, $_.PreviousCost, $_.Change, $_.ChangePercent })"
            @(Get-ElevenLabsCost demo @days -Compare).Count -eq 1
            """));
        Assert.Matches(@"Before +Change", Shown("Get-ElevenLabsCost demo -Last 3d -GroupBy Model -Compare"));
        Assert.StartsWith("PreviousNeedsTotal,", Session.Run("Get-ElevenLabsCost demo -Last 3d -Granularity Day -Compare").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_total_has_its_last_day_beside_its_first() => Assert.Equal(
        ["True", "True", "True"],
        Session.Lines("""
            $days = @{ StartDate = [datetime]::UtcNow.Date.AddDays(-8); EndDate = [datetime]::UtcNow.Date.AddDays(-2) }
            foreach ($row in @(Get-ElevenLabsCost demo @days -Granularity Total) + @(Get-ElevenLabsUsage demo @days -Granularity Total) + @(Get-ElevenLabsUsage demo @days -GroupBy Model -Metric Characters | Select-Object -First 1)) {
                $row.Date -eq $days.StartDate -and $row.EndDate -eq $days.EndDate
            }
            """));

    [Fact]
    public void A_connection_is_removed_by_the_verb_that_one_tries()
    {
        using ModuleSession session = Session.Copy();
        Assert.Equal(["Disconnect-ElevenLabsCost", "demo"], session.Lines(
            "(Get-Alias Remove-ElevenLabsConnection).ResolvedCommandName; Remove-ElevenLabsConnection acme; (Get-ElevenLabsConnection).Name"));
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost nobody", "Connect-ElevenLabsCost NAME")]
    [InlineData("Get-ElevenLabsPrice nothing", "Set-ElevenLabsPrice nothing")]
    public void An_error_of_a_cmdlet_advises_cmdlets(string command, string advice)
    {
        string shown = Session.Run(command).Errors[0].ErrorDetails.RecommendedAction;
        Assert.Contains(advice, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("elevencost ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_alone_is_days() => Assert.Equal(
        ["5", "5"], Session.Lines("@(Get-ElevenLabsCost demo -Last 5).Count; @(Get-ElevenLabsCost demo -Last 5d).Count"));

    [Fact]
    public void A_rejected_key_is_one_cause()
    {
        using ModuleSession session = Session.Copy();
        session.Environment["ELEVENLABS_API_KEY"] = "sk_00000000000000000000000000000000000000000000dead";
        Assert.Equal(["Key", "1 1", "Skipped, see Key."], session.Lines("""
            $rows = @(Test-ElevenLabsConnection acme | Where-Object Name -NE Sync)
            $rows[0].Name
            "$(@($rows.Message | Where-Object { $_ -notlike 'Skipped*' }).Count) $(@($rows | Where-Object Remedy).Count)"
            $rows[1..20].Message | Select-Object -Unique
            """));
    }

    [Fact]
    public void Every_cmdlet_has_help_online() => Assert.All(
        Session.Lines("Get-Command -Module ElevenCost -CommandType Cmdlet | ForEach-Object { $_.Name + ' ' + $_.HelpUri }"),
        line => Assert.Matches(@"^(\S+) https://\S+/docs/\1\.md$", line));

    private string Shown(string script, int width = 120) => string.Join("\n", Session.Lines($"& {{ {script} }} | Out-String -Width {width}"));

    [GeneratedRegex(@"(?m)^(?<name>\w+)\s+: ")]
    private static partial Regex ListedLine();
}
