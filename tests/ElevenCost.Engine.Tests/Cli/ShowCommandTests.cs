using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>Charts, as a user types them.</summary>
public sealed class ShowCommandTests : IDisposable
{
    private const string Escape = "\u001b[";

    private readonly CommandLineRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Charts_have_the_width_and_the_colors_of_the_terminal()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--days", "40"));
        Assert.Equal(0, await _run.RunAsync("show"));
        Assert.Contains("── Cost of demo, 2026-10-23..2026-11-21 ──", _run.Output, StringComparison.Ordinal);
        Assert.Contains("── By model, USD ──", _run.Output, StringComparison.Ordinal);
        Assert.Contains("── By day, USD ──", _run.Output, StringComparison.Ordinal);
        Assert.Contains("── Calendar ──", _run.Output, StringComparison.Ordinal);
        Assert.Contains("── Credits left ──", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, _run.Output, StringComparison.Ordinal);
        Assert.Equal(80, _run.Output.Split('\n')[0].Length);

        _run.Columns = 120;
        _run.Variables["TERM"] = "xterm-256color";
        Assert.Equal(0, await _run.RunAsync("show", "--group-by", "api-key,model", "--top", "2", "--exclude-model", "scribe*"));
        Assert.Contains(Escape + "38;5;", _run.Output, StringComparison.Ordinal);
        Assert.Contains(" others)", _run.Output, StringComparison.Ordinal);
        Assert.Contains("Filtered: without model scribe*", _run.Output, StringComparison.Ordinal);
        _run.Variables["NO_COLOR"] = "1";
        Assert.Equal(0, await _run.RunAsync("show"));
        Assert.DoesNotContain(Escape, _run.Output, StringComparison.Ordinal);
        Assert.Equal(120, _run.Output.Split('\n')[0].Length);

        // 60 days are asked for and 40 were synced.
        Assert.Equal(1, await _run.RunAsync("show", "--last", "60d", "--strict"));
        Assert.Contains("partial: 20 of 60 days not known in full", _run.Output, StringComparison.Ordinal);
        Assert.Equal(64, await _run.RunAsync("show", "--top", "0"));
    }

    [Fact]
    public async Task A_process_writes_no_escape_codes_into_a_file_or_pipe()
    {
        using var cli = new CliProcess { Environment = { ["TERM"] = "xterm-256color", ["COLORTERM"] = "truecolor", ["NO_COLOR"] = "", ["COLUMNS"] = "100" } };
        CliOutcome connect = await cli.RunAsync("connect", "demo", "--demo");
        Assert.True(connect.ExitCode == 0, connect.All);
        Assert.Equal(0, (await cli.RunAsync("sync", "--days", "20")).ExitCode);
        CliOutcome shown = await cli.RunAsync("show", "--last", "14d");
        Assert.True(shown.ExitCode == 0, shown.All);
        Assert.DoesNotContain('\u001b', shown.All);
        Assert.StartsWith("── Cost of demo, ", shown.Output, StringComparison.Ordinal);
        Assert.Equal(100, shown.Output.Split('\n')[0].Length);

        cli.Environment["LC_ALL"] = "en_US.ISO-8859-1";
        CliOutcome ascii = await cli.RunAsync("show", "--last", "14d");
        Assert.True(OperatingSystem.IsWindows() || System.Text.Ascii.IsValid(ascii.Output), ascii.Output);
    }
}
