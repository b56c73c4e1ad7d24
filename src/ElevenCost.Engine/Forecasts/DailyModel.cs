using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Forecasts;

/// <summary>What a series of daily amounts will go on with: the sum of coming days, and how far it may be off.</summary>
/// <remarks>
/// A level that follows the series, times the profile of its week, plus the bursts that come now and then. How fast the level follows, and whether
/// it has a trend, is decided by which would have forecast this very series best; how wide the intervals are, by how far those forecasts
/// were off. Deterministic. Binary floating point: an estimate is no sum of money.
/// </remarks>
internal sealed class DailyModel
{
    /// <summary>With fewer known days there is nothing to forecast from.</summary>
    public const int FewestDays = 3;

    /// <summary>Days before these are not looked at.</summary>
    public const int MostDays = 400;

    private const int Weekdays = 7;
    private const int MostOrigins = 240;
    private const int LongestChecked = 31;

    // A day above this multiple of the days around it is a burst, whatever they scatter.
    private const double LeastBurst = 2;
    private const double BurstDeviations = 4;
    private const double Damping = 0.98;

    private static readonly int[] WeighedHorizons = [3, 7, 14, 28];

    private static readonly Follower[] Followers =
    [
        new(0.015, false), new(0.03, false), new(0.06, false), new(0.12, false), new(0.25, false), new(0.45, false),
        new(0.015, true), new(0.03, true), new(0.06, true),
    ];

    private readonly double[] _values;
    private readonly DayOfWeek _first;
    private readonly WeekdayProfile _week;
    private readonly double _scatter;
    private readonly int _known;
    private readonly Dictionary<int, State[]> _states = [];
    private double[]? _weights;

    /// <summary>Takes a series in.</summary>
    /// <param name="values">The amounts of consecutive days, none below 0; NaN where unknown.</param>
    /// <param name="first">The weekday of the first.</param>
    public DailyModel(ReadOnlySpan<double> values, DayOfWeek first)
    {
        int skip = Math.Max(0, values.Length - MostDays);
        _values = values[skip..].ToArray();
        _first = (DayOfWeek)(((int)first + skip) % Weekdays);
        _known = _values.Count(value => !double.IsNaN(value));
        _week = WeekdayProfile.Of(_values, _first);
        _scatter = Scatter();
    }

    /// <summary>How many days are known.</summary>
    public int KnownDays => _known;

    /// <summary>The expected amount of a day.</summary>
    /// <param name="offset">0 for the day after the series, 1 for the next.</param>
    public double ExpectedOn(int offset) => _known == 0 ? 0 : Math.Max(0, Expected(_values.Length - 1, offset, 1));

    /// <summary>The sum of the days that follow the series.</summary>
    /// <param name="skip">How many days lie between.</param>
    /// <param name="days">How many; at least 1.</param>
    public Outlook Next(int skip, int days)
    {
        double expected = _known == 0 ? 0 : Math.Max(0, Expected(_values.Length - 1, skip, days));
        if (expected <= 0)
        {
            return new Outlook(0, 0, 0, 0, 0);
        }

        ErrorProfile errors = Errors(days);
        return new Outlook(
            expected, errors.Bound(expected, errors.Low80), errors.Bound(expected, errors.High80), errors.Bound(expected, errors.Low95), errors.Bound(expected, errors.High95));
    }

    private double FactorOf(int index) => _week[(DayOfWeek)(((int)_first + index) % Weekdays)];

    /// <summary>How much days scatter around those near them, relative to them.</summary>
    private double Scatter()
    {
        var deviations = new List<double>();
        for (int day = 0; day < _values.Length; day++)
        {
            double middle = MiddleAround(day, _values.Length - 1);
            double factor = FactorOf(day);
            if (middle > 0 && factor > 0.2 && !double.IsNaN(_values[day]))
            {
                deviations.Add(Math.Abs((_values[day] / factor / middle) - 1));
            }
        }

        return deviations.Count == 0 ? 0 : RobustStatistics.ToStandardDeviation * RobustStatistics.Median(deviations);
    }

    /// <summary>The median of the days around one, without the week's profile, as it was known at a day; NaN where none is known.</summary>
    private double MiddleAround(int day, int knownUpTo)
    {
        var near = new List<double>(Weekdays);
        for (int other = Math.Max(0, day - 3); other <= Math.Min(day + 3, knownUpTo); other++)
        {
            double factor = FactorOf(other);
            if (factor > 0.2 && !double.IsNaN(_values[other]))
            {
                near.Add(_values[other] / factor);
            }
        }

        return RobustStatistics.Median(near);
    }

    /// <summary>What a day has without what is a burst.</summary>
    private double UsualOf(int day, int knownUpTo)
    {
        double middle = MiddleAround(day, knownUpTo);
        double usual = middle * FactorOf(day);
        return _values[day] > usual * Math.Max(LeastBurst, 1 + (BurstDeviations * _scatter)) ? usual : _values[day];
    }

    private State[] StatesAt(int origin)
    {
        if (_states.Count == 0)
        {
            FillStates();
        }

        return _states[origin];
    }

    private void FillStates()
    {
        // Up to three days before the origin nothing changes any more, so the states go on from there.
        var settled = Followers.Select(_ => new State()).ToArray();
        for (int origin = 0; origin < _values.Length; origin++)
        {
            if (origin >= 3)
            {
                Feed(settled, origin - 3, origin);
            }

            State[] states = [.. settled.Select(state => state.Clone())];
            for (int day = Math.Max(0, origin - 2); day <= origin; day++)
            {
                Feed(states, day, origin);
            }

            _states.Add(origin, states);
        }
    }

