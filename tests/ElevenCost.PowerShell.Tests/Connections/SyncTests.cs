using System.Globalization;
using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Connections;

/// <summary>Two connections without a day.</summary>
public sealed class SyncHome() : SyncedHome(new SimulatorOptions { Days = 120 }, 0);

/// <summary>Sync-ElevenLabsUsage: ranges, pipelines, what it asks again, progress, and several connections of which one is bad.</summary>
public sealed class SyncTests(SyncHome home) : IClassFixture<SyncHome>
{
    private static readonly DateTime Today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

    [Fact]
    public void WhatIf_changes_nothing()
    {
        string before = home.Session.State();
        Assert.Empty(home.Session.Lines("Sync-ElevenLabsUsage -WhatIf"));
        Assert.Equal(before, home.Session.State());
    }

    [Fact]
    public void Days_go_back_today_included_and_are_asked_once_more_while_they_may_change()
    {
        using ModuleSession session = home.Session.Copy();
        dynamic first = Assert.Single(session.Do("Sync-ElevenLabsUsage acme -Days 5").Output)!;
        Assert.Equal($"True 5 5 {Day(-4)} {Day(0)} Analytics", $"{first.Succeeded} {first.DaysAsked} {first.DaysSynced} {Outcome.Text((object)first.From)} {Outcome.Text((object)first.To)} {first.Source}");
        Assert.True((long)first.Credits > 0);

        // Provisional days again; with no lookback those that were kept as provisional, then today alone; all by force.
        Assert.Equal(["4", "4", "1", "5"], session.Lines(
            "'', '-Lookback 0', '-Lookback 0', '-Force' | ForEach-Object { (& ([scriptblock]::Create(\"Sync-ElevenLabsUsage acme -Days 5 $_\"))).DaysAsked }"));
        Assert.Equal([$"{Day(-91)}"], session.Lines("Sync-ElevenLabsUsage acme | ForEach-Object { $_.From }"));
        Assert.Equal(["Healthy creator Utc True"], session.Lines("Get-ElevenLabsConnection acme | ForEach-Object { \"$($_.Health) $($_.Plan) $($_.LastSyncAt.Kind) $($_.LastSyncAt -gt [datetime]::UtcNow.Date)\" }"));
    }

