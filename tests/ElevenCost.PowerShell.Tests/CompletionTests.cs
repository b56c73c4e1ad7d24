using System.Globalization;
using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections synced, and an API that has ended before any Tab: completion never asks it.</summary>
public sealed class CompletionHome() : SyncedHome(new SimulatorOptions { Days = 10 }, 5)
{
    /// <summary>A key's name that needs quoting and escaping.</summary>
    internal const string Quoted = "O'Brien's [test] key";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Simulator.DisposeAsync();
        Session.Do("""
            Set-ElevenLabsCostCenter globex -Shares Globex -ApiKey 'a*'
            Set-ElevenLabsCostCenter ada -Shares 'Initech:60; Wonka:40' -User 'ada@*'
            Set-ElevenLabsCostCenter 'b[1] x' -Shares 'Kite & Co' -ApiKey x
            """);
    }
}

/// <summary>What Tab offers, from the ledger and the home.</summary>
public sealed class CompletionTests(CompletionHome home) : IClassFixture<CompletionHome>
{
    [Theory]
    [InlineData("Get-ElevenLabsCost -Connection ", "acme|demo")]
    [InlineData("Get-ElevenLabsCost ac", "acme")]
    [InlineData("Sync-ElevenLabsUsage DE", "demo")]
    [InlineData("Get-ElevenLabsConnection ", "acme|demo")]
    [InlineData("Disconnect-ElevenLabsCost ", "acme|demo")]
    [InlineData("Test-ElevenLabsConnection a", "acme")]
    [InlineData("Get-ElevenLabsCoverage -Name a", "acme")]
    [InlineData("Set-ElevenLabsCostCenter x -Connection ", "acme|demo")]
    [InlineData("Get-ElevenLabsCost -Connection acme -Group Mark", "Marketing")]
    [InlineData("Get-ElevenLabsCost -Connection acme -ApiKey Init", "'Initech Audiobooks'")]
    [InlineData("Get-ElevenLabsCost -Connection acme -ApiKey 'init", "'Initech Audiobooks'")]
    [InlineData("Set-ElevenLabsCostCenter x -ApiKey Glo", "'Globex IVR'")]
    [InlineData("Get-ElevenLabsCostCenter -Explain -User ada", "'ada@example.com'")]
    [InlineData("Get-ElevenLabsCost -Timeframe ", "BillingPeriod|LastBillingPeriod|LastMonth|MonthToDate|Today|WeekToDate|YearToDate|Yesterday")]
    [InlineData("Get-ElevenLabsCost -Timeframe L", "LastBillingPeriod|LastMonth")]
    [InlineData("Get-ElevenLabsCost -GroupBy ", "ApiKey|Connection|CostCenter|Group|Model|Product|Region|Source|User|Voice")]
    [InlineData("Get-ElevenLabsCost -GroupBy Model, A", "ApiKey")]
    [InlineData("Get-ElevenLabsCost -Granularity ", "Day|Hour|Month|Quarter|Total|Week|Year")]
    [InlineData("Get-ElevenLabsCost -CostBasis ", "Amortized|Consumed|Overage|PlanRate")]
    [InlineData("Get-ElevenLabsCoverage -State ", "Failed|Final|Missing|Provisional")]
    [InlineData("Get-ElevenLabsPrice -Tier c", "creator")]
    [InlineData("Set-ElevenLabsPrice -Tier c", "creator")]
    [InlineData("Remove-ElevenLabsPrice -Tier c", "creator")]
    [InlineData("Connect-ElevenLabsCost -Region ", "eu|global|in|sg|us")]
    [InlineData("Connect-ElevenLabsCost -Scope ", "Account|Workspace")]
    [InlineData("Set-ElevenLabsCostCenter x -FeeSplit ", "ByUsage|Even|Fixed")]
    [InlineData("Remove-ElevenLabsCostCenter b", "'b`[1`] x'")]
    [InlineData("Set-ElevenLabsCostCenter b", "'b[1] x'")]
    [InlineData("Get-ElevenLabsCost -CostCenter ", "'Kite & Co'|Globex|Initech|Unattributed|Wonka")]
    [InlineData("Get-ElevenLabsUsage -ExcludeCostCenter w", "Wonka")]
    [InlineData("Get-ElevenLabsCost -GroupBy CostCenter -CostCenter k", "'Kite & Co'")]
    [InlineData("Get-ElevenLabsCost -Model zzz", "")]
    public void Tab_offers_exactly(string line, string words) =>
        Assert.Equal(words, string.Join('|', Complete(line).Select(match => match.CompletionText).Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("Get-ElevenLabsCost -Model ele", "eleven_multilingual_v2")]
    [InlineData("Get-ElevenLabsUsage -ExcludeModel ", "eleven_multilingual_v2")]
    [InlineData("Get-ElevenLabsCost -Product ", "TTS")]
    [InlineData("Get-ElevenLabsCost -User ", "ada@example.com")]
    [InlineData("Get-ElevenLabsCost -Source ", "python_sdk")]
    [InlineData("Get-ElevenLabsCost -Region ", "us")]
    [InlineData("Get-ElevenLabsCost -Connection demo -ApiKey ", "kite-games")]
    [InlineData("Set-ElevenLabsCostCenter x -Connection demo -ApiKey kite", "kite-games")]
    [InlineData("Get-ElevenLabsRequest -Status 4", "4xx")]
    [InlineData("Get-ElevenLabsRequest -Status 4", "429")]
    [InlineData("Get-ElevenLabsUsage -Metric Credits -Breakdown Model -Key ele", "eleven_multilingual_v2")]
    [InlineData("Connect-ElevenLabsCost -TimeZone Europe/Ber", "Europe/Berlin")]
    public void Tab_offers_among_others(string line, string word) => Assert.Contains(word, Complete(line).Select(match => match.ListItemText));

    [Theory]
    [InlineData("Get-ElevenLabsCost -StartDate ", 0, "today")]
    [InlineData("Get-ElevenLabsCost -Connection acme -EndDate ", -1, "yesterday")]
    [InlineData("Get-ElevenLabsRequest -StartDate ", -1, "yesterday")]
    [InlineData("Sync-ElevenLabsUsage -StartDate ", -4, "first synced day")]
    [InlineData("Compare-ElevenLabsCost -PreviousStartDate ", -1, "yesterday")]
    public void Tab_offers_days(string line, int days, string name)
    {
        CompletionResult[] offered = Complete(line);
        string day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Contains(name, Assert.Single(offered, match => match.CompletionText == day).ToolTip, StringComparison.Ordinal);
        Assert.Contains(offered, match => match.ToolTip.Contains("first of last month", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost -Connection demo -ApiKey ", "Initech Audiobooks")]
    [InlineData("Get-ElevenLabsCost -Connection acme -ApiKey ", "kite-games")]
    [InlineData("Set-ElevenLabsCostCenter x -Shares ", "Unattributed")]
    public void Tab_does_not_offer(string line, string word) => Assert.DoesNotContain(word, Complete(line).Select(match => match.ListItemText));

    [Fact]
    public void A_name_with_quotes_and_brackets_is_offered_so_that_it_matches_that_name_alone()
    {
        using ModuleSession session = home.Session.Copy();
        session.Rename("Globex IVR", CompletionHome.Quoted);
        Assert.Equal([CompletionHome.Quoted], session.Lines("""
            $line = 'Get-ElevenLabsCost acme -Last 5d -Granularity Total -GroupBy ApiKey -WarningAction SilentlyContinue -ApiKey O'
            $done = TabExpansion2 $line $line.Length
            & ([scriptblock]::Create($line.Substring(0, $done.ReplacementIndex) + $done.CompletionMatches[0].CompletionText)) | ForEach-Object ApiKey | Select-Object -Unique
            """));
    }

    [Fact]
    public void A_second_value_is_quoted_as_well() =>
        Assert.Equal("'Wonka Web Shop'", Assert.Single(Complete("Get-ElevenLabsCost acme -ApiKey 'Initech Audiobooks', Wonk")).CompletionText);

    [Theory]
    [InlineData("Get-ElevenLabsCost -Model ele", null)]
    [InlineData("Get-ElevenLabsCost -Connection a", "{ damaged")]
    public void Where_there_is_nothing_or_it_is_damaged_Tab_gives_nothing_and_no_error(string line, string? connections)
    {
        using var session = new ModuleSession();
        if (connections is not null)
        {
            Directory.CreateDirectory(session.Home);
            File.WriteAllText(Path.Combine(session.Home, "connections.json"), connections);
        }

        Assert.Equal(["0 0"], session.Lines(
            "\"$(@((TabExpansion2 $args[0] $args[0].Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue).Count) $($Error.Count)\"", line));
    }

    private CompletionResult[] Complete(string line) =>
        [.. home.Session.Do("(TabExpansion2 $args[0] $args[0].Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue", line)
            .Output.Select(item => (CompletionResult)item!.BaseObject)];
}
