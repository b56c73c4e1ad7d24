using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>The parts of an error body, whose <c>detail</c> may be an object, a string or an array.</summary>
internal sealed record ErrorBody(string? Status, string? Code, string? Message, bool IsHtml)
{
    public bool Is(string word) => Status == word || Code == word;

    public static ErrorBody Parse(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("detail", out JsonElement detail))
            {
                return new ErrorBody(null, null, null, false);
            }

            return detail.ValueKind switch
            {
                JsonValueKind.Object => new ErrorBody(Text(detail, "status"), Text(detail, "code"), Text(detail, "message"), false),
                JsonValueKind.String => new ErrorBody(null, null, detail.GetString(), false),
                JsonValueKind.Array => new ErrorBody(null, null, string.Join("; ", detail.EnumerateArray().Select(Invalidity)), false),
                _ => new ErrorBody(null, null, null, false),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is no text.
            return new ErrorBody(null, null, null, body.AsSpan().TrimStart().StartsWith("<"));
        }
    }

    private static string Invalidity(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return item.ToString();
        }

        string where = item.TryGetProperty("loc", out JsonElement loc) && loc.ValueKind == JsonValueKind.Array
            ? string.Join('.', loc.EnumerateArray().Select(part => part.ToString()))
            : "";
        return $"{where}: {Text(item, "msg")}";
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
