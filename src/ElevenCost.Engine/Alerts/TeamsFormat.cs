using System.Text.Json.Nodes;

namespace ElevenCost.Engine.Alerts;

/// <summary>A message for a webhook of the Workflows app of Microsoft Teams: an adaptive card of runs of text, in which Markdown has no meaning.</summary>
/// <remarks>
/// Schema: https://github.com/microsoft/AdaptiveCards/blob/main/schemas/1.5.0/adaptive-card.json. A TextBlock would show Markdown, with links; "Markdown is not
/// supported" in a TextRun. A message may have 28 KB: https://learn.microsoft.com/microsoftteams/limits-specifications-teams.
/// </remarks>
internal static class TeamsFormat
{
    private const int TitleLimit = 200;
    private const int TextLimit = 1_000;
    private const int NameLimit = 60;
    private const int ValueLimit = 160;

    /// <summary>The body of the request.</summary>
    public static string Write(AlertMessage message)
    {
        var body = new List<JsonObject>
        {
            Block(new JsonObject
            {
                ["type"] = "TextRun",
                ["text"] = MessageText.Fit(message.Title, TitleLimit),
                ["size"] = "Large",
                ["weight"] = "Bolder",
                ["color"] = message.Severity switch { AlertSeverity.Critical => "Attention", AlertSeverity.Warning => "Warning", _ => "Default" },
            }),
            Block(Run(message.Text, TextLimit)),
        };
        body.AddRange(message.Facts.Select(fact =>
        {
            JsonObject name = Run(fact.Name, NameLimit);
            name["text"] = name["text"]!.GetValue<string>() + ": ";
            name["weight"] = "Bolder";
            return Block(name, Run(fact.Value, ValueLimit));
        }));
        return ChatJson.Write(new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = ChatJson.Array(
            [
                new JsonObject
                {
                    ["contentType"] = "application/vnd.microsoft.card.adaptive",
                    ["contentUrl"] = null,
                    ["content"] = new JsonObject
                    {
                        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                        ["type"] = "AdaptiveCard",
                        ["version"] = "1.5",
                        ["body"] = ChatJson.Array(body),
                    },
                },
            ]),
        });
    }

    private static JsonObject Block(params JsonObject[] runs) => new() { ["type"] = "RichTextBlock", ["inlines"] = ChatJson.Array(runs) };

    private static JsonObject Run(string text, int limit) => new() { ["type"] = "TextRun", ["text"] = MessageText.Fit(text, limit) };
}
