using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with a month each, and rules of most kinds.</summary>
public sealed class CostCenterHome() : SyncedHome(new SimulatorOptions { Days = 40 }, 30)
{
    /// <summary>A key, a user's shares, one that is never reached, one without usage, one that has ended, a fee.</summary>
    internal const string Rules = """
        Name,Shares,ApiKey,User,Priority,To,FeeSplit,Connection
        globex,Globex,Globex*,,,,,acme
        ada,Initech:60; Wonka:40,,ada@*,,,,acme
        hidden,Nobody,Globex IVR,,-1,,,
        idle,Nobody,no-such-key,,,,,
        ended,Nobody,*,,,2020-01-01,,
        fee,Globex:70; Initech:30,,,,,Fixed,acme
        """;

    /// <summary>The same home, with the rules.</summary>
    internal ModuleSession WithRules { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        WithRules = Session.Copy();
        WithRules.Do("$args[0] | ConvertFrom-Csv | Set-ElevenLabsCostCenter", Rules);
    }
}

/// <summary>Rules of cost centers, set, listed, explained and removed, and the bill that they make.</summary>
public sealed class CostCenterTests(CostCenterHome home) : IClassFixture<CostCenterHome>
{
    private const string SetId = "CostCenterRuleNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsCostCenterCommand";

