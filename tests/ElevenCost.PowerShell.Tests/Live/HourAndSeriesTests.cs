using System.Globalization;
using System.Text.RegularExpressions;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Live;

/// <summary>One workspace in three zones and two scopes, and the demo.</summary>
public sealed class HourHome() : SyncedHome(new SimulatorOptions { Days = 400, Keys = 6 }, 6)
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Session.Do("""
            $null = Connect-ElevenLabsCost Berlin -BaseUri $args[0] -TimeZone Europe/Berlin
            $null = Connect-ElevenLabsCost New_York -BaseUri $args[0] -TimeZone America/New_York
            $null = Connect-ElevenLabsCost own -BaseUri $args[0] -Scope Account
            """, Simulator.BaseUri);
    }
}

/// <summary>Hours and series, read live: the figures of the command line, days of 23 and 25 hours, and refusals by id.</summary>
public sealed partial class HourAndSeriesTests(HourHome home) : IClassFixture<HourHome>
{
    /// <summary>Zone, name of its connection, hours of the day.</summary>
    public static TheoryData<string, string, int> Changes => new()
    {
        { "Europe/Berlin", "Berlin", 23 }, { "Europe/Berlin", "Berlin", 25 }, { "America/New_York", "New_York", 23 }, { "America/New_York", "New_York", 25 },
    };

    public static TheoryData<string> Metrics => ["Characters", "Concurrency", "ConcurrencyAverage", "TtfbAverage", "TtfbP95", "Credits", "Minutes", "Requests", "FiatUnits"];

