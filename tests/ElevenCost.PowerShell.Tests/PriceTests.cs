using System.Globalization;
using System.Text.Json;

namespace ElevenCost.PowerShell.Tests;

/// <summary>The demo, synced.</summary>
public sealed class PriceHome : IDisposable
{
    public PriceHome()
    {
        Session = new ModuleSession();
        Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 40");
    }

    internal ModuleSession Session { get; }

    public void Dispose() => Session.Dispose();
}

/// <summary>Prices, listed, set and removed.</summary>
public sealed class PriceTests(PriceHome home) : IClassFixture<PriceHome>
{
    [Theory]
    [InlineData("(Get-ElevenLabsPrice).Count -gt 10", "True")]
    [InlineData("\"$((Get-ElevenLabsPrice).Source | Select-Object -Unique)\"", "Catalog")]
    [InlineData("\"$((Get-ElevenLabsPrice business).Tier | Select-Object -Unique)\"", "growing_business")]
    [InlineData("@(Get-ElevenLabsPrice 'grant*').Count", "2")]
    [InlineData("@(Get-ElevenLabsPrice 'nobody-*').Count", "0")]
    [InlineData("@(Get-ElevenLabsPrice creator -Source Override).Count", "0")]
    [InlineData("(Get-ElevenLabsPrice creator -On 2026-05-06).MonthlyCredits", "100000")]
    [InlineData("\"$((Get-ElevenLabsPrice creator -On ([datetime]'2026-05-07T23:00')).MonthlyCredits)\"", "121000 121000 100000")]
    [InlineData("Get-ElevenLabsConnection | Get-ElevenLabsPrice | ForEach-Object { \"$($_.Tier) $($_.MonthlyPrice.GetType().Name)\" }", "creator Decimal")]
    [InlineData("Get-ElevenLabsConnection | Get-ElevenLabsPrice | ForEach-Object { \"$($_.Billing) $($_.BillingReason -match 'overage')\" }", "UsageBased True")]
    public void The_catalogue_is_listed_by_tier_plan_day_and_connection(string script, string line) => Assert.Equal(line, home.Session.Line(script));

