namespace ElevenCost.PowerShell.Tests;

/// <summary>The demo, synced, and a folder for reports.</summary>
public sealed class ReportHome : IDisposable
{
    public ReportHome()
    {
        Folder = Directory.CreateTempSubdirectory("elevencost-report-").FullName;
        Session = new ModuleSession();
        Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 40");
    }

    internal string Folder { get; }

    internal ModuleSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Reports, written, kept and replaced. What is in them is tested in the engine.</summary>
public sealed class ReportTests(ReportHome home) : IClassFixture<ReportHome>
{
    [Theory]
    [InlineData("New-ElevenLabsCostReport -Path FOLDER/dry.html -WhatIf; Test-Path FOLDER/dry.html", "False")]
    [InlineData("(New-ElevenLabsCostReport -Path FOLDER/one.html -Last 30d).Name", "one.html")]
    [InlineData("(Get-ElevenLabsConnection | New-ElevenLabsCostReport -Path FOLDER/piped.html -Timeframe MonthToDate -Title 'A & B').Length -gt 50000; (Get-Content FOLDER/piped.html -Raw) -match '<title>A &amp; B, '", "True True")]
    [InlineData("$null = New-ElevenLabsCostReport -Path FOLDER/again.html; $cost = (Get-ElevenLabsCost -Granularity Total).Cost; (Get-Content (New-ElevenLabsCostReport -Path FOLDER/again.html -Force) -Raw).Contains('\"m\":\"' + \"$cost\".TrimEnd('0') + '\"')", "True")]
    public void A_report_is_a_file(string script, string lines) => Assert.Equal(lines, string.Join(' ', home.Session.Lines(script.Replace("FOLDER", home.Folder, StringComparison.Ordinal))));

    [Theory]
    [InlineData("Set-Content FOLDER/kept.html mine; New-ElevenLabsCostReport -Path FOLDER/kept.html", "ExportFileExists,ElevenCost.PowerShell.Commands.NewElevenLabsCostReportCommand")]
    [InlineData("New-ElevenLabsCostReport -Path FOLDER/no/such.html", "ExportNotWritable,ElevenCost.PowerShell.Commands.NewElevenLabsCostReportCommand")]
    [InlineData("New-ElevenLabsCostReport -Path FOLDER/x.html -GroupBy Model", "NamedParameterNotFound,ElevenCost.PowerShell.Commands.NewElevenLabsCostReportCommand")]
    public void A_mistake_is_an_error_with_its_id(string script, string id) => Assert.Equal(id, home.Session.Run(script.Replace("FOLDER", home.Folder, StringComparison.Ordinal)).ErrorId);
}
