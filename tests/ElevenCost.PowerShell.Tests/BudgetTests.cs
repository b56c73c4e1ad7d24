using System.Text.Json;

namespace ElevenCost.PowerShell.Tests;

/// <summary>The demo, synced, and two budgets.</summary>
public sealed class BudgetHome : IDisposable
{
    public BudgetHome()
    {
        Session = new ModuleSession();
        Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 70; Set-ElevenLabsBudget wide -Amount 100000; Set-ElevenLabsBudget tiny -Credits 1");
    }

    internal ModuleSession Session { get; }

    public void Dispose() => Session.Dispose();
}

/// <summary>Budgets, listed, set, tested and removed.</summary>
public sealed class BudgetTests(BudgetHome home) : IClassFixture<BudgetHome>
{
    [Theory]
    [InlineData("\"$((Get-ElevenLabsBudget).Name)\"", "tiny wide")]
    [InlineData("(Get-ElevenLabsBudget wide).Amount.GetType().Name", "Decimal")]
    [InlineData("@(Get-ElevenLabsBudget 'no-*').Count", "0")]
    [InlineData("@('wide', 'tiny' | Get-ElevenLabsBudget).Count", "2")]
    [InlineData("@(Get-ElevenLabsBudget -On 2020-01-01).Count", "0")]
    [InlineData("\"$((Test-ElevenLabsBudget).State)\"", "Over Ok")]
    [InlineData("Test-ElevenLabsBudget -Quiet", "False")]
    [InlineData("Test-ElevenLabsBudget wide -Quiet", "True")]
    [InlineData("(Get-ElevenLabsBudget wide | Test-ElevenLabsBudget).Budget", "wide")]
    [InlineData("(Test-ElevenLabsBudget wide).Used -eq (Get-ElevenLabsCost -Timeframe MonthToDate -Granularity Total).Cost", "True")]
    [InlineData("Set-ElevenLabsBudget dry -Amount 1 -WhatIf; @(Get-ElevenLabsBudget dry*).Count", "0")]
    [InlineData("(Set-ElevenLabsBudget piped -Amount 12.50 -Threshold 50, 90 -PassThru).Thresholds; Remove-ElevenLabsBudget piped", "50,90")]
    [InlineData("Set-ElevenLabsBudget again -Amount 7; Get-ElevenLabsBudget again | Set-ElevenLabsBudget; (Get-ElevenLabsBudget again).Amount; Get-ElevenLabsBudget again | Remove-ElevenLabsBudget", "7")]
    public void Budgets_are_set_listed_tested_and_removed(string script, string line) => Assert.Equal(line, home.Session.Line(script));

    [Fact]
    public void How_they_stand_is_what_the_command_line_says()
    {
        using JsonDocument theirs = JsonDocument.Parse(CommandLineRun.Output(home.Session, "budget", "list", "--output", "json"));
        string[] names = ["Name", "Period", "Amount", "Currency", "CostBasis", "Credits", "Thresholds"];
        Assert.Equal(
            theirs.RootElement.EnumerateArray().Select(row => string.Join('|', names.Select(name => row.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : ""))),
            home.Session.Do("Get-ElevenLabsBudget").Output.Select(row => string.Join('|', names.Select(name => Outcome.Text(row!.Properties[name].Value)))));
    }

    [Theory]
    [InlineData("Get-ElevenLabsBudget wid", "BudgetNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsBudgetCommand")]
    [InlineData("Test-ElevenLabsBudget wid", "BudgetNotFound,ElevenCost.PowerShell.Commands.TestElevenLabsBudgetCommand")]
    [InlineData("Remove-ElevenLabsBudget wid", "BudgetNotFound,ElevenCost.PowerShell.Commands.RemoveElevenLabsBudgetCommand")]
    [InlineData("Set-ElevenLabsBudget a -Amount '1,5'", "BudgetNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsBudgetCommand")]
    [InlineData("Set-ElevenLabsBudget a -Amount 1 -Credits 1", "BudgetNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsBudgetCommand")]
    [InlineData("Set-ElevenLabsBudget wide -Amount 1 -EndDate 2020-01-01", "BudgetNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsBudgetCommand")]
    public void What_is_wrong_is_named_with_a_remedy_and_nothing_changes(string script, string id)
    {
        string before = home.Session.State();
        Outcome outcome = home.Session.Run(script);
        Assert.Equal(id, outcome.ErrorId);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal(before, home.Session.State());
    }
}
