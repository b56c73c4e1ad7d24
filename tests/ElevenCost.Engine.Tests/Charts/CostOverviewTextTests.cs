using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tables;
using ElevenCost.Engine.Tests.Costing;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Charts;

/// <summary>
/// The charts at the prompt: approved as text, and what must hold of any. ELEVENCOST_APPROVE=1 writes the approved texts anew; look at the difference
/// before you commit it.
/// </summary>
public sealed partial class CostOverviewTextTests
{
    private static readonly ChartTerminal Plain80 = new(80, ChartColors.None, true);

    public static TheoryData<string, int, ChartColors, bool> Terminals => new()
    {
        { "plain-80", 80, ChartColors.None, true }, { "plain-120", 120, ChartColors.None, true }, { "ascii-80", 80, ChartColors.None, false },
        { "ascii-120", 120, ChartColors.None, false }, { "standard-80", 80, ChartColors.Standard, true }, { "truecolor-120", 120, ChartColors.TrueColor, true },
    };

    [Theory]
    [MemberData(nameof(Terminals))]
    public async Task Charts_are_as_approved(string name, int width, ChartColors colors, bool isUnicode)
    {
        CostOverview overview = await OverviewSample.ReadAsync(OverviewSample.Usage());
        IReadOnlyList<string> lines = CostOverviewText.Lines(overview, 4, new ChartTerminal(width, colors, isUnicode));
        Approve(name, lines);
        AssertFits(lines, width);
        Assert.Equal(colors != ChartColors.None, lines.Any(line => line.Contains('\u001b', StringComparison.Ordinal)));
        Assert.True(isUnicode || Ascii.IsValid(string.Concat(lines)));
    }

    [Theory]
    [InlineData("three-months", -89, 80)]
    [InlineData("a-year", -364, 80)]
    [InlineData("a-week", -6, 80)]
    public async Task Longer_ranges_have_weeks_or_months(string name, int first, int width)
    {
        var range = new DateRange(UsageSample.Today.AddDays(first), UsageSample.Today);
        IReadOnlyList<string> lines = CostOverviewText.Lines(await OverviewSample.ReadAsync(OverviewSample.Usage(range), range), 8, new ChartTerminal(width, ChartColors.None, true));
        Approve(name, lines);
        AssertFits(lines, width);
    }

    [Theory]
    [InlineData(60, -900)]
    [InlineData(80, -3000)]
    [InlineData(160, -1500)]
    [InlineData(10, 0)]
    public async Task No_range_is_too_wide(int width, int first)
    {
        var range = new DateRange(UsageSample.Today.AddDays(first), UsageSample.Today);
        AssertFits(CostOverviewText.Lines(await OverviewSample.ReadAsync(OverviewSample.Usage(range), range), 8, new ChartTerminal(width, ChartColors.None, true)), Math.Max(width, ChartTerminal.LeastWidth));
    }

    [Theory]
    [InlineData(CostBasis.Consumed)]
    [InlineData(CostBasis.PlanRate)]
    public async Task Amounts_are_those_of_the_rows(CostBasis basis)
    {
        UsageSample usage = OverviewSample.Usage();
        CostOverview overview = await OverviewSample.ReadAsync(usage, null, basis, Dimension.Model);
        IReadOnlyList<string> lines = CostOverviewText.Lines(overview, 3, Plain80);
        CostResult cost = await usage.QueryAsync(new CostQuery { Range = OverviewSample.Month, GroupBy = [Dimension.Model], Granularity = Granularity.Total, Basis = basis });

        decimal total = cost.Totals[0].Cost!.Value;
        Assert.Equal(Rounded(total, 4), Read(TotalLine().Match(string.Join('\n', lines)).Groups[1].Value));
        CostRecord[] dearest = [.. cost.Rows.OrderByDescending(row => row.Cost)];
        Dictionary<string, (decimal Cost, decimal Share)> shown = lines.Select(line => GroupLine().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups["name"].Value.TrimEnd(), match => (Read(match.Groups["cost"].Value), Read(match.Groups["share"].Value)));
        Assert.Equal([.. dearest[..3].Select(row => row.Model!), "(2 others)"], shown.Keys);
        Assert.All(dearest[..3], row => Assert.Equal((Rounded(row.Cost!.Value, 2), Rounded(row.Cost.Value / total * 100, 1)), shown[row.Model!]));
        decimal rest = dearest[3..].Sum(row => row.Cost!.Value);
        Assert.Equal((Rounded(rest, 2), Rounded(rest / total * 100, 1)), shown["(2 others)"]);
    }

