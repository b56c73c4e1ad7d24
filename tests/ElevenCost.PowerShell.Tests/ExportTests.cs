using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Two connections with a month and more each.</summary>
public sealed class ExportHome() : SyncedHome(new SimulatorOptions { Days = 60 }, 40);

/// <summary>Export-ElevenLabsCost: by question and by pipeline, the same files as the command line.</summary>
public sealed class ExportTests(ExportHome home) : IClassFixture<ExportHome>
{
    private ModuleSession Session => home.Session;

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("md")]
    [InlineData("xlsx")]
    [InlineData("parquet")]
    [InlineData("prom")]
    public void Rows_by_pipeline_and_by_question_are_the_same_file(string extension)
    {
        string[] sizes = Session.Lines("""
            $question = @{ Last = '20d'; GroupBy = 'Model', 'ApiKey', 'Connection'; Granularity = 'Day'; Connection = 'acme', 'demo' }
            $asked = Export-ElevenLabsCost "asked.$($args[0])" @question -Force -PassThru
            $piped = Get-ElevenLabsCost @question | Export-ElevenLabsCost -Path "piped.$($args[0])" -Force -PassThru
            $asked.GetType().FullName; (Get-FileHash $asked).Hash -eq (Get-FileHash $piped).Hash; $asked.Length -gt 1000
            """, extension);
        Assert.Equal(["System.IO.FileInfo", "True", "True"], sizes);
    }

    [Fact]
    public void The_file_is_that_of_the_command_line() => Assert.Equal(
        CommandLineRun.Output(home.Session, "cost", "--last", "9d", "--group-by", "model", "--granularity", "day", "--output", "csv").TrimEnd('\n').Split('\n'),
        Session.Lines("Export-ElevenLabsCost same.csv -Last 9d -GroupBy Model -Granularity Day -Force; Get-Content same.csv"));

    [Fact]
    public void Focus_by_pipeline_needs_rows_by_connection() => Assert.Equal(["True", "FocusRowNotValid,ElevenCost.PowerShell.Commands.ExportElevenLabsCostCommand", "False"], Session.Lines("""
        Get-ElevenLabsCost -Connection * -Last 5d -GroupBy Model, Connection -Granularity Day | Export-ElevenLabsCost focus.csv -Format Focus -Force
        @(Import-Csv focus.csv).Count -gt 5
        Get-ElevenLabsCost -Connection * -Last 5d -GroupBy Model | Export-ElevenLabsCost total.csv -Format Focus -ErrorAction SilentlyContinue -ErrorVariable problem
        @($problem)[0].FullyQualifiedErrorId; Test-Path total.csv
        """));

    [Fact]
    public void A_file_that_exists_stays_without_force()
    {
        Outcome outcome = Session.Run("Set-Content mine.csv mine; Export-ElevenLabsCost mine.csv; Get-Content mine.csv; Get-ElevenLabsCost | Export-ElevenLabsCost mine.csv; Get-Content mine.csv");
        Assert.Equal(["mine", "mine"], outcome.Lines);
        Assert.Equal(2, outcome.Errors.Count);
        Assert.All(outcome.Errors, error => Assert.StartsWith("ExportFileExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.All(outcome.Errors, error => Assert.Equal(System.Management.Automation.ErrorCategory.ResourceExists, error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("Export-ElevenLabsCost new.csv -WhatIf")]
    [InlineData("Get-ElevenLabsCost | Export-ElevenLabsCost new.csv -WhatIf")]
    [InlineData("Get-ElevenLabsCost -GroupBy CostCenter | Export-ElevenLabsCost new.csv -SplitBy CostCenter -WhatIf")]
    public void WhatIf_writes_nothing(string script) => Assert.Equal(["0"], Session.Lines($"{script}; @(Get-ChildItem new*).Count"));

    [Theory]
    [InlineData("Get-ElevenLabsCost | Export-ElevenLabsCost a.csv -GroupBy Model", "ExportQuestionWithRows")]
    [InlineData("Export-ElevenLabsCost a.txt", "ExportFormatNotKnown")]
    [InlineData("Export-ElevenLabsCost none/a.csv", "ExportNotWritable")]
    [InlineData("Export-ElevenLabsCost env:a.csv", "ExportPathNotAFile")]
    [InlineData("Export-ElevenLabsCost a.csv -Connection acme, nobody", "ConnectionNotFound")]
    [InlineData("Get-ElevenLabsCost -Last 3d | Export-ElevenLabsCost a.csv -SplitBy CostCenter", "ExportCostCenterMissing")]
    public void What_cannot_be_done_is_one_error_and_no_file(string script, string id)
    {
        Outcome outcome = Session.Run($"{script}; @(Get-ChildItem a.*, .elevencost* -Force).Count");
        Assert.Equal("0", Assert.Single(outcome.Lines));
        Assert.StartsWith(id + ",", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_piped_in_asks_nothing_and_is_an_empty_file() => Assert.Equal(
        ["1"], Session.Lines("@() | Export-ElevenLabsCost empty.csv -Force; @(Get-Content empty.csv).Count"));

    [Fact]
    public void A_pipeline_that_stops_leaves_nothing_behind() => Assert.Equal(["old"], Session.Lines("""
        Set-Content stop.csv old
        try { Get-ElevenLabsCost -Last 20d | ForEach-Object { if ($seen++) { throw 'stop' }; $_ } | Export-ElevenLabsCost stop.csv -Force } catch { $null = $_ }
        Get-Content stop.csv; Get-ChildItem .elevencost* -Force
        """));

    [Fact]
    public void Each_cost_center_gets_its_file() => Assert.Equal(["split-Unattributed.csv"], Session.Lines(
        "Export-ElevenLabsCost split.csv -Last 3d -GroupBy Model -SplitBy CostCenter -PassThru | ForEach-Object Name"));
}
