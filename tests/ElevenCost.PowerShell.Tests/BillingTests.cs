using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>A workspace on Pay As You Go whose keys have limits, and the demo.</summary>
public sealed class BillingHome() : SyncedHome(
    new SimulatorOptions { Days = 40, Billing = SimulatedBilling.PayAsYouGo, KeyFields = new Dictionary<string, string> { ["character_limit"] = "1000000000" } }, 35)
{
}

/// <summary>How an account is billed, its balance, and the limits of its keys.</summary>
public sealed class BillingTests(BillingHome home) : IClassFixture<BillingHome>
{
    private const string SetCommand = "ElevenCost.PowerShell.Commands.SetElevenLabsConnectionCommand";

    [Fact]
    public void Key_limits_are_the_command_lines()
    {
        string[] expected = CommandLineRun.Rows(home.Session, "key-limits", "--connection", "*");
        Assert.Contains(expected, row => row.Contains("|CreditLimit=1000000000|", StringComparison.Ordinal));
        Assert.Equal(expected, RowText.Of(home.Session.Do("Get-ElevenLabsConnection | Get-ElevenLabsKeyLimit")));
        Assert.Equal("1", home.Session.Line("@(Get-ElevenLabsKeyLimit * | Select-Object -First 1).Count"));
    }

    [Fact]
    public void The_scope_changes_while_nothing_is_synced()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal(["Account", "Account"], session.Lines("""
            $null = Connect-ElevenLabsCost own -BaseUri $args[0]
            (Set-ElevenLabsConnection own -Scope Account -PassThru).Scope
            (Get-ElevenLabsConnection own).Scope
            """, home.Simulator.BaseUri));
        Outcome synced = session.Run("Set-ElevenLabsConnection acme -Scope Account");
        Assert.Equal("LedgerOfAnotherWorkspace," + SetCommand, synced.ErrorId);
        Assert.Equal("Workspace", session.Line("Set-ElevenLabsConnection acme -Scope Workspace; (Get-ElevenLabsConnection acme).Scope"));
    }

    [Fact]
    public async Task A_key_beyond_its_limit_is_warned_of_and_due_for_an_alert()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 40, KeyFields = new Dictionary<string, string> { ["character_limit"] = "0" } });
        using var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]", simulator.BaseUri);
        Outcome outcome = session.Do("(Get-ElevenLabsKeyLimit acme).State | Select-Object -Unique");
        Assert.Equal(["Passed"], outcome.Lines);
        Assert.Contains("used up the limit", Assert.Single(outcome.Warnings), StringComparison.Ordinal);

        // One a key, with the limit and what was used of it.
        session.Do("$null = Sync-ElevenLabsUsage acme -Days 2; Set-ElevenLabsAlert ops Slack -Variable ELEVENCOST_ALERT_NONE -Topic KeyLimit");
        string[] due = session.Lines("Send-ElevenLabsAlert -WhatIf | ForEach-Object { \"$($_.State) $($_.Topic) $($_.Title)\" }");
        Assert.Equal(session.Lines("Get-ElevenLabsKeyLimit acme -WarningAction Ignore | ForEach-Object { \"Due KeyLimit The API key $($_.ApiKey) passed its limit\" }"), due);
        Assert.NotEmpty(due);
    }

    [Fact]
    public void What_is_set_is_given_back_counts_and_is_forgotten()
    {
        using ModuleSession session = home.Session.Copy();
        Assert.Equal("PayAsYouGo", session.Line("\"$((Get-ElevenLabsQuota acme -WarningAction Ignore).Billing)\""));
        Assert.Empty(session.Lines("Set-ElevenLabsConnection acme -Billing UsageBased"));
        Assert.Equal("UsageBased", session.Line("\"$((Get-ElevenLabsQuota acme -WarningAction Ignore).Billing)\""));
        Assert.Equal("UsageBased; PayAsYouGo from 2026-03-01", session.Line("(Set-ElevenLabsConnection acme -Billing PayAsYouGo -StartDate 2026-03-01 -PassThru).Billing -join '; '"));
        Assert.Equal("50.25 EUR 2026-03-02 Unspecified", session.Line("""
            Set-ElevenLabsConnection acme -Balance 50.25 -BalanceCurrency eur -AsOf 2026-03-02
            $set = Get-ElevenLabsConnection acme
            [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2:yyyy-MM-dd} {3}', $set.Balance, $set.BalanceCurrency, $set.BalanceAsOf, $set.BalanceAsOf.Kind)
            """));
        Assert.Equal("0|", session.Line("""
            Get-ElevenLabsConnection | Set-ElevenLabsConnection -Billing Auto -NoBalance
            $set = Get-ElevenLabsConnection acme
            "$(@($set.Billing).Count)|$($set.Balance)"
            """));
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        string before = home.Session.State();
        Assert.Empty(home.Session.Lines("Set-ElevenLabsConnection acme, demo -Billing PayAsYouGo -Balance 5 -WhatIf -PassThru"));
        Assert.Equal(before, home.Session.State());
    }

    [Theory]
    [InlineData("Set-ElevenLabsConnection acme", "SettingMissing," + SetCommand)]
    [InlineData("Set-ElevenLabsConnection acme -Balance '5,00'", "BalanceNotValid," + SetCommand)]
    [InlineData("Set-ElevenLabsConnection acme -Balance -5", "BalanceNotValid," + SetCommand)]
    [InlineData("Set-ElevenLabsConnection acme -Balance 5 -AsOf 2999-01-01", "BalanceNotValid," + SetCommand)]
    [InlineData("Set-ElevenLabsConnection acme -Balance 5 -BalanceCurrency dollars", "BalanceNotValid," + SetCommand)]
    [InlineData("Set-ElevenLabsConnection nobody -Billing Auto", "ConnectionNotFound," + SetCommand)]
    public void What_is_wrong_is_named_with_a_remedy_and_nothing_changes(string script, string id)
    {
        string before = home.Session.State();
        Outcome outcome = home.Session.Run(script);
        Assert.Equal(id, outcome.ErrorId);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal(before, home.Session.State());
    }
}
