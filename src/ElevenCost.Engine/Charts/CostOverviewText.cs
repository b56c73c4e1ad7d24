using System.Globalization;
using System.Text;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElevenCost.Engine.Charts;

/// <summary>Draws the figures of an overview as lines of text.</summary>
public static class CostOverviewText
{
    /// <summary>How many groups are shown by themselves if nothing else is asked for: then all fits a screen of 40 lines.</summary>
    public const int UsualTop = 8;

    /// <summary>The most groups that can be asked for.</summary>
    public const int MostTop = 1000;

    private const int MostNamed = 3;
    private const int LeastBar = 10;
    private const int LeastName = 8;
    private const int LeastBeside = 46;
    private const int LeastCalendar = 14;
    private const int Gap = 3;

    /// <summary>The lines, without line breaks; none ends in spaces, and none is wider than the terminal.</summary>
    /// <param name="overview">The figures.</param>
    /// <param name="top">How many groups are shown by themselves; the rest is one row.</param>
    /// <param name="terminal">What to draw for.</param>
    public static IReadOnlyList<string> Lines(CostOverview overview, int top, ChartTerminal terminal)
    {
        var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.Colors == ChartColors.None ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = terminal.Colors switch
            {
                ChartColors.Standard => ColorSystemSupport.Standard,
                ChartColors.EightBit => ColorSystemSupport.EightBit,
                ChartColors.TrueColor => ColorSystemSupport.TrueColor,
                _ => ColorSystemSupport.NoColors,
            },
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),

            // What is drawn depends on the terminal given here alone, not on the environment.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = terminal.DrawnWidth;
        console.Profile.Capabilities.Unicode = terminal.IsUnicode;
        console.Profile.Capabilities.Links = false;
        new Page(overview, top, terminal).Write(console);
        return [.. output.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }

    /// <summary>One drawing.</summary>
    private sealed class Page(CostOverview overview, int top, ChartTerminal terminal)
    {
        private readonly ChartGlyphs _glyphs = terminal.IsUnicode ? ChartGlyphs.Unicode : ChartGlyphs.Ascii;
        private readonly int _width = terminal.DrawnWidth;

        public void Write(IAnsiConsole console)
        {
            DateRange range = overview.Query.Range;
            string names = overview.Connections.Count > MostNamed
                ? string.Create(CultureInfo.InvariantCulture, $"{overview.Connections.Count} connections")
                : string.Join(", ", overview.Connections.Select(connection => connection.Name));
            Heading(console, $"Cost of {names}, {range}");
            if (overview.Query.Filters.Count > 0)
            {
                console.Write(new Padder(new Text(Safe("Filtered: " + string.Join("; ", overview.Query.Filters.Select(FilterText))), ChartStyles.Quiet), new Padding(1, 0, 0, 0)));
                console.WriteLine();
            }

            Block[] blocks = [.. Blocks()];
            if (blocks.Length == 0)
            {
                console.WriteLine($" No usage is known in {range}.");
                console.WriteLine();
            }

            Quota[] quotas = [.. overview.Quotas.Where(quota => quota is { CreditLimit: not null, CreditsLeft: not null })];
            bool isQuotaShown = quotas.Length == 0;
            foreach (Block block in blocks)
            {
                CostTotal total = block.Total;
                Total(console, total);
                Groups(console, block);
                if (total.Currency is not null && DrawnRange() is { } drawn)
                {
                    var days = ChartDays.Of(overview.Daily, drawn, total.Currency);
                    if (days.Days.Count > 1 && days.Dearest is not null)
                    {
                        ByDay(console, days, total.Currency);
                        isQuotaShown |= Calendar(console, days, blocks.Length == 1 ? quotas : []);
                    }
                }
            }

            if (!isQuotaShown)
            {
                Heading(console, "Credits left");
                console.Write(new Padder(Credits(quotas, _width - 1), new Padding(1, 0, 0, 0)));
            }
        }

