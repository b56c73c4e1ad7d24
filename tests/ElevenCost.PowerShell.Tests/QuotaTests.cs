using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>A workspace on a fixed day, read by two connections, and the demo.</summary>
public sealed class QuotaHome() : SyncedHome(new SimulatorOptions { Days = 40 }, 35, new DateTimeOffset(2026, 3, 18, 12, 0, 0, TimeSpan.Zero))
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Session.Do("$null = Connect-ElevenLabsCost twin -BaseUri $args[0]", Simulator.BaseUri);
    }
}

/// <summary>Quotas, over connections of which some work: figures, errors and warnings of their own, pools.</summary>
public sealed class QuotaTests(QuotaHome home) : IClassFixture<QuotaHome>
{
    [Fact]
    public void The_figures_are_the_command_lines()
    {
        string[] expected = CommandLineRun.Rows(home.Session, "quota", "--connection", "acme");
        string[] actual = RowText.Of(home.Session.Do("Get-ElevenLabsQuota acme -WarningAction Ignore"));
        Assert.Equal(Steady(Assert.Single(expected)), Steady(Assert.Single(actual)));

        // The moment of reading differs, and so does what is reckoned from it, down to the second.
        static IEnumerable<string> Steady(string row) => row.Split('|').Where(cell => !cell.StartsWith("At=", StringComparison.Ordinal) && !cell.StartsWith("RunsOutAt=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-ElevenLabsConnection | Get-ElevenLabsQuota", "acme+twin demo+")]
    [InlineData("Get-ElevenLabsQuota acme, demo, twin", "acme+twin demo+")]
    [InlineData("'*', 'ACME' | Get-ElevenLabsQuota", "acme+twin demo+")]
    [InlineData("Get-ElevenLabsQuota", "acme+")]
    public void A_pool_counts_once_in_whichever_way_its_connections_are_given(string script, string pools) =>
        Assert.Equal(pools, home.Session.Line($"($({script} -WarningAction Ignore) | ForEach-Object {{ \"$($_.Connection)+$($_.SharedWith)\" }}) -join ' '"));

    [Fact]
    public async Task A_bad_connection_is_an_error_of_its_own_and_the_others_are_answered()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 3 });
        using var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost bad -BaseUri $args[0]; $null = Connect-ElevenLabsCost -Demo", simulator.BaseUri);
        session.Environment["ELEVENLABS_API_KEY"] = "sk_00000000000000000000000000000000000000000000dead";
        Outcome outcome = session.Run("'bad', 'nobody', 'demo' | Get-ElevenLabsQuota -WarningAction Ignore | ForEach-Object Connection");
        Assert.Equal(["demo"], outcome.Lines);
        Assert.Equal(
            ["ApiKeyInvalid,ElevenCost.PowerShell.Commands.GetElevenLabsQuotaCommand bad", "ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsQuotaCommand nobody"],
            outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId} {error.TargetObject}").Order(StringComparer.Ordinal));
        session.Environment["ELEVENLABS_API_KEY"] = null;
        outcome = session.Run("Get-ElevenLabsQuota bad, demo -WarningAction Ignore | ForEach-Object Connection");
        Assert.Equal(["demo"], outcome.Lines);
        Assert.StartsWith("KeyNotFound,", outcome.ErrorId, StringComparison.Ordinal);
        Assert.StartsWith("KeyNotFound,", session.Run("Get-ElevenLabsQuota bad -ErrorAction Stop").ErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_ElevenLabs_is_gone_the_figures_of_the_last_sync_are_given_with_a_warning()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 20 });
        using var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]; $null = Sync-ElevenLabsUsage -Days 10", simulator.BaseUri);
        await simulator.DisposeAsync();
        Outcome outcome = session.Do("Get-ElevenLabsQuota | ForEach-Object { \"$($_.IsLive) $($_.CreditsUsed -gt 0)\" }");
        Assert.Equal(["False True"], outcome.Lines);
        Assert.Contains(outcome.Warnings, warning => System.Text.RegularExpressions.Regex.IsMatch(warning, "acme: .*The figures are those of \\d{4}-"));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Every_figure_is_shown(int columns)
    {
        string[] lines = home.Session.Lines("""
            $rows = Get-ElevenLabsQuota * -WarningAction Ignore
            $rows | Out-String -Width $args[0]
            $rows | ForEach-Object { '{0:N0}' -f $_.CreditsUsed; '{0:N0}' -f $_.CreditsLeft; '{0:yyyy-MM-dd}' -f $_.NextResetAt }
            """, columns);
        Assert.All(lines[1..], figure => Assert.Contains(figure, lines[0], StringComparison.Ordinal));
        Assert.DoesNotContain("\u2026", lines[0], StringComparison.Ordinal);
        Assert.All(lines[0].Split('\n'), line => Assert.True(line.TrimEnd().Length <= columns, line));
    }
}
