using System.Globalization;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with a hundred days each.</summary>
public sealed class FiguresHome() : SyncedHome(new SimulatorOptions { Days = 150 }, 100);

/// <summary>The figures of the cmdlets are those of the command line, which are the engine's, row by row, on the same ledger.</summary>
public sealed class FiguresTests(FiguresHome home) : IClassFixture<FiguresHome>
{
    [Theory]
    [InlineData("Get-ElevenLabsCost", "cost")]
    [InlineData("Get-ElevenLabsCost -Last 30d -GroupBy Model", "cost --last 30d --group-by model")]
    [InlineData("Get-ElevenLabsCost -GroupBy ApiKey, Model -Granularity Week -Last 4w", "cost --last 4w --group-by api-key,model --granularity week")]
    [InlineData("Get-ElevenLabsCost -GroupBy Product, Model, ApiKey, Voice, User, Group, Source, Region -Last 3d -Granularity Day",
        "cost --last 3d --granularity day --group-by product,model,api-key,voice,user,group,source,region")]
    [InlineData("Get-ElevenLabsCost -GroupBy User -Granularity Month -Last 3m", "cost --last 3m --group-by user --granularity month")]
    [InlineData("Get-ElevenLabsCost -GroupBy Group -Granularity Quarter -Last 1y", "cost --last 1y --group-by group --granularity quarter")]
    [InlineData("Get-ElevenLabsCost -GroupBy Voice -Granularity Year -Last 1y", "cost --last 1y --group-by voice --granularity year")]
    [InlineData("Get-ElevenLabsCost -GroupBy Region, Source -Granularity Total", "cost --group-by region,source --granularity total")]
    [InlineData("Get-ElevenLabsCost -Timeframe MonthToDate -Cumulative -GroupBy Product", "cost --timeframe month-to-date --cumulative --group-by product")]
    [InlineData("Get-ElevenLabsCost -CostBasis PlanRate -GroupBy Model -Timeframe LastMonth", "cost --basis plan-rate --group-by model --timeframe last-month")]
    [InlineData("Get-ElevenLabsCost -CostBasis Overage -GroupBy Model -Timeframe BillingPeriod -Granularity Total",
        "cost --basis overage --group-by model --timeframe billing-period --granularity total")]
    [InlineData("Get-ElevenLabsCost -CostBasis Overage -Last 60d", "cost --basis overage --last 60d")]
    [InlineData("Get-ElevenLabsCost -CostBasis Amortized -Last 60d", "cost --basis amortized --last 60d")]
    [InlineData("Get-ElevenLabsCost -CostBasis Amortized -Timeframe LastBillingPeriod -Granularity Total", "cost --basis amortized --timeframe last-billing-period --granularity total")]
    [InlineData("Get-ElevenLabsCost -CostBasis Consumed -Timeframe BillingPeriod -Granularity Total", "cost --basis consumed --timeframe billing-period --granularity total")]
    [InlineData("Get-ElevenLabsCost -Timeframe LastBillingPeriod -GroupBy ApiKey -Granularity Total", "cost --timeframe last-billing-period --group-by api-key --granularity total")]
    [InlineData("Get-ElevenLabsCost -Timeframe Today", "cost --timeframe today")]
    [InlineData("Get-ElevenLabsCost -Timeframe Yesterday -GroupBy Model", "cost --timeframe yesterday --group-by model")]
    [InlineData("Get-ElevenLabsCost -Timeframe WeekToDate", "cost --timeframe week-to-date")]
    [InlineData("Get-ElevenLabsCost -Timeframe YearToDate -Granularity Month", "cost --timeframe year-to-date --granularity month")]
    [InlineData("Get-ElevenLabsCost -Model eleven_* -ExcludeProduct S* -GroupBy Product, Model -Granularity Total",
        "cost --model eleven_* --exclude-product S* --group-by product,model --granularity total")]
    [InlineData("Get-ElevenLabsCost -ApiKey *a*, *o* -ExcludeUser A* -ExcludeRegion eu, in -GroupBy ApiKey -Granularity Total",
        "cost --api-key *a* --api-key *o* --exclude-user A* --exclude-region eu --exclude-region in --group-by api-key --granularity total")]
    [InlineData("Get-ElevenLabsCost -User *a* -Group Support, Marketing -Source *sdk* -Region us -GroupBy Source -Granularity Month -Last 2m",
        "cost --user *a* --group Support --group Marketing --source *sdk* --region us --group-by source --granularity month --last 2m")]
    [InlineData("Get-ElevenLabsCost -ExcludeModel *v3* -ExcludeApiKey Acme* -ExcludeVoice a* -ExcludeGroup Sup* -ExcludeSource zapier -Voice *1* -Product *",
        "cost --exclude-model *v3* --exclude-api-key Acme* --exclude-voice a* --exclude-group Sup* --exclude-source zapier --voice *1* --product *")]
    [InlineData("Get-ElevenLabsCost -Connection acme, demo -GroupBy Connection, Model -Granularity Total",
        "cost --connection acme --connection demo --group-by connection,model --granularity total")]
    [InlineData("Get-ElevenLabsCost -Connection * -Granularity Week", "cost --connection * --granularity week")]
    [InlineData("Get-ElevenLabsCost -StartDate {20} -EndDate {10} -GroupBy Model", "cost --from {20} --to {10} --group-by model")]
    [InlineData("Get-ElevenLabsCost -From {5}", "cost --from {5}")]
    [InlineData("Get-ElevenLabsUsage -Last 2d", "usage --last 2d")]
    [InlineData("Get-ElevenLabsUsage -GroupBy User, Product -Granularity Week -Last 3w", "usage --group-by user,product --granularity week --last 3w")]
    [InlineData("Get-ElevenLabsUsage -Connection demo -Timeframe Yesterday -Model *v2* -ExcludeSource website*",
        "usage --connection demo --timeframe yesterday --model *v2* --exclude-source website*")]
    [InlineData("Get-ElevenLabsCoverage", "coverage")]
    [InlineData("Get-ElevenLabsCoverage -Connection * -Last 1w", "coverage --connection * --last 1w")]
    [InlineData("Get-ElevenLabsCoverage -Timeframe LastMonth", "coverage --timeframe last-month")]
    [InlineData("Get-ElevenLabsCoverage -Connection acme -Timeframe BillingPeriod", "coverage --connection acme --timeframe billing-period")]
    [InlineData("Get-ElevenLabsCoverage -StartDate {130} -EndDate {110}", "coverage --from {130} --to {110}")]
    public void A_cmdlet_gives_the_rows_of_the_command_line(string cmdlet, string line)
    {
        string[] expected = CommandLineRun.Rows(home.Session, Dated(line).Split(' '));
        string[] actual = RowText.Of(home.Session.Do($"{Dated(cmdlet)} -WarningAction SilentlyContinue"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Money_and_minutes_are_decimal_credits_and_requests_whole_and_days_DateTime()
    {
        string[] cost = Kinds("Get-ElevenLabsCost -Last 5d -GroupBy Model, ApiKey");
        Assert.Empty(((string[])["Cost:Decimal", "Credits:Int64", "Requests:Int64", "Minutes:Decimal", "Date:DateTime", "CostBasis:CostBasis"]).Except(cost));
        Assert.Empty(((string[])["ConsumedCost:Decimal", "State:DayState"]).Except(Kinds("Get-ElevenLabsUsage -Last 2d")));
        Assert.Contains("Records:Int32", Kinds("Get-ElevenLabsCoverage"));
        Assert.Equal(
            ["Unspecified 00:00:00", "Unspecified 00:00:00", "Unspecified 00:00:00", "Utc"],
            home.Session.Lines("""
                $WarningPreference = 'SilentlyContinue'
                @(Get-ElevenLabsCost -Last 5d)[0], @(Get-ElevenLabsUsage -Last 2d)[0], @(Get-ElevenLabsCoverage)[0] | ForEach-Object { "$($_.Date.Kind) $($_.Date.TimeOfDay)" }
                "$(@(Get-ElevenLabsCoverage)[0].SyncedAt.Kind)"
                """));
    }

    [Fact]
    public void What_was_not_grouped_by_is_null() =>
        Assert.Equal("0", home.Session.Line("@(Get-ElevenLabsCost -Last 5d -GroupBy Model, ApiKey | Where-Object { $null -ne $_.Product -or $null -ne $_.Voice }).Count"));

    [Fact]
    public void Coverage_names_missing_days_and_gives_only_the_states_that_are_asked_for()
    {
        string first = Dated("{110}");
        Assert.Equal("11", home.Session.Line("@(Get-ElevenLabsCoverage -StartDate $args[0] | Where-Object State -EQ Missing).Count", first));
        Assert.Equal("11", home.Session.Line("@(Get-ElevenLabsCoverage -StartDate $args[0] -State Missing).Count", first));
        Assert.Equal(["Final"], home.Session.Lines("Get-ElevenLabsCoverage -State Final, Failed | ForEach-Object { \"$($_.State)\" } | Sort-Object -Unique"));
    }

    private static string Dated(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\{(\d+)\}", match => TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private string[] Kinds(string script) => home.Session.Lines(
        $$"""@({{script}} -WarningAction SilentlyContinue)[0].PSObject.Properties | Where-Object { $null -ne $_.Value } | ForEach-Object { "$($_.Name):$($_.Value.GetType().Name)" }""");
}
