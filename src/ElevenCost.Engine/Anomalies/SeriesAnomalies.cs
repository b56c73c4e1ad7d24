using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Anomalies;

/// <summary>Finds the unusual days of one series of daily amounts. Deterministic.</summary>
/// <remarks>
/// A day is compared with the median of the three weeks before it, times the profile of the week, on a logarithmic scale: usage varies by factors.
/// Medians, so that one spike hides no other; three weeks, so that a new level is unusual while it is new.
/// </remarks>
internal sealed class SeriesAnomalies
{
    private const int Weekdays = 7;
    private const int ProfileDays = 63;
    private const int LevelDays = 16;
    private const int ScatterDays = 35;
    private const int ActivityDays = 28;
    private const int FewestDays = 14;
    private const int NewDays = 7;

    // With a smaller share of active days a quiet day is nothing unusual.
    private const double RegularShare = 0.6;
    private const double QuietFactor = 0.15;

    private const double Deviations = 3;
    private const double LeastScatter = 0.12;

    // A day of less than 1.8 times the usual is none to look at; one of 2.25 times is, however much the series scatters.
    private static readonly double LeastRatio = Math.Log(1.8);
    private static readonly double SureRatio = Math.Log(2.25);
    private static readonly double DropRatio = Math.Log(2.2);
    private static readonly double RareRatio = Math.Log(2);

    private const int FewestStopped = 3;
    private const double StoppedByChance = 0.005;

    private readonly double[] _values;
    private readonly DayOfWeek _first;
    private readonly int? _unfinished;
    private readonly double _minimum;
    private readonly int _firstActive;

    /// <summary>Takes a series in.</summary>
    /// <param name="values">The amounts of consecutive days, none below 0; NaN where unknown.</param>
    /// <param name="first">The weekday of the first.</param>
    /// <param name="unfinished">The day that is not over: it may be a spike already, and no drop yet. Null if there is none.</param>
    /// <param name="minimum">The least difference from the usual amount.</param>
    public SeriesAnomalies(double[] values, DayOfWeek first, int? unfinished, double minimum)
    {
        _values = values;
        _first = first;
        _unfinished = unfinished;
        _minimum = minimum;
        _firstActive = Array.FindIndex(values, value => value > 0);
    }

    /// <summary>The anomalies from a day on, in order.</summary>
    public List<Found> From(int start)
    {
        var found = new List<Found>();
        if (_firstActive < 0)
        {
            return found;
        }

        int stopped = StoppedFrom(start);
        for (int day = start; day < _values.Length; day++)
        {
            if (double.IsNaN(_values[day]))
            {
                continue;
            }

            if (day == stopped)
            {
                AddStopped(found, day);
                break;
            }

            if (day == _firstActive)
            {
                AddNew(found, day);
            }
            else if (Judge(day) is { } judged)
            {
                Add(found, judged);
            }
        }

        return found;
    }

    private void AddNew(List<Found> found, int day)
    {
        int quiet = _values.Take(day).Count(value => !double.IsNaN(value));
        int last = Math.Min(day + NewDays, _values.Length) - 1;
        if (quiet >= FewestDays && Sum(day, last) >= _minimum)
        {
            found.Add(new Found(AnomalyKind.New, day, last, 0, null));
        }
    }

    private void AddStopped(List<Found> found, int day)
    {
        int last = LastFinished();
        Usual usual = UsualOf(day);
        double expected = 0;
        for (int missing = day; missing <= last; missing++)
        {
            expected += double.IsNaN(_values[missing]) ? 0 : usual.On(missing);
        }

        if (expected >= _minimum)
        {
            found.Add(new Found(AnomalyKind.Stopped, day, last, expected, null));
        }
    }

    /// <summary>The first of the days without usage that the series ends with, if there are too many of them for chance; else -1.</summary>
    private int StoppedFrom(int start)
    {
        int day = LastFinished();
        if (_unfinished is { } unfinished && _values[unfinished] > 0)
        {
            return -1;
        }

        while (day >= 0 && !(_values[day] > 0))
        {
            day--;
        }

        int first = day + 1;
        if (first < start || first > LastFinished() || first - _firstActive < FewestDays)
        {
            return -1;
        }

        Usual usual = UsualOf(first);
        int awaited = 0;
        for (int missing = first; missing <= LastFinished(); missing++)
        {
            awaited += !double.IsNaN(_values[missing]) && usual.Week[WeekdayOf(missing)] > QuietFactor ? 1 : 0;
        }

        return awaited >= FewestStopped && Math.Pow(1 - Math.Min(0.9, usual.Share), awaited) <= StoppedByChance ? first : -1;
    }

    private Found? Judge(int day)
    {
        if (day - _firstActive < FewestDays)
        {
            return null;
        }

        Usual usual = UsualOf(day);
        if (usual.Known < FewestDays)
        {
            return null;
        }

        double expected = usual.On(day);
        double value = _values[day];
        double ratio = usual.RatioOf(value, day);
        double score = ratio / usual.Scatter;
        double difference = value - expected;
        if (difference >= _minimum && difference > 0 && ratio >= usual.SpikeRatio)
        {
            return new Found(AnomalyKind.Spike, day, day, expected, score);
        }

        return usual.IsRegular && day != _unfinished && usual.Week[WeekdayOf(day)] > 2 * QuietFactor && -difference >= _minimum && difference < 0 && -ratio >= Math.Max(DropRatio, Deviations * usual.Scatter)
            ? new Found(AnomalyKind.Drop, day, day, expected, -score)
            : null;
    }

