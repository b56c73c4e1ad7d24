using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ElevenCost.Engine.Attribution;

/// <summary>Reads <c>cost-centers.json</c> strictly, for a rule that is silently left out would show as a wrong bill; and writes it, a rule a line.</summary>
internal static class CostCenterFile
{
    /// <summary>The file's name within the home.</summary>
    public const string FileName = "cost-centers.json";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The rules of the file, in its order.</summary>
    /// <param name="bytes">The file: JSON in UTF-8.</param>
    /// <param name="path">Where it is, for the messages.</param>
    /// <exception cref="ElevenCostException"><c>CostCenterFileNotValid</c>; its message lists every mistake on a line of its own, up to 10.</exception>
    public static IReadOnlyList<CostCenterRule> Read(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> json = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsSpan(ByteOrderMark.Length) : bytes;
        var mistakes = new List<RuleMistake>();
        var rules = new List<CostCenterRule>();
        try
        {
            if (Utf8.IsValid(json))
            {
                ReadRoot(LocatedJson.Parse(json), rules, mistakes);
            }
            else
            {
                mistakes.Add(new RuleMistake(1, "the file is not UTF-8 text; save it as UTF-8"));
            }
        }
        catch (JsonException e)
        {
            mistakes.Add(new RuleMistake((int)(e.LineNumber ?? 0) + 1, $"the file is not valid JSON: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}"));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped, is no text.
            mistakes.Add(new RuleMistake(1, "the file holds an escaped character that is none"));
        }

        return mistakes.Count == 0 ? rules : throw new ElevenCostException("CostCenterFileNotValid", FailureCategory.Configuration,
            RuleReader.Spell(mistakes, path), "Correct the file, or remove it to attribute nothing.");
    }

    /// <summary>Writes the file.</summary>
    public static void Write(Stream stream, IReadOnlyList<CostCenterRule> rules)
    {
        stream.Write("{\n  \"schema\": 1,\n  \"rules\": ["u8);
        for (int index = 0; index < rules.Count; index++)
        {
            CostCenterRule rule = rules[index];
            IEnumerable<string> fields = RuleFields.Kept
                .Select(name => (Name: name, Text: RuleFields.TextOf(rule, name)))
                .Where(field => field.Text is not null)
                .Select(field => $"\"{RuleFields.Json(field.Name)}\": {(field.Name == nameof(CostCenterRule.Priority) ? field.Text : Quoted(field.Text!))}");
            stream.Write(System.Text.Encoding.UTF8.GetBytes($"{(index == 0 ? "" : ",")}\n    {{ {string.Join(", ", fields)} }}"));
        }

        stream.Write("\n  ]\n}\n"u8);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static void ReadRoot(LocatedJson root, List<CostCenterRule> rules, List<RuleMistake> mistakes)
    {
        if (root.Kind != JsonTokenType.StartObject
            || root.Fields.Any(field => field.Name is not ("schema" or "rules"))
            || root.Fields.Count != 2
            || root.Fields.FirstOrDefault(field => field.Name == "schema")?.Value is not { Kind: JsonTokenType.Number, Text: "1" }
            || root.Fields.FirstOrDefault(field => field.Name == "rules")?.Value is not { Kind: JsonTokenType.StartArray } list)
        {
            mistakes.Add(new RuleMistake(root.Line, "the file does not hold what is expected: { \"schema\": 1, \"rules\": [ ... ] }"));
            return;
        }

        var reader = new RuleReader(mistakes);
        foreach (LocatedJson item in list.Items)
        {
            int before = mistakes.Count;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (LocatedField field in item.Fields)
            {
                string? name = RuleFields.Kept.FirstOrDefault(kept => RuleFields.Json(kept) == field.Name);
                JsonTokenType expected = field.Name == "priority" ? JsonTokenType.Number : JsonTokenType.String;
                if (name is null)
                {
                    mistakes.Add(new RuleMistake(field.Line, string.Create(CultureInfo.InvariantCulture,
                        $"\"{RuleReader.Show(field.Name)}\" is not a field of a rule; expected one of {string.Join(", ", RuleFields.Kept.Select(RuleFields.Json))}")));
                }
                else if (field.Value.Kind != expected)
                {
                    mistakes.Add(new RuleMistake(field.Line, $"\"{field.Name}\" is not a {(expected == JsonTokenType.Number ? "number" : "text")}"));
                }
                else if (!fields.TryAdd(name, field.Value.Text!))
                {
                    mistakes.Add(new RuleMistake(field.Line, $"\"{field.Name}\" is given twice; expected once"));
                }
            }

            if (item.Kind != JsonTokenType.StartObject)
            {
                mistakes.Add(new RuleMistake(item.Line, "\"rules\" holds something else than rules; expected objects, { \"name\": ..., \"shares\": ... }"));
            }
            else if (mistakes.Count == before && reader.Read(item.Line, fields) is { } rule)
            {
                rules.Add(rule);
            }
        }
    }
}
