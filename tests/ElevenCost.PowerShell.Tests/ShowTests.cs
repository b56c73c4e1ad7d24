namespace ElevenCost.PowerShell.Tests;

/// <summary>Charts at the prompt. How they look is tested in the engine.</summary>
public sealed class ShowTests(ReportHome home) : IClassFixture<ReportHome>
{
    [Theory]
    [InlineData("$lines = Show-ElevenLabsCost; $lines[0].GetType().FullName; $lines[0].Length; [bool]($lines -match '\\e')", "System.String 80 False")]
    [InlineData("(Show-ElevenLabsCost -GroupBy ApiKey -Top 2 | Select-String 'others').Count", "1")]
    [InlineData("(Get-ElevenLabsConnection | Show-ElevenLabsCost -Timeframe MonthToDate -CostBasis PlanRate | Select-String 'at the plan').Count", "1")]
    [InlineData("Show-ElevenLabsCost -Last 7d | Select-Object -First 1 | ForEach-Object Substring 0 20", "── Cost of demo, 202 -- Cost of demo, 202")]
    public void Charts_are_lines(string script, string lines) => Assert.Contains(string.Join(' ', home.Session.Lines(script)), lines, StringComparison.Ordinal);

    [Fact]
    public void The_total_is_that_of_the_cost() => Assert.Equal("True", home.Session.Line(
        "$cost = (Get-ElevenLabsCost -Granularity Total).Cost; $shown = (@(Show-ElevenLabsCost) -match ' USD  ')[0]; $shown.TrimStart().StartsWith($cost.ToString('N4', [cultureinfo]::InvariantCulture))"));

    [Fact]
    public void Colors_follow_the_session() => Assert.Equal(["False", "True", "False"], home.Session.Lines("""
        $before = $PSStyle.OutputRendering
        foreach ($rendering in 'PlainText', 'Ansi', 'Host') {
            $PSStyle.OutputRendering = $rendering
            [bool](@(Show-ElevenLabsCost) -match '\e\[')
        }
        $PSStyle.OutputRendering = $before
        """));

    [Theory]
    [InlineData("Show-ElevenLabsCost -Granularity Day", "NamedParameterNotFound,ElevenCost.PowerShell.Commands.ShowElevenLabsCostCommand")]
    [InlineData("Show-ElevenLabsCost -Top 0", "ParameterArgumentValidationError,ElevenCost.PowerShell.Commands.ShowElevenLabsCostCommand")]
    [InlineData("Show-ElevenLabsCost nobody", "ConnectionNotFound,ElevenCost.PowerShell.Commands.ShowElevenLabsCostCommand")]
    public void A_mistake_is_an_error_with_its_id(string script, string id) => Assert.Equal(id, home.Session.Run(script).ErrorId);
}
