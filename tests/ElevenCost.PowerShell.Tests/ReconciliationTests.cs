using System.Globalization;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with two weeks each.</summary>
public sealed class ReconciliationHome() : SyncedHome(new SimulatorOptions { Days = 60, Keys = 8 }, 14, TimeProvider.System.GetUtcNow());

/// <summary>Test-ElevenLabsCost: rows, a boolean, differences by name, and failures that are never taken for agreement.</summary>
public sealed class ReconciliationTests(ReconciliationHome home) : IClassFixture<ReconciliationHome>
{
    private const string BadKey = "sk_00000000000000000000000000000000000000000000dead";

    [Fact]
    public void The_rows_are_the_command_lines()
    {
        string[] expected = CommandLineRun.Rows(home.Session, "reconcile", "--connection", "acme", "--last", "10d", "--detailed");
        Assert.True(expected.Length > 100);
        Assert.Equal(expected, RowText.Of(home.Session.Do("Test-ElevenLabsCost acme -Last 10d -Detailed")));
        string[] checks = CommandLineRun.Rows(home.Session, "reconcile", "--connection", "acme", "--last", "10d");
        Assert.InRange(checks.Length, 2, 20);
        Assert.Equal(checks, RowText.Of(home.Session.Do("Test-ElevenLabsCost acme -Last 10d")));
    }

    [Fact]
    public void Every_check_is_made_and_nothing_differs() =>
        Assert.Equal(["ElevenCost.ReconciliationRecord", "True", "0", "0"], home.Session.Lines("""
            $rows = @(Test-ElevenLabsCost acme -StartDate ([datetime]::UtcNow.Date.AddDays(-8)) -EndDate ([datetime]::UtcNow.Date.AddDays(-5)) -Detailed)
            $rows[0].GetType().FullName
            "$($rows.Check | ForEach-Object { "$_" } | Sort-Object -Unique)" -eq "$([enum]::GetNames([ElevenCost.ReconciliationCheck]) | Sort-Object)"
            @($rows | Where-Object Passed -EQ $false).Count
            @($rows | Where-Object { "$($_.Cause)" -ne 'None' -and -not $_.Explanation }).Count
            """));

    [Fact]
    public void A_check_is_one_row_with_the_worst_of_its_comparisons()
    {
        Assert.Equal(["ElevenCost.ReconciliationSummary", "True", "True", "0"], home.Session.Lines("""
            $days = @{ StartDate = [datetime]::UtcNow.Date.AddDays(-8); EndDate = [datetime]::UtcNow.Date.AddDays(-5) }
            $rows = @(Test-ElevenLabsCost acme @days)
            $rows[0].GetType().FullName
            $all = @(Test-ElevenLabsCost acme @days -Detailed)
            "$($rows | ForEach-Object { "$($_.Check) $($_.Agreed + $_.Differed + $_.NotCompared)" } | Sort-Object)" -eq "$($all | Group-Object Check | ForEach-Object { "$($_.Name) $($_.Count)" } | Sort-Object)"
            "$($rows.Check)" -eq "$($all.Check | Select-Object -Unique)"
            @($rows | Where-Object Passed -EQ $false).Count
            """));
        Assert.Equal(["NotKept 0 2"], home.Session.Lines("""
            Test-ElevenLabsCost acme -StartDate 2025-01-01 -EndDate 2025-01-02 -WarningAction Ignore | Where-Object Check -EQ LedgerAgainstAnalytics |
                ForEach-Object { "$($_.Cause) $($_.Agreed) $([int]($_.NotCompared -gt 0) + [int]($null -eq $_.Passed))" }
            """));
    }

