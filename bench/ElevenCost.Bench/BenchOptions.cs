using System.Globalization;

namespace ElevenCost.Bench;

/// <summary>The size of the workspace, how often each thing is measured, and the page that the tables are written to; null to only print them.</summary>
internal sealed record BenchOptions(int Keys, int Days, int YearDays, int Runs, int Rules, string? Markdown)
{
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions(2000, 90, 365, 3, 500, null);
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            options = args[i] switch
            {
                "--keys" => options with { Keys = Number(value) },
                "--days" => options with { Days = Number(value) },
                "--year-days" => options with { YearDays = Number(value) },
                "--runs" => options with { Runs = Number(value) },
                "--rules" => options with { Rules = Number(value) },
                "--markdown" => options with { Markdown = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"Unknown option '{args[i]}'; there are --keys, --days, --year-days, --runs, --rules and --markdown, and the mode records."),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