    [Fact]
    public async Task Two_currencies_are_two_blocks_and_what_has_no_price_is_not_0()
    {
        var days = new DateRange(UsageSample.Today.AddDays(-1), UsageSample.Today);
        UsageSample usage = new UsageSample()
            .Add([new SampleRow(days.Start, "eleven_v3", "a", "TTS", 1000, 1, 1m, 1.5m)], days)
            .Add([new SampleRow(days.Start, "eleven_v3", "b", "TTS", 3000, 1, 1m, 2.25m), new SampleRow(days.End, "music_v1", "b", "TTS", 500, 1, 1m, null)], days, "beta", "EUR");
        string text = string.Join('\n', CostOverviewText.Lines(await OverviewSample.ReadAsync(usage, days, CostBasis.Consumed), 8, Plain80));
        Assert.Contains(" 1.5000 USD ", text, StringComparison.Ordinal);
        Assert.Contains(" 2.2500 EUR ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("3.75", text, StringComparison.Ordinal);
        Assert.Contains("500 credits", text, StringComparison.Ordinal);
        Approve("two-currencies", text.Split('\n'));
        Assert.Matches(@"(?m)^ music_v1 .* -  +-  500 credits without a price$", text);
        Assert.Contains("not known in full", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_are_shown_and_aligned()
    {
        string[] names = [.. HostileNames.All.Values, "[red]acme[/]", "[[", "東京", "مفتاح"];
        CostOverview overview = await OverviewSample.ReadAsync(OverviewSample.Usage(keys: names), null, null, Dimension.ApiKey);
        foreach (bool isUnicode in new[] { true, false })
        {
            IReadOnlyList<string> lines = CostOverviewText.Lines(overview, 100, new ChartTerminal(80, ChartColors.None, isUnicode));
            AssertFits(lines, 80);
            string[] bars = [.. lines.Where(line => line.EndsWith(" %", StringComparison.Ordinal) && !line.StartsWith(" █", StringComparison.Ordinal) && !line.StartsWith(" #", StringComparison.Ordinal) && !line.Contains("Mon", StringComparison.Ordinal))];
            Assert.Equal(overview.Groups.Rows.Count, bars.Length);
            Assert.Single(bars.Select(DisplayWidth.Of).Distinct());
            Assert.Contains(bars, line => line.StartsWith(" [red]acme[/] ", StringComparison.Ordinal));
            Assert.DoesNotContain(lines, line => line.Any(unit => char.IsControl(unit) || CharUnicodeInfo.GetUnicodeCategory(unit) == UnicodeCategory.Format && unit is not '\u200c' and not '\u200d'));
        }

        // With colors, the only escape sequences are colors.
        Assert.All(CostOverviewText.Lines(overview, 100, new ChartTerminal(80, ChartColors.TrueColor, true)), line =>
            Assert.DoesNotContain('\u001b', ColorPattern().Replace(line, "")));
    }

    [Fact]
    public async Task Nothing_is_said_of_credits_that_are_not_known()
    {
        CostOverview overview = await OverviewSample.ReadAsync(OverviewSample.Usage());
        foreach (Quota quota in new[] { OverviewSample.Quota with { CreditLimit = null, CreditsLeft = null, State = QuotaState.NoQuota } })
        {
            Assert.DoesNotContain("Credits left", string.Join('\n', CostOverviewText.Lines(overview with { Quotas = [quota] }, 8, Plain80)), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Credits left", string.Join('\n', CostOverviewText.Lines(overview with { Quotas = [] }, 8, Plain80)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(QuotaState.Lasts, false, 38_000, null, "They last until the reset on 2026-12-01.")]
    [InlineData(QuotaState.RunsOut, true, 38_000, "2026-11-27", "They run out on 2026-11-27, before the reset on 2026-12-01.")]
    [InlineData(QuotaState.Overage, true, -500, null, "The credits are used up. They reset on 2026-12-01.")]
    [InlineData(QuotaState.OnBalance, true, -500, null, "The plan's credits are used up. Usage draws on the prepaid balance.")]
    [InlineData(QuotaState.Exhausted, true, 0, null, "The credits are used up. They reset on 2026-12-01.")]
    [InlineData(QuotaState.Unknown, null, 38_000, null, "When they run out is not known. They reset on 2026-12-01.")]
    public async Task The_gauge_says_when_credits_run_out(QuotaState state, bool? runsOut, long left, string? day, string said)
    {
        Quota quota = OverviewSample.Quota with
        {
            State = state, RunsOutBeforeReset = runsOut, CreditsLeft = left, RunsOutOn = day is null ? null : DateTime.Parse(day, CultureInfo.InvariantCulture),
        };
        CostOverview overview = await OverviewSample.ReadAsync(OverviewSample.Usage());
        string text = string.Join('\n', CostOverviewText.Lines(overview with { Quotas = [quota] }, 8, new ChartTerminal(120, ChartColors.None, true)));
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains(left < 0 ? "500 used beyond 121,000" : $"{left.ToString("N0", CultureInfo.InvariantCulture)} of 121,000", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truecolor", "xterm-256color", null, ChartColors.TrueColor)]
    [InlineData(null, "xterm-256color", null, ChartColors.EightBit)]
    [InlineData("truecolor", "dumb", null, ChartColors.None)]
    [InlineData("truecolor", "xterm", "1", ChartColors.None)]
    [InlineData("truecolor", "xterm", "", ChartColors.TrueColor)]
    public void Colors_are_those_of_the_environment(string? depth, string term, string? noColor, ChartColors colors) => Assert.Equal(colors, ChartTerminal.ColorsOf(name => name switch
    {
        "COLORTERM" => depth, "TERM" => term, "NO_COLOR" => noColor, _ => null,
    }));

    private static void AssertFits(IReadOnlyList<string> lines, int width) => Assert.All(lines, line =>
    {
        string shown = ColorPattern().Replace(line, "");
        Assert.InRange(DisplayWidth.Of(shown), 0, width);
        Assert.Equal(line.TrimEnd(), line);
    });

    private static void Approve(string name, IReadOnlyList<string> lines)
    {
        string file = Path.Combine(Repository.Root, "tests", "ElevenCost.Engine.Tests", "Charts", "approved", name + ".txt");
        string[] made = [.. lines.Select(line => line.Replace("\u001b", "\\e", StringComparison.Ordinal))];
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            File.WriteAllText(file, string.Join('\n', made) + "\n");
        }

        Assert.Equal(File.ReadAllText(file).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n'), made);
    }

    private static decimal Rounded(decimal amount, int decimals) => decimal.Round(amount, decimals, MidpointRounding.AwayFromZero);

    private static decimal Read(string amount) => decimal.Parse(amount, NumberStyles.Number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?m)^ ([\d,.]+) USD ")]
    private static partial Regex TotalLine();

    [GeneratedRegex(@"^ (?<name>\S+( \S+\))?) +[█-▏]+ +(?<cost>[\d,.]+) +(?<share>[\d.]+) %$")]
    private static partial Regex GroupLine();

    [GeneratedRegex(@"\u001b\[[\d;]*m")]
    private static partial Regex ColorPattern();
}
