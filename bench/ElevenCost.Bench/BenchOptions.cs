using System.Globalization;

namespace ElevenCost.Bench;

/// <summary>The size of the workspace and how often each thing is measured.</summary>
internal sealed record BenchOptions(int Keys, int Days, int YearDays, int Runs, int Rules)
{
    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions(2000, 90, 365, 3, 500);
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            int value = int.Parse(args[i + 1], CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--keys" => options with { Keys = value },
                "--days" => options with { Days = value },
                "--year-days" => options with { YearDays = value },
                "--runs" => options with { Runs = value },
                "--rules" => options with { Rules = value },
                _ => throw new ArgumentException($"Unknown option '{args[i]}'; there are --keys, --days, --year-days, --runs and --rules."),
            };
        }

        return options;
    }
}
