using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>Reads and validates a JSON body the way the real service's framework does, collecting every failure.</summary>
internal sealed class BodyReader
{
    private readonly JsonObject? body;

    public BodyReader(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            Failures.Add(ValidationFailure.Missing(null, "body"));
            return;
        }

        try
        {
            body = JsonNode.Parse(bytes) as JsonObject;
            if (body is null)
            {
                Failures.Add(new ValidationFailure("model_attributes_type", ["body"], "Input should be a valid dictionary or object to extract fields from"));
            }
        }
        catch (JsonException e)
        {
            Failures.Add(new ValidationFailure("json_invalid", ["body", (int)(e.BytePositionInLine ?? 0)], "JSON decode error", new JsonObject()));
        }
    }

    public List<ValidationFailure> Failures { get; } = [];

    public long? Integer(string name, bool required, long minimum, long maximum = long.MaxValue)
    {
        if (body is null)
        {
            return null;
        }

        JsonNode? node = body[name];
        if (node is null)
        {
            if (required)
            {
                Failures.Add(body.ContainsKey(name)
                    ? new ValidationFailure("int_type", ["body", name], "Input should be a valid integer")
                    : ValidationFailure.Missing(body, "body", name));
            }

            return null;
        }

        long value;
        if (node.GetValueKind() == JsonValueKind.Number && node.GetValue<JsonElement>().TryGetDecimal(out decimal number))
        {
            if (number != decimal.Truncate(number))
            {
                Failures.Add(new ValidationFailure(
                    "int_from_float", ["body", name], "Input should be a valid integer, got a number with a fractional part", node));
                return null;
            }

            value = (long)Math.Clamp(number, long.MinValue / 4, long.MaxValue / 4);
        }
        else if (node.GetValueKind() != JsonValueKind.String
            || !long.TryParse(node.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            Failures.Add(new ValidationFailure("int_parsing", ["body", name], "Input should be a valid integer", node));
            return null;
        }

        if (value < minimum)
        {
            Failures.Add(new ValidationFailure("greater_than_equal", ["body", name], $"Input should be greater than or equal to {minimum}", node));
        }
        else if (value > maximum)
        {
            Failures.Add(new ValidationFailure("less_than_equal", ["body", name], $"Input should be less than or equal to {maximum}", node));
        }

        return value;
    }

    public string? Text(string name)
    {
        JsonNode? node = body?[name];
        if (node is null)
        {
            return null;
        }

        if (node.GetValueKind() != JsonValueKind.String)
        {
            Failures.Add(new ValidationFailure("string_type", ["body", name], "Input should be a valid string", node));
            return null;
        }

        return node.GetValue<string>();
    }

    public List<string> Choices(string name, string[] allowed)
    {
        List<string> result = [];
        JsonNode? node = body?[name];
        if (node is null)
        {
            return result;
        }

        if (node is not JsonArray array)
        {
            Failures.Add(new ValidationFailure("list_type", ["body", name], "Input should be a valid list", node));
            return result;
        }

        for (int i = 0; i < array.Count; i++)
        {
            string? value = array[i]?.GetValueKind() == JsonValueKind.String ? array[i]!.GetValue<string>() : null;
            if (value is null || Array.IndexOf(allowed, value) < 0)
            {
                Failures.Add(new ValidationFailure("literal_error", ["body", name, i], "Input should be " + OneOf(allowed), array[i]));
            }
            else if (!result.Contains(value))
            {
                result.Add(value);
            }
        }

        return result;
    }

    public List<ColumnFilter> Filters(string[] columns)
    {
        List<ColumnFilter> result = [];
        JsonNode? node = body?["filters"];
        if (node is null)
        {
            return result;
        }

        if (node is not JsonArray array)
        {
            Failures.Add(new ValidationFailure("list_type", ["body", "filters"], "Input should be a valid list", node));
            return result;
        }

        for (int i = 0; i < array.Count; i++)
        {
            JsonObject? entry = array[i] as JsonObject;
            string? column = TextOf(entry?["column"]);
            string? operation = TextOf(entry?["operation"]);
            JsonArray? values = entry?["values"] as JsonArray;
            foreach ((string name, object? value) in new (string, object?)[] { ("column", column), ("operation", operation), ("values", values) })
            {
                if (value is null)
                {
                    Failures.Add(ValidationFailure.Missing(entry, "body", "filters", i, name));
                }
            }

            if (column is null || operation is null || values is null)
            {
                continue;
            }

            if (Array.IndexOf(columns, column) < 0)
            {
                Failures.Add(new ValidationFailure("value_error", ["body", "filters", i, "column"], "Value error, unknown column", column));
            }
            else if (Array.IndexOf(ColumnFilter.Operations, operation) < 0)
            {
                Failures.Add(new ValidationFailure(
                    "literal_error", ["body", "filters", i, "operation"], "Input should be " + OneOf(ColumnFilter.Operations), operation));
            }
            else
            {
                result.Add(new ColumnFilter(column, operation, [.. values.Select(v => v?.ToString())]));
            }
        }

        return result;
    }

    public static string OneOf(string[] allowed) =>
        string.Join(", ", allowed[..^1].Select(a => $"'{a}'")) + $" or '{allowed[^1]}'";

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
