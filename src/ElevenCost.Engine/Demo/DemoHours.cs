using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Demo;

/// <summary>The usage of the demo workspace by hour: what of a day has come by the end of an hour, less what had come before it.</summary>
internal static class DemoHours
{
    /// <summary>
    /// The rows of a day's full hours; together they are the day. Where the clocks skip an hour, the next one holds its usage; where they
    /// repeat one, the second has none.
    /// </summary>
    public static IEnumerable<DemoRow> RowsOn(DemoWorkspace workspace, DateOnly day, TimeZoneInfo zone, DateTimeOffset now)
    {
        DateTimeOffset today = TimeZoneInfo.ConvertTime(now, zone);
        int passed = day == DateOnly.FromDateTime(today.DateTime) ? today.Hour : 24;
        Dictionary<object, DemoRow> before = [];
        int hours = 0;
        foreach (DateTimeOffset start in zone.HoursOf(day))
        {
            int ended = TimeZoneInfo.ConvertTime(start, zone).Hour + 1;
            if (ended > passed)
            {
                yield break;
            }

            if (ended <= hours)
            {
                continue;
            }

            hours = ended;
            var soFar = workspace.RowsOn(day, hours).ToDictionary(Key);
            foreach ((object key, DemoRow row) in soFar)
            {
                DemoRow? earlier = before.GetValueOrDefault(key);
                if (row != earlier)
                {
                    yield return row with
                    {
                        Start = start.UtcDateTime,
                        Credits = row.Credits - (earlier?.Credits ?? 0),
                        Requests = row.Requests - (earlier?.Requests ?? 0),
                        Minutes = row.Minutes - (earlier?.Minutes ?? 0),
                        Cost = row.Cost - (earlier?.Cost ?? 0),
                        Characters = row.Characters - (earlier?.Characters ?? 0),
                    };
                }
            }

            before = soFar;
        }
    }

    private static object Key(DemoRow row) => (row.Product, row.Model, row.ApiKeyId, row.Voice, row.User, row.Source, row.Region);
}
