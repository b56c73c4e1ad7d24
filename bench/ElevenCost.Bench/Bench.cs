using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ElevenCost.Bench;

/// <summary>Measures each thing some times, each time in a process of its own, and prints a table of medians.</summary>
internal static class Bench
{
    private static readonly StringBuilder Tables = new();

    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (options.Markdown is { } checkedPage)
        {
            MarkdownPage.Check(checkedPage, "sync");
        }

        string folder = Directory.CreateTempSubdirectory("elevencost-bench-").FullName;
        try
        {
            using Process simulator = ChildProcess.Start("ElevenLabs.Simulator.dll", withInput: false,
                "--seed", "7", "--keys", Text(options.Keys), "--days", Text(options.YearDays + 5), "--time", "2026-11-20T12:00:00Z");
            try
            {
                await MeasureAsync(options, folder, simulator);
                if (options.Markdown is { } page)
                {
                    await MarkdownPage.WriteAsync(page, "sync", Tables.ToString());
                }
            }
            finally
            {
                simulator.Kill();
                await simulator.WaitForExitAsync();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(BenchOptions options, string folder, Process simulator)
    {
        // "listening on URI key KEY"
        string[] words = (await simulator.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The simulator did not start.")).Split(' ');
        (string uri, string key) = (words[2], words[4]);
        string days = Text(options.Days);
        string year = Text(options.YearDays);
        string json = Path.Combine(folder, "json");
        string yearJson = Path.Combine(folder, "json-year");
        string yearHome = Path.Combine(folder, "year");
        Line(string.Create(CultureInfo.InvariantCulture,
            $"{options.Keys} keys; {Machine.Describe()}; {options.Runs} runs each, the median, min to max in brackets"));
        Line("");
        Line("| what | wall time | peak memory | result |");
        Line("|---|---|---|---|");
        await SyncAsync(options.Runs, $"sync of {days} days", run => ["sync", Path.Combine(folder, "home" + Text(run)), uri, key, days],
            $"plain JSON: download of {days} days", ["download", json, uri, key, days]);
        await RowAsync($"second sync of {days} days", options.Runs, run => ["sync", Path.Combine(folder, "home" + Text(run)), uri, key, days]);
        await RowAsync($"plain JSON: sum by model over {days} days", options.Runs, _ => ["plain", json, "model"]);
        await RowAsync($"cost by model over {days} days: first, then again", options.Runs, _ => ["cost", Path.Combine(folder, "home0"), days, "Model", "Consumed"]);
        await RowAsync($"(once) sync of {year} days", 1, _ => ["sync", yearHome, uri, key, year]);
        await RowAsync($"(once) plain JSON: download of {year} days", 1, _ => ["download", yearJson, uri, key, year]);
        await RowAsync($"cost of {year} days: first, then again", options.Runs, _ => ["cost", yearHome, year, "", "Consumed"]);
        await RowAsync($"plain JSON: sum of {year} days", options.Runs, _ => ["plain", yearJson, ""]);
        await RowAsync($"cost by key of {year} days: first, then again", options.Runs, _ => ["cost", yearHome, year, "ApiKey", "Consumed"]);
        await RowAsync($"plan rate by key of {year} days: first, then again", options.Runs, _ => ["cost", yearHome, year, "ApiKey", "PlanRate"]);
        await RowAsync($"amortized cost by key of {year} days: first, then again", options.Runs, _ => ["cost", yearHome, year, "ApiKey", "Amortized"]);
        string rules = Path.Combine(folder, "rules");
        await RowAsync($"(once) {Text(options.Rules)} rules of cost centers from the keys", 1, _ => ["rules", yearHome, rules, year, Text(options.Rules)]);
        foreach (string basis in new[] { "Consumed", "PlanRate", "Amortized" })
        {
            await PairAsync($"{basis} of {year} days by cost center", options.Runs,
                ("without rules", ["cost", yearHome, year, "CostCenter", basis, Path.Combine(folder, "no-rules")]),
                ($"{Text(options.Rules)} rules", ["cost", yearHome, year, "CostCenter", basis, rules]));
        }

        await RowAsync($"plain JSON: sum by key of {year} days", options.Runs, _ => ["plain", yearJson, "hashed_xi_api_key"]);
        await RowAsync("request log: the latest 1,000", options.Runs, _ => ["requests", yearHome, uri, key, "1000"]);
        await RowAsync("(once) request log: the latest 100,000", 1, _ => ["requests", yearHome, uri, key, "100000"]);
        long size = new DirectoryInfo(yearHome).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        long plain = new DirectoryInfo(yearJson).EnumerateFiles().Sum(file => file.Length);
        Line(string.Create(CultureInfo.InvariantCulture, $"\nOn disk, {year} days: ledger {size / 1048576} MB, plain JSON {plain / 1048576} MB"));
    }

    private static async Task RowAsync(string what, int runs, Func<int, string[]> work)
    {
        var all = new List<Measured[]>();
        for (int run = 0; run < runs; run++)
        {
            all.Add(await RunAsync(what, work(run)));
        }

        Write(what, all);
    }

    /// <summary>Sync and download in turn, so that what else the machine does meets both, and what a sync takes of the download.</summary>
    private static async Task SyncAsync(int runs, string sync, Func<int, string[]> syncWork, string download, string[] downloadWork)
    {
        var syncs = new List<Measured[]>();
        var downloads = new List<Measured[]>();
        for (int run = 0; run < runs; run++)
        {
            syncs.Add(await RunAsync(sync, syncWork(run)));
            downloads.Add(await RunAsync(download, downloadWork));
        }

        Write(sync, syncs);
        Write(download, downloads);
        Line($"| {sync} to {download}, run by run | {Ratio(downloads, syncs, 0)} | | |");
    }

    /// <summary>Two ways in turn, so that what else the machine does meets both; each after the same, and what the second takes of the first.</summary>
    private static async Task PairAsync(string what, int runs, (string Name, string[] Work) first, (string Name, string[] Work) second)
    {
        var firsts = new List<Measured[]>();
        var seconds = new List<Measured[]>();
        for (int run = 0; run < runs; run++)
        {
            firsts.Add(await RunAsync(what, first.Work));
            seconds.Add(await RunAsync(what, second.Work));
        }

        Write($"{what}, {first.Name}: first, then again", firsts);
        Write($"{what}, {second.Name}: first, then again", seconds);
        IEnumerable<string> ratios = Enumerable.Range(0, firsts[0].Length).Select(part => Ratio(firsts, seconds, part));
        Line($"| {what}, {second.Name} to {first.Name}, run by run | {string.Join(", again ", ratios)} | | |");
    }

    /// <summary>What the seconds take of the firsts, run by run.</summary>
    private static string Ratio(List<Measured[]> firsts, List<Measured[]> seconds, int part)
    {
        double[] ordered = [.. firsts.Zip(seconds, (one, other) => other[part].Seconds / one[part].Seconds).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Middle(ordered):0.00} times ({ordered[0]:0.00} to {ordered[^1]:0.00})");
    }

    /// <summary>Does a piece of work in a process of its own.</summary>
    public static async Task<Measured[]> RunAsync(string what, string[] work)
    {
        using Process process = ChildProcess.Start("ElevenCost.Bench.dll", withInput: false, ["child", .. work]);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Measured.Parse)]
            : throw new InvalidOperationException($"{what} ended with {process.ExitCode}.");
    }

    private static void Write(string what, List<Measured[]> all)
    {
        for (int part = 0; part < all[0].Length; part++)
        {
            double[] seconds = [.. all.Select(run => run[part].Seconds).Order()];
            double[] memory = [.. all.Select(run => run[part].PeakMegabytes).Order()];
            Line(string.Create(CultureInfo.InvariantCulture,
                $"| {(part == 0 ? what : "… again, warm")} | {Middle(seconds):0.000} s ({seconds[0]:0.000} to {seconds[^1]:0.000}) | {Middle(memory):0} MB | {all[0][part].Note} |"));
        }
    }

    private static void Line(string text)
    {
        Console.WriteLine(text);
        Tables.Append(text).Append('\n');
    }

    private static double Middle(double[] ordered) => ordered[ordered.Length / 2];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