    [Fact]
    public void A_price_before_the_first_snapshot_is_assumed_and_says_so()
    {
        Outcome outcome = home.Session.Do("(Get-ElevenLabsPrice -Connection demo -On 2026-05-01).MonthlyCredits");
        Assert.Equal(["100000"], outcome.Lines);
        Assert.Contains("assumes the same plan", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_is_the_command_lines()
    {
        using JsonDocument theirs = JsonDocument.Parse(CommandLineRun.Output(home.Session, "price", "list", "--output", "json"));
        string[] names = ["Tier", "Plan", "MonthlyPrice", "MonthlyCredits", "OveragePer1000Credits", "Currency", "Version", "Note"];
        Assert.Equal(
            theirs.RootElement.EnumerateArray().Select(row => string.Join('|', names.Select(name => Cell(row.GetProperty(name))))),
            home.Session.Do("Get-ElevenLabsPrice").Output.Select(row => string.Join('|', names.Select(name => Outcome.Text(row!.Properties[name].Value)))));
    }

    [Theory]
    [InlineData("Get-ElevenLabsPrice nobody-knows, business", "PriceNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsPriceCommand")]
    [InlineData("Get-ElevenLabsPrice -Connection nobody, demo", "ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsPriceCommand")]
    [InlineData("Get-ElevenLabsPrice '[a'", "WildcardNotValid,ElevenCost.PowerShell.Commands.GetElevenLabsPriceCommand")]
    [InlineData("Set-ElevenLabsPrice pro -MonthlyPrice '1,5' -MonthlyCredits 1", "PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand")]
    [InlineData("Set-ElevenLabsPrice pro -MonthlyPrice -1 -MonthlyCredits 1", "PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand")]
    [InlineData("Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 0", "PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand")]
    [InlineData("Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -Currency dollars", "PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand")]
    [InlineData("Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -StartDate 2026-02-01 -EndDate 2026-01-01", "PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand")]
    [InlineData("Remove-ElevenLabsPrice creator", "PriceNotFound,ElevenCost.PowerShell.Commands.RemoveElevenLabsPriceCommand")]
    public void What_is_wrong_is_named_with_a_remedy_and_nothing_changes(string script, string id)
    {
        string before = home.Session.State();
        Outcome outcome = home.Session.Run(script);
        Assert.Equal(id, outcome.ErrorId);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal(before, home.Session.State());
    }

    [Theory]
    [InlineData("Get-ElevenLabsPrice -Tier creator -Connection demo", "AmbiguousParameterSet,")]
    [InlineData("Get-ElevenLabsPrice -Source Catalog -Connection demo", "AmbiguousParameterSet,")]
    [InlineData("Get-ElevenLabsPrice -On 07.05.2026", "ParameterArgumentTransformationError,")]
    public void What_cannot_be_meant_does_not_bind(string script, string id) => Assert.StartsWith(id, home.Session.Run(script).ErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_price_is_kept_counts_from_its_day_on_and_is_given_back()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Empty(session.Lines("Set-ElevenLabsPrice creator -MonthlyPrice 20.50 -MonthlyCredits 100000 -StartDate 2026-01-01"));
        Assert.Equal(["18.25 0.125 EUR|a note|Monthly|Override|2026-03-01 2026-12-31 Unspecified"], session.Lines("""
            Set-ElevenLabsPrice creator -Connection demo -BillingPeriod Monthly -MonthlyPrice 18.25 -MonthlyCredits 110000 -OveragePer1000Credits 0.125 -Currency eur -From 2026-03-01 -To 2026-12-31 -Note 'a note' -PassThru |
                ForEach-Object { "$($_.MonthlyPrice) $($_.OveragePer1000Credits) $($_.Currency)|$($_.Note)|$($_.BillingPeriod)|$($_.Source)|$('{0:yyyy-MM-dd} {1:yyyy-MM-dd}' -f $_.From, $_.To) $($_.From.Kind)" }
            """));
        Assert.Equal(["18.25", "20.5"], session.Lines("'2026-03-01', '2027-01-01' | ForEach-Object { (Get-ElevenLabsPrice -Connection demo -On $_ -WarningAction Ignore).MonthlyPrice }"));
        Assert.All(
            session.Lines("(Get-ElevenLabsCost -Last 3d -CostBasis PlanRate -WarningAction Ignore).PriceVersion | Select-Object -Unique"),
            version => Assert.StartsWith("override/creator", version, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_change_is_in_the_history_and_the_command_line_shows_the_same()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("""
            Set-ElevenLabsPrice pro -MonthlyPrice 90 -MonthlyCredits 500000 -StartDate 2026-01-01
            Set-ElevenLabsPrice pro -MonthlyPrice 91.50 -MonthlyCredits 500000 -StartDate 2026-01-01 -WarningAction Ignore
            Set-ElevenLabsCostCenter ada -Shares Acme -ApiKey 'ada*'
            Remove-ElevenLabsPrice pro
            """);
        Assert.Equal(
            ["1 Added", "2 Changed MonthlyPrice: 90 -> MonthlyPrice: 91.50", "3 Removed"],
            session.Lines("""
                Get-ElevenLabsLedgerChange PRO* -Kind prices | ForEach-Object { "$($_.Number) $($_.Action)$(if ($_.Action -eq 'Changed') { " $($_.Before) -> $($_.After)" })" }
                """));
        Assert.Equal(["ada Utc"], session.Lines("Get-ElevenLabsLedgerChange -Kind cost-centers | ForEach-Object { \"$($_.Name) $($_.ChangedAt.Kind)\" }"));
        Assert.Equal(
            CommandLineRun.Rows(session, "ledger", "changes").Select(row => string.Join('|', row.Split('|').Where(cell => !cell.StartsWith("ChangedAt=", StringComparison.Ordinal)))),
            session.Lines("""
                foreach ($change in Get-ElevenLabsLedgerChange) {
                    ('Action', 'After', 'Before', 'Kind', 'Name', 'Number' | Where-Object { $null -ne $change.$_ } | ForEach-Object { "$_=$($change.$_)" }) -join '|'
                }
                """));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("Set-ElevenLabsPrice pro -MonthlyPrice 90 -MonthlyCredits 500000");
        string before = session.State();
        Assert.Empty(session.Lines("Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -WhatIf -PassThru; Get-ElevenLabsPrice -Source Override | Remove-ElevenLabsPrice -WhatIf"));
        Assert.Equal(before, session.State());
    }

    [Fact]
    public void Prices_of_each_kind_are_removed_from_the_pipeline()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("""
            $credits = @{ MonthlyCredits = 500000 }
            Set-ElevenLabsPrice pro -MonthlyPrice 80 -StartDate 2020-01-01 @credits
            Set-ElevenLabsPrice pro -MonthlyPrice 85 -StartDate 2026-01-01 @credits
            Set-ElevenLabsPrice pro -MonthlyPrice 90 -StartDate 2026-02-01 @credits
            Set-ElevenLabsPrice pro -MonthlyPrice 70 -Connection 'acme*' -StartDate 2020-01-01 @credits -WarningAction Ignore
            Set-ElevenLabsPrice pro -MonthlyPrice 60 -BillingPeriod Annual -StartDate 2020-01-01 @credits
            Set-ElevenLabsPrice pro -MonthlyPrice 50 -Connection 'acme*' -BillingPeriod ThreeMonth -StartDate 2026-01-01 @credits -WarningAction Ignore
            """);
        Assert.Equal(["6", "85 90 70 50", "0"], session.Lines("""
            @(Get-ElevenLabsPrice -Source Override).Count
            Get-ElevenLabsPrice -Source Override | Where-Object MonthlyPrice -In 80, 60 | Remove-ElevenLabsPrice
            "$((Get-ElevenLabsPrice -Source Override).MonthlyPrice)"
            Get-ElevenLabsPrice -Source Override | Remove-ElevenLabsPrice
            @(Get-ElevenLabsPrice -Source Override).Count
            """));
    }

    [Fact]
    public void What_Remove_takes_Set_gives_back_as_it_was()
    {
        using ModuleSession session = home.Session.Copy();
        string[] lines = session.Lines("""
            Set-ElevenLabsPrice pro -Connection demo -MonthlyPrice 89.12345678 -MonthlyCredits 500000 -OveragePer1000Credits 0.2 -StartDate 2026-01-01 -EndDate 2026-06-30 -Note x -Currency EUR -BillingPeriod Annual
            $before = Get-ElevenLabsPrice -Source Override
            $before | ConvertTo-Json
            $before | Remove-ElevenLabsPrice
            $before | Set-ElevenLabsPrice
            Get-ElevenLabsPrice -Source Override | ConvertTo-Json
            """);
        Assert.Contains("89.12345678", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[0], lines[1]);
    }

    [Fact]
    public void Rows_of_a_CSV_file_are_prices_and_empty_cells_left_out()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal(["pro|||", "enterprise|demo|2026-12-31|Annual"], session.Lines("""
            "Tier,Connection,MonthlyPrice,MonthlyCredits,OveragePer1000Credits,Currency,BillingPeriod,From,To,Note`npro,,89.10,600000,,EUR,,2026-01-01,,`nenterprise,demo,1200.00,10000000,0.1,EUR,Annual,2026-01-01,2026-12-31,n" | Set-Content rows.csv
            Import-Csv rows.csv | Set-ElevenLabsPrice -PassThru | ForEach-Object { "$($_.Tier)|$($_.Connection)|$('{0:yyyy-MM-dd}' -f $_.To)|$($_.BillingPeriod)" }
            """));
    }

    [Fact]
    public void Overlaps_and_several_prices_are_errors_and_All_removes_them()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -StartDate 2026-01-01; Set-ElevenLabsPrice pro -MonthlyPrice 2 -MonthlyCredits 1 -StartDate 2026-06-01");
        Assert.StartsWith("PriceOverlaps,", session.Run("Set-ElevenLabsPrice pro -MonthlyPrice 3 -MonthlyCredits 1 -StartDate 2025-01-01 -EndDate 2026-01-01").ErrorId, StringComparison.Ordinal);
        Assert.StartsWith("PriceNotUnique,", session.Run("Remove-ElevenLabsPrice pro").ErrorId, StringComparison.Ordinal);
        Assert.Matches("(?s)from 2026-01-01.*from 2026-06-01", string.Join("\n", session.Do("Remove-ElevenLabsPrice PRO -All -Verbose").Verbose));
        Assert.Equal("0", session.Line("@(Get-ElevenLabsPrice -Source Override).Count"));
    }

    [Fact]
    public void Tiers_and_connections_that_are_not_known_are_warned_of()
    {
        using ModuleSession session = home.Session.Copy();
        IReadOnlyList<string> warnings = session.Do("Set-ElevenLabsPrice creater -Connection 'acme*' -MonthlyPrice 1 -MonthlyCredits 1").Warnings;
        Assert.Contains("Did you mean 'creator'", warnings[0], StringComparison.Ordinal);
        Assert.Matches("No connection is called 'acme\\*' yet.*demo", warnings[1]);
    }

    [Theory]
    [InlineData("de-DE", "2,50 USD")]
    [InlineData("tr-TR", "2,50 USD")]
    [InlineData("en-US", "2.50 USD")]
    public void An_amount_is_read_the_same_way_in_every_culture_and_shown_in_its_own(string culture, string shown)
    {
        using ModuleSession session = home.Session.Copy();
        Outcome outcome = session.Run("""
            [cultureinfo]::CurrentCulture = $args[0]
            Set-ElevenLabsPrice pro -MonthlyPrice '1,5' -MonthlyCredits 1000
            $number = 2.5
            (Set-ElevenLabsPrice pro -MonthlyPrice 1.5 -MonthlyCredits 1000 -PassThru).MonthlyPrice
            (Set-ElevenLabsPrice PRO -MonthlyPrice $number -MonthlyCredits 1000 -OveragePer1000Credits ([decimal]0.125) -PassThru).MonthlyPrice
            (Get-ElevenLabsPrice -Source Override | Set-ElevenLabsPrice -PassThru).OveragePer1000Credits
            Get-ElevenLabsPrice -Source Override | Out-String -Width 80
            """, culture);
        Assert.StartsWith("PriceNotValid,", outcome.ErrorId, StringComparison.Ordinal);
        Assert.Equal(["1.5", "2.5", "0.125"], outcome.Lines[..3]);
        Assert.Contains(shown, outcome.Lines[3], StringComparison.Ordinal);
        Assert.Contains("\"MonthlyPrice\":2.5,", CommandLineRun.Output(session, "price", "list", "--source", "override", "--output", "json").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Every_digit_is_shown(int columns)
    {
        using ModuleSession session = home.Session.Copy();
        string text = session.Line("""
            Set-ElevenLabsPrice enterprise -MonthlyPrice 123456.78 -MonthlyCredits 10000000 -OveragePer1000Credits 0.12345678 -StartDate 2026-01-01 -EndDate 2026-12-31
            [cultureinfo]::CurrentCulture = 'en-US'
            Get-ElevenLabsPrice -Source Override | Out-String -Width $args[0]
            """, columns);
        Assert.All(["123,456.78 USD", "10,000,000", "0.12345678", "2026-01-01", "2026-12-31"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain("\u2026", text, StringComparison.Ordinal);
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => Outcome.Text(value.GetDecimal()),
        _ => value.ToString().ToString(CultureInfo.InvariantCulture),
    };
}