    private void Feed(State[] states, int day, int origin)
    {
        if (double.IsNaN(_values[day]))
        {
            return;
        }

        double usual = UsualOf(day, origin);
        double factor = FactorOf(day);
        for (int follower = 0; follower < Followers.Length; follower++)
        {
            states[follower].Feed(usual, _values[day] - usual, factor, Followers[follower].Speed);
        }
    }

    private double Expected(int origin, int skip, int days)
    {
        double[] weights = _weights ??= Weigh();
        double sum = 0;
        for (int follower = 0; follower < Followers.Length; follower++)
        {
            if (weights[follower] > 0)
            {
                sum += weights[follower] * Expected(follower, origin, skip, days);
            }
        }

        return sum;
    }

    private double Expected(int follower, int origin, int skip, int days)
    {
        State state = StatesAt(origin)[follower];
        double sum = 0;
        double rise = 0;
        double step = 1;
        for (int offset = 0; offset < skip + days; offset++)
        {
            step *= Damping;
            rise += step;
            if (offset >= skip)
            {
                sum += (state.LevelAfter(rise, Followers[follower]) * FactorOf(origin + 1 + offset)) + state.Bursts;
            }
        }

        return sum;
    }

    /// <summary>How much each follower counts: by how far its forecasts of the next days, weeks and month were off.</summary>
    private double[] Weigh()
    {
        int longest = Math.Min(28, _known / 3);
        int[] horizons = [.. WeighedHorizons.Where(days => days <= longest)];
        if (horizons.Length == 0)
        {
            // Too short to tell: the plain mean, nearly.
            return [1, 0, 0, 0, 0, 0, 0, 0, 0];
        }

        double[] losses = new double[Followers.Length];
        for (int follower = 0; follower < Followers.Length; follower++)
        {
            foreach (int days in horizons)
            {
                int count = 0;
                double off = 0;
                foreach (int origin in Origins(days))
                {
                    if (Truth(origin, days) is { } truth)
                    {
                        off += Math.Abs(truth - Expected(follower, origin, 0, days)) / days;
                        count++;
                    }
                }

                losses[follower] += count > 0 ? off / count / horizons.Length : 0;
            }
        }

        // A trend has to be clearly better, for it is off further where it is not one.
        for (int follower = 0; follower < Followers.Length; follower++)
        {
            losses[follower] *= Followers[follower].HasTrend ? 1.03 : 1;
        }

        double least = losses.Min();
        double[] raw = [.. losses.Select(loss => least <= 0 ? (loss <= 0 ? 1 : 0) : Math.Pow(least / loss, 12))];
        double all = raw.Sum();
        return [.. raw.Select(weight => weight / all)];
    }

    private IEnumerable<int> Origins(int days)
    {
        int last = _values.Length - 1 - days;
        int first = Math.Max(Math.Min(Weekdays * 8, _values.Length / 3), last - MostOrigins + 1);
        for (int origin = Math.Max(first, 1); origin <= last; origin++)
        {
            yield return origin;
        }
    }

    private double? Truth(int origin, int days)
    {
        double sum = 0;
        for (int day = origin + 1; day <= origin + days; day++)
        {
            sum += _values[day];
        }

        return double.IsNaN(sum) ? null : sum;
    }

    private ErrorProfile Errors(int days)
    {
        int longest = Math.Clamp(_known / 4, 1, LongestChecked);
        var seen = new List<HorizonErrors>();
        for (int horizon = 1; horizon <= longest; horizon = horizon < 7 ? horizon + 1 : horizon + 3)
        {
            List<double> errors = [.. Origins(horizon)
                .Select(origin => (Truth: Truth(origin, horizon), Expected: Expected(origin, 0, horizon)))
                .Where(pair => pair.Truth is not null && pair.Expected > 0)
                .Select(pair => (pair.Truth!.Value / pair.Expected) - 1)];
            if (errors.Count > 0)
            {
                seen.Add(new HorizonErrors(horizon, errors));
            }
        }

        return ErrorProfile.Of(seen, days, _known);
    }

    private readonly record struct Follower(double Speed, bool HasTrend);

    /// <summary>What a follower knows after some days.</summary>
    private sealed class State
    {
        private double _sum;
        private double _factors;
        private double _slow;
        private double _slowWeight;
        private double _burst;
        private double _bursts;
        private double _days;

        /// <summary>What bursts add to a day on average. One alone is chance; the more there were, the more they are expected to come again.</summary>
        public double Bursts => _bursts > 1 ? _burst / _days * (_bursts - 1) / (_bursts + 0.5) : 0;

        private double Level => _factors > 0 ? _sum / _factors : 0;

        public State Clone() => (State)MemberwiseClone();

        public void Feed(double usual, double burst, double factor, double speed)
        {
            _sum += speed * (usual - _sum);
            _factors += speed * (factor - _factors);
            _slow += speed * (Level - _slow);
            _slowWeight += speed * (1 - _slowWeight);

            // Bursts are rare: half of what is known of them is older than three months.
            const double Forget = 1 - (1 / 130d);
            _burst = (_burst * Forget) + burst;
            _bursts = (_bursts * Forget) + (burst > 0 ? 1 : 0);
            _days = (_days * Forget) + 1;
        }

        /// <summary>The level so far ahead, as Brown's double smoothing has it; a trend at most halves or doubles it.</summary>
        public double LevelAfter(double rise, Follower follower)
        {
            double level = Level;
            if (!follower.HasTrend || _slowWeight <= 0)
            {
                return level;
            }

            double lag = level - (_slow / _slowWeight);
            double age = (1 - follower.Speed) / follower.Speed * _slowWeight;
            return Math.Clamp(level + lag + (lag / Math.Max(age, 1) * rise), level / 2, level * 2);
        }
    }
}
