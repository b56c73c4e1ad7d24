using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>Changes one field of an answer, which one and how by a seed: another type, null, absent, nested; or makes it a server error.</summary>
internal static class JsonMutation
{
    private const int Kinds = 6;

    /// <summary>Whether a seed makes the answer a server error instead.</summary>
    public static bool IsError(int seed) => KindOf(seed) == 5;

    public static JsonNode? Apply(JsonNode root, int seed)
    {
        List<JsonNode> fields = [];
        Collect(root, fields);
        JsonNode chosen = fields[Mix.Below(Mix.Of((ulong)seed, 2), fields.Count)];
        if (chosen.Parent is null)
        {
            return Changed(chosen, seed);
        }

        JsonNode? changed = Changed(chosen, seed);
        if (chosen.Parent is JsonArray list)
        {
            int index = list.IndexOf(chosen);
            list.RemoveAt(index);
            if (KindOf(seed) != 2)
            {
                list.Insert(index, changed);
            }
        }
        else
        {
            string name = chosen.GetPropertyName();
            JsonObject map = chosen.Parent.AsObject();
            map.Remove(name);
            if (KindOf(seed) != 2)
            {
                map[name] = changed;
            }
        }

        return root;
    }

    private static int KindOf(int seed) => Mix.Below(Mix.Of((ulong)seed, 1), Kinds);

    private static void Collect(JsonNode? node, List<JsonNode> fields)
    {
        if (node is null)
        {
            return;
        }

        fields.Add(node);
        foreach (JsonNode? inner in node is JsonObject map ? map.Select(pair => pair.Value) : node as IEnumerable<JsonNode?> ?? [])
        {
            Collect(inner, fields);
        }
    }

    private static JsonNode? Changed(JsonNode node, int seed) => KindOf(seed) switch
    {
        0 => node switch
        {
            JsonObject map => new JsonArray([.. map.Select(pair => pair.Value?.DeepClone())]),
            JsonArray => "a list",
            _ => node.GetValueKind() == System.Text.Json.JsonValueKind.String ? 7 : "many",
        },
        1 => null,
        3 => new JsonObject { ["value"] = node.DeepClone() },
        4 => node.GetValueKind() == System.Text.Json.JsonValueKind.Number ? 0.5 : new JsonArray(node.DeepClone()),
        _ => null,
    };
}