        /// <summary>A block for each currency. Rows without a price, which name none, stand in the only one there is, or in a block of their own.</summary>
        private IEnumerable<Block> Blocks()
        {
            CostTotal[] priced = [.. overview.Groups.Totals.Where(total => total.Currency is not null)];
            IReadOnlyList<CostRecord> rows = overview.Groups.Rows;
            if (rows.Count == 0)
            {
                return [];
            }

            if (priced.Length == 1)
            {
                return [new Block(priced[0], rows)];
            }

            CostRecord[] unpriced = [.. rows.Where(row => row.Currency is null)];
            return
            [
                .. priced.Select(total => new Block(total, [.. rows.Where(row => row.Currency == total.Currency)])).Where(block => block.Rows.Count > 0),
                .. unpriced.Length == 0 ? Array.Empty<Block>()
                    : [new Block(new CostTotal(null, null, unpriced.Sum(row => row.Credits), null, null, unpriced.Sum(row => row.UnpricedCredits)), unpriced)],
            ];
        }

        /// <summary>The days up to today; null if none has come.</summary>
        private DateRange? DrawnRange()
        {
            DateRange range = overview.Query.Range;
            return range.End <= overview.Today ? range : range.Start <= overview.Today ? new DateRange(range.Start, overview.Today) : null;
        }

        private void Total(IAnsiConsole console, CostTotal total)
        {
            (string state, Style style) = State();
            string amount = total.Cost is { } cost
                ? string.Create(CultureInfo.InvariantCulture, $"{cost:N4} {total.Currency}")
                : $"{Figures.Count(total.Credits)} credits without a price";
            var line = new Paragraph();
            line.Append(" " + amount, ChartStyles.Strong);
            line.Append($"  {ResultTables.BasisText(overview.Groups.Basis)}, ", ChartStyles.Plain);
            line.Append(state, style);
            if (total.Cost is not null && total.UnpricedCredits > 0)
            {
                line.Append($"; {Figures.Count(total.UnpricedCredits)} credits have no price and are not included", ChartStyles.Warning);
            }

            console.Write(line);
            console.WriteLine();
            console.WriteLine();
        }

        private (string Text, Style Style) State()
        {
            if (DrawnRange() is not { } drawn)
            {
                return ("no day has come yet", ChartStyles.Warning);
            }

            IReadOnlyList<ChartBucket> days = ChartDays.Of(overview.Daily, drawn, null).Days;
            int provisional = days.Count(day => day.Mark == ChartMark.Provisional);
            int unknown = drawn.Days - overview.Daily.Rows.Where(row => row.Completeness != Completeness.Partial).Select(row => row.Date).Distinct().Count();
            return overview.Groups.Completeness switch
            {
                Completeness.Final => ("final", ChartStyles.Plain),
                Completeness.Provisional when provisional > 0 => ($"provisional: {OfDays(provisional, drawn)} may still change", ChartStyles.Plain),
                Completeness.Provisional => ("provisional", ChartStyles.Plain),
                _ when unknown > 0 => ($"partial: {OfDays(unknown, drawn)} not known in full", ChartStyles.Warning),
                _ => ("partial", ChartStyles.Warning),
            };
        }

        private static string OfDays(int days, DateRange range) => string.Create(CultureInfo.InvariantCulture, $"{days} of {range.Days} {(range.Days == 1 ? "day" : "days")}");

