using System.Text;
using System.Text.Json;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>Each chat's published rules over messages with hostile names, and with more than fits.</summary>
public sealed class ChatFormatTests
{
    public static TheoryData<string> Names => [.. AllNames];

    public static IReadOnlyList<string> AllNames => [.. HostileNames.All.Values, "<!channel> <@U1> <http://evil.example|x>", "@everyone @here <@1> <@&2> <#3>", "**x** __y__ ~~z~~ `q` ||s||"];

    /// <summary>
    /// Block Kit: https://docs.slack.dev/reference/block-kit/blocks/header-block (plain text, 150 characters), section-block (text of 3,000, 10 fields of 2,000
    /// each), https://docs.slack.dev/reference/block-kit/blocks (50 blocks), composition-objects/text-object (at least 1 character).
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Slack_gets_plain_text_within_the_limits_of_block_kit(string name)
    {
        JsonElement body = Parse(SlackFormat.Write(Samples.Message(name, 60)));
        Assert.Equal(["blocks", "mrkdwn", "text", "unfurl_links", "unfurl_media"], body.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.False(body.GetProperty("mrkdwn").GetBoolean());
        AssertEscaped(body.GetProperty("text").GetString()!);
        JsonElement[] blocks = [.. body.GetProperty("blocks").EnumerateArray()];
        Assert.InRange(blocks.Length, 2, 50);
        Assert.Equal("header", blocks[0].GetProperty("type").GetString());
        AssertText(blocks[0].GetProperty("text"), 150);
        AssertText(blocks[1].GetProperty("text"), 3000);
        Assert.All(blocks[2..], block =>
        {
            Assert.Equal("section", block.GetProperty("type").GetString());
            Assert.InRange(block.GetProperty("fields").GetArrayLength(), 1, 10);
            Assert.All(block.GetProperty("fields").EnumerateArray(), field => AssertText(field, 2000));
        });
        Assert.Equal(AlertMessage.MostFacts, blocks[2..].Sum(block => block.GetProperty("fields").GetArrayLength()));

        static void AssertText(JsonElement text, int most)
        {
            Assert.Equal("plain_text", text.GetProperty("type").GetString());
            Assert.False(text.GetProperty("emoji").GetBoolean());
            Assert.InRange(text.GetProperty("text").GetString()!.Length, 1, most);
            AssertEscaped(text.GetProperty("text").GetString()!);
        }

        // https://docs.slack.dev/messaging/formatting-message-text#escaping: '&', '<' and '>' stand only in these three.
        static void AssertEscaped(string text)
        {
            AssertPlain(text.Replace("\n", "", StringComparison.Ordinal));
            Assert.DoesNotContain("&", text.Replace("&amp;", "", StringComparison.Ordinal).Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain(text, letter => letter is '<' or '>');
        }
    }

    /// <summary>
    /// https://github.com/microsoft/AdaptiveCards/blob/main/schemas/1.5.0/adaptive-card.json: a card has no other properties than these; a RichTextBlock needs
    /// inlines; a TextRun needs text, which is no Markdown. The envelope: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Teams_gets_an_adaptive_card_of_runs_of_text(string name)
    {
        string text = TeamsFormat.Write(Samples.Message(name, 60));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, 28 * 1024);
        JsonElement body = Parse(text);
        Assert.Equal("message", body.GetProperty("type").GetString());
        JsonElement attachment = Assert.Single(body.GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        Assert.Equal(JsonValueKind.Null, attachment.GetProperty("contentUrl").ValueKind);
        JsonElement card = attachment.GetProperty("content");
        Assert.Equal(["$schema", "body", "type", "version"], card.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("AdaptiveCard", "1.5"), (card.GetProperty("type").GetString(), card.GetProperty("version").GetString()));
        Assert.Equal(2 + AlertMessage.MostFacts, card.GetProperty("body").GetArrayLength());
        Assert.All(card.GetProperty("body").EnumerateArray(), block =>
        {
            Assert.Equal(["inlines", "type"], block.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
            Assert.Equal("RichTextBlock", block.GetProperty("type").GetString());
            Assert.All(block.GetProperty("inlines").EnumerateArray(), run =>
            {
                Assert.Equal("TextRun", run.GetProperty("type").GetString());
                AssertPlain(run.GetProperty("text").GetString()!);
                Assert.All(run.EnumerateObject(), property => Assert.Contains(property.Name, new[] { "type", "text", "size", "weight", "color" }));
                Assert.Contains(Of(run, "size"), new[] { null, "Small", "Default", "Medium", "Large", "ExtraLarge" });
                Assert.Contains(Of(run, "weight"), new[] { null, "Default", "Lighter", "Bolder" });
                Assert.Contains(Of(run, "color"), new[] { null, "Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention" });
            });
        });

        static string? Of(JsonElement run, string property) => run.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;
    }

    [Fact]
    public void The_largest_message_of_three_byte_letters_fits_into_a_message_of_Teams() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(TeamsFormat.Write(Samples.Message(new string('株', 5000), 60))), 1, 28 * 1024);

    /// <summary>
    /// https://discord.com/developers/docs/resources/message#embed-object-embed-limits: title 256, description 4,096, 25 fields, name 256, value 1,024, 6,000 in all;
    /// #allowed-mentions-object: an empty list of parse mentions no one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Discord_gets_one_embed_that_mentions_no_one(string name)
    {
        JsonElement body = Parse(DiscordFormat.Write(Samples.Message(name, 60)));
        Assert.Equal(["allowed_mentions", "embeds"], body.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(0, body.GetProperty("allowed_mentions").GetProperty("parse").GetArrayLength());
        JsonElement embed = Assert.Single(body.GetProperty("embeds").EnumerateArray());
        int total = Length(embed.GetProperty("title"), 256) + Length(embed.GetProperty("description"), 4096);
        Assert.InRange(embed.GetProperty("fields").GetArrayLength(), 1, 25);
        total += embed.GetProperty("fields").EnumerateArray().Sum(field => Length(field.GetProperty("name"), 256) + Length(field.GetProperty("value"), 1024));
        Assert.InRange(total, 1, 6000);

        static int Length(JsonElement text, int most)
        {
            string shown = text.GetString()!;
            Assert.InRange(shown.Length, 1, most);
            AssertPlain(shown);

            // Every sign of Markdown is preceded by a backslash, and no backslash is left at the end.
            for (int place = 0; place < shown.Length; place++)
            {
                if (shown[place] == '\\')
                {
                    place++;
                    Assert.True(place < shown.Length && char.IsAscii(shown[place]) && !char.IsLetterOrDigit(shown[place]), shown);
                    continue;
                }

                Assert.DoesNotContain(shown[place], "*_~`|<>#[]()@");
            }

            return shown.Length;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_the_same_after_it_was_kept_as_json(string name)
    {
        AlertMessage message = Samples.Message(name);
        AlertMessage read = AlertMessage.FromJson(message.ToJson())!;
        Assert.Equal((message.Title, message.FullText, message.Id, message.At), (read.Title, read.FullText, read.Id, read.At));
        Assert.Equal(450m, read.Facts[0].Amount);
        Assert.DoesNotContain('\0', message.ToJson());
    }

    [Fact]
    public void A_key_in_a_name_is_hidden()
    {
        AlertMessage message = Samples.Message(RawServer.Key);
        Assert.All(
            new[] { SlackFormat.Write(message), TeamsFormat.Write(message), DiscordFormat.Write(message), message.ToJson(), MailFormat.Write(message, Samples.Target(AlertTargetKind.Mail)).ToString() },
            text => Assert.DoesNotContain(RawServer.Key, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("ab&cd", 7, "ab…")]
    [InlineData("ab&", 7, "ab&amp;")]
    [InlineData("👩a👩b", 4, "👩a…")]
    public void What_does_not_fit_is_cut_between_letters_and_escapes(string text, int most, string expected) =>
        Assert.Equal(expected, MessageText.Fit(text, most, rune => rune.Value == '&' ? "&amp;" : null));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static void AssertPlain(string text) =>
        Assert.DoesNotContain(text, letter => char.IsControl(letter) || letter is '\u2028' or '\u202e' or '\u200b' or '\u2066' or '\u00ad');
}
