using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Demo;

/// <summary>The request log of the demo workspace: each row of usage through the API as so many requests, some of them refused at first. Days are those of UTC.</summary>
internal sealed class DemoRequests(DemoWorkspace workspace, DateTimeOffset now)
{
    private const string Api = "api";
    private const int TimeSalt = 21;
    private const int LatencySalt = 22;
    private const int FailureSalt = 23;
    private const int IdSalt = 24;
    private const int Succeeded = 200;

    // One in so many requests was rejected before it was sent again.
    private const int OneRefusedIn = 29;

    private readonly Dictionary<string, string> _keyNames = workspace.Cast
        .KeysWithin(DemoWorkspace.FirstDay, TimeZoneInfo.Utc.DayOf(now)).ToDictionary(key => key.Hash, key => key.Name, StringComparer.Ordinal);

    public RequestPage Answer(RequestPageQuery query)
    {
        var rows = new List<RequestRow>();
        DateOnly first = Later(TimeZoneInfo.Utc.DayOf(query.From), DemoWorkspace.FirstDay);
        for (DateOnly day = TimeZoneInfo.Utc.DayOf(query.To < now ? query.To : now); day >= first && rows.Count < query.Limit; day = day.AddDays(-1))
        {
            rows.AddRange(RequestsOn(day)
                .Where(row => row.At >= query.From.UtcDateTime && row.At <= query.To.UtcDateTime && row.At < now.UtcDateTime && Passes(row, query))
                .OrderByDescending(row => row.At).ThenBy(row => row.Id, StringComparer.Ordinal)
                .Take(query.Limit - rows.Count));
        }

        return new RequestPage(rows, "request_id");
    }

    private static DateOnly Later(DateOnly left, DateOnly right) => left > right ? left : right;

    private static bool Passes(RequestRow row, RequestPageQuery query)
    {
        foreach (RequestCondition condition in query.Conditions)
        {
            string? value = condition.Column switch
            {
                "request_id" => row.Id,
                "status_code" => row.Status?.ToString(CultureInfo.InvariantCulture),
                "model" => row.Model,
                _ => row.ApiKeyId,
            };
            bool isNamed = condition.Values.Any(wanted => Convert.ToString(wanted, CultureInfo.InvariantCulture) == value);
            if (isNamed == (condition.Operation == "not_in"))
            {
                return false;
            }
        }

        return query.Search is not { Length: > 0 } search || new[] { row.Id, row.Path, row.Model, row.ApiKeyName, row.Voice, row.UserId }
            .Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
    }

    private IEnumerable<RequestRow> RequestsOn(DateOnly day)
    {
        int number = 0;
        foreach (DemoRow row in workspace.RowsOn(day).Where(row => row.Source == Api))
        {
            number++;
            for (int part = 0; part < row.Requests; part++)
            {
                // Working hours: from seven in the morning for twelve hours.
                DateTime at = day.ToDateTime(new TimeOnly(7, 0), DateTimeKind.Utc)
                    .AddMilliseconds(SplitMix.Between(0, (12 * 60 * 60 * 1000) - 1, day.DayNumber, TimeSalt, number, part));
                if (SplitMix.Between(1, OneRefusedIn, day.DayNumber, FailureSalt, number, part) == 1)
                {
                    int status = part % 3 == 0 ? 500 : 429;
                    yield return Request(row, at.AddSeconds(-1), Id(day, number, part, 1), status, 40) with { Credits = 0, Minutes = 0, Cost = 0 };
                }

                int latency = SplitMix.Between(120, row.Product == DemoRate.TextToSpeech ? 900 : 6_000, day.DayNumber, LatencySalt, number, part);
                yield return Request(row, at, Id(day, number, part, 0), Succeeded, latency) with
                {
                    Credits = Share(row.Credits, row.Requests, part),
                    Minutes = Share((long)(row.Minutes * 100), row.Requests, part) / 100m,
                    Cost = Share((long)(row.Cost * 1_000_000), row.Requests, part) / 1_000_000m,
                };
            }
        }
    }

    private static string Id(DateOnly day, int number, int part, int attempt) => SplitMix.Hex(32, day.DayNumber, IdSalt, number, part, attempt)[..20];

    /// <summary>Equal shares, the remainder with the first.</summary>
    private static long Share(long total, long parts, int part) => (total / parts) + (part == 0 ? total % parts : 0);

    private RequestRow Request(DemoRow row, DateTime at, string id, int status, int latency) => new()
    {
        At = at,
        Id = id,
        Method = "POST",
        Path = row.Product switch
        {
            DemoRate.TextToSpeech => $"/v1/text-to-speech/{row.Voice}",
            "STT" => "/v1/speech-to-text",
            _ => "/v1/convai/conversation",
        },
        Status = status,
        Succeeded = status == Succeeded,
        LatencyMs = latency,
        Product = row.Product,
        Model = row.Model,
        ApiKeyId = row.ApiKeyId,
        ApiKeyName = _keyNames.GetValueOrDefault(row.ApiKeyId),
        UserId = row.User,
        Voice = row.Voice.Length > 0 ? row.Voice : null,
        Source = row.Source,
        Region = row.Region,
        Currency = DemoAnalytics.Currency,
    };
}