    [Fact]
    public void Whole_days_both_included_come_as_dates_and_as_text_under_both_names()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal([$"{Day(-20)} {Day(-11)} 10", $"{Day(-30)} {Day(-25)} 6"], session.Lines("""
            $today = [datetime]::UtcNow.Date
            $show = { "$('{0:yyyy-MM-dd} {1:yyyy-MM-dd}' -f $_.From, $_.To) $($_.DaysSynced)" }
            Sync-ElevenLabsUsage -Name acme -StartDate $today.AddDays(-20) -EndDate $today.AddDays(-11) | ForEach-Object $show
            Sync-ElevenLabsUsage acme -From $today.AddDays(-30).ToString('yyyy-MM-dd') -To $today.AddDays(-25).ToString('yyyy-MM-dd') | ForEach-Object $show
            """));
    }

    [Theory]
    [InlineData("Sync-ElevenLabsUsage -Days 1", "acme demo")]
    [InlineData("Sync-ElevenLabsUsage d*o -Days 1", "demo")]
    [InlineData("Get-ElevenLabsConnection | Sync-ElevenLabsUsage -Days 1", "acme demo")]
    [InlineData("'demo', 'acme' | Sync-ElevenLabsUsage -Days 1", "demo acme")]
    [InlineData("Sync-ElevenLabsUsage -Days 1 | Sync-ElevenLabsUsage -Days 1", "acme demo")]
    public void Connections_come_by_default_name_wildcard_and_pipeline(string script, string names)
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal(names, session.Line($"\"$(({script}).Connection)\""));
    }

    [Theory]
    [InlineData("-Days 0", "ParameterArgumentValidationError")]
    [InlineData("-Days 3661", "ParameterArgumentValidationError")]
    [InlineData("-Lookback 61", "ParameterArgumentValidationError")]
    [InlineData("-Days 3 -StartDate 2026-01-01", "AmbiguousParameterSet")]
    [InlineData("-EndDate 2026-01-01", "MissingMandatoryParameter|AmbiguousParameterSet|RangeNotValid")]
    [InlineData("-StartDate 01.02.2026", "ParameterArgumentTransformationError")]
    [InlineData("nobody", "ConnectionNotFound,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand")]
    [InlineData("acme -From 2026-02-02 -To 2026-02-01", "RangeNotValid,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand")]
    public void What_it_cannot_mean_is_rejected(string arguments, string ids)
    {
        using ModuleSession session = home.Session.Copy();
        Outcome outcome = session.Run($"Sync-ElevenLabsUsage {arguments}");
        Assert.DoesNotContain(outcome.Output, row => (bool)row!.Properties["Succeeded"].Value);
        Assert.Matches($"^({ids})", outcome.ErrorId);
    }

    [Fact]
    public void Verbose_says_what_is_asked_and_what_came_of_it()
    {
        using ModuleSession session = home.Session.Copy();
        IReadOnlyList<string> verbose = session.Do("$null = Sync-ElevenLabsUsage acme -Days 3 -Verbose").Verbose;
        Assert.Contains($"acme: Sync 3 days of usage ({Day(-2)} to {Day(0)}).", verbose);
        Assert.Matches(@"^acme: 3 days, [1-9]\d* records in \d+\.\d s, [1-9]\d* requests\.$", verbose[^1]);
    }

    [Fact]
    public async Task One_bad_connection_is_found_by_Where_Object_and_the_others_go_on()
    {
        await using SimulatorServer bad = await Api.StartAsync(new SimulatorOptions { Days = 10 });
        using var session = new ModuleSession(home.Simulator.ApiKey);
        session.Do("""
            $null = Connect-ElevenLabsCost first -BaseUri $args[0]
            $null = Connect-ElevenLabsCost bad -BaseUri $args[1]
            $null = Connect-ElevenLabsCost last -BaseUri $args[0]
            """, home.Simulator.BaseUri, bad.BaseUri);
        Api.Misbehave(bad, "invalid-api-key@/v1/workspace/analytics", "invalid-api-key@/v1/usage");
        Outcome outcome = session.Run("Get-ElevenLabsConnection | Sync-ElevenLabsUsage -Days 3 | Where-Object Succeeded -EQ $false");
        dynamic failed = Assert.Single(outcome.Output)!;
        Assert.Equal("bad ApiKeyInvalid", $"{failed.Connection} {failed.ErrorId}");
        Failures.ApiFailureTests.Says(outcome, "ApiKeyInvalid,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand", ErrorCategory.AuthenticationError, "bad", "");
        Assert.Contains("bad", $"{outcome.Errors[0].TargetObject}", StringComparison.Ordinal);
        Assert.Equal(["first True", "bad False", "last True", "False"], session.Lines(
            "$all = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue); $ok = $?; $all | ForEach-Object { \"$($_.Connection) $($_.Succeeded)\" }; $ok; $Error.Clear()").Where(line => line.Length > 0));
        Assert.StartsWith("ApiKeyInvalid,", session.Run("Sync-ElevenLabsUsage -Days 3 -ErrorAction Stop").ErrorId, StringComparison.Ordinal);
        Assert.Equal(["KeyRefused", "Healthy"], session.Lines("(Get-ElevenLabsConnection bad, last).Health"));
        dynamic closed = Assert.Single(session.Do("Get-ElevenLabsConnection | Test-ElevenLabsConnection | Where-Object { $_.Connection -eq 'bad' -and $_.Name -eq 'Analytics' }").Output)!;
        Assert.Equal("False True ApiKeyInvalid", $"{closed.Passed} {closed.Required} {closed.ErrorId}");
        Assert.Equal("27", session.Line("@(Get-ElevenLabsConnection | Test-ElevenLabsConnection).Count"));
        Assert.Equal(["first"], session.Lines("(Test-ElevenLabsConnection).Connection | Sort-Object -Unique"));
        Assert.Equal("False", session.Line("'first', 'bad', 'last' | Test-ElevenLabsConnection -Quiet"));
        Assert.Equal("True", session.Line("Test-ElevenLabsConnection first, last -Quiet"));
    }

    [Fact]
    public void A_ledger_that_cannot_be_opened_fails_each_connection_by_itself()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("$null = Connect-ElevenLabsCost blocked -Demo");
        foreach (string file in Directory.GetFiles(session.Home, "ledger.db*"))
        {
            File.Delete(file);
        }

        Directory.CreateDirectory(Path.Combine(session.Home, "ledger.db"));
        Outcome outcome = session.Run("'blocked', 'demo' | Sync-ElevenLabsUsage -Days 2 | ForEach-Object Succeeded");
        Assert.Equal(["False", "False"], outcome.Lines);
        Assert.Equal(2, outcome.Errors.Count(error => error.FullyQualifiedErrorId.StartsWith("LedgerNotReadable,", StringComparison.Ordinal)));
    }

    private static string Day(int back) => Today.AddDays(back).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
