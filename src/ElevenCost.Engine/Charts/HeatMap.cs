using System.Globalization;
using ElevenCost.Engine.Calendar;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElevenCost.Engine.Charts;

/// <summary>A calendar of days in shades: a column a week, a row a weekday.</summary>
/// <param name="days">The days.</param>
/// <param name="glyphs">The characters.</param>
/// <param name="width">The most columns of the terminal that it takes.</param>
internal sealed class HeatMap(ChartDays days, ChartGlyphs glyphs, int width) : Renderable
{
    private const int LabelWidth = 5;
    private const int DaysOfWeek = 7;
    private const int MostCell = 3;
    private const int MonthWidth = 3;

    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private readonly DateOnly _first = BucketCalendar.WeekOf(days.Days[0].Days.Start);

    /// <summary>The columns that it takes.</summary>
    public int Width => LabelWidth + (Shown * Cell);

    /// <summary>Whether earlier weeks are left out.</summary>
    public bool IsCut => Shown < Weeks;

    /// <summary>The first day that is shown.</summary>
    public DateOnly FirstShown => IsCut ? Monday(0) : days.Days[0].Days.Start;

    private int Weeks => ((days.Days[^1].Days.End.DayNumber - _first.DayNumber) / DaysOfWeek) + 1;

    private int Cell => Math.Clamp((width - LabelWidth) / Weeks, 1, MostCell);

    private int Shown => Math.Min(Weeks, (width - LabelWidth) / Cell);

    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Width, Width);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        yield return new Segment((new string(' ', LabelWidth) + Months()).PadRight(Width)[..Width], ChartStyles.Quiet);
        yield return Segment.LineBreak;
        decimal[] bounds = Bounds();
        for (int weekday = 0; weekday < DaysOfWeek; weekday++)
        {
            yield return new Segment($" {Weekdays[weekday]} ", ChartStyles.Quiet);
            for (int week = 0; week < Shown; week++)
            {
                int place = Monday(week).AddDays(weekday).DayNumber - days.Days[0].Days.Start.DayNumber;
                (char glyph, Style style) = place < 0 || place >= days.Days.Count ? (' ', ChartStyles.Plain) : Shade(days.Days[place], bounds);
                int painted = Math.Max(1, Cell - 1);
                yield return new Segment((glyph == glyphs.Zero || glyph == '?' ? glyph.ToString() : new string(glyph, painted)).PadRight(Cell), style);
            }

            yield return Segment.LineBreak;
        }
    }

    /// <summary>What the shades mean.</summary>
    public IEnumerable<Segment> Legend()
    {
        yield return new Segment(" less ", ChartStyles.Quiet);
        for (int shade = 0; shade < glyphs.Shades.Length; shade++)
        {
            yield return new Segment(glyphs.Shades[shade].ToString(), ChartStyles.Shades[shade]);
        }

        yield return new Segment(" more", ChartStyles.Quiet);
    }

    /// <summary>
    /// The costs from which a day is a shade darker. Each shade has as many days as any other, so that one spike does not pale all others; in days of
    /// equal cost there is nothing to tell apart.
    /// </summary>
    private decimal[] Bounds()
    {
        decimal[] costs = [.. days.Days.Where(day => day.Cost > 0).Select(day => day.Cost!.Value).Order()];
        int shades = glyphs.Shades.Length;
        return costs.Length == 0 ? [] : [.. Enumerable.Range(1, shades - 1).Select(shade => costs[costs.Length * shade / shades]).Where(bound => bound > costs[0])];
    }

    private (char Glyph, Style Style) Shade(ChartBucket day, decimal[] bounds)
    {
        if (day.Mark == ChartMark.Partial)
        {
            return ('?', ChartStyles.Warning);
        }

        if (day.Cost is not > 0)
        {
            return (glyphs.Zero, ChartStyles.Quiet);
        }

        int shade = bounds.Count(bound => day.Cost >= bound);
        return (glyphs.Shades[shade], ChartStyles.Shades[shade]);
    }

    /// <summary>The name of each month over the week in which it begins, if there is room.</summary>
    private string Months()
    {
        var starts = new List<(int At, DateOnly Day)>();
        for (int week = 0; week < Shown; week++)
        {
            // The month of the week's last day within the range: the week in which a month begins is its first.
            DateOnly last = Monday(week).AddDays(DaysOfWeek - 1);
            DateOnly day = last > days.Days[^1].Days.End ? days.Days[^1].Days.End : last;
            if (starts.Count == 0 || starts[^1].Day.Month != day.Month)
            {
                starts.Add((week * Cell, day));
            }
        }

        // The end of a month gives way to the whole one behind it.
        string line = "";
        for (int place = 0; place < starts.Count; place++)
        {
            (int at, DateOnly day) = starts[place];
            if (place > 0 || starts.Count == 1 || starts[1].At > MonthWidth)
            {
                line = line.PadRight(at)[..at] + day.ToString("MMM", CultureInfo.InvariantCulture);
            }
        }

        return line;
    }

    private DateOnly Monday(int week) => _first.AddDays((Weeks - Shown + week) * DaysOfWeek);
}
