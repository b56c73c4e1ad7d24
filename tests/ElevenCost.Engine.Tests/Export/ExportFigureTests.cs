using System.Diagnostics;
using System.Globalization;
using ElevenCost.Engine.Tests.Cli;

namespace ElevenCost.Engine.Tests.Export;

/// <summary>Every figure of an export is the figure of the command that shows it, to the digit.</summary>
public sealed class ExportFigureTests : IDisposable
{
    private static readonly string[] Figures = ["Credits", "Minutes", "Requests", "Cost", "UnpricedCredits"];

    /// <summary>All columns of numbers: those that are summed, and those that a sum has no sense of.</summary>
    private static readonly string[] Numbers = [.. Figures, "CostPer1000Credits", "CostPerMinute", "CostPerRequest"];

    private readonly CommandLineRun _run = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-figures-");

    public static TheoryData<string> Questions =>
    [
        "--last 30d --group-by model,api-key --granularity day",
        "--timeframe last-month --group-by product,user,voice,source,region",
        "--last 14d --basis plan-rate --group-by cost-center --granularity week",
        "--timeframe last-month --basis amortized --group-by api-key,group",
        "--last 10d --cumulative",
        "--last 2d --granularity hour --group-by model",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task They_come_back_from_every_format(string question)
    {
        string[] words = question.Split(' ');
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo", "--time-zone", "Europe/Berlin"));
        Assert.Equal(0, await _run.RunAsync("sync"));
        Assert.Equal(0, await _run.RunAsync("cost-center", "set", "Sales", "--shares", "Sales:1; R&D:2", "--api-key", "*"));
        Assert.True(await _run.RunAsync(["cost", .. words, "--output", "json"]) == 0, _run.Error);
        List<Dictionary<string, string?>> expected = ExportedFiles.Json(_run.Output);
        Assert.NotEmpty(expected);

        Assert.Equal(expected, ExportedFiles.Json(await File.ReadAllTextAsync(await ExportAsync("cost.json", words))));
        Assert.Equal(expected.Select(Guarded), ExportedFiles.Csv(await ExportAsync("cost.csv", words)));
        string parquet = await ExportAsync("cost.parquet", words);
        Assert.Equal(expected.Select(Typed), (await ExportedFiles.ParquetAsync(parquet)).Select(Typed));
        Assert.Equal(expected.Select(Typed), ExportedFiles.ByDuckDb(parquet).Select(Typed));

        // A table leaves the columns out that no row has a value in.
        string workbook = await ExportAsync("cost.xlsx", words);
        List<Dictionary<string, string?>> sheet = ExportedFiles.Xlsx(workbook, "Cost");
        Assert.Equal(expected.Select(row => Typed(Only(row, sheet[0].Keys))), sheet.Select(Typed));
        List<Dictionary<string, string?>> table = ExportedFiles.Markdown(await ExportAsync("cost.md", words));
        Assert.Equal(expected.Select(row => Typed(Only(row, table[0].Keys))), table.Take(expected.Count).Select(Typed));
        // A table of days has no end beside each.
        Assert.All(expected.SelectMany(row => row.Where(cell => cell.Value is not null && (cell.Key != "EndDate" || cell.Value != row["Date"]))).Select(cell => cell.Key).Distinct(), column =>
        {
            Assert.Contains(column, sheet[0].Keys);
            Assert.Contains(column, table[0].Keys);
        });

        List<Dictionary<string, string?>> totals = ExportedFiles.Xlsx(workbook, "Totals");
        if (words.Contains("--cumulative"))
        {
            Assert.Empty(totals);
        }
        else
        {
            Dictionary<string, string?> total = Assert.Single(totals);
            Assert.All(Figures.Where(figure => total[figure] is not null), figure => Assert.Equal(
                expected.Sum(row => Number(row[figure])), Number(total[figure])));
            Assert.Equal(Number(total["Cost"]), Number(table[^1]["Cost"]));
        }

        string[] ofMetrics = [.. words, .. words.Contains("--granularity") ? Array.Empty<string>() : ["--granularity", words.Contains("--cumulative") ? "day" : "total"]];
        List<(string Metric, Dictionary<string, string> Labels, string Value)> samples = ExportedFiles.Metrics(await ExportAsync("cost.prom", ofMetrics));
        Assert.Equal(expected.Select(row => row["Credits"]), samples.Where(sample => sample.Metric == "elevencost_credits").Select(sample => sample.Value));
        Assert.Equal(expected.Select(row => Number(row["Cost"])), samples.Where(sample => sample.Metric == "elevencost_cost").Select(sample => Number(sample.Value)));
        Assert.Equal(expected.Select(row => Number(row["Minutes"]) * 60), samples.Where(sample => sample.Metric == "elevencost_audio_seconds").Select(sample => Number(sample.Value)));
    }

    [SkippableFact]
    public async Task Promtool_finds_nothing_to_say_about_the_metrics()
    {
        string? promtool = OnPath("promtool");
        Skip.If(promtool is null, "There is no promtool on PATH: the format is held by the parser of these tests alone.");
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync"));
        string file = await ExportAsync("cost.prom", "--group-by", "model,api-key");
        using var process = Process.Start(new ProcessStartInfo("sh") { ArgumentList = { "-c", $"'{promtool}' check metrics < '{file}' 2>&1" }, RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, output));
    }

    [SkippableFact]
    public async Task LibreOffice_opens_the_workbook_with_every_figure()
    {
        string? office = OnPath("soffice");
        Skip.If(office is null, "There is no LibreOffice on PATH (soffice): workbooks are read back by the tests' own reader alone.");
        string[] words = ["--last", "14d", "--granularity", "day", "--group-by", "model,api-key"];
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync"));
        Assert.Equal(0, await _run.RunAsync(["cost", .. words, "--output", "json"]));
        List<Dictionary<string, string?>> expected = ExportedFiles.Json(_run.Output);
        string workbook = await ExportAsync("cost.xlsx", words);

        // Fields of text in quotes, so that a number or a date that is none would show; every sheet in a file of its own (help.libreoffice.org, "CSV Filter Parameters").
        using var process = Process.Start(new ProcessStartInfo(office!)
        {
            ArgumentList =
            {
                $"-env:UserInstallation={new Uri(Path.Combine(_folder.FullName, "office")).AbsoluteUri}", "--headless",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1", "--outdir", _folder.FullName, workbook,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        string sheet = Path.Combine(_folder.FullName, "cost-Cost.csv");
        Assert.True(process.ExitCode == 0 && File.Exists(sheet), output + await error);
        List<Dictionary<string, string?>> read = ExportedFiles.Csv(sheet);
        Assert.Equal(expected.Select(row => Typed(Only(row, read[0].Keys))), read.Select(Typed));
        Assert.All((await File.ReadAllLinesAsync(sheet)).Skip(1), line => Assert.Matches(@"^""demo"",\d{4}-\d\d-\d\d,""[^""]+"",""[^""]+"",(""[^""]*""|),\d+,", line));
    }

    [Fact]
    public async Task A_file_is_replaced_with_force_alone_and_a_split_names_its_files()
    {
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync", "--days", "9"));
        string file = await ExportAsync("cost.csv", "--last", "7d");
        Assert.Equal(64, await _run.RunAsync("export", file, "--last", "7d"));
        Assert.Contains("--force", _run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await _run.RunAsync("export", file, "--last", "7d", "--force"));
        Assert.Equal("", _run.Output);
        Assert.Equal(0, await _run.RunAsync("cost-center", "set", "Sales", "--shares", "Sales:1; R&D:2", "--api-key", "*"));
        Assert.Equal(0, await _run.RunAsync("export", file, "--last", "7d", "--split-by", "cost-center"));
        Assert.Contains(_folder.EnumerateFiles(), written => written.Name == "cost-Sales.csv");
        Assert.Contains(_folder.EnumerateFiles(), written => written.Name.StartsWith("cost-R-D-", StringComparison.Ordinal));
        Assert.Equal(64, await _run.RunAsync("export", file, "--format", "focus", "--focus-version", "1.3", "--force"));
        Assert.Equal(64, await _run.RunAsync("export", file, "--split-by", "model"));
        Assert.Equal(74, await _run.RunAsync("export", Path.Combine(_folder.FullName, "none", "cost.csv")));
    }

    [SkippableFact]
    public async Task A_full_disk_is_an_error_and_leaves_the_old_file()
    {
        Skip.If(OperatingSystem.IsWindows(), "The disk is full by a limit of the shell, which Windows has not.");
        Assert.Equal(0, await _run.RunAsync("connect", "demo", "--demo"));
        Assert.Equal(0, await _run.RunAsync("sync"));
        foreach (string name in new[] { "cost.csv", "cost.json", "cost.md", "cost.xlsx", "cost.parquet" })
        {
            string file = Path.Combine(_folder.FullName, name);
            await File.WriteAllTextAsync(file, "mine");

            // Blocks of 512 bytes; .NET maps its code into a file unless it is told not to.
            string program = Environment.GetEnvironmentVariable("ELEVENCOST_TEST_PROGRAM") is { } named ? $"'{named}'" : $"dotnet '{Path.Combine(AppContext.BaseDirectory, "ElevenCost.Cli.dll")}'";
            string command = $"trap '' XFSZ; ulimit -f {(name is "cost.xlsx" or "cost.parquet" ? 70 : 200)}; exec {program} export '{file}' --last 90d --granularity day --group-by model,api-key,user,voice --force";
            var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", command }, RedirectStandardError = true };
            start.Environment["ELEVENCOST_HOME"] = _run.Home.Path;
            start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
            using Process process = Process.Start(start)!;
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 74, $"{name}: {process.ExitCode} {error}");
            Assert.Contains($"The file '{file}' cannot be written", error, StringComparison.Ordinal);
            Assert.Equal("mine", await File.ReadAllTextAsync(file));
            Assert.DoesNotContain(_folder.EnumerateFiles(), left => left.Name.StartsWith(".elevencost", StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        _run.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string? OnPath(string program) =>
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Only(Dictionary<string, string?> row, Dictionary<string, string?>.KeyCollection columns) => row.Where(cell => columns.Contains(cell.Key)).ToDictionary();

    private static Dictionary<string, string?> Guarded(Dictionary<string, string?> row) =>
        row.ToDictionary(cell => cell.Key, cell => cell.Value is { Length: > 0 } text && !Numbers.Contains(cell.Key) ? Engine.Export.FormulaGuard.Of(text) : cell.Value);

    /// <summary>Numbers without zeros at their ends, days without the hour, which a date has no place for.</summary>
    private static Dictionary<string, string?> Typed(Dictionary<string, string?> row) => row.ToDictionary(cell => cell.Key, cell =>
        Numbers.Contains(cell.Key) && cell.Value is { } figure ? ExportedFiles.Plain(Number(figure)!.Value)
        : cell.Key == "Date" ? cell.Value![..10]
        : cell.Key == "StartedAt" ? cell.Value?[..16]
        : cell.Value?.TrimStart('\''));

    private async Task<string> ExportAsync(string name, params string[] words)
    {
        string path = Path.Combine(_folder.FullName, name);
        Assert.True(await _run.RunAsync(["export", path, .. words]) == 0, _run.Error);
        return path;
    }
}
