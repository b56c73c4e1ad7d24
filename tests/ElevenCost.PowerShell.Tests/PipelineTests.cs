using System.Globalization;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with a month each.</summary>
public sealed class PipelineHome() : SyncedHome(new SimulatorOptions { Days = 150 }, 100);

/// <summary>Binding, parameter sets and pipelines that read like what they do.</summary>
public sealed class PipelineTests(PipelineHome home) : IClassFixture<PipelineHome>
{
    private ModuleSession Session => home.Session;

    [Fact]
    public void Cost_by_model_is_a_row_a_model_in_a_file()
    {
        string[] lines = Session.Lines("Get-ElevenLabsCost -Last 30d -GroupBy Model | Export-Csv cost.csv; Get-Content cost.csv");
        Assert.Contains("\"Model\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"Cost\",\"Currency\"", lines[0], StringComparison.Ordinal);
        string models = Session.Line("@(Get-ElevenLabsCost -Last 30d -GroupBy Model -Granularity Day | Group-Object Model).Count");
        Assert.Equal(models, (lines.Length - 1).ToString(CultureInfo.InvariantCulture));
        Assert.True(lines.Length > 4);
    }

    [Fact]
    public void The_ten_most_expensive_keys_and_models_are_the_sums_of_their_days()
    {
        string[] top = Session.Lines(
            "Get-ElevenLabsCost -Timeframe MonthToDate -GroupBy ApiKey, Model | Sort-Object Cost -Descending | Select-Object -First 10 | ForEach-Object Cost");
        string[] sums = Session.Lines("""
            Get-ElevenLabsCost -Timeframe MonthToDate -GroupBy ApiKey, Model -Granularity Day | Group-Object ApiKeyId, ApiKey, Model |
                ForEach-Object { $sum = [decimal]0; foreach ($row in $_.Group) { $sum += $row.Cost }; $sum } | Sort-Object -Descending | Select-Object -First 10
            """);
        Assert.NotEmpty(top);
        Assert.Equal(sums, top);
    }

    [Fact]
    public void Running_sums_come_day_by_day() =>
        Assert.Equal("5", Session.Line("@(@(Get-ElevenLabsCost -Last 5d -GroupBy Model -Cumulative).Date | Sort-Object -Unique).Count"));

