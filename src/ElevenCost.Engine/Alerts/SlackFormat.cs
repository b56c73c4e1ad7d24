using System.Text;
using System.Text.Json.Nodes;

namespace ElevenCost.Engine.Alerts;

/// <summary>A message for a Slack incoming webhook: Block Kit, all of it plain text, so that no name becomes a link, a mention or bold.</summary>
/// <remarks>Limits: https://docs.slack.dev/reference/block-kit/blocks (header 150, section 3,000, 10 fields of 2,000 each; 50 blocks a message).</remarks>
internal static class SlackFormat
{
    private const int HeaderLimit = 150;
    private const int TextLimit = 3_000;
    private const int FieldLimit = 2_000;
    private const int FieldsInSection = 10;

    /// <summary>The body of the request.</summary>
    public static string Write(AlertMessage message)
    {
        var blocks = new List<JsonObject>
        {
            new() { ["type"] = "header", ["text"] = Plain(Mark(message.Severity) + message.Title, HeaderLimit) },
            new() { ["type"] = "section", ["text"] = Plain(message.Text, TextLimit) },
        };
        blocks.AddRange(message.Facts.Chunk(FieldsInSection).Select(facts => new JsonObject
        {
            ["type"] = "section", ["fields"] = ChatJson.Array(facts.Select(fact => Plain($"{fact.Name}\n{fact.Value}", FieldLimit))),
        }));
        return ChatJson.Write(new JsonObject
        {
            // What notifications show, and clients without blocks.
            ["text"] = MessageText.Fit($"{message.Title}: {message.Text}", TextLimit, Escape),
            ["mrkdwn"] = false,
            ["blocks"] = ChatJson.Array(blocks),
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        });
    }

    // Slack gives these three a meaning in every text: https://docs.slack.dev/messaging/formatting-message-text#escaping
    private static string? Escape(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        _ => null,
    };

    private static JsonObject Plain(string text, int limit) => new() { ["type"] = "plain_text", ["text"] = MessageText.Fit(text, limit, Escape), ["emoji"] = false };

    private static string Mark(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => "🔴 ",
        AlertSeverity.Warning => "🟠 ",
        _ => "",
    };
}