    /// <summary>Days in a row are one anomaly, and so are two with a day between them.</summary>
    private static void Add(List<Found> found, Found next)
    {
        if (found.Count > 0 && found[^1] is var last && last.Kind == next.Kind && next.First - last.Last <= 2)
        {
            found[^1] = last with { Last = next.Last, Expected = last.Expected + next.Expected, Score = Math.Max(last.Score ?? 0, next.Score ?? 0) };
        }
        else
        {
            found.Add(next);
        }
    }

    private int LastFinished() => _unfinished == _values.Length - 1 ? _values.Length - 2 : _values.Length - 1;

    private DayOfWeek WeekdayOf(int day) => (DayOfWeek)(((int)_first + day) % Weekdays);

    private double Sum(int first, int last)
    {
        double sum = 0;
        for (int day = first; day <= last; day++)
        {
            sum += double.IsNaN(_values[day]) ? 0 : _values[day];
        }

        return sum;
    }

    /// <summary>What is usual before a day.</summary>
    private Usual UsualOf(int day)
    {
        int from = Math.Max(_firstActive, day - ProfileDays);
        WeekdayProfile week = WeekdayProfile.Of(_values.AsSpan(from, day - from), WeekdayOf(from));
        var near = new List<double>();
        int known = 0;
        int active = 0;
        int awaited = 0;
        double sum = 0;
        for (int before = day - 1; before >= from; before--)
        {
            double value = _values[before];
            if (double.IsNaN(value))
            {
                continue;
            }

            known++;
            double factor = week[WeekdayOf(before)];
            if (factor > QuietFactor)
            {
                if (day - before <= ActivityDays)
                {
                    awaited++;
                    active += value > 0 ? 1 : 0;
                    sum += value;
                }

                if (day - before <= LevelDays)
                {
                    near.Add(value / factor);
                }
            }
        }

        double share = awaited == 0 ? 0 : (double)active / awaited;
        if (share >= RegularShare && near.Count > 0 && RobustStatistics.Median(near) is > 0 and var level)
        {
            var ratios = new List<double>();
            for (int before = Math.Max(from, day - ScatterDays); before < day; before++)
            {
                double factor = week[WeekdayOf(before)];
                if (!double.IsNaN(_values[before]) && factor > QuietFactor)
                {
                    ratios.Add(Usual.RegularRatio(_values[before], level * factor, level));
                }
            }

            double scatter = Math.Max(LeastScatter, RobustStatistics.ToStandardDeviation * RobustStatistics.MedianDeviation(ratios));
            return new Usual(this, week, known, share, level, scatter, Math.Clamp(Deviations * scatter, LeastRatio, SureRatio), true);
        }

        double[] logs = [.. Enumerable.Range(from, day - from).Where(before => _values[before] > 0).Select(before => Math.Log(_values[before]))];
        double middle = logs.Length == 0 ? 0 : Math.Exp(RobustStatistics.Median(logs));
        double rare = logs.Length < 4 ? Math.Log(3) : Math.Max(0.3, RobustStatistics.ToStandardDeviation * RobustStatistics.MedianDeviation(logs));

        // Of a few days that had usage only the largest tells what is usual.
        return logs.Length < 4
            ? new Usual(this, week, known, share, logs.Length == 0 ? 0 : Math.Exp(logs.Max()), rare, rare, false)
            : new Usual(this, week, known, share, middle, rare, Math.Clamp(Deviations * rare, RareRatio, SureRatio), false);
    }

    /// <summary>What a series is like before some day. Immutable.</summary>
    /// <param name="Series">The series.</param>
    /// <param name="Week">The profile of its week.</param>
    /// <param name="Known">How many of the days are known.</param>
    /// <param name="Share">The share of days with usage, of those on which its week has any.</param>
    /// <param name="Level">The usual amount: of an average day, or where usage is rare, of a day with usage.</param>
    /// <param name="Scatter">The standard deviation of the logarithm of a day's ratio to the usual amount.</param>
    /// <param name="SpikeRatio">From which logarithm of the ratio on a day is a spike.</param>
    /// <param name="IsRegular">Whether most days have usage.</param>
    private sealed record Usual(
        SeriesAnomalies Series, WeekdayProfile Week, int Known, double Share, double Level, double Scatter, double SpikeRatio, bool IsRegular)
    {
        // Keeps days of nearly nothing from being infinitely unusual.
        private const double Ground = 0.05;

        public static double RegularRatio(double value, double expected, double level) => Math.Log((value + (Ground * level)) / (expected + (Ground * level)));

        public double On(int day) => IsRegular ? Level * Week[Series.WeekdayOf(day)] : Level * Share;

        public double RatioOf(double value, int day) => IsRegular
            ? RegularRatio(value, On(day), Level)
            : value > 0 && Level > 0 ? Math.Log(value / Level) : 0;
    }

    /// <summary>An anomaly of a series. Immutable.</summary>
    /// <param name="Kind">What kind.</param>
    /// <param name="First">Its first day.</param>
    /// <param name="Last">Its last day.</param>
    /// <param name="Expected">What would have been usual on its days.</param>
    /// <param name="Score">How many standard deviations the most unusual day is away; null if there is nothing to measure by.</param>
    internal sealed record Found(AnomalyKind Kind, int First, int Last, double Expected, double? Score);
}
