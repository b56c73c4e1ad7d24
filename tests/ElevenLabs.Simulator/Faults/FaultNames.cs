using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>The faults there are.</summary>
public static class FaultNames
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["needs-authorization"] = "401, no key received",
        ["invalid-api-key"] = "401, invalid key",
        ["invalid-authorization-header"] = "401, bad Bearer",
        ["api-key-id-used-as-api-key"] = "400, a key's ID sent as key",
        ["missing-permissions"] = "[:permission] 401; without @path only where that permission is asked for",
        ["quota-exceeded"] = "401, quota_exceeded",
        ["detected-unusual-activity"] = "401, free tier disabled",
        ["payment-required"] = "402",
        ["workspace-not-found"] = "404",
        ["validation"] = "422, array detail",
        ["rate-limit"] = "[:N[,hint[=value]]] the first N requests answer 429; hint: retry-after (default), retry-after-date, retry-after-ms, x-ratelimit-reset, x-ratelimit-reset-delta, none",
        ["server-error"] = "[:N[,status]] the first N requests answer 500, 502 or 503",
        ["date"] = "[:seconds] a Date header, by a clock that many seconds ahead; without it there is none",
        ["slow"] = ":ms before the answer",
        ["hang"] = "never answers",
        ["truncated"] = "[:chunked|length] connection closed in mid-body",
        ["malformed"] = "200 with half the JSON",
        ["html"] = "[:status] a proxy's HTML page, 200, 403 or 502",
        ["redirect"] = ":[status,]URL 302 or 307 to another host",
        ["row-at-end-time"] = "rows of the bucket after end_time appear",
        ["absent-column"] = ":name",
        ["renamed-column"] = ":old=new, the unit stays",
        ["null-costs"] = "[:fraction] of the rows",
        ["extra-column"] = "[:name] an unknown column before total_usage",
        ["extra-field"] = "[:name] unknown properties in every JSON object answered",
        ["unknown-product"] = "[:label] instead of Sound Effects",
        ["unknown-unit"] = "[:column=unit] default total_minutes=fortnight",
        ["unknown-enum"] = "unknown status, billing period, seat type and permission",
        ["columns-after-rows"] = "property order reversed",
        ["row-cap"] = ":N grouped rows, then silence",
        ["restate"] = ":yyyy-MM-dd,factor a UTC day's credits, minutes and costs change",
        ["late-data"] = "the last 48 hours grow on each request",
        ["duplicate-rows"] = "every row twice",
        ["numbers-as-floats"] = "219.0",
        ["epoch-timestamps"] = "ms integers instead of strings",
        ["analytics-absent"] = "404",
        ["analytics-forbidden"] = "[:401|403] missing_permissions workspace_analytics_full_read",
        ["stats-absent"] = "404",
        ["mutate"] = ":seed one field of a small answer is of another type, null, absent or nested, or the answer is 500",
        ["json"] = ":/a/b=JSON a field of a small answer; / alone is the whole answer",
        ["wrapped"] = ":name a small answer within a property of that name",
        ["listed"] = "a small answer's map as a list of its values",
        ["byte-order-mark"] = "EF BB BF before the body",
        ["rows-null"] = "null instead of a list of rows",
        ["cell"] = ":column=JSON[;row] a cell of every row, of one row counted from 1, or of the rows of a UTC day",
        ["numbers-as-text"] = "\"219\"",
        ["name-columns"] = "[:suffix] voice_name and user_label after the other columns",
        ["forget"] = ":yyyy-MM-dd a UTC day without any usage",
        ["unknown-day"] = ":yyyy-MM-dd[,absent] a UTC day's values are null, or the day is not among the times",
    };

    private static readonly HashSet<string> NeedArgument =
        ["slow", "redirect", "absent-column", "renamed-column", "row-cap", "restate", "mutate", "json", "wrapped", "cell", "forget", "unknown-day"];

    private static readonly HashSet<string> OfAnalytics =
    [
        "row-at-end-time", "absent-column", "renamed-column", "null-costs", "extra-column", "unknown-product", "unknown-unit",
        "columns-after-rows", "row-cap", "duplicate-rows", "numbers-as-floats", "epoch-timestamps", "analytics-absent",
        "analytics-forbidden", "rows-null", "cell", "numbers-as-text", "name-columns",
    ];

    /// <summary>Every name with a note on its argument and effect.</summary>
    public static IReadOnlyDictionary<string, string> All => Known;

    internal static void Check(string name, string? argument)
    {
        if (!Known.ContainsKey(name))
        {
            throw new FormatException($"There is no fault '{name}'.");
        }

        if (argument is null && NeedArgument.Contains(name))
        {
            throw new FormatException($"The fault '{name}' needs an argument.");
        }

        bool fine = name switch
        {
            "restate" => TryRestatement(argument, out _, out _),
            "mutate" => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "forget" or "unknown-day" => TryDay(argument, out _),
            "cell" => argument!.Contains('=', StringComparison.Ordinal),
            "json" => argument!.StartsWith('/') && argument.Contains('=', StringComparison.Ordinal),
            "renamed-column" => argument!.Contains('=', StringComparison.Ordinal),
            "date" => argument is null || int.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "slow" or "row-cap" => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "rate-limit" or "server-error" => argument is null
                || int.TryParse(argument.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "null-costs" => argument is null || double.TryParse(argument, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            "truncated" => argument is null or "chunked" or "length",
            _ => true,
        };
        if (!fine)
        {
            throw new FormatException($"The fault '{name}' does not take '{argument}'.");
        }
    }

    internal static bool TryDay(string? argument, out DateOnly day) => DateOnly.TryParseExact(
        (argument ?? "").Split(',')[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    internal static bool TryRestatement(string? argument, out DateOnly day, out decimal factor)
    {
        day = default;
        factor = 1;
        string[] parts = (argument ?? "").Split(',');
        return parts.Length == 2
            && DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && decimal.TryParse(parts[1], NumberStyles.Number, CultureInfo.InvariantCulture, out factor);
    }

    /// <summary>Some faults make sense on some endpoints only; a request elsewhere must not use up their count.</summary>
    internal static bool AppliesTo(Fault fault, string path)
    {
        bool analytics = path.StartsWith("/v1/workspace/analytics/", StringComparison.Ordinal);
        bool stats = path == "/v1/usage/character-stats";
        if (OfAnalytics.Contains(fault.Name))
        {
            return analytics;
        }

        return fault.Name switch
        {
            "restate" or "late-data" or "forget" => analytics || stats,
            "stats-absent" or "unknown-day" => stats,
            "missing-permissions" when fault.Path is null && fault.Argument is string permission =>
                Permissions.IsAskedAnywhere(permission) ? Permissions.Of(path) == permission : true,
            _ => true,
        };
    }
}
