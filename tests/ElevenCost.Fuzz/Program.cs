using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using SharpFuzz;

namespace ElevenCost.Fuzz;

/// <summary>
/// Starts AFL++ on an instrumented copy of the engine: <c>TARGET|all [--minutes N] [--at-once N]</c>. Without AFL++: <c>TARGET|all --mutations N [--seed N]</c>,
/// as the tests do, and <c>TARGET --input BASE64</c>. Under AFL++ itself: <c>--under-afl TARGET</c>.
/// </summary>
public static class Program
{
    private const string Usage = "Usage: TARGET|all [--minutes N] [--at-once N], which needs afl-fuzz (package afl++); TARGET|all --mutations N [--seed N]; or TARGET --input BASE64. Targets: ";
    private const int AflSeed = 1;
    private const int Mistyped = 64;
    private const int Missing = 69;

    /// <summary>Returns 0 if nothing was found, 1 if something was.</summary>
    public static int Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["--under-afl", var under])
        {
            FuzzTarget? fuzzed = null;
            Fuzzer.Run(stream =>
            {
                // Not before: instrumented code writes to memory that there is only now.
                fuzzed ??= FuzzTarget.All.Single(target => target.Name == under);
                using var input = new MemoryStream();
                stream.CopyTo(input);
                fuzzed.Run(input.ToArray());
            });
            return 0;
        }

        FuzzTarget[] targets = args.Length > 0 ? [.. FuzzTarget.All.Where(target => args[0] == "all" || target.Name == args[0])] : [];
        switch (args)
        {
            case [_, "--input", var base64] when targets.Length == 1:
                return Count(targets, target => target.FindingOf(Convert.FromBase64String(base64)));
            case [_, "--mutations", var count, .. var rest] when Number(count) is { } mutations && rest is [] or ["--seed", _] && targets.Length > 0:
                int seed = rest.Length > 0 ? Number(rest[1]) ?? 1 : 1;
                return Count(targets, target => Mutate(target, seed, mutations));
            case [_, .. var options] when targets.Length > 0 && Limits(options) is var (minutes, atOnce):
                return FuzzAll(targets, minutes, atOnce);
            default:
                Console.Error.WriteLine(Usage + string.Join(", ", FuzzTarget.All.Select(target => target.Name)) + ".");
                return Mistyped;
        }
    }

    /// <summary>How long each target is fuzzed, and how many at once; null if the options are others.</summary>
    private static (double Minutes, int AtOnce)? Limits(string[] options)
    {
        (double minutes, int atOnce) = (30, Environment.ProcessorCount);
        for (; options is [var name, var text, .. var rest]; options = rest)
        {
            if (name == "--minutes" && double.TryParse(text, CultureInfo.InvariantCulture, out double number) && number > 0)
            {
                minutes = number;
            }
            else if (name == "--at-once" && Number(text) is > 0 and int count)
            {
                atOnce = count;
            }
            else
            {
                return null;
            }
        }

        return options.Length == 0 ? (minutes, atOnce) : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int Count(FuzzTarget[] targets, Func<FuzzTarget, string?> findingOf)
    {
        string[] findings = [.. targets.Select(findingOf).OfType<string>()];
        Array.ForEach(findings, Console.WriteLine);
        return findings.Length == 0 ? 0 : 1;
    }

    private static string? Mutate(FuzzTarget target, int seed, int count)
    {
        long start = Stopwatch.GetTimestamp();
        (int accepted, string? finding) = target.Mutate(seed, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {accepted} of {count} inputs accepted in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return finding;
    }

    private static int FuzzAll(FuzzTarget[] targets, double minutes, int atOnce)
    {
        string root = Path.GetFullPath(Path.Combine("artifacts", "fuzz"));
        string engine = Instrument(Path.Combine(root, "bin"));
        int findings = 0;
        var reporting = new object();
        ParallelLoopResult run = Parallel.ForEach(Partitioner.Create(targets, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, (target, loop) =>
        {
            string folder = Path.Combine(root, target.Name);
            if (!Fuzz(target, engine, folder, minutes))
            {
                // Those that are under way end in their time.
                loop.Stop();
                return;
            }

            // A report is several lines.
            lock (reporting)
            {
                findings += Report(target, folder);
            }
        });
        return !run.IsCompleted ? Missing : findings == 0 ? 0 : 1;
    }

    /// <summary>Copies this program and instruments the copy of the engine.</summary>
    private static string Instrument(string copy)
    {
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        // What the targets read with; the rest of the engine would only slow it.
        string[] namespaces = ["Api", "Attribution", "Alerts", "Budgets", "Pricing", "Connections", "Export", "Calendar", "Ledger.Usage"];
        Fuzzer.Instrument(
            Path.Combine(copy, "ElevenCost.Engine.dll"),
            type => type.Contains("LocatedJson", StringComparison.Ordinal) || namespaces.Any(name => type.StartsWith("ElevenCost.Engine." + name, StringComparison.Ordinal)),
            Options.Value);
        return Path.Combine(copy, "ElevenCost.Fuzz.dll");
    }

    private static bool Fuzz(FuzzTarget target, string program, string folder, double minutes)
    {
        string seeds = Path.Combine(folder, "seeds");
        Directory.CreateDirectory(seeds);
        for (int seed = 0; seed < target.Seeds.Count; seed++)
        {
            File.WriteAllBytes(Path.Combine(seeds, string.Create(CultureInfo.InvariantCulture, $"seed{seed}")), target.Seeds[seed]);
        }

        string words = Path.Combine(folder, "words.dict");
        File.WriteAllLines(words, Mutation.Words.Select(word => $"\"{string.Concat(word.Select(letter => string.Create(CultureInfo.InvariantCulture, $"\\x{letter:X2}")))}\""));
        var start = new ProcessStartInfo("afl-fuzz")
        {
            // It wants a terminal of its own, and writes what matters to files.
            RedirectStandardOutput = true,
            Environment =
            {
                ["AFL_SKIP_BIN_CHECK"] = "1", ["AFL_SKIP_CPUFREQ"] = "1", ["AFL_NO_UI"] = "1", ["AFL_NO_AFFINITY"] = "1", ["AFL_AUTORESUME"] = "1",
                ["AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES"] = "1", ["AFL_IGNORE_SEED_PROBLEMS"] = "1", ["DOTNET_TieredPGO"] = "0",
            },
        };
        foreach (string argument in (string[])[
            "-s", AflSeed.ToString(CultureInfo.InvariantCulture), "-x", words, "-i", seeds, "-o", Path.Combine(folder, "out"), "-m", "none", "-t", "10000", "-G", FuzzTarget.LargestInput.ToString(CultureInfo.InvariantCulture),
            "-V", Math.Ceiling(minutes * 60).ToString(CultureInfo.InvariantCulture), "--", "dotnet", program, "--under-afl", target.Name])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process afl = Process.Start(start)!;
            File.WriteAllText(Path.Combine(folder, "afl.log"), afl.StandardOutput.ReadToEnd());
            afl.WaitForExit();
            if (afl.ExitCode != 0)
            {
                Console.Error.WriteLine($"{target.Name}: afl-fuzz failed; see {Path.Combine(folder, "afl.log")}.");
            }

            return afl.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("afl-fuzz is not installed. Install the package afl++.");
            return false;
        }
    }

    /// <summary>Reads what AFL++ kept again, without instrumentation, and prints each failure once with the smallest input.</summary>
    private static int Report(FuzzTarget target, string folder)
    {
        string kept = Path.Combine(folder, "out", "default");
        string[] wanted = ["execs_done", "run_time", "bitmap_cvg", "corpus_count", "saved_crashes", "saved_hangs"];
        Console.WriteLine($"{target.Name}: " + string.Join(", ", File.ReadLines(Path.Combine(kept, "fuzzer_stats"))
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => wanted.Contains(pair[0])).Select(pair => $"{pair[0]} {pair[1]}")));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<string> files = ((string[])["crashes", "hangs"]).Select(name => Path.Combine(kept, name)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Where(file => Path.GetFileName(file).StartsWith("id", StringComparison.Ordinal)).OrderBy(file => new FileInfo(file).Length);
        foreach (string file in files)
        {
            if (target.FindingOf(File.ReadAllBytes(file)) is { } finding && seen.Add(finding))
            {
                Console.WriteLine($"  {finding}\n    {file}");
            }
        }

        return seen.Count;
    }
}
