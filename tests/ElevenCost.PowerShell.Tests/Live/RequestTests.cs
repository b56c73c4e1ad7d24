using System.Globalization;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Live;

/// <summary>Two connections with ten days each.</summary>
public sealed class RequestHome() : SyncedHome(new SimulatorOptions { Days = 40, Keys = 40 }, 10);

/// <summary>The request log and webhooks, live, over connections of which some work.</summary>
public sealed class RequestTests(RequestHome home) : IClassFixture<RequestHome>
{
    private const string BadKey = "sk_00000000000000000000000000000000000000000000dead";

    [Theory]
    [InlineData("acme -StartDate {2} -EndDate {2}", "acme --from {2} --to {2}")]
    [InlineData("acme -From {2}T06:00 -To {2}T18:30:00Z -Path '/v1/text-to-speech/{{id}}'", "acme --from {2}T06:00 --to {2}T18:30:00Z --path /v1/text-to-speech/{{id}}")]
    [InlineData("demo -StartDate {30} -EndDate {2} -Status 4xx, 500", "demo --from {30} --to {2} --status 4xx --status 500")]
    [InlineData("acme -Timeframe Yesterday -Status 2*", "acme --timeframe yesterday --status 2*")]
    [InlineData("acme -Timeframe Yesterday -Model eleven_* -ApiKey *a* -User *e* -Limit 7", "acme --timeframe yesterday --model eleven_* --api-key *a* --user *e* --limit 7")]
    [InlineData("acme -StartDate {2} -EndDate {2} -Summary", "acme --from {2} --to {2} --summary")]
    [InlineData("acme -Timeframe Yesterday -Summary -Granularity Day", "acme --timeframe yesterday --summary --granularity day")]
    public void Requests_are_the_command_lines(string cmdlet, string line)
    {
        string[] expected = CommandLineRun.Rows(home.Session, ["requests", "--connection", .. Dated(line).Split(' ')]);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, RowText.Of(home.Session.Do($"Get-ElevenLabsRequest {Dated(cmdlet)}")));
    }

    [Fact]
    public void A_DateTime_is_the_instant_that_it_is()
    {
        string[] counts = home.Session.Lines("""
            $start = [datetime]::UtcNow.Date.AddDays(-3).AddHours(5)
            $end = $start.AddHours(6)
            $count = { param($from, $to) @(Get-ElevenLabsRequest acme -StartDate $from -EndDate $to).Count }
            & $count $start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") $end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
            & $count $start $end
            & $count $start.ToLocalTime() $end.ToLocalTime()
            & $count ([datetimeoffset]$start) ([datetimeoffset]$end)
            & $count ([datetime]::SpecifyKind($start, 'Unspecified')) ([datetime]::SpecifyKind($end, 'Unspecified'))
            """);
        Assert.NotEqual("0", counts[0]);
        Assert.Equal(Enumerable.Repeat(counts[0], 5), counts);
    }

    [Fact]
    public void A_bad_connection_is_an_error_of_its_own_and_the_others_are_answered()
    {
        Outcome outcome = WithKey(BadKey, "'acme', 'nobody', 'demo' | Get-ElevenLabsRequest -Last 3d | ForEach-Object Connection | Select-Object -Unique");
        Assert.Equal(["demo"], outcome.Lines);
        Assert.Equal(
            ["ApiKeyInvalid,ElevenCost.PowerShell.Commands.GetElevenLabsRequestCommand acme", "ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsRequestCommand nobody"],
            outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId} {error.TargetObject}"));
        outcome = WithKey(null, "Get-ElevenLabsWebhook nobody, acme, demo | ForEach-Object Connection | Select-Object -Unique");
        Assert.Equal(["demo"], outcome.Lines);
        Assert.Equal(
            ["ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsWebhookCommand", "KeyNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsWebhookCommand"],
            outcome.Errors.Select(error => error.FullyQualifiedErrorId));
    }

    [Theory]
    [InlineData("-Granularity Day", "GranularityNeedsSummary")]
    [InlineData("-Status abc", "StatusNotValid")]
    [InlineData("-Status 9xx", "StatusNotValid")]
    [InlineData("-StartDate 07.05.2026", "RangeNotValid")]
    [InlineData("-Last 5x", "RangeNotValid")]
    [InlineData("-Path '[a'", "WildcardNotValid")]
    [InlineData("-StartDate 2026-02-01 -EndDate 2026-01-01", "RangeNotValid")]
    [InlineData("-Summary -Granularity Fortnight", "CannotConvertArgumentNoMessage")]
    [InlineData("-Granularity Week", "GranularityNeedsSummary")]
    [InlineData("-Limit 0", "ParameterArgumentValidationError")]
    [InlineData("-Last 1d -Timeframe Today", "AmbiguousParameterSet")]
    [InlineData("-EndDate 2026-01-01", "MissingMandatoryParameter")]
    public void What_makes_no_sense_is_rejected_by_an_id(string arguments, string id) =>
        Assert.StartsWith(id + ",", home.Session.Run($"Get-ElevenLabsRequest demo {arguments}").ErrorId, StringComparison.Ordinal);

    [Fact]
    public async Task Five_hundred_of_one_instant_are_all_there_and_different()
    {
        using var session = new ModuleSession(home.Simulator.ApiKey);
        SimulatorServer large = await Api.StartAsync(
            new SimulatorOptions { Days = 3, Keys = 1, RequestBursts = [new RequestBurst(new DateTimeOffset(2025, 3, 13, 6, 0, 0, TimeSpan.Zero), 500)] },
            new DateTimeOffset(2025, 3, 15, 12, 0, 0, TimeSpan.Zero));
        try
        {
            session.Environment["ELEVENLABS_API_KEY"] = large.ApiKey;
            Assert.Equal(["500 500 200 499 500"], session.Lines("""
                $null = Connect-ElevenLabsCost acme -BaseUri $args[0]
                $second = @{ StartDate = '2025-03-13T06:00:00Z'; EndDate = '2025-03-13T06:00:01Z' }
                $rows = @(Get-ElevenLabsRequest acme @second | Where-Object At -EQ ([datetime]'2025-03-13T06:00:00'))
                "$($rows.Count) $(@($rows.RequestId | Sort-Object -Unique).Count) $(@($rows | Where-Object Status -GE 400).Count) " +
                "$(@(Get-ElevenLabsRequest acme @second -Limit 499).Count) $((Get-ElevenLabsRequest acme @second -Summary | Measure-Object Requests -Sum).Sum)"
                """, large.BaseUri));
        }
        finally
        {
            await large.DisposeAsync();
        }
    }

    [Fact]
    public void Webhooks_are_the_command_lines_and_end_with_the_first()
    {
        string[] expected = CommandLineRun.Rows(home.Session, "webhooks", "--connection", "*");
        Assert.True(expected.Length > 3);
        Assert.Equal(expected, RowText.Of(home.Session.Do("Get-ElevenLabsConnection | Get-ElevenLabsWebhook")));
        Assert.Equal("1", home.Session.Line("@(Get-ElevenLabsWebhook demo | Select-Object -First 1).Count"));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Every_figure_is_shown(int columns)
    {
        Outcome rows = home.Session.Do("""
            $rows = @(Get-ElevenLabsRequest demo -Last 7d -Limit 5)
            $rows | Out-String -Width $args[0]
            $rows | ForEach-Object { '{0:yyyy-MM-dd HH:mm:ss} +{1} +{2:N0} +{3}' -f $_.At, $_.Status, $_.LatencyMs, [regex]::Escape($_.ApiKey) }
            """, columns);
        Assert.All(rows.Lines[1..], figures => Assert.Matches(figures, rows.Lines[0]));
        Outcome sums = home.Session.Do("""
            $sums = @(Get-ElevenLabsRequest demo -Last 7d -Limit 50 -Summary -Granularity Hour)
            $sums | Out-String -Width $args[0]
            $sums | ForEach-Object { '{0:yyyy-MM-dd HH:mm} +{1} .*{2:N0} +{3:N0} +{4}' -f $_.StartsAt, $_.Requests, $_.P50LatencyMs, $_.P95LatencyMs, [regex]::Escape($_.Path.Substring(0, 12)) }
            """, columns);
        Assert.All(sums.Lines[1..], figures => Assert.Matches(figures, sums.Lines[0]));
        string webhooks = home.Session.Line("Get-ElevenLabsWebhook demo | Out-String -Width $args[0]", columns);
        Assert.Matches(@"hotline calls +AutoDisabled +\d{4}-\d\d-\d\d \d\d:\d\d +503", webhooks);
        if (columns >= 120)
        {
            // The address comes last, and may be cut there.
            Assert.Contains("ConvAI Agent Settings; ConvAI Alerting", webhooks, StringComparison.Ordinal);
        }
    }

    private static string Dated(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\{(\d+)\}", match => TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .Replace("{{id}}", "{id}", StringComparison.Ordinal);

    private Outcome WithKey(string? key, string script)
    {
        home.Session.Environment["ELEVENLABS_API_KEY"] = key;
        try
        {
            return home.Session.Run(script);
        }
        finally
        {
            home.Session.Environment["ELEVENLABS_API_KEY"] = home.Simulator.ApiKey;
        }
    }
}
