using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>Turns an analytics response into usage by day or hour: columns found by name, then by unit; clipped; without rows that hold no usage.</summary>
internal sealed class AnalyticsConversion
{
    private static readonly string[] KnownUnits = ["ms", "s", "min", "duration", "credits", "ratio", "rating"];
    private static readonly string[] KnownColumns =
    [
        "timestamp", "total_usage", "total_minutes", "total_cost", "usage_count", "total_charge_count",
        ApiNames.ApiKeyName, ApiNames.VoiceName, ApiNames.UserName,
    ];

    private readonly Uri _uri;
    private readonly AnalyticsTable _table;
    private readonly AnalyticsQuery _query;
    private readonly AnalyticsColumn _timestamp;
    private readonly AnalyticsColumn _credits;
    private readonly AnalyticsColumn? _requests;
    private readonly AnalyticsColumn? _minutes;
    private readonly AnalyticsColumn? _cost;
    private readonly AnalyticsColumn?[] _dimensions;
    private readonly NamedIds[] _names;
    private readonly ApiDrift _drift;
    private readonly SortedDictionary<DateOnly, string> _unreadable = [];
    private readonly string _minutesName = "total_minutes";
    private readonly string _costName = "total_cost";
    private readonly string? _currency;
    private readonly bool _timestampInSeconds;
    private readonly Dictionary<int, (int Day, DateTime Start)> _bucketOfText = [];
    private readonly List<DateTime>? _starts;

    public AnalyticsConversion(Uri uri, AnalyticsTable table, AnalyticsQuery query, UnknownCounter unknowns, ApiDrift drift)
    {
        _uri = uri;
        _table = table;
        _query = query;
        _drift = drift;
        _starts = query.Hourly ? [] : null;
        int timestamp = table.Find("timestamp", "s", "ms") ?? throw Missing("timestamp");
        _timestamp = table[timestamp];
        _timestampInSeconds = UnitOf(timestamp) == "s";
        _credits = Column(table.Find("total_usage", "credits")) ?? throw Missing("total_usage");
        _requests = Column(table.Find("usage_count"));
        if (table.Find("total_minutes", "min") is { } minutes)
        {
            _minutesName = table.Columns[minutes];
            _minutes = UnitOf(minutes) is null or "min" ? table[minutes] : null;
            DriftUnless(_minutes is not null, minutes, "is not a known unit of minutes");
        }

        if (table.Find("total_cost", [.. CurrencyCode.Documented]) is { } cost)
        {
            // A cost whose unit is not named may be in another currency: it is unknown.
            _costName = table.Columns[cost];
            _currency = CurrencyCode.Read(table.Units[cost]);
            _cost = _currency is null ? null : table[cost];
            DriftUnless(_cost is not null || table.Rows == 0, cost, "is not a currency");
        }

        _dimensions = new AnalyticsColumn?[UsageTable.RecordDimensions.Count];
        foreach (Dimension dimension in query.GroupBy)
        {
            string name = ApiNames.GroupBy(dimension);
            _dimensions[UsageTable.IndexOf(dimension)] = Column(table.Find(name)) ?? throw Missing(name);
        }

        _names = [.. new[] { (Dimension.ApiKey, ApiNames.ApiKeyName), (Dimension.User, ApiNames.UserName), (Dimension.Voice, ApiNames.VoiceName) }
            .Where(named => query.GroupBy.Contains(named.Item1) && table.Find(named.Item2) is not null)
            .Select(named => new NamedIds(named.Item1, _dimensions[UsageTable.IndexOf(named.Item1)]!, table[table.Find(named.Item2)!.Value]))];
        CountUnknowns(unknowns);
    }

    public AnalyticsUsage Convert()
    {
        var builder = new UsageTableBuilder();
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

            decimal? exact = Figure(_credits, row, "total_usage", FigureBounds.Credits);
            if (exact is not { } whole || decimal.Truncate(whole) != whole)
            {
                // Credits are kept as whole numbers: a day with others fails, and the days beside it are stored.
                NotReadable(DateOnly.FromDayNumber(day), row, "total_usage", exact, _credits);
                continue;
            }

            long credits = (long)whole;
            long? requests = Requests(row);
            decimal? minutes = Figure(_minutes, row, _minutesName, FigureBounds.Amount);
            decimal? cost = Figure(_cost, row, _costName, FigureBounds.Amount);
            if (credits == 0 && requests is null or 0 && minutes is null or 0 && cost is null or 0)
            {
                continue;
            }

            for (int dimension = 0; dimension < index.Length; dimension++)
            {
                index[dimension] = _dimensions[dimension] is { } column
                    ? Intern(builder, dimension, column, interned[dimension]!, row, day)
                    : DimensionColumn.Unknown;
            }

            foreach (NamedIds named in _names)
            {
                named.Learn(row, day);
            }

            _starts?.Add(start);
            builder.Add(day, UsageTable.FullRecord, index, credits, requests, minutes, cost);
        }

