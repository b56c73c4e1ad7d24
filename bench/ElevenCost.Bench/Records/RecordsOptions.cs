using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>What the mode <c>records</c> measures. Immutable.</summary>
/// <param name="Count">How many usage records the year has.</param>
/// <param name="Runs">How often each question is measured, after a first run that is not.</param>
/// <param name="Seed">What the records are made from.</param>
/// <param name="Folder">Where the stores are kept for the next run; null for a temporary folder.</param>
/// <param name="Markdown">The page that the tables are written to; null to only print them.</param>
internal sealed record RecordsOptions(int Count, int Runs, int Seed, string? Folder, string? Markdown)
{
    public static RecordsOptions Parse(string[] args)
    {
        var options = new RecordsOptions(10_000_000, 5, 7, null, null);
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"Option '{args[i]}' has no value.");
            options = args[i] switch
            {
                "--count" => options with { Count = int.Parse(value, CultureInfo.InvariantCulture) },
                "--runs" => options with { Runs = int.Parse(value, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
                "--folder" => options with { Folder = Path.GetFullPath(value) },
                "--markdown" => options with { Markdown = Path.GetFullPath(value) },
                _ => throw new ArgumentException($"Unknown option '{args[i]}'; there are --count, --runs, --seed, --folder and --markdown."),
            };
        }

        return options;
    }
}