    public static TheoryData<string> Breakdowns =>
    [
        "Total", "Product", "ApiKey", "ListedApiKey", "HasApiKey", "Voice", "VoiceMultiplier", "User", "Group", "Source", "Region", "Resource", "Subresource", "RequestQueue",
        "ReportingWorkspace",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_day_on_which_the_clocks_change_has_its_hours_and_they_add_up(string zone, string of, int hours)
    {
        string day = Changed(zone, hours);
        Same($"cost --connection {of} --from {day} --to {day} --granularity hour --group-by model", $"Get-ElevenLabsCost {of} -StartDate {day} -EndDate {day} -Granularity Hour -GroupBy Model");
        Same($"usage --connection {of} --from {day} --to {day} --granularity hour", $"Get-ElevenLabsUsage {of} -StartDate {day} -EndDate {day} -Granularity Hour");
        Outcome outcome = home.Session.Do("""
            $given = @{ Connection = $args[0]; StartDate = $args[1]; EndDate = $args[1] }
            $null = Sync-ElevenLabsUsage @given
            $hours = @(Get-ElevenLabsCost @given -Granularity Hour)
            $usage = @(Get-ElevenLabsUsage @given -Granularity Hour)
            $whole = Get-ElevenLabsCost @given
            $sum = { param($rows, $name) $total = 0d; foreach ($row in $rows) { $total += $row.$name }; $total }
            "$($hours.Count) $(@($hours.StartedAt | Sort-Object -Unique).Count) $(@($hours.Date | Sort-Object -Unique).Count)"
            "$(@($hours | ForEach-Object { "$($_.Date.Kind) $($_.StartedAt.Kind)" } | Select-Object -Unique))"
            "$(@(for ($i = 1; $i -lt $hours.Count; $i++) { ($hours[$i].StartedAt - $hours[$i - 1].StartedAt).TotalHours }) | Select-Object -Unique)"
            "$($whole.Credits -gt 0) $((& $sum $hours Credits) -eq $whole.Credits) $((& $sum $hours Cost) -eq $whole.Cost) $((& $sum $hours Requests) -eq $whole.Requests) $((& $sum $usage Credits) -eq $whole.Credits)"
            """, of, day);
        Assert.Equal([$"{hours} {hours} {Math.Min(hours, 24)}", "Unspecified Utc", "1", "True True True True True"], outcome.Lines);
        Assert.Empty(outcome.Warnings);
    }

    [Theory]
    [InlineData("cost --connection Berlin --timeframe yesterday --granularity hour --cumulative --exclude-model *v3*", "Get-ElevenLabsCost Berlin -Timeframe Yesterday -Granularity Hour -Cumulative -ExcludeModel *v3*")]
    [InlineData("cost --connection demo --last 2d --granularity hour --group-by api-key,product", "Get-ElevenLabsCost demo -Last 2d -Granularity Hour -GroupBy ApiKey, Product")]
    [InlineData("usage --connection acme --last 2w --metric characters --breakdown model --key *flash* --key eleven_v3 --granularity week",
        "Get-ElevenLabsUsage acme -Last 2w -Metric Characters -Breakdown Model -Key *flash*, eleven_v3 -Granularity Week")]
    [InlineData("usage --connection acme --timeframe yesterday --metric credits --breakdown user --key ada@*", "Get-ElevenLabsUsage acme -Timeframe Yesterday -Metric Credits -Breakdown User -Key ada@*")]
    [InlineData("usage --connection acme --connection demo --last 3d --metric concurrency --granularity total", "Get-ElevenLabsUsage acme, demo -Last 3d -Metric Concurrency -Granularity Total")]
    [InlineData("usage --connection Berlin --timeframe yesterday --metric ttfb-p95 --breakdown model --granularity hour", "Get-ElevenLabsUsage Berlin -Timeframe Yesterday -Metric TtfbP95 -Breakdown Model -Granularity Hour")]
    public void Live_figures_are_the_command_lines(string line, string cmdlet) => Same(line, cmdlet);

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_metric_is_the_command_lines(string metric) => Same(
        $"usage --connection acme --timeframe yesterday --metric {Kebab(metric)} --breakdown model", $"Get-ElevenLabsUsage acme -Timeframe Yesterday -Metric {metric} -Breakdown Model");

    [Theory]
    [MemberData(nameof(Breakdowns))]
    public void A_breakdown_is_the_command_lines(string breakdown) => Same(
        $"usage --connection acme --timeframe yesterday --metric requests --breakdown {Kebab(breakdown)}", $"Get-ElevenLabsUsage acme -Timeframe Yesterday -Metric Requests -Breakdown {breakdown}");

    [Fact]
    public void GroupBy_names_the_breakdown_of_a_series_and_gives_a_row_a_key()
    {
        string[] rows = home.Session.Lines("Get-ElevenLabsUsage acme -Last 5d -Metric Characters -GroupBy Model | ForEach-Object { \"$($_.Breakdown) $($_.Key) $($_.Value)\" }");
        Assert.NotEmpty(rows);
        Assert.Equal(rows, home.Session.Lines("Get-ElevenLabsUsage acme -Last 5d -Metric Characters -Breakdown Model -Granularity Total | ForEach-Object { \"$($_.Breakdown) $($_.Key) $($_.Value)\" }"));
        Assert.Equal(
            home.Session.Lines("Get-ElevenLabsUsage acme -Last 5d -Metric ConcurrencyAverage -Breakdown Model | ForEach-Object { \"$($_.Date.Ticks) $($_.Key) $($_.Value)\" }"),
            home.Session.Lines("Get-ElevenLabsUsage acme -Last 5d -Metric ConcurrencyAverage -GroupBy Model, Connection | ForEach-Object { \"$($_.Date.Ticks) $($_.Key) $($_.Value)\" }"));
        Same("usage --connection acme --last 5d --metric characters --group-by model", "Get-ElevenLabsUsage acme -Last 5d -Metric Characters -GroupBy Model");
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost acme -Last 32d -Granularity Hour", "HourRangeTooLong")]
    [InlineData("Get-ElevenLabsUsage acme -Last 32d -Granularity Hour", "HourRangeTooLong")]
    [InlineData("Get-ElevenLabsCost acme -Last 2d -Granularity Hour -GroupBy CostCenter", "DimensionNotByHour")]
    [InlineData("Get-ElevenLabsCost acme -Last 2d -Granularity Hour -CostCenter Acme", "DimensionNotByHour")]
    [InlineData("Get-ElevenLabsCost acme, Berlin -Last 2d -Granularity Hour", "TimeZonesDiffer")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Breakdown Model", "SeriesNeedsMetric")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Key eleven_v3", "SeriesNeedsMetric")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -GroupBy Model, User", "SeriesNotGrouped")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -GroupBy CostCenter", "SeriesNotGrouped")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -GroupBy Model -Breakdown User", "SeriesNotGrouped")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -Cumulative", "SeriesNotCumulative")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -Model eleven_v3", "SeriesNotGrouped")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -ExcludeUser a*", "SeriesNotGrouped")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2w -Metric TtfbP95 -Granularity Week", "MetricNotCombined")]
    [InlineData("Get-ElevenLabsUsage Berlin -Last 2d -Metric TtfbAverage", "MetricNotByDay")]
    [InlineData("Get-ElevenLabsUsage own -Last 2d -Metric Credits -Breakdown User", "BreakdownNotAllowed")]
    [InlineData("Get-ElevenLabsUsage acme -Last 40d -Metric Credits -Granularity Hour", "HourRangeTooLong")]
    [InlineData("Get-ElevenLabsUsage acme -Last 2d -Metric Credits -Breakdown Model -Key '[a'", "WildcardNotValid")]
    [InlineData("Get-ElevenLabsUsage nobody -Last 2d -Metric Credits", "ConnectionNotFound")]
    [InlineData("Get-ElevenLabsUsage acme -Metric Colour", "CannotConvertArgumentNoMessage")]
    public void What_hours_and_series_reject_has_an_id(string script, string id)
    {
        Outcome outcome = home.Session.Run(script);
        Assert.Empty(outcome.Output);
        Assert.Equal($"{id},ElevenCost.PowerShell.Commands.{script.Split(' ')[0].Replace("-", "", StringComparison.Ordinal)}Command", outcome.ErrorId);
    }

    [Fact]
    public async Task Nothing_comes_out_of_the_ledger_instead_of_hours_that_cannot_be_read()
    {
        using var session = new ModuleSession(home.Simulator.ApiKey);
        await using SimulatorServer closed = await Api.StartAsync(new SimulatorOptions { Days = 20 }, null, "analytics-forbidden");
        session.Do("$null = Connect-ElevenLabsCost narrow -BaseUri $args[0] -WarningAction Ignore; $null = Sync-ElevenLabsUsage -Days 3 -WarningAction Ignore", closed.BaseUri);
        Fails("Get-ElevenLabsCost -Last 2d -Granularity Hour", "HoursNotReadable");
        session.Environment["ELEVENLABS_API_KEY"] = "sk_00000000000000000000000000000000000000000000dead";
        Fails("Get-ElevenLabsUsage -Last 2d -Granularity Hour", "ApiKeyInvalid");
        Fails("Get-ElevenLabsUsage -Last 2d -Metric Credits -Breakdown Model", "ApiKeyInvalid");
        session.Environment["ELEVENLABS_API_KEY"] = null;
        Fails("Get-ElevenLabsUsage -Last 2d -Metric Credits -Breakdown Model", "KeyNotFound");

        void Fails(string script, string id)
        {
            Outcome outcome = session.Run(script);
            Assert.Empty(outcome.Output);
            Assert.StartsWith(id + ",", outcome.ErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_series_says_where_it_is_from_and_what_its_unit_is()
    {
        Assert.Equal(["ElevenCost.SeriesRecord Ledger characters True"], home.Session.Lines("""
            $WarningPreference = 'Stop'
            Get-ElevenLabsUsage acme -Timeframe Yesterday -Metric Characters -Breakdown Model | ForEach-Object { "$($_.GetType().FullName) $($_.Source) $($_.Unit) $($_.Value -is [decimal])" } | Select-Object -Unique
            """));
        Outcome live = home.Session.Do("@(Get-ElevenLabsUsage acme -Timeframe Yesterday -Metric TtfbP95)[0] | ForEach-Object { \"$($_.Source)|$($_.Unit)|$($_.Key)\" }");
        Assert.Equal(["Live||"], live.Lines);
        Assert.Contains("does not document the unit of TtfbP95", Assert.Single(live.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost", "", "Partial")]
    [InlineData("Get-ElevenLabsUsage", "demo", "Provisional")]
    public void Hours_of_several_connections_name_the_one_that_fails_and_give_the_others(string cmdlet, string of, string state)
    {
        using var session = new ModuleSession(home.Simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost bad -BaseUri $args[0]; $null = Connect-ElevenLabsCost -Demo", home.Simulator.BaseUri);
        session.Environment["ELEVENLABS_API_KEY"] = "sk_00000000000000000000000000000000000000000000dead";
        string id = $"ApiKeyInvalid,ElevenCost.PowerShell.Commands.{cmdlet.Replace("-", "", StringComparison.Ordinal)}Command";
        string[] alone = session.Lines($"({cmdlet} demo -Timeframe Yesterday -Granularity Hour).Credits");
        Outcome both = session.Run($"{cmdlet} bad, demo -Timeframe Yesterday -Granularity Hour");
        Assert.Equal(alone, both.Output.Select(row => Outcome.Text(row!.Properties["Credits"].Value)));
        Assert.All(both.Output, row => Assert.Equal($"{of} {state}", $"{row!.Properties["Connection"].Value} {(row.Properties["Completeness"] ?? row.Properties["State"]).Value}"));
        Assert.Equal(id, both.ErrorId);
        Assert.Equal("bad", $"{both.Errors[0].TargetObject}");
        Assert.Equal("The hours of bad could not be read and are left out, so sums are a lower bound.", Assert.Single(both.Warnings));
        Assert.Equal(alone, session.Run($"'bad', 'demo' | {cmdlet} -Timeframe Yesterday -Granularity Hour").Output.Select(row => Outcome.Text(row!.Properties["Credits"].Value)));
        Assert.Equal(id, session.Run($"{cmdlet} bad, demo -Timeframe Yesterday -Granularity Hour -ErrorAction Stop").ErrorId);
    }

    [Theory]
    [InlineData("Day")]
    [InlineData("Hour")]
    public async Task Series_of_several_connections_name_the_one_that_fails_and_give_the_others(string granularity)
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 3, Keys = 3 }, null, "stats-absent");
        using var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost bad -BaseUri $args[0] -WarningAction Ignore; $null = Connect-ElevenLabsCost -Demo", simulator.BaseUri);
        Outcome outcome = session.Run("Get-ElevenLabsUsage bad, demo -Last 2d -Metric Characters -Granularity $args[0] | ForEach-Object Connection | Select-Object -Unique", granularity);
        Assert.Equal(["demo"], outcome.Lines);
        Assert.Equal("EndpointNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsUsageCommand", outcome.ErrorId);
        Assert.Equal("bad", $"{outcome.Errors[0].TargetObject}");
    }

    /// <summary>The last day of the zone that had so many hours, within the simulator's usage.</summary>
    private static string Changed(string zone, int hours)
    {
        var of = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTime day = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-2), DateTimeKind.Unspecified);
        while ((TimeZoneInfo.ConvertTimeToUtc(day.AddDays(1), of) - TimeZoneInfo.ConvertTimeToUtc(day, of)).TotalHours != hours)
        {
            day = day.AddDays(-1);
        }

        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Kebab(string word) => Humps().Replace(word, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Humps();

    private void Same(string line, string cmdlet)
    {
        string[] expected = CommandLineRun.Rows(home.Session, line.Split(' '));
        Assert.NotEmpty(expected);
        bool isHourly = line.Contains(" hour", StringComparison.Ordinal);
        Assert.Equal(expected, RowText.Of(home.Session.Do($"{cmdlet} -WarningAction Ignore"), isHourly));
    }
}