        private void Groups(IAnsiConsole console, Block block)
        {
            CostTotal total = block.Total;
            IReadOnlyList<ChartGroup> groups = ChartGroup.Of(block.Rows, overview.Groups, overview.Query.GroupBy, top);
            Heading(console, $"By {string.Join(" and ", overview.Query.GroupBy.Select(Word))}, {(total.Cost is null ? "credits" : total.Currency)}");
            string[] names = [.. groups.Select(group => group.Label is { } label ? Safe(label)
                : string.Create(CultureInfo.InvariantCulture, $"({group.Groups} {(group.Groups == 1 ? "other" : "others")})"))];
            string[] costs = [.. groups.Select(group => Figures.Money(group.Cost))];
            string[] shares = [.. groups.Select(group => total.Cost is > 0 and var all && group.Cost is { } cost ? (cost / all).ToString("P1", CultureInfo.InvariantCulture) : "-")];
            string[] unpriced = [.. groups.Select(group => group.UnpricedCredits > 0 ? $"{Figures.Count(group.UnpricedCredits)} credits without a price" : "")];
            bool hasUnpriced = unpriced.Any(text => text.Length > 0);
            int figures = costs.Max(DisplayWidth.Of) + shares.Max(DisplayWidth.Of) + unpriced.Max(DisplayWidth.Of) + (hasUnpriced ? 10 : 8);
            int nameWidth = Math.Clamp(names.Max(DisplayWidth.Of), LeastName, Math.Max(LeastName, Math.Min(_width * 2 / 5, _width - figures - LeastBar)));
            int barWidth = Math.Max(LeastBar, _width - figures - nameWidth);
            decimal most = total.Cost is null ? groups.Max(group => group.Credits) : groups.Max(group => group.Cost ?? 0);
            var table = new Table { Border = TableBorder.None, ShowHeaders = false };
            table.AddColumn(Column(nameWidth + 1, Justify.Left, 1));
            table.AddColumn(Column(barWidth, Justify.Left, 2));
            table.AddColumn(Column(costs.Max(DisplayWidth.Of) + 2, Justify.Right, 0));
            table.AddColumn(Column(shares.Max(DisplayWidth.Of) + 2, Justify.Right, hasUnpriced ? 2 : 0));
            if (hasUnpriced)
            {
                table.AddColumn(Column(unpriced.Max(DisplayWidth.Of), Justify.Left, 0));
            }

            for (int place = 0; place < groups.Count; place++)
            {
                decimal size = total.Cost is null ? groups[place].Credits : groups[place].Cost ?? 0;
                Style style = groups[place].Label is null ? ChartStyles.Quiet : ChartStyles.Bar;
                var cells = new List<IRenderable>
                {
                    new Text(" " + Fit(names[place], nameWidth), groups[place].Label is null ? ChartStyles.Quiet : ChartStyles.Plain),
                    new Text(most > 0 ? _glyphs.Bar(size / most, barWidth) : "", style),
                    new Text(costs[place]),
                    new Text(shares[place], ChartStyles.Quiet),
                };
                if (table.Columns.Count > cells.Count)
                {
                    cells.Add(new Text(unpriced[place], ChartStyles.Warning));
                }

                table.AddRow(cells);
            }

            console.Write(table);
            console.WriteLine();
        }

        private void ByDay(IAnsiConsole console, ChartDays days, string currency)
        {
            var columns = new DayColumns(days, _glyphs, _width);
            Heading(console, $"By {columns.Granularity.ToString().ToLowerInvariant()}, {currency}", LegendOf(days));
            console.Write(columns);
            console.WriteLine();
        }

        private static string? LegendOf(ChartDays days) => string.Join(", ", new[]
        {
            days.Days.Any(day => day.Mark == ChartMark.Provisional) ? "~ may still change" : "",
            days.Days.Any(day => day.Mark == ChartMark.Partial) ? "? not known in full" : "",
        }.Where(text => text.Length > 0)) is { Length: > 0 } legend ? legend : null;

