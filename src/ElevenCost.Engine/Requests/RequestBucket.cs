using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Requests;

/// <summary>The requests of one bucket, summed by path.</summary>
internal sealed class RequestBucket
{
    private const int MostPaths = 5_000;
    private const string OtherPaths = "(other)";
    private const int Rounding = 3;
    private const int RateRounding = 6;

    private readonly string _connection;
    private readonly DateTime _start;
    private readonly DateTime _end;
    private readonly DateOnly _day;
    private readonly DateTime? _lastDay;
    private readonly Dictionary<string, Sums> _byPath = new(StringComparer.Ordinal);
    private readonly Sums _withoutPath = new();

    private RequestBucket(string connection, DateTime start, DateTime end, DateOnly day, DateTime? lastDay)
    {
        _connection = connection;
        _start = start;
        _end = end;
        _day = day;
        _lastDay = lastDay;
    }

    /// <summary>The bucket of an instant.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="at">The instant, in UTC.</param>
    /// <param name="zone">The connection's zone.</param>
    /// <param name="granularity">The length of the bucket.</param>
    /// <param name="range">The range that was asked for: the bucket of <see cref="Granularity.Total"/>.</param>
    public static RequestBucket Of(string connection, DateTime at, TimeZoneInfo zone, Granularity granularity, InstantRange range)
    {
        DateOnly last = zone.DayOf(range.To > range.From ? range.To.AddTicks(-1) : range.To);
        if (granularity == Granularity.Total)
        {
            // A log may give a request at the very end of the range: it is no bucket of its own.
            return new RequestBucket(connection, range.From.UtcDateTime, DateTime.MaxValue, zone.DayOf(range.From), last.ToDateTime(TimeOnly.MinValue));
        }

        DateOnly day = zone.DayOf(new DateTimeOffset(at));
        if (granularity != Granularity.Hour)
        {
            DateOnly first = BucketCalendar.BucketOf(day, granularity, default);
            return new RequestBucket(connection, zone.StartOf(first).UtcDateTime, zone.StartOf(BucketCalendar.AfterBucket(first, granularity)).UtcDateTime, first,
                BucketCalendar.EndOf(Bucket.Of(first), granularity, new DateRange(first, last < first ? first : last)));
        }

        // By the instant and not by the clock's hour, of which there are two where clocks are set back.
        DateTime local = TimeZoneInfo.ConvertTimeFromUtc(at, zone);
        DateTime start = at.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour));
        return new RequestBucket(connection, start, start.AddHours(1), day, null);
    }

    public bool Contains(DateTime at) => at >= _start && at < _end;

    public void Add(RequestRecord request)
    {
        if (request.Path is null)
        {
            _withoutPath.Add(request);
            return;
        }

        string route = RequestRoute.Of(request.Path);
        if (!_byPath.TryGetValue(route, out Sums? sums))
        {
            route = _byPath.Count < MostPaths ? route : OtherPaths;
            if (!_byPath.TryGetValue(route, out sums))
            {
                _byPath.Add(route, sums = new Sums());
            }
        }

        sums.Add(request);
    }

    public IEnumerable<RequestSummary> Summaries()
    {
        if (_withoutPath.Requests > 0)
        {
            yield return Summary(null, _withoutPath);
        }

        foreach ((string path, Sums sums) in _byPath.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            yield return Summary(path, sums);
        }
    }

    private RequestSummary Summary(string? path, Sums sums) => new()
    {
        Connection = _connection,
        Date = _day.ToDateTime(TimeOnly.MinValue),
        EndDate = _lastDay,
        StartsAt = _start,
        Path = path,
        Requests = sums.Requests,
        Succeeded = sums.Succeeded,
        Failed = sums.Failed,
        SuccessRate = sums.Succeeded + sums.Failed == 0 ? null : decimal.Round((decimal)sums.Succeeded / (sums.Succeeded + sums.Failed), RateRounding),
        AverageLatencyMs = sums.Latencies.Average is { } average ? decimal.Round(average, Rounding) : null,
        P50LatencyMs = sums.Latencies.Percentile(50),
        P95LatencyMs = sums.Latencies.Percentile(95),
    };

    private sealed class Sums
    {
        public long Requests { get; private set; }

        public long Succeeded { get; private set; }

        public long Failed { get; private set; }

        public LatencyHistogram Latencies { get; } = new();

        public void Add(RequestRecord request)
        {
            Requests++;
            Succeeded += request.Succeeded == true ? 1 : 0;
            Failed += request.Succeeded == false ? 1 : 0;
            if (request.LatencyMs is { } latency)
            {
                Latencies.Add(latency);
            }
        }
    }
}
