using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>The faults that change a small JSON answer after it was made.</summary>
internal static class JsonFaults
{
    private static readonly string[] EnumFields = ["status", "billing_period", "character_refresh_period", "seat_type"];

    public static JsonNode? Apply(JsonNode? answer, ActiveFaults faults)
    {
        foreach (Fault set in faults.All("json"))
        {
            string[] pair = set.Argument!.Split('=', 2);
            answer = Set(answer, pair[0], JsonNode.Parse(pair[1]));
        }

        foreach (Fault mutate in faults.All("mutate"))
        {
            answer = answer is null ? null : JsonMutation.Apply(answer, mutate.IntArgument(0));
        }

        if (faults.Has("listed") && answer is JsonObject listed)
        {
            answer = new JsonArray([.. listed.Select(pair => pair.Value?.DeepClone())]);
        }

        if (faults.Find("wrapped") is Fault wrapped)
        {
            answer = new JsonObject { [wrapped.Argument!] = answer };
        }

        return answer is null ? null : WithWords(answer, faults);
    }

    private static JsonNode? Set(JsonNode? answer, string pointer, JsonNode? value)
    {
        string[] path = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length == 0)
        {
            return value;
        }

        JsonNode? at = answer;
        foreach (string step in path[..^1])
        {
            at = at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at?[step];
        }

        if (at is JsonArray array)
        {
            array[int.Parse(path[^1], System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else if (at is not null)
        {
            at[path[^1]] = value;
        }

        return answer;
    }

    private static JsonNode WithWords(JsonNode node, ActiveFaults faults)
    {
        Fault? extra = faults.Find("extra-field");
        bool unknown = faults.Has("unknown-enum");
        if (extra is not null || unknown)
        {
            Walk(node, extra is null ? null : extra.Argument ?? "next_cursor", unknown);
        }

        return node;
    }

    private static void Walk(JsonNode? node, string? extra, bool unknown)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Walk(item, extra, unknown);
            }
        }
        else if (node is JsonObject map)
        {
            foreach (KeyValuePair<string, JsonNode?> pair in map.ToList())
            {
                Walk(pair.Value, extra, unknown);
                if (unknown && pair.Value is JsonValue && Array.IndexOf(EnumFields, pair.Key) >= 0)
                {
                    map[pair.Key] = "quantum_" + pair.Key;
                }
                else if (unknown && pair.Key == "permissions" && pair.Value is JsonArray permissions)
                {
                    permissions.Add("telepathy_read");
                }
            }

            // Maps from id to object, such as groups, take no stray property.
            if (extra is not null && !(map.Count > 0 && map.All(p => p.Value is JsonObject)))
            {
                map[extra] = new JsonObject { ["a"] = new JsonArray(1, null) };
            }
        }
    }
}
