using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Forecasts;

/// <summary>What the days of a period that are not known, or not over, will add. Immutable.</summary>
/// <param name="Rest">What comes on top of the known days; null if the history is too short.</param>
/// <param name="EstimatedDays">How many days are estimated.</param>
/// <param name="HistoryDays">How many known days it rests on.</param>
internal sealed record SeriesForecast(Outlook? Rest, int EstimatedDays, int HistoryDays)
{
    /// <summary>Forecasts one series.</summary>
    /// <param name="daily">The history, up to today.</param>
    /// <param name="values">The series' amounts, by the days of the history; NaN where unknown.</param>
    /// <param name="period">The days that are asked for.</param>
    public static SeriesForecast Of(DailyCosts daily, double[] values, DateRange period)
    {
        DateOnly first = daily.Range.Start;

        // What may have been read before its day was over tells nothing of whole days.
        int length = (daily.Unfinished ?? daily.Newest + 1) ?? 0;
        while (length > 0 && !daily.IsKnown(length - 1))
        {
            length--;
        }

        DateOnly next = first.AddDays(length);
        int skip = Math.Max(0, period.Start.DayNumber - next.DayNumber);
        int ahead = Math.Max(0, period.End.DayNumber - next.DayNumber + 1 - skip);
        int[] gaps = [.. Enumerable.Range(0, length).Where(place => period.Contains(first.AddDays(place)) && double.IsNaN(values[place]))];
        var model = new DailyModel(values.AsSpan(0, length), first.DayOfWeek);
        if (model.KnownDays < DailyModel.FewestDays)
        {
            return new SeriesForecast(null, ahead + gaps.Length, model.KnownDays);
        }

        if (ahead == 0)
        {
            return new SeriesForecast(new Outlook(0, 0, 0, 0, 0), gaps.Length, model.KnownDays);
        }

        Outlook outlook = model.Next(skip, ahead);

        // A gap is like the same weekday of the coming week.
        double missing = gaps.Sum(place => model.ExpectedOn((place - length) % 7 is < 0 and var before ? before + 7 : 0));
        outlook = outlook.Expected > 0 ? outlook.Times((outlook.Expected + missing) / outlook.Expected) : outlook;

        // What today has used already is known; more than a whole day like it was expected to have comes on top.
        if (daily.Unfinished is { } today && period.Contains(first.AddDays(today)) && !double.IsNaN(values[today]))
        {
            double soFar = values[today];
            double beyond = Math.Max(0, soFar - model.ExpectedOn(today - length));
            outlook = outlook.Less(soFar, beyond);
        }

        return new SeriesForecast(outlook, ahead + gaps.Length, model.KnownDays);
    }
}