    [Theory]
    [InlineData("Test-ElevenLabsCost acme -Timeframe Yesterday -Quiet", "True")]
    [InlineData("Get-ElevenLabsConnection | Test-ElevenLabsCost -Last 3d -Quiet", "True")]
    [InlineData("Test-ElevenLabsCost acme -Last 14d -Quiet", "True")]
    [InlineData("@() | Test-ElevenLabsCost -Quiet", "False")]
    [InlineData("Test-ElevenLabsCost nobody, acme -Last 2d -Quiet -ErrorAction Ignore", "False")]
    public void Quiet_is_one_boolean(string script, string line) => Assert.Equal(line, home.Session.Line(script));

    [Fact]
    public async Task A_difference_is_named_by_cause_and_size_and_Quiet_is_false_if_it_is_not_explained()
    {
        await using SimulatorServer odd = await Api.StartAsync(new SimulatorOptions { Days = 60, Keys = 8 });
        using var session = new ModuleSession(odd.ApiKey);
        string day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        session.Do("$null = Connect-ElevenLabsCost odd -BaseUri $args[0]; $null = Sync-ElevenLabsUsage -Days 14", odd.BaseUri);
        Api.Misbehave(odd, $"restate:{day},2");
        dynamic row = session.Do("Test-ElevenLabsCost odd -StartDate $args[0] -EndDate $args[0] -Detailed | Where-Object { \"$($_.Check)\" -eq 'LedgerAgainstAnalytics' -and $_.Unit -eq 'credits' }", day).Output[0]!;
        Assert.Equal("Restated True", $"{row.Cause} {row.Passed}");
        Assert.True((decimal)row.Difference < 0);
        Assert.Contains("ElevenLabs has changed the day", (string)row.Explanation, StringComparison.Ordinal);
        Assert.Equal(session.Line("(Get-ElevenLabsUsage odd -StartDate $args[0] -EndDate $args[0] -GroupBy Connection).Credits", day), Outcome.Text((object)row.Left));
        // Fewer than a weekend has.
        Api.Misbehave(odd, "row-cap:5");
        Assert.Contains("AnalyticsRows Unexplained", session.Lines(
            "Test-ElevenLabsCost odd -StartDate $args[0] -EndDate $args[0] -Detailed | Where-Object Passed -EQ $false | ForEach-Object { \"$($_.Check) $($_.Cause)\" } | Select-Object -Unique", day));
        Assert.Equal("False", session.Line("Test-ElevenLabsCost odd -StartDate $args[0] -EndDate $args[0] -Quiet", day));
    }

    [Fact]
    public void Days_that_are_not_kept_prove_nothing_and_the_warning_says_how_to_fetch_them()
    {
        using ModuleSession session = home.Session.Copy();
        session.Do("$null = Connect-ElevenLabsCost fresh -Demo");
        Outcome none = session.Do("Test-ElevenLabsCost fresh -StartDate 2025-01-01 -EndDate 2025-01-02 -Quiet");
        Assert.Equal(["False"], none.Lines);
        Assert.Matches(
            @"^fresh: no day of 2025-01-01\.\.2025-01-02 is in the ledger.* Fetch them with: Sync-ElevenLabsUsage -Connection fresh -StartDate 2025-01-01 -EndDate 2025-01-02$",
            Assert.Single(none.Warnings));
        Outcome rows = session.Do("Test-ElevenLabsCost fresh -StartDate 2025-01-01 -EndDate 2025-01-02 -Detailed | Where-Object Check -Match '^Ledger' | ForEach-Object { \"$($_.Cause) $($_.Passed)\" } | Select-Object -Unique");
        Assert.Equal(["NotKept "], rows.Lines);
        Assert.Equal(none.Warnings, rows.Warnings);
        Outcome some = session.Do("Test-ElevenLabsCost acme -Last 20d -Quiet");
        Assert.Equal(["False"], some.Lines);
        Assert.Matches("^acme: 6 of 20 days are not in the ledger .* Fetch them with: Sync-ElevenLabsUsage -Connection acme", Assert.Single(some.Warnings));
        Assert.Equal("False", session.Line("Test-ElevenLabsCost acme, fresh -Last 3d -Quiet -WarningAction Ignore"));
        session.Do("$null = Sync-ElevenLabsUsage fresh -Days 5");
        Assert.Equal("True", session.Line("Test-ElevenLabsCost acme, fresh -Last 3d -Quiet"));
    }