        /// <summary>The calendar, and beside it, if there is room, the credits.</summary>
        /// <returns>Whether the credits are shown.</returns>
        private bool Calendar(IAnsiConsole console, ChartDays days, Quota[] quotas)
        {
            if (days.Days.Count < LeastCalendar)
            {
                return false;
            }

            var map = new HeatMap(days, _glyphs, _width);
            int beside = _width - Math.Max(map.Width, 26) - Gap;
            bool isBeside = quotas.Length is 1 or 2 && beside >= LeastBeside;
            string most = $"most on {Figures.Day(days.Dearest!.Days.Start.ToDateTime(TimeOnly.MinValue))}: {Figures.Money(days.Dearest.Cost)}";
            IRenderable calendar = new Rows(map, new SegmentLine(map.Legend()));
            if (!isBeside)
            {
                Heading(console, map.IsCut ? $"Calendar from {map.FirstShown:yyyy-MM-dd}" : "Calendar", most);
                console.Write(calendar);
                console.WriteLine();
                return false;
            }

            int left = _width - beside - Gap;
            console.Write(new Grid { Expand = false }
                .AddColumn(new GridColumn { Width = left, NoWrap = true, Padding = new Padding(0, 0, Gap, 0) })
                .AddColumn(new GridColumn { Width = beside, Padding = new Padding(0) })
                .AddRow(Rule("Calendar", null, left), Rule("Credits left", null, beside))
                .AddRow(calendar, Credits(quotas, beside, new Text(Capital(most) + "."))));
            return true;
        }

        private Rows Credits(Quota[] quotas, int width, IRenderable? last = null) => new(quotas
            .SelectMany((quota, place) => (place == 0 ? [] : new IRenderable[] { Text.Empty }).Concat(CreditGauge.Of(quota, overview.At, _glyphs, width, Safe)))
            .Concat(last is null ? [] : [Text.Empty, last]));

        private void Heading(IAnsiConsole console, string title, string? right = null) => console.Write(Rule(title, right, _width));

        /// <summary>A title in a line.</summary>
        private SegmentLine Rule(string title, string? right, int width)
        {
            string floor = _glyphs.Floor.ToString();
            string shown = Fit(Safe(title), width - 6 - (right is null ? 0 : right.Length + 4));
            string end = right is null ? "" : $" {right} {floor}{floor}";
            int line = Math.Max(0, width - 4 - DisplayWidth.Of(shown) - end.Length);
            return new SegmentLine(
            [
                new Segment($"{floor}{floor} ", ChartStyles.Quiet), new Segment(shown, ChartStyles.Strong),
                new Segment(" " + new string(_glyphs.Floor, line) + end, ChartStyles.Quiet),
            ]);
        }

        /// <summary>A text that comes from elsewhere, without what a terminal would obey, and in ASCII if it shows nothing else.</summary>
        private string Safe(string text)
        {
            string safe = SafeText.Escape(text);
            return terminal.IsUnicode || Ascii.IsValid(safe) ? safe
                : string.Concat(safe.Select(unit => unit < 0x80 ? unit.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));
        }

        private string Fit(string safe, int width) => terminal.IsUnicode
            ? DisplayWidth.Shorten(safe, width)
            : DisplayWidth.Shorten(safe, width).Replace(ChartGlyphs.Unicode.Ellipsis, _glyphs.Ellipsis, StringComparison.Ordinal);

        private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

        private static TableColumn Column(int width, Justify alignment, int right) =>
            new("") { Width = width, NoWrap = true, Alignment = alignment, Padding = new Padding(0, 0, right, 0) };

        /// <summary>What is shown of one currency.</summary>
        private sealed record Block(CostTotal Total, IReadOnlyList<CostRecord> Rows);

        private static string FilterText(DimensionFilter filter) =>
            $"{(filter.Exclude ? "without " : "")}{Word(filter.Dimension)} {string.Join(" or ", filter.Patterns)}";

        /// <summary>A dimension as a person writes it: <c>API key</c>.</summary>
        private static string Word(Dimension dimension) => dimension switch
        {
            Dimension.ApiKey => "API key",
            Dimension.CostCenter => "cost center",
            _ => dimension.ToString().ToLowerInvariant(),
        };
    }
}
