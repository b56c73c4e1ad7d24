using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>Turns an analytics response into usage by day or hour: columns found by name, then by unit; clipped; without rows that hold no usage.</summary>
internal sealed class AnalyticsConversion
{
    private static readonly string[] KnownUnits = ["ms", "s", "min", "duration", "credits", "ratio", "rating", .. CurrencyCode.Known];
    private static readonly string[] KnownColumns =
        ["timestamp", "total_usage", "total_minutes", "total_cost", "usage_count", "total_charge_count", "api_key_name"];

    private readonly Uri _uri;
    private readonly AnalyticsTable _table;
    private readonly AnalyticsQuery _query;
    private readonly AnalyticsColumn _timestamp;
    private readonly AnalyticsColumn _credits;
    private readonly AnalyticsColumn? _requests;
    private readonly AnalyticsColumn? _minutes;
    private readonly AnalyticsColumn? _cost;
    private readonly AnalyticsColumn?[] _dimensions;
    private readonly AnalyticsColumn? _keyName;
    private readonly string? _currency;
    private readonly bool _timestampInSeconds;
    private readonly Dictionary<int, (int Day, DateTime Start)> _bucketOfText = [];
    private readonly List<DateTime>? _starts;

    public AnalyticsConversion(Uri uri, AnalyticsTable table, AnalyticsQuery query, UnknownCounter unknowns)
    {
        _uri = uri;
        _table = table;
        _query = query;
        _starts = query.Hourly ? [] : null;
        int timestamp = table.Find("timestamp", "s", "ms") ?? throw Missing("timestamp");
        _timestamp = table[timestamp];
        _timestampInSeconds = table.Units[timestamp] == "s";
        _credits = Column(table.Find("total_usage", "credits")) ?? throw Missing("total_usage");
        _requests = Column(table.Find("usage_count"));
        int? minutes = table.Find("total_minutes", "min");
        _minutes = minutes is { } at && table.Units[at] is null or "min" ? Column(minutes) : null;
        int? cost = table.Find("total_cost", [.. table.Units.OfType<string>().Where(unit => CurrencyCode.Read(unit) is not null)]);
        // A cost whose unit is not named cannot be told apart from another currency's: it is unknown.
        _currency = cost is { } position ? CurrencyCode.Read(table.Units[position]) : null;
        _cost = _currency is null ? null : Column(cost);
        _dimensions = new AnalyticsColumn?[UsageTable.RecordDimensions.Count];
        foreach (Dimension dimension in query.GroupBy)
        {
            string name = ApiNames.GroupBy(dimension);
            _dimensions[UsageTable.IndexOf(dimension)] = Column(table.Find(name)) ?? throw Missing(name);
        }

        _keyName = query.GroupBy.Contains(Dimension.ApiKey) ? Column(table.Find("api_key_name")) : null;
        CountUnknowns(unknowns);
    }

    public AnalyticsUsage Convert()
    {
        var builder = new UsageTableBuilder();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        int[] index = new int[_dimensions.Length];
        int[]?[] interned = [.. _dimensions.Select(column => column is null ? null : Enumerable.Repeat(-1, column.Pool.Count).ToArray())];
        DateRange range = _query.Range;
        for (int row = 0; row < _table.Rows; row++)
        {
            (int day, DateTime start) = BucketAt(row);
            if (day < range.Start.DayNumber || day > range.End.DayNumber)
            {
                // A row stamped exactly at the end of the range belongs to the next day.
                continue;
            }

            long credits = Whole(_credits, row, "total_usage") ?? throw Empty("total_usage", row);
            long? requests = _requests is null ? null : Whole(_requests, row, "usage_count");
            decimal? minutes = _minutes?.NumberAt(row);
            decimal? cost = _cost?.NumberAt(row);
            if (credits == 0 && requests is null or 0 && minutes is null or 0 && cost is null or 0)
            {
                continue;
            }

            for (int dimension = 0; dimension < index.Length; dimension++)
            {
                index[dimension] = _dimensions[dimension] is { } column
                    ? Intern(builder, dimension, column, interned[dimension]!, row)
                    : DimensionColumn.Unknown;
            }

            LearnName(names, row);
            _starts?.Add(start);
            builder.Add(day, UsageTable.FullRecord, index, credits, requests, minutes, cost);
        }

        return new AnalyticsUsage(builder.Build(), _currency, names, _starts);
    }