    [Fact]
    public async Task What_is_as_of_now_alone_is_left_out_of_a_range_before_the_billing_month_that_has_begun()
    {
        await using SimulatorServer odd = await Api.StartAsync(
            new SimulatorOptions { Days = 60, Keys = 8, SubscriptionFields = new Dictionary<string, string> { ["current_overage"] = """{"amount":"7","currency":"usd"}""" } });
        using var session = new ModuleSession(odd.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost odd -BaseUri $args[0]; $null = Sync-ElevenLabsUsage -Days 50", odd.BaseUri);
        Assert.Equal(["NotReadable ", "NotReadable ", "NotReadable ", "NotReadable ", "True", "False"], session.Lines("""
            $day = [datetime]::UtcNow.Date.AddDays(-40)
            Test-ElevenLabsCost odd -StartDate $day -EndDate $day -Detailed | Where-Object Check -In 'BillingMonthCredits', 'Overage', 'NextInvoice', 'OpenInvoices' | ForEach-Object { "$($_.Cause) $($_.Passed)" }
            Test-ElevenLabsCost odd -StartDate $day -EndDate $day -Quiet
            Test-ElevenLabsCost odd -Last 5d -Quiet
            """));
    }

    [Fact]
    public void A_failure_is_an_error_of_its_own_and_Quiet_never_takes_it_for_agreement()
    {
        Outcome outcome = home.Session.Run("'nobody', 'demo', 'acme' | Test-ElevenLabsCost -Last 2d | ForEach-Object Connection | Select-Object -Unique");
        Assert.Equal(["demo", "acme"], outcome.Lines);
        Assert.Equal("ConnectionNotFound,ElevenCost.PowerShell.Commands.TestElevenLabsCostCommand", outcome.ErrorId);
        Outcome future = home.Session.Run("Test-ElevenLabsCost acme -StartDate ([datetime]::UtcNow.Date.AddDays(5)) -EndDate ([datetime]::UtcNow.Date.AddDays(6)) -Quiet");
        Assert.Equal(["False"], future.Lines);
        Assert.StartsWith("RangeNotValid,", future.ErrorId, StringComparison.Ordinal);
        Assert.StartsWith("RangeNotValid,", home.Session.Run("Test-ElevenLabsCost acme -StartDate 2026-02-02 -EndDate 2026-02-01").ErrorId, StringComparison.Ordinal);
        foreach ((string? key, string id) in ((string?, string)[])[(BadKey, "ApiKeyInvalid"), (null, "KeyNotFound")])
        {
            home.Session.Environment["ELEVENLABS_API_KEY"] = key;
            Outcome quiet = home.Session.Run("Test-ElevenLabsCost acme -Last 2d -Quiet");
            Outcome stopped = home.Session.Run("Test-ElevenLabsCost acme -Last 2d -ErrorAction Stop");
            home.Session.Environment["ELEVENLABS_API_KEY"] = home.Simulator.ApiKey;
            Assert.Equal(["False"], quiet.Lines);
            Assert.Equal($"{id},ElevenCost.PowerShell.Commands.TestElevenLabsCostCommand", quiet.ErrorId);
            Assert.StartsWith(id + ",", stopped.ErrorId, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Check_difference_and_cause_are_shown(int columns)
    {
        string text = home.Session.Line("Test-ElevenLabsCost acme -Timeframe Yesterday | Out-String -Width $args[0]", columns);
        Assert.Contains("LedgerAgainstAnalytics", text, StringComparison.Ordinal);
        Assert.Contains("ConsumedAgainstFee", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= columns, line));
    }
}
