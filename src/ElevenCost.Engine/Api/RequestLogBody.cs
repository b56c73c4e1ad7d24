using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>Writes the body that asks for a page of the request log.</summary>
internal static class RequestLogBody
{
    public static byte[] Write(RequestPageQuery query)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("start_time", query.From.ToUnixTimeMilliseconds());
            json.WriteNumber("end_time", query.To.ToUnixTimeMilliseconds());
            json.WriteNumber("limit", query.Limit);

            // Also what the API does on its own where an end is given.
            json.WriteString("sort", "desc");
            if (query.Conditions.Count > 0)
            {
                json.WriteStartArray("filters");
                foreach (RequestCondition condition in query.Conditions)
                {
                    Write(json, condition);
                }

                json.WriteEndArray();
            }

            if (query.Search is not null)
            {
                json.WriteString("search", query.Search);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RequestCondition condition)
    {
        json.WriteStartObject();
        json.WriteString("column", condition.Column);
        json.WriteString("operation", condition.Operation);
        json.WriteStartArray("values");
        foreach (object value in condition.Values)
        {
            if (value is int number)
            {
                json.WriteNumberValue(number);
            }
            else
            {
                json.WriteStringValue(System.Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
