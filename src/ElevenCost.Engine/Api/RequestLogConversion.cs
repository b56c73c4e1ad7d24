using System.Globalization;

namespace ElevenCost.Engine.Api;

/// <summary>Turns an answer of the request log into rows. Its columns are not documented: each is found by the names that it may have.</summary>
internal sealed class RequestLogConversion
{
    private const int LeastSuccess = 200;
    private const int LeastFailure = 400;
    private const decimal MillisecondsOfSecond = 1000;

    private readonly Uri _uri;
    private readonly AnalyticsTable _table;
    private readonly HashSet<int> _used = [];
    private readonly int _timestamp;
    private readonly int? _id;
    private readonly int? _method;
    private readonly int? _path;
    private readonly int? _status;
    private readonly int? _success;
    private readonly int? _latency;
    private readonly int? _product;
    private readonly int? _model;
    private readonly int? _key;
    private readonly int? _keyName;
    private readonly int? _user;
    private readonly int? _voice;
    private readonly int? _source;
    private readonly int? _region;
    private readonly int? _credits;
    private readonly int? _minutes;
    private readonly int? _cost;
    private readonly string? _currency;
    private readonly decimal _latencyUnit;

    public RequestLogConversion(Uri uri, AnalyticsTable table, UnknownCounter unknowns)
    {
        _uri = uri;
        _table = table;
        _timestamp = Find("timestamp", "time", "created_at", "request_time")
            ?? throw ApiErrors.Malformed(uri, "it has no column 'timestamp'.");
        _id = Find("request_id", "id");
        _method = Find("method", "http_method", "request_method");
        _path = Find("path", "endpoint", "request_path", "url_path", "route");
        _status = Find("status_code", "http_status", "http_status_code", "response_status", "status");
        _success = Find("success", "is_success", "succeeded");
        _latency = Find("latency", "latency_ms", "response_time_ms", "response_time", "duration_ms", "duration", "request_duration");
        _product = Find("product_type", "product");
        _model = Find("model", "model_id");
        _key = Find("hashed_xi_api_key");
        _keyName = Find("api_key_name");
        _user = Find("user_id");
        _voice = Find("voice_id");
        _source = Find("request_source");
        _region = Find("region");
        _credits = Find("total_usage", "credits", "credits_used");
        _minutes = Find("total_minutes");
        _cost = Find("total_cost");
        _latencyUnit = _latency is { } latency && table.Units[latency] == "s" ? MillisecondsOfSecond : 1;

        // A cost whose unit is not named may be in another currency: it is unknown.
        _currency = _cost is { } cost ? CurrencyCode.Read(table.Units[cost]) : null;
        for (int column = 0; column < table.Columns.Count; column++)
        {
            if (!_used.Contains(column))
            {
                unknowns.Count("column", table.Columns[column]);
            }
        }
    }

    /// <exception cref="ElevenLabsApiException"><c>ResponseNotValid</c>, <c>FigureOutOfBounds</c>.</exception>
    public RequestPage Convert()
    {
        var rows = new RequestRow[_table.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = Row(row);
        }

        return new RequestPage(rows, _id is { } id ? _table.Columns[id] : null);
    }

    private RequestRow Row(int row)
    {
        int? status = Number(_status, row) is { } number && number == decimal.Truncate(number) && number is >= 100 and < 1000 ? (int)number : null;
        decimal? cost = _currency is null ? null : Figure(_cost, row, FigureBounds.Amount);
        return new RequestRow
        {
            At = At(row),
            Id = Text(_id, row),
            Method = Text(_method, row),
            Path = WithoutQuery(Text(_path, row)),
            Status = status,
            Succeeded = Truth(Text(_success, row)) ?? (status is { } code ? code is >= LeastSuccess and < LeastFailure : Truth(Text(_status, row))),
            LatencyMs = Figure(_latency, row, FigureBounds.LatencyMs / _latencyUnit) is { } latency and >= 0 ? latency * _latencyUnit : null,
            Product = Text(_product, row),
            Model = Text(_model, row),
            ApiKeyId = _key is null ? null : Text(_key, row) ?? "",
            ApiKeyName = Text(_keyName, row),
            UserId = Text(_user, row),
            Voice = Text(_voice, row),
            Source = Text(_source, row),
            Region = Text(_region, row),
            Credits = Figure(_credits, row, FigureBounds.Credits) is { } credits && credits == decimal.Truncate(credits) ? (long)credits : null,
            Minutes = Figure(_minutes, row, FigureBounds.Amount),
            Cost = cost,
            Currency = cost is null ? null : _currency,
        };
    }

    private DateTime At(int row)
    {
        AnalyticsColumn column = _table[_timestamp];
        if (Number(_timestamp, row) is { } number)
        {
            return ApiTime.Read(number, _table.Units[_timestamp] == "s")?.UtcDateTime ?? throw NotAnInstant(row);
        }

        return column.TextAt(row) is >= 0 and int text && ApiTime.Read(column.Pool[text]) is { } at ? at.UtcDateTime : throw NotAnInstant(row);
    }

    private ElevenLabsApiException NotAnInstant(int row) => ApiErrors.Malformed(_uri,
        string.Create(CultureInfo.InvariantCulture, $"the '{_table.Columns[_timestamp]}' of row {row} is not an instant."));

    private int? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            for (int column = 0; column < _table.Columns.Count; column++)
            {
                if (_table.Columns[column] == name && _used.Add(column))
                {
                    return column;
                }
            }
        }

        return null;
    }

    /// <summary>A cell's text; null if it is empty, as an absent value has been seen written.</summary>
    private string? Text(int? column, int row) =>
        column is { } at && _table[at].TextAt(row) is >= 0 and int text && _table[at].Pool[text] is { Length: > 0 } value ? value : null;

    /// <summary>A cell's number, which the documentation's example writes as a text.</summary>
    private decimal? Number(int? column, int row) =>
        column is not { } at ? null
        : _table[at].NumberAt(row) is { } number ? number
        : Text(column, row) is { } text && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal parsed) ? parsed
        : null;

    /// <summary>A cell's number, within a bound: sums of rows would overflow otherwise.</summary>
    /// <exception cref="ElevenLabsApiException"><c>FigureOutOfBounds</c>.</exception>
    private decimal? Figure(int? column, int row, decimal bound)
    {
        decimal? figure = Number(column, row);
        if (column is { } at)
        {
            FigureBounds.Check(_uri, string.Create(CultureInfo.InvariantCulture, $"row {row}"), _table.Columns[at], figure, _table[at].NotNumberAt(row), bound);
        }

        return figure;
    }

    private static bool? Truth(string? text) => text?.ToLowerInvariant() switch
    {
        "true" or "success" or "succeeded" or "ok" => true,
        "false" or "error" or "failed" or "failure" => false,
        _ => null,
    };

    /// <summary>A query string may hold secrets.</summary>
    private static string? WithoutQuery(string? path) => path?.Split('?', '#')[0];
}
