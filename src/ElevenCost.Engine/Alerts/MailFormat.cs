using System.Globalization;
using System.Net;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace ElevenCost.Engine.Alerts;

/// <summary>A message as mail: plain text, and the same as HTML with everything escaped.</summary>
internal static class MailFormat
{
    private const int SubjectLimit = 200;

    /// <summary>An address of mail without a name; null for a text that is none.</summary>
    public static MailboxAddress? AddressOf(string text) =>
        text.Length <= 254 && !text.Any(letter => char.IsControl(letter) || letter is '<' or '>' or ',' or ';' or ' ') && MailboxAddress.TryParse(text, out MailboxAddress? address)
        && address.Address.Contains('@', StringComparison.Ordinal) && string.IsNullOrEmpty(address.Name) ? address : null;

    /// <summary>The mail.</summary>
    public static MimeMessage Write(AlertMessage message, AlertTarget target)
    {
        var mail = new MimeMessage
        {
            // A header is one line; the title has no other, and MimeKit folds and encodes it.
            Subject = MessageText.Fit($"[ElevenCost] {message.Title}", SubjectLimit),
            Date = new DateTimeOffset(message.At, TimeSpan.Zero),
            MessageId = $"{message.Id}@elevencost.invalid",
            Body = new Multipart("alternative") { new TextPart(TextFormat.Plain) { Text = Plain(message) }, new TextPart(TextFormat.Html) { Text = Html(message) } },
        };
        mail.From.Add(AddressOf(target.From!)!);
        mail.To.AddRange(target.To!.Split(',').Select(address => AddressOf(address)!));

        // Not answered by absence notes: https://www.rfc-editor.org/rfc/rfc3834#section-5
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (message.Severity == AlertSeverity.Critical)
        {
            mail.Importance = MessageImportance.High;
        }

        return mail;
    }

    private static string Plain(AlertMessage message) => string.Create(CultureInfo.InvariantCulture, $"{message.Title}\n\n{message.FullText}\n");

    private static string Html(AlertMessage message)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body style=\"font-family:sans-serif\">");
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Escape(message.Title)}</h2><p>{Escape(message.Text)}</p>");
        if (message.Facts.Count > 0)
        {
            html.Append("<table>");
            foreach (AlertFact fact in message.Facts)
            {
                html.Append(CultureInfo.InvariantCulture, $"<tr><th style=\"text-align:left;padding-right:1em\">{Escape(fact.Name)}</th><td>{Escape(fact.Value)}</td></tr>");
            }

            html.Append("</table>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