    /// <summary>A null or empty hash is use without a key; so it is with every other dimension: a value that is not there, not one unknown.</summary>
    private static int Intern(UsageTableBuilder builder, int dimension, AnalyticsColumn column, int[] interned, int row)
    {
        int text = column.TextAt(row);
        if (text < 0)
        {
            decimal? number = column.NumberAt(row);
            return builder.Intern(dimension, number?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        return interned[text] >= 0 ? interned[text] : interned[text] = builder.Intern(dimension, column.Pool[text]);
    }

    private void LearnName(Dictionary<string, string> names, int row)
    {
        if (_keyName?.TextAt(row) is >= 0 and int name
            && _dimensions[UsageTable.IndexOf(Dimension.ApiKey)]!.TextAt(row) is >= 0 and int hash)
        {
            string id = _dimensions[UsageTable.IndexOf(Dimension.ApiKey)]!.Pool[hash];
            if (id.Length > 0 && _keyName.Pool[name].Length > 0)
            {
                names[id] = _keyName.Pool[name];
            }
        }
    }

    private (int Day, DateTime Start) BucketAt(int row)
    {
        int text = _timestamp.TextAt(row);
        if (text < 0)
        {
            decimal number = _timestamp.NumberAt(row) ?? throw Empty("timestamp", row);
            return BucketBeginningAt(UnixTime.Read(number, _timestampInSeconds) ?? throw NoTime(row), row);
        }

        if (!_bucketOfText.TryGetValue(text, out (int Day, DateTime Start) bucket))
        {
            string value = _timestamp.Pool[text];
            if (!DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant))
            {
                throw NoTime(row);
            }

            bucket = BucketBeginningAt(instant, row);
            _bucketOfText.Add(text, bucket);
        }

        return bucket;
    }

    /// <summary>
    /// A bucket of a day begins at the zone's midnight, one of an hour at one of its hours; one that doesn't is of another zone, and would
    /// put usage on the wrong day.
    /// </summary>
    private (int Day, DateTime Start) BucketBeginningAt(DateTimeOffset instant, int row)
    {
        DateOnly day = _query.TimeZone.DayOf(instant);
        bool isBoundary = _query.Hourly ? _query.TimeZone.BeginsHour(instant) : _query.TimeZone.StartOf(day) == instant;
        return isBoundary
            ? (day.DayNumber, instant.UtcDateTime)
            : throw (_query.Hourly ? ApiFailure.NotFullHour(_uri, row, instant, _query.TimeZone.Id) : ApiFailure.NotMidnight(_uri, row, instant, _query.TimeZone.Id));
    }

    private long? Whole(AnalyticsColumn column, int row, string name)
    {
        decimal? value = column.NumberAt(row);
        return value is null ? null
            : decimal.Truncate(value.Value) == value && Math.Abs(value.Value) <= long.MaxValue ? (long)value
            : throw ApiFailure.Malformed(_uri, string.Create(CultureInfo.InvariantCulture, $"'{name}' of row {row} is {value}, which is not a whole number."));
    }

    private AnalyticsColumn? Column(int? position) => position is { } at ? _table[at] : null;

    private ElevenLabsApiException Missing(string column) => ApiFailure.MissingColumn(_uri, column, _table.Columns);

    private ElevenLabsApiException NoTime(int row) => ApiFailure.Malformed(_uri, $"the timestamp of row {row} is not a time.");

    private ElevenLabsApiException Empty(string column, int row) => ApiFailure.Malformed(_uri, $"'{column}' of row {row} is empty.");

    private void CountUnknowns(UnknownCounter unknowns)
    {
        foreach (string column in _table.Columns.Except(KnownColumns).Except(_query.GroupBy.Select(ApiNames.GroupBy)))
        {
            unknowns.Count("column", column);
        }

        foreach (string unit in _table.Units.OfType<string>().Except(KnownUnits, StringComparer.OrdinalIgnoreCase))
        {
            unknowns.Count("unit", unit);
        }
    }
}
