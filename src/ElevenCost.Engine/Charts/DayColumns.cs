using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElevenCost.Engine.Charts;

/// <summary>A column a day, week or month: heights are costs. Marks below it say what may still change and what is not known.</summary>
/// <param name="days">The days.</param>
/// <param name="glyphs">The characters.</param>
/// <param name="width">The columns of the terminal that it takes.</param>
internal sealed class DayColumns(ChartDays days, ChartGlyphs glyphs, int width) : Renderable
{
    private const int Height = 6;
    private const int MostCell = 6;
    private const int LabelGap = 1;

    /// <summary>A blank before the axis' labels, one behind them, and the axis.</summary>
    private const int AxisMargin = 3;

    private static readonly decimal[] Steps = [1m, 1.2m, 1.6m, 2m, 2.4m, 3m, 4m, 5m, 6m, 8m, 10m];

    /// <summary>The shortest buckets whose columns fit.</summary>
    public Granularity Granularity { get; } = new[] { Granularity.Day, Granularity.Week }.FirstOrDefault(bucket => Fits(days.By(bucket), width), Granularity.Month);

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(width, width);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // More months than fit are the last ones.
        IReadOnlyList<ChartBucket> all = days.By(Granularity);
        decimal top = TopOf(all);
        int axis = AxisWidth(top);
        int plot = PlotWidth(top, width);
        ChartBucket[] buckets = [.. all.TakeLast(plot)];
        int cell = Math.Clamp(plot / buckets.Length, 1, MostCell);
        int bar = cell == 1 ? 1 : cell - 1;
        int[] heights = [.. buckets.Select(bucket => top == 0 ? 0 : ChartGlyphs.Eighths((bucket.Cost ?? 0) / top, Height))];
        for (int line = Height - 1; line >= 0; line--)
        {
            string label = line == Height - 1 ? Amount(top, top) : line == (Height / 2) - 1 ? Amount(top / 2, top) : "";
            yield return new Segment($" {label.PadLeft(axis)} ", ChartStyles.Quiet);
            yield return new Segment((label.Length > 0 ? glyphs.Tick : glyphs.Axis).ToString(), ChartStyles.Quiet);
            for (int place = 0; place < buckets.Length; place++)
            {
                char part = glyphs.Rising[Math.Clamp(heights[place] - (line * 8), 0, 8)];
                yield return new Segment(new string(part, bar) + new string(' ', cell - bar), buckets[place].Mark == ChartMark.None ? ChartStyles.Bar : ChartStyles.Provisional);
            }

            yield return Segment.LineBreak;
        }

        string zero = Amount(0, top);
        yield return new Segment($" {zero.PadLeft(axis)} ", ChartStyles.Quiet);
        yield return new Segment(glyphs.Corner + new string(glyphs.Floor, buckets.Length * cell), ChartStyles.Quiet);
        yield return Segment.LineBreak;
        string margin = new(' ', axis + AxisMargin);
        if (buckets.Any(bucket => bucket.Mark != ChartMark.None))
        {
            yield return new Segment(margin);
            foreach (ChartBucket bucket in buckets)
            {
                yield return new Segment((bucket.Mark switch { ChartMark.Partial => "?", ChartMark.Provisional => "~", _ => " " }).PadRight(cell),
                    bucket.Mark == ChartMark.Partial ? ChartStyles.Warning : ChartStyles.Provisional);
            }

            yield return Segment.LineBreak;
        }

        yield return new Segment(margin + Labels(buckets, cell, plot), ChartStyles.Quiet);
        yield return Segment.LineBreak;
    }

    private string Labels(ChartBucket[] buckets, int cell, int plot)
    {
        string line = "";
        for (int place = 0; place < buckets.Length; place++)
        {
            DateOnly day = buckets[place].Days.Start;
            string label = day.ToString(Granularity == Granularity.Month ? "yyyy-MM" : "MM-dd", CultureInfo.InvariantCulture);

            // Of days only the first and the Mondays: seven columns are a week.
            bool isWanted = Granularity != Granularity.Day || buckets.Length < 8 || place == 0 || day.DayOfWeek == DayOfWeek.Monday;
            int at = place * cell;
            if (isWanted && (line.Length == 0 || at >= line.Length + LabelGap) && at + label.Length <= Math.Max(plot, label.Length))
            {
                line = line.PadRight(at) + label;
            }
        }

        return line;
    }

    /// <summary>A round amount that the dearest bucket does not pass; 0 if none cost anything.</summary>
    private static decimal TopOf(IReadOnlyList<ChartBucket> buckets)
    {
        decimal most = buckets.Max(bucket => bucket.Cost ?? 0);
        if (most <= 0)
        {
            return 0;
        }

        decimal power = 1;
        while (power > most)
        {
            power /= 10;
        }

        while (power * 10 <= most)
        {
            power *= 10;
        }

        return Steps.Select(step => step * power).First(step => step >= most);
    }

    private static int AxisWidth(decimal top) => Math.Max(Amount(top, top).Length, Amount(top / 2, top).Length);

    private static string Amount(decimal amount, decimal top) =>
        amount.ToString(top >= 100 ? "#,##0" : top >= 0.1m || top == 0 ? "0.00" : "0.00######", CultureInfo.InvariantCulture);

    private static bool Fits(IReadOnlyList<ChartBucket> buckets, int width) => buckets.Count <= PlotWidth(TopOf(buckets), width);

    private static int PlotWidth(decimal top, int width) => width - AxisWidth(top) - AxisMargin;
}
