namespace ElevenCost.PowerShell.Tests;

/// <summary>The demo, synced, a budget that is passed, and an alert whose address is in the environment.</summary>
public sealed class AlertHome : IDisposable
{
    public AlertHome()
    {
        Session = new ModuleSession();
        Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 70; Set-ElevenLabsBudget tiny -Credits 1; "
            + "$env:ELEVENCOST_ALERT_OPS = 'https://127.0.0.1:1/services/SECRET'; Set-ElevenLabsAlert ops Slack -Topic Budget, Digest -Note 'on call'");
    }

    internal ModuleSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        Environment.SetEnvironmentVariable("ELEVENCOST_ALERT_OPS", null);
    }
}

/// <summary>Alerts, listed, set, shown and removed.</summary>
public sealed class AlertTests(AlertHome home) : IClassFixture<AlertHome>
{
    [Theory]
    [InlineData("\"$((Get-ElevenLabsAlert).Name)\"", "ops")]
    [InlineData("(Get-ElevenLabsAlert o*).Topics", "Budget,Digest")]
    [InlineData("(Get-ElevenLabsAlert ops).Variable", "ELEVENCOST_ALERT_OPS")]
    [InlineData("@(Get-ElevenLabsAlert 'no-*').Count", "0")]
    [InlineData("@('ops' | Get-ElevenLabsAlert).Count", "1")]
    [InlineData("Set-ElevenLabsAlert dry Teams -Variable ELEVENCOST_ALERT_DRY -WhatIf; @(Get-ElevenLabsAlert dry*).Count", "0")]
    [InlineData("(Set-ElevenLabsAlert mail Mail -Variable ELEVENCOST_ALERT_MAIL -From a@example.com -To b@example.com, c@example.com -PassThru).To; Remove-ElevenLabsAlert mail", "b@example.com,c@example.com")]
    [InlineData("\"$((Send-ElevenLabsAlert -WhatIf).State) $((Send-ElevenLabsAlert -WhatIf).Title)\"", "Due Budget tiny: 100 % is used")]
    [InlineData("\"$((Send-ElevenLabsAlert o* -Digest Weekly -DigestBy Model -WhatIf).Topic)\"", "Budget Digest")]
    [InlineData("(Send-ElevenLabsAlert -ErrorAction SilentlyContinue).State", "Failed")]
    public void Alerts_are_set_listed_shown_and_removed(string script, string line) => Assert.Equal(line, home.Session.Line(script));

    [Theory]
    [InlineData("Get-ElevenLabsAlert op", "AlertNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsAlertCommand")]
    [InlineData("Remove-ElevenLabsAlert op", "AlertNotFound,ElevenCost.PowerShell.Commands.RemoveElevenLabsAlertCommand")]
    [InlineData("Send-ElevenLabsAlert op", "AlertNotFound,ElevenCost.PowerShell.Commands.SendElevenLabsAlertCommand")]
    [InlineData("Set-ElevenLabsAlert x Slack -Variable PATH", "AlertNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsAlertCommand")]
    [InlineData("Set-ElevenLabsAlert x Mail -Variable ELEVENCOST_ALERT_X", "AlertNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsAlertCommand")]
    [InlineData("Set-ElevenLabsAlert x Slack -Variable ELEVENCOST_ALERT_X -Path /x", "AlertNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsAlertCommand")]
    public void What_is_wrong_is_named_with_a_remedy_and_nothing_changes(string script, string id)
    {
        string before = home.Session.State();
        Outcome outcome = home.Session.Run(script);
        Assert.Equal(id, outcome.ErrorId);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal(before, home.Session.State());
    }

    [Fact]
    public void A_target_that_cannot_be_reached_is_an_error_without_its_address()
    {
        Outcome outcome = home.Session.Run("Send-ElevenLabsAlert");
        Assert.Equal("AlertNotDelivered,ElevenCost.PowerShell.Commands.SendElevenLabsAlertCommand", outcome.ErrorId);
        Assert.DoesNotContain("SECRET", home.Session.Line("$Error | Out-String") + home.Session.Line("Get-ElevenLabsAlert | Format-List * | Out-String"), StringComparison.Ordinal);
    }
}
