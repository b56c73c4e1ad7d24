using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>Where definitions differ from what their history has, in words.</summary>
internal static class DefinitionDifferences
{
    /// <summary>A text for each definition that differs: its name, and each field as it is and as it was recorded.</summary>
    /// <param name="stored">The definitions as the ledger stores them, with their places.</param>
    /// <param name="recorded">As their last changes left them.</param>
    public static IEnumerable<string> Of(IReadOnlyList<(Definition Definition, int Place)> stored, IReadOnlyList<(Definition Definition, int Place)> recorded)
    {
        ILookup<string, (Definition Definition, int Place)> now = stored.ToLookup(placed => placed.Definition.Id, StringComparer.Ordinal);
        ILookup<string, (Definition Definition, int Place)> before = recorded.ToLookup(placed => placed.Definition.Id, StringComparer.Ordinal);
        foreach (string id in now.Select(same => same.Key).Union(before.Select(same => same.Key)).Order(StringComparer.Ordinal))
        {
            if (!before.Contains(id))
            {
                yield return $"'{now[id].First().Definition.Name}' was added";
            }
            else if (!now.Contains(id))
            {
                yield return $"'{before[id].First().Definition.Name}' was removed";
            }
            else if (now[id].First() is var (definition, place) && before[id].First() is var (was, placeBefore) && (definition != was || place != placeBefore))
            {
                string[] fields = [.. Fields(Named(definition, place), Named(was, placeBefore))];
                yield return $"'{was.Name}': {(fields.Length == 0 ? "its document is written otherwise" : string.Join(", ", fields))}";
            }
        }
    }

    private static IEnumerable<string> Fields(Dictionary<string, string> now, Dictionary<string, string> before) =>
        from field in now.Keys.Union(before.Keys)
        let value = now.GetValueOrDefault(field)
        let was = before.GetValueOrDefault(field)
        where value != was
        select $"\"{field}\" is {Quoted(value)}, recorded is {Quoted(was)}";

    private static string Quoted(string? value) => value is null ? "not set" : $"\"{value}\"";

    private static Dictionary<string, string> Named(Definition definition, int place)
    {
        Dictionary<string, string> fields;
        try
        {
            fields = DefinitionFields.Of(definition.Document);
        }
        catch (JsonException)
        {
            fields = new Dictionary<string, string> { ["Document"] = definition.Document };
        }

        // No field of a kind has these names.
        fields["name"] = definition.Name;
        fields["place"] = place.ToString(CultureInfo.InvariantCulture);
        return fields;
    }
}
