using System.Text;
using System.Text.Json.Nodes;

namespace ElevenCost.Engine.Alerts;

/// <summary>A message for a Discord webhook: one embed, with every sign that Markdown gives a meaning escaped, and no mention allowed.</summary>
/// <remarks>
/// Limits: https://discord.com/developers/docs/resources/message#embed-object-embed-limits (title 256, description 4,096, 25 fields with 256 and 1,024, 6,000 in all).
/// </remarks>
internal static class DiscordFormat
{
    private const int TitleLimit = 256;
    private const int DescriptionLimit = 2_000;
    private const int NameLimit = 100;
    private const int ValueLimit = 400;
    private const int TotalLimit = 5_900;

    private const string Signs = "\\*_~`|<>#-+[]():@!";

    // A field without a value is rejected.
    private const string NoValue = "-";

    /// <summary>The body of the request.</summary>
    public static string Write(AlertMessage message)
    {
        string title = MessageText.Fit(message.Title, TitleLimit, Escape);
        string text = MessageText.Fit(message.Text, DescriptionLimit, Escape);
        int total = title.Length + text.Length;
        var fields = new List<JsonObject>();
        foreach (AlertFact fact in message.Facts)
        {
            string name = MessageText.Fit(fact.Name, NameLimit, Escape);
            string value = fact.Value.Length == 0 ? NoValue : MessageText.Fit(fact.Value, ValueLimit, Escape);
            total += name.Length + value.Length;
            if (total > TotalLimit)
            {
                fields.Add(new JsonObject { ["name"] = "More", ["value"] = "left out: the message is too long" });
                break;
            }

            fields.Add(new JsonObject { ["name"] = name, ["value"] = value, ["inline"] = true });
        }

        return ChatJson.Write(new JsonObject
        {
            ["embeds"] = ChatJson.Array(
            [
                new JsonObject
                {
                    ["title"] = title,
                    ["description"] = text,
                    ["color"] = message.Severity switch { AlertSeverity.Critical => 0xD13438, AlertSeverity.Warning => 0xF7630C, _ => 0x5B5FC7 },
                    ["timestamp"] = message.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                    ["fields"] = ChatJson.Array(fields),
                },
            ]),
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
        });
    }

    private static string? Escape(Rune rune) => rune.IsAscii && Signs.Contains((char)rune.Value, StringComparison.Ordinal) ? "\\" + (char)rune.Value : null;
}
