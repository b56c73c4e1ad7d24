using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>The faults that change a small JSON answer after it was made.</summary>
internal static class JsonFaults
{
    private static readonly string[] EnumFields = ["status", "billing_period", "character_refresh_period", "seat_type"];

    public static JsonNode Apply(JsonNode node, ActiveFaults faults)
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