        return new AnalyticsUsage(builder.Build(), _currency, NamesOf(Dimension.ApiKey), _starts)
        {
            UserNames = NamesOf(Dimension.User),
            VoiceNames = NamesOf(Dimension.Voice),
            Unreadable = _unreadable,
        };
    }

    private IReadOnlyDictionary<string, string> NamesOf(Dimension dimension) =>
        Array.Find(_names, named => named.Dimension == dimension)?.Latest ?? new Dictionary<string, string>();

    /// <summary>
    /// A null or empty hash is use without a key; so it is with every other dimension: a value that is not there, not one unknown. One that is an
    /// object is unknown.
    /// </summary>
    private int Intern(UsageTableBuilder builder, int dimension, AnalyticsColumn column, int[] interned, int row, int day)
    {
        if (column.IsNested(row))
        {
            string name = ApiNames.GroupBy(UsageTable.RecordDimensions[dimension]);
            _drift.Add(string.Create(CultureInfo.InvariantCulture, $"'{name}' of {DateOnly.FromDayNumber(day):yyyy-MM-dd}, which came as an object or a list"));
            return DimensionColumn.Unknown;
        }

        int text = column.TextAt(row);
        if (text < 0)
        {
            decimal? number = column.NumberAt(row);
            return builder.Intern(dimension, number?.ToString(CultureInfo.InvariantCulture) ?? "");
        }

        return interned[text] >= 0 ? interned[text] : interned[text] = builder.Intern(dimension, column.Pool[text]);
    }

    /// <summary>A cell's number; null if it holds none. What can't be read is named.</summary>
    private decimal? Figure(AnalyticsColumn? column, int row, string name, decimal bound)
    {
        if (column is null)
        {
            return null;
        }

        decimal? figure = column.NumberAt(row);
        string? other = column.NotNumberAt(row);
        FigureBounds.Check(_uri, string.Create(CultureInfo.InvariantCulture, $"row {row}"), name, figure, other, bound);
        if (other is not null)
        {
            _drift.Add($"'{name}', which came as \"{other}\"");
        }

        return figure;
    }

    /// <summary>Requests; null if they are not known, as a number that is not whole is none.</summary>
    private long? Requests(int row)
    {
        if (Figure(_requests, row, "usage_count", FigureBounds.Requests) is not { } count)
        {
            return null;
        }

        if (decimal.Truncate(count) == count)
        {
            return (long)count;
        }

        _drift.Add(string.Create(CultureInfo.InvariantCulture, $"'usage_count', which came as {count}"));
        return null;
    }

    private void NotReadable(DateOnly day, int row, string name, decimal? figure, AnalyticsColumn column)
    {
        string what = figure is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"is {number}, which is not a whole number")
            : column.NotNumberAt(row) is { } other ? $"is \"{ApiErrors.Clean(other, null)}\", which is not a number" : "is empty";
        _unreadable.TryAdd(day, string.Create(CultureInfo.InvariantCulture, $"'{name}' of row {row} {what}"));
    }

    private (int Day, DateTime Start) BucketAt(int row)
    {
        int text = _timestamp.TextAt(row);
        if (text < 0)
        {
            decimal number = _timestamp.NumberAt(row) ?? throw Empty("timestamp", row);
            return BucketBeginningAt(ApiTime.Read(number, _timestampInSeconds) ?? throw NoTime(row), row);
        }

        if (!_bucketOfText.TryGetValue(text, out (int Day, DateTime Start) bucket))
        {
            string value = _timestamp.Pool[text];
            DateTimeOffset? instant = ApiTime.Read(value) is { } time ? time
                : _timestamp.NumberAt(row) is { } unix ? ApiTime.Read(unix, _timestampInSeconds)
                : null;
            bucket = BucketBeginningAt(instant ?? throw NoTime(row), row);
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
            : throw (_query.Hourly ? ApiErrors.NotFullHour(_uri, row, instant, _query.TimeZone.Id) : ApiErrors.NotMidnight(_uri, row, instant, _query.TimeZone.Id));
    }

    private string? UnitOf(int column) => _table.Units[column]?.Trim().ToLowerInvariant();

    private void DriftUnless(bool isRead, int column, string why)
    {
        if (!isRead)
        {
            _drift.Add($"'{_table.Columns[column]}': its unit {(_table.Units[column] is { } unit ? $"\"{unit}\"" : "(none)")} {why}");
        }
    }

    private AnalyticsColumn? Column(int? position) => position is { } at ? _table[at] : null;

    private ElevenLabsApiException Missing(string column) => ApiErrors.MissingColumn(_uri, column, _table.Columns);

    private ElevenLabsApiException NoTime(int row) => ApiErrors.Malformed(_uri, $"the timestamp of row {row} is not a time.");

    private ElevenLabsApiException Empty(string column, int row) => ApiErrors.Malformed(_uri, $"'{column}' of row {row} is empty.");

    private void CountUnknowns(UnknownCounter unknowns)
    {
        foreach (string column in _table.Columns.Except(KnownColumns).Except(_query.GroupBy.Select(ApiNames.GroupBy)))
        {
            unknowns.Count("column", column);
        }

        foreach (string unit in _table.Units.OfType<string>().Where(unit => CurrencyCode.Read(unit) is null && !KnownUnits.Contains(unit.Trim().ToLowerInvariant())))
        {
            unknowns.Count("unit", unit);
        }
    }

    /// <summary>The IDs of a dimension with the names that stand beside them; of several names of one ID the one of the latest day.</summary>
    private sealed class NamedIds(Dimension dimension, AnalyticsColumn ids, AnalyticsColumn names)
    {
        private readonly Dictionary<string, string> _latest = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _days = new(StringComparer.Ordinal);

        public Dimension Dimension => dimension;

        public IReadOnlyDictionary<string, string> Latest => _latest;

        public void Learn(int row, int day)
        {
            if (ids.TextAt(row) is >= 0 and int idText && names.TextAt(row) is >= 0 and int nameText
                && ids.Pool[idText] is { Length: > 0 } id && names.Pool[nameText] is { Length: > 0 } name
                && day >= _days.GetValueOrDefault(id, int.MinValue))
            {
                _latest[id] = name;
                _days[id] = day;
            }
        }
    }
}