    [Fact]
    public void Every_field_is_kept_in_silence_and_a_rule_is_replaced_by_its_name()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Empty(session.Lines("""
            $all = @{
                Shares = ' A : 60 ;B:40'; Priority = -7; Connection = 'acme*'; Product = 'TTS'; Model = 'eleven_*'; ApiKey = 'k*'; Voice = 'v*'; User = 'u*'; Group = 'g*'
                Source = 's*'; Region = 'us'; StartDate = [datetime]::SpecifyKind('2026-01-02T23:00:00', 'Local'); EndDate = '2026-12-31'; Note = 'see "legal", p. 3'
            }
            Set-ElevenLabsCostCenter full @all
            """));
        Assert.Equal(
            ["A:60; B:40 | -7 | see \"legal\", p. 3 | acme* TTS eleven_* k* v* u* g* s* us | 2026-01-02 2026-12-31 Unspecified"],
            session.Lines("""
                Get-ElevenLabsCostCenter full -WarningAction Ignore | ForEach-Object {
                    "$($_.Shares) | $($_.Priority) | $($_.Note) | $($_.Connection) $($_.Product) $($_.Model) $($_.ApiKey) $($_.Voice) $($_.User) $($_.Group) $($_.Source) $($_.Region)" +
                    " | $('{0:yyyy-MM-dd}' -f $_.From) $('{0:yyyy-MM-dd}' -f $_.To) $($_.From.Kind)"
                }
                """));
        Assert.Contains(session.Do("Set-ElevenLabsCostCenter FULL -Shares C -ApiKey x -Verbose").Verbose, line => line.Contains("replaced 'full'", StringComparison.Ordinal));
        Assert.Equal(["FULL"], session.Lines("(Get-ElevenLabsCostCenter -WarningAction Ignore).Name"));
        Assert.Equal(["Even "], session.Lines("Set-ElevenLabsCostCenter fee -FeeSplit even -PassThru | ForEach-Object { \"$($_.FeeSplit) $($_.Shares)\" }"));
    }

    [Fact]
    public void WhatIf_changes_nothing_and_names_mistakes_all_the_same()
    {
        string before = home.WithRules.State();
        Assert.Empty(home.WithRules.Lines("Set-ElevenLabsCostCenter a -Shares A -ApiKey x -WhatIf -PassThru; Remove-ElevenLabsCostCenter * -WhatIf"));
        Assert.Equal(SetId, home.WithRules.Run("Set-ElevenLabsCostCenter a -Shares 'A:0' -ApiKey x -WhatIf").ErrorId);
        Assert.Equal(before, home.WithRules.State());
    }

    [Fact]
    public void All_rows_of_a_file_are_set_or_none_and_each_that_is_wrong_is_named()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("Set-ElevenLabsCostCenter first -Shares A -ApiKey x");
        string before = session.State();
        Outcome outcome = session.Run("""
            @'
            Name,Shares,ApiKey,Priority,From,FeeSplit,Extra
            good,A,x,,,,
            ,A,x,,,,
            wrong,A:0,x,1.5,01.11.2026,sometimes,
            good,A,y,,,,
            bare,A,,,,,
            '@ -replace '(?m)^ +' | ConvertFrom-Csv | Set-ElevenLabsCostCenter
            """);
        Assert.Equal(SetId, outcome.ErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, outcome.Errors[0].CategoryInfo.Category);
        string[] lines = outcome.Errors[0].Exception.Message.Split('\n');
        Assert.StartsWith("Rule 2 of 5: \"Name\" is missing", lines[0], StringComparison.Ordinal);
        Assert.Equal(4, lines.Count(line => line.StartsWith("Rule 3 of 5, 'wrong'", StringComparison.Ordinal)));
        Assert.Matches("^Rule 4 of 5, 'good': .*another rule has that name", lines[^2]);
        Assert.Matches("^Rule 5 of 5, 'bare': .*no criterion", lines[^1]);
        Assert.Equal(before, session.State());
    }

    [Fact]
    public void None_is_set_if_a_row_has_a_list_for_a_text_or_no_name()
    {
        using ModuleSession session = home.Session.Copy();
        string before = session.State();
        Outcome outcome = session.Run("""
            '[{"Name":"whole","Shares":"A","ApiKey":"x"},{"Name":"many","Shares":"B","ApiKey":["y","z"]},{"Shares":"C","ApiKey":"w"}]' | ConvertFrom-Json | Set-ElevenLabsCostCenter
            """);
        Assert.Equal(SetId, outcome.ErrorId);
        Assert.Matches("(?s)Rule 2 of 3, 'many': \"ApiKey\" is .*one line.*Rule 3 of 3: \"Name\" is missing", outcome.Errors[0].Exception.Message);
        Assert.Equal(before, session.State());
        Assert.Equal(["v"], session.Lines("'{\"Name\":\"one\",\"Shares\":\"D\",\"ApiKey\":[\"v\"]}' | ConvertFrom-Json | Set-ElevenLabsCostCenter; (Get-ElevenLabsCostCenter one -WarningAction Ignore).ApiKey"));
    }

    [Fact]
    public void Rules_from_the_pipeline_change_in_what_is_given_by_name_alone()
    {
        using ModuleSession session = home.WithRules.Copy();
        session.Do("Get-ElevenLabsCostCenter globex, ada -WarningAction Ignore | Set-ElevenLabsCostCenter -EndDate 2030-12-31");
        Assert.Equal(
            ["ada Initech:60; Wonka:40 2030-12-31", "fee Globex:70; Initech:30 ", "globex Globex 2030-12-31"],
            session.Lines("Get-ElevenLabsCostCenter ada, fee, globex -WarningAction Ignore | Sort-Object Name | ForEach-Object { \"$($_.Name) $($_.Shares) $('{0:yyyy-MM-dd}' -f $_.To)\" }"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("en-US")]
    public void What_Export_Csv_and_Clixml_wrote_comes_back(string culture)
    {
        using ModuleSession session = home.WithRules.Copy();
        string[] read = session.Lines("""
            $WarningPreference = 'Ignore'
            [cultureinfo]::CurrentCulture = $args[0]
            Set-ElevenLabsCostCenter dated -Shares "$([char]0xC4):1.5; B:2" -Group '[a-c]*' -StartDate 2026-02-03 -EndDate 2026-12-11 -Note "=x, `"y`""
            $before = Get-ElevenLabsCostCenter | ConvertTo-Json
            Get-ElevenLabsCostCenter | Export-Csv rules.csv
            Get-ElevenLabsCostCenter | Export-Clixml rules.xml
            foreach ($back in { Import-Csv rules.csv }, { Import-Clixml rules.xml }) {
                Remove-ElevenLabsCostCenter *
                @(Get-ElevenLabsCostCenter).Count
                & $back | Set-ElevenLabsCostCenter
                $before -ceq (Get-ElevenLabsCostCenter | ConvertTo-Json)
            }
            """, culture);
        Assert.Equal(["0", "True", "0", "True"], read);
        string csv = File.ReadAllText(Path.Combine(session.User, "rules.csv"));
        Assert.StartsWith("\"Name\",\"Shares\",\"Priority\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"2026-02-03\",\"2026-12-11\"", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_reads_the_same_rules_and_the_other_way_about()
    {
        using ModuleSession session = home.Session.Copy();
        CommandLineRun.Output(session, "cost-center", "set", "theirs", "--shares", "Acme", "--api-key", "a*", "--from", "2026-01-01");
        session.Do("Set-ElevenLabsCostCenter ours -Shares B -User u");
        const string Names = "Name|Shares|ApiKey|User|Priority|Credits";
        Assert.Equal(
            CommandLineRun.Rows(session, "cost-center", "list").Select(row => Only(row, Names)),
            RowsOfRules(session.Do("Get-ElevenLabsCostCenter -WarningAction Ignore"), Names));
    }

    [Fact]
    public void Rules_are_listed_in_the_order_in_which_they_are_tried_with_what_each_took()
    {
        Outcome all = home.WithRules.Do("Get-ElevenLabsCostCenter | ForEach-Object { \"$($_.Name):$($_.State)\" }");
        Assert.Equal(["ada:Taking", "globex:Taking"], all.Lines[..2].Order(StringComparer.Ordinal));
        Assert.Equal(["idle:NoUsage", "ended:NotInForce", "hidden:NotReached", "fee:Taking"], all.Lines[2..]);
        Assert.Equal(
            ["The rule 'idle' matches nothing in the range.", "The rule 'hidden' is never reached: rules before it match all of its usage."],
            all.Warnings);
        Assert.Equal(["0"], home.WithRules.Lines("(Get-ElevenLabsCostCenter hidden -WarningAction Ignore).Credits"));
        Assert.Equal(["True"], home.WithRules.Lines("""
            $WarningPreference = 'Ignore'
            $month = (Get-ElevenLabsCostCenter globex -Last 30d).Credits
            $month -gt (Get-ElevenLabsCostCenter globex -StartDate (Get-Date).AddDays(-3) -EndDate (Get-Date)).Credits
            """));
        Assert.Equal(["NotInForce"], home.WithRules.Lines("(Get-ElevenLabsCostCenter globex -Connection demo -WarningAction Ignore).State"));
        Assert.Equal(["6"], home.WithRules.Lines("@(Get-ElevenLabsConnection | Get-ElevenLabsCostCenter -WarningAction Ignore).Count"));
    }

    [Theory]
    [InlineData("Get-ElevenLabsCostCenter A*, fee", "ada fee")]
    [InlineData("Get-ElevenLabsCostCenter zzz*", "")]
    [InlineData("Get-ElevenLabsCostCenter globex -Timeframe Yesterday", "globex")]
    public void Rules_are_found_by_name_and_wildcard(string script, string names) =>
        Assert.Equal(names, home.WithRules.Line($"@(({script} -WarningAction Ignore).Name | Sort-Object) -join ' '"));

    [Fact]
    public void Explain_names_the_rule_that_took_each_key_as_the_command_line_does()
    {
        const string Names = "Connection|Value|ValueId|Rule|Shares|MatchedBy|Credits";
        Assert.Equal(
            CommandLineRun.Rows(home.WithRules, "cost-center", "explain").Select(row => Only(row, Names)),
            RowText.Of(home.WithRules.Do("Get-ElevenLabsCostCenter -Explain -WarningAction Ignore")).Select(row => Only(row, Names)));
        Assert.Equal(["Globex IVR|Globex|name 'Globex IVR'|acme|True|True"], home.WithRules.Lines("""
            Get-ElevenLabsCostCenter -Explain -ApiKey 'globex*' -WarningAction Ignore | Where-Object Rule -EQ globex |
                ForEach-Object { "$($_.Value)|$($_.Shares)|$($_.MatchedBy)|$($_.Connection)|$($_.From -is [datetime])|$($_.ValueId -match '^[0-9a-f]{16,}$')" }
            """));
        Assert.Equal(["Unattributed"], home.WithRules.Lines("Get-ElevenLabsCostCenter -Explain -WarningAction Ignore | Where-Object { -not $_.Rule } | ForEach-Object Shares | Select-Object -Unique"));
        Assert.Equal(["acme", "demo"], home.WithRules.Lines(
            "Get-ElevenLabsConnection | Get-ElevenLabsCostCenter -Explain -StartDate (Get-Date).AddDays(-9) -WarningAction Ignore | ForEach-Object Connection | Select-Object -Unique"));
        Assert.Equal(["ada@example.com"], home.WithRules.Lines("Get-ElevenLabsCostCenter -Explain -User 'ada@*' -Timeframe MonthToDate | ForEach-Object Value | Select-Object -Unique"));
    }

    [Theory]
    [InlineData("Product")]
    [InlineData("Model")]
    [InlineData("Voice")]
    [InlineData("Group")]
    [InlineData("Source")]
    [InlineData("Region")]
    public void Explain_goes_by_the_dimension_that_is_given(string dimension) =>
        Assert.Equal([dimension], home.WithRules.Lines($"Get-ElevenLabsCostCenter -Explain -{dimension} * | ForEach-Object Dimension | Select-Object -Unique"));

    [Theory]
    [InlineData("Get-ElevenLabsCostCenter globx", "CostCenterRuleNotFound", "Did you mean 'globex'")]
    [InlineData("Get-ElevenLabsCostCenter -Explain -User a -ApiKey b", "DimensionsNotExplained", "")]
    [InlineData("Get-ElevenLabsCostCenter -Connection nobody", "ConnectionNotFound", "nobody")]
    [InlineData("Get-ElevenLabsCostCenter '[a'", "WildcardNotValid", "[a")]
    [InlineData("Remove-ElevenLabsCostCenter nobody", "CostCenterRuleNotFound", "nobody")]
    public void What_is_wrong_is_named_with_a_remedy(string script, string id, string words)
    {
        Outcome outcome = home.WithRules.Run(script);
        Assert.StartsWith(id + ",", outcome.ErrorId, StringComparison.Ordinal);
        Assert.Contains(words, outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Remedy);
    }

    [Theory]
    [InlineData("Get-ElevenLabsCostCenter globex -Explain", "AmbiguousParameterSet|PositionalParameterNotFound")]
    [InlineData("Get-ElevenLabsCostCenter -ApiKey x", "AmbiguousParameterSet|MissingMandatoryParameter")]
    [InlineData("Get-ElevenLabsCostCenter -Last 3d -Timeframe Today", "AmbiguousParameterSet")]
    public void What_excludes_each_other_does_not_bind(string script, string ids) => Assert.Matches($"^({ids}),", home.WithRules.Run(script).ErrorId);

    [Fact]
    public void Rules_are_listed_before_there_is_a_connection()
    {
        using var session = new ModuleSession();
        Assert.Equal(["0", "a||"], session.Lines("@(Get-ElevenLabsCostCenter).Count; Set-ElevenLabsCostCenter a -Shares A -ApiKey x; Get-ElevenLabsCostCenter | ForEach-Object { \"$($_.Name)|$($_.State)|$($_.Credits)\" }"));
    }

    [Fact]
    public void Rules_are_removed_by_name_wildcard_and_pipeline()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal(["a ab b[1] c d", "a ab d", "a d", "a d"], session.Lines("""
            $WarningPreference = 'Ignore'
            foreach ($name in 'a', 'a*', 'ab', 'b[1]', 'c', 'd') { Set-ElevenLabsCostCenter $name -Shares A -ApiKey x }
            $left = { @((Get-ElevenLabsCostCenter).Name) -join ' ' }
            Remove-ElevenLabsCostCenter 'a*'
            & $left
            Get-ElevenLabsCostCenter | Where-Object Name -In 'b[1]', 'c' | Remove-ElevenLabsCostCenter
            & $left
            Remove-ElevenLabsCostCenter 'A?'
            & $left
            Remove-ElevenLabsCostCenter zz*
            & $left
            """));
        Outcome outcome = session.Run("Remove-ElevenLabsCostCenter nobody, d");
        Assert.Equal("nobody", $"{Assert.Single(outcome.Errors).TargetObject}");
        Assert.Equal(["a"], session.Lines("(Get-ElevenLabsCostCenter -WarningAction Ignore).Name"));
    }

    [Theory]
    [InlineData("Consumed", "consumed")]
    [InlineData("PlanRate", "plan-rate")]
    [InlineData("Amortized", "amortized")]
    public void The_bill_is_the_command_lines_and_adds_up_to_the_last_digit(string basis, string word)
    {
        Outcome rows = home.WithRules.Do("Get-ElevenLabsCost acme -Last 20d -GroupBy CostCenter, Model -Granularity Week -CostBasis $args[0] -WarningAction Ignore", basis);
        Assert.Equal(
            CommandLineRun.Rows(home.WithRules, "cost", "--connection", "acme", "--last", "20d", "--group-by", "cost-center,model", "--granularity", "week", "--basis", word), RowText.Of(rows));
        Assert.Contains(rows.Output, row => "Unattributed".Equals(row!.Properties["CostCenter"].Value));
        dynamic whole = Assert.Single(home.WithRules.Do("Get-ElevenLabsCost acme -Last 20d -Granularity Total -CostBasis $args[0] -WarningAction Ignore", basis).Output)!;
        Assert.Equal((decimal)whole.Cost, rows.Output.Sum(row => (decimal)row!.Properties["Cost"].Value));
        Assert.Equal((long)whole.Credits, rows.Output.Sum(row => (long)row!.Properties["Credits"].Value));
    }

    [Fact]
    public void Shares_split_60_to_40_exactly() => Assert.Equal(["Initech Wonka True True True"], home.WithRules.Lines("""
        $given = @{ Connection = 'acme'; Last = '20d'; Granularity = 'Total'; CostBasis = 'Consumed'; User = 'ada@*'; ExcludeApiKey = 'Globex*'; WarningAction = 'Ignore' }
        $whole = Get-ElevenLabsCost @given
        $split = @(Get-ElevenLabsCost @given -GroupBy CostCenter)
        "$($split.CostCenter) $($split[0].Cost + $split[1].Cost -eq $whole.Cost) $([Math]::Round($split[0].Cost, 9) -eq [Math]::Round(0.6d * $whole.Cost, 9))" +
        " $($split[0].Credits + $split[1].Credits -eq $whole.Credits)"
        """));

    [Theory]
    [InlineData("Get-ElevenLabsUsage acme -GroupBy CostCenter", "Globex Initech Unattributed Wonka")]
    [InlineData("Get-ElevenLabsCost acme -GroupBy CostCenter -CostCenter glo*", "Globex")]
    [InlineData("Get-ElevenLabsCost acme -GroupBy CostCenter -ExcludeCostCenter Unattributed", "Globex Initech Wonka")]
    public void Cost_centers_group_and_filter(string script, string names) =>
        Assert.Equal(names, home.WithRules.Line($"\"$(({script} -Last 20d -Granularity Total -WarningAction Ignore).CostCenter | Sort-Object)\""));

    [Fact]
    public void A_bill_stays_if_a_key_is_renamed()
    {
        using ModuleSession session = home.WithRules.Copy();

        // As a sync left it before the key was renamed.
        session.Rename("Globex IVR", "the old name");
        const string Ask = "(Get-ElevenLabsCost acme -Last 20d -Granularity Total -GroupBy CostCenter -CostCenter Renamed -CostBasis Consumed -WarningAction Ignore).Cost";
        session.Do("Set-ElevenLabsCostCenter renamed -Shares Renamed -ApiKey 'the old name' -Priority 9");
        string before = session.Line(Ask);
        session.Do("$null = Sync-ElevenLabsUsage acme");
        Assert.Equal(before, session.Line(Ask));
        Assert.Equal(["Globex IVR|renamed|earlier name 'the old name'"], session.Lines(
            "Get-ElevenLabsCostCenter -Explain -ApiKey 'Globex IVR' -Last 20d -WarningAction Ignore | ForEach-Object { \"$($_.Value)|$($_.Rule)|$($_.MatchedBy)\" }"));
    }

    private static string Only(string row, string names) =>
        string.Join('|', row.Split('|').Where(cell => names.Split('|').Contains(cell.Split('=')[0], StringComparer.Ordinal)));

    /// <summary>Rules are given with their properties anew, so that they are not all of the type.</summary>
    private static IEnumerable<string> RowsOfRules(Outcome rules, string names) => rules.Output.Select(rule => string.Join('|', names.Split('|')
        .Order(StringComparer.Ordinal).Where(name => rule!.Properties[name].Value is not null).Select(name => $"{name}={Outcome.Text(rule!.Properties[name].Value)}")));
}
