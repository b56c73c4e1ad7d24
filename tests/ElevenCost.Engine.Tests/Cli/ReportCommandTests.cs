using System.Text.RegularExpressions;
using ElevenCost.Engine.Report;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>The report, as a user types it.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly CommandLineRun _run = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-report-").FullName;

    public void Dispose()
    {
        _run.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_report_is_written_once_and_holds_the_cost()
    {
        Skip.IfNot(ReportPage.IsBuilt, "The engine was built without the report: Node.js was missing.");
        string path = Path.Combine(_folder, "cost.html");
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--days", "40"));
        Assert.Equal(0, await _run.RunAsync("report", path, "--last", "30d", "--title", "Voices"));
        Assert.Equal("", _run.Output);
        Assert.Contains($"Wrote {path}", _run.Error, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(path);
        Assert.Contains("<title>Voices, 2026-10-23..2026-11-21</title>", page, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("cost", "--last", "30d", "--granularity", "total", "--output", "json"));
        string cost = Regex.Match(_run.Output, "\"Cost\":([0-9.]+)").Groups[1].Value.TrimEnd('0');
        Assert.Contains($"\"m\":\"{cost}\"", page, StringComparison.Ordinal);

        Assert.Equal(64, await _run.RunAsync("report", path));
        Assert.Contains("exists", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("report", path, "--force", "--timeframe", "month-to-date", "--basis", "plan-rate", "--model", "eleven*"));

        // 60 days are asked for and 40 were synced.
        Assert.Equal(1, await _run.RunAsync("report", path, "--force", "--last", "60d", "--strict"));
    }
}