    [Fact]
    public void Piped_connections_come_each_on_its_own_and_several_names_are_summed()
    {
        Assert.Equal(["acme", "demo"], Session.Lines("(Get-ElevenLabsConnection | Get-ElevenLabsCost -Last 5d -Granularity Total).Connection"));
        Assert.Equal(["True True True"], Session.Lines("""
            $own = @(Get-ElevenLabsConnection | Get-ElevenLabsCost -Last 5d -Granularity Total)
            $sum = Get-ElevenLabsCost -Connection acme, demo -Last 5d -Granularity Total
            "$($null -eq $sum.Connection) $($sum.Credits -eq $own[0].Credits + $own[1].Credits) $($sum.Cost -eq $own[0].Cost + $own[1].Cost)"
            """));
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost demo -Last 5d -Granularity Total")]
    [InlineData("'demo' | Get-ElevenLabsCost -Last 5d -Granularity Total")]
    [InlineData("Get-ElevenLabsConnection demo | Get-ElevenLabsCost -Last 5d -Granularity Total")]
    [InlineData("Sync-ElevenLabsUsage demo -Days 1 | Get-ElevenLabsCost -Last 5d -Granularity Total")]
    public void A_connection_comes_by_position_by_name_and_from_other_objects(string script) =>
        Assert.Equal(Session.Lines("(Get-ElevenLabsCost -Connection demo -Last 5d -Granularity Total).Credits"), Session.Lines($"({script}).Credits"));

    [Fact]
    public void Results_carry_their_connection_on()
    {
        Assert.Equal(["acme", "demo"], Session.Lines("(Get-ElevenLabsConnection | Get-ElevenLabsCost -Last 5d -Granularity Total | Get-ElevenLabsUsage -Last 2d -Granularity Total).Connection"));
        Assert.Equal(["demo"], Session.Lines("(Sync-ElevenLabsUsage demo -Days 1 | Get-ElevenLabsCoverage -Last 1d).Connection"));
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Utc")]
    [InlineData("Unspecified")]
    public void The_day_of_a_DateTime_counts_as_it_is_written(string kind)
    {
        DateTime day = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-5);
        string[] days = Session.Lines("""
            $day = [datetime]::SpecifyKind($args[0], 'Unspecified')
            $given = @{ StartDate = [datetime]::SpecifyKind($day.AddHours(23).AddMinutes(59), $args[1]); EndDate = [datetime]::SpecifyKind($day.AddMinutes(1), $args[1]); Connection = 'demo' }
            (Get-ElevenLabsCost @given).Date; (Get-ElevenLabsUsage @given -GroupBy Connection).Date; (Get-ElevenLabsCoverage @given).Date
            """, day, kind);
        Assert.Equal(Enumerable.Repeat(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 3), days);
    }

    [Fact]
    public void An_unknown_connection_is_an_error_that_names_it()
    {
        Outcome outcome = Session.Run("Get-ElevenLabsCost nobody, demo -Last 1d");
        Assert.Equal("ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsCostCommand", outcome.ErrorId);
        Assert.Contains("'nobody'", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_never_synced_make_a_row_partial_with_one_warning_that_names_the_cmdlet()
    {
        Outcome outcome = Session.Do("(Get-ElevenLabsCost -Last 110d -Granularity Total).Completeness");
        Assert.Equal(["Partial"], outcome.Lines);
        string warning = Assert.Single(outcome.Warnings);
        Assert.Contains("Sync-ElevenLabsUsage", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("elevencost ", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ElevenLabsCost -Last 30x", "RangeNotValid|ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -Last 5x", "RangeNotValid|ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -Last 30d -Timeframe Today", "AmbiguousParameterSet")]
    [InlineData("Get-ElevenLabsCost -EndDate 2026-01-01", "MissingMandatoryParameter|AmbiguousParameterSet")]
    [InlineData("Get-ElevenLabsCost -StartDate 2026-02-30", "ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -StartDate 01.02.2026", "ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -GroupBy Colour", "CannotConvertArgumentNoMessage|ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -GroupBy CostCentre", "CannotConvertArgumentNoMessage|ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -Last 32d -Granularity Hour", "HourRangeTooLong")]
    [InlineData("Get-ElevenLabsCost -CostBasis Listed", "CannotConvertArgumentNoMessage|ParameterArgument")]
    [InlineData("Get-ElevenLabsCost -StartDate 2026-02-02 -EndDate 2026-02-01", "RangeNotValid")]
    [InlineData("Get-ElevenLabsCost -Model '[a'", "WildcardNotValid|ParameterArgument")]
    public void What_cannot_be_meant_is_rejected(string script, string ids)
    {
        Outcome outcome = Session.Run(script);
        Assert.Empty(outcome.Output);
        Assert.Matches($"^({ids})", outcome.ErrorId);
    }

    [Theory]
    [InlineData("Connect-ElevenLabsCost", "ElevenCost.Connection")]
    [InlineData("Disconnect-ElevenLabsCost", "System.Void")]
    [InlineData("Get-ElevenLabsConnection", "ElevenCost.Connection")]
    [InlineData("Get-ElevenLabsCost", "ElevenCost.CostRecord")]
    [InlineData("Get-ElevenLabsCostCenter", "ElevenCost.CostCenterRule ElevenCost.CostCenterMatch")]
    [InlineData("Get-ElevenLabsCoverage", "ElevenCost.CoverageRecord")]
    [InlineData("Get-ElevenLabsKeyLimit", "ElevenCost.KeyLimit")]
    [InlineData("Get-ElevenLabsPrice", "ElevenCost.Price")]
    [InlineData("Get-ElevenLabsQuota", "ElevenCost.Quota")]
    [InlineData("Get-ElevenLabsRequest", "ElevenCost.RequestRecord ElevenCost.RequestSummary")]
    [InlineData("Get-ElevenLabsUsage", "ElevenCost.UsageRecord ElevenCost.SeriesRecord")]
    [InlineData("Get-ElevenLabsWebhook", "ElevenCost.WebhookRecord")]
    [InlineData("Remove-ElevenLabsCostCenter", "System.Void")]
    [InlineData("Remove-ElevenLabsPrice", "System.Void")]
    [InlineData("Set-ElevenLabsConnection", "ElevenCost.Connection")]
    [InlineData("Set-ElevenLabsCostCenter", "ElevenCost.CostCenterRule")]
    [InlineData("Set-ElevenLabsPrice", "ElevenCost.Price")]
    [InlineData("Sync-ElevenLabsUsage", "ElevenCost.SyncResult")]
    [InlineData("Test-ElevenLabsConnection", "ElevenCost.Capability System.Boolean")]
    [InlineData("Test-ElevenLabsCost", "ElevenCost.ReconciliationSummary ElevenCost.ReconciliationRecord System.Boolean")]
    public void What_a_cmdlet_writes_is_declared(string cmdlet, string types) =>
        Assert.Equal(types, Session.Line("(Get-Command $args[0]).OutputType.Name -join ' '", cmdlet));

    [Fact]
    public void Every_cmdlet_of_the_manifest_is_there_and_no_other_and_what_changes_something_asks() =>
        Assert.Equal(
            Session.Lines("(Import-PowerShellDataFile $args[0]).CmdletsToExport | Sort-Object | ForEach-Object { \"$_ $($_ -notmatch '^(Get|Test|Find|Compare|Show)-')\" }", Support.Repository.Module),
            Session.Lines("Get-Command -Module ElevenCost -CommandType Cmdlet | Sort-Object Name | ForEach-Object { \"$($_.Name) $($_.Parameters.ContainsKey('WhatIf') -and $_.Parameters.ContainsKey('Confirm'))\" }"));

    [Fact]
    public void Public_types_resolve_and_the_engine_stays_in_a_context_of_its_own()
    {
        Assert.Equal("ElevenCost.CostRecord True", Session.Line("\"$([ElevenCost.CostRecord].FullName) $(@(Get-ElevenLabsCost acme -Last 1d)[0] -is [ElevenCost.CostRecord])\""));
        string[] contexts = Session.Lines("""
            [Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object {
                $context = $_
                $_.Assemblies | Where-Object { $_.GetName().Name -match '^(ElevenCost|ElevenCost\.Engine|Polly\.Core)$' } | ForEach-Object { "$($context.Name)/$($_.GetName().Name)" }
            } | Sort-Object
            """);
        Assert.Contains("Default/ElevenCost", contexts);
        Assert.Contains("ElevenCost/ElevenCost.Engine", contexts);
        Assert.DoesNotContain("Default/ElevenCost.Engine", contexts);
        Assert.DoesNotContain("Default/Polly.Core", contexts);
    }
}
