using System.Text;

namespace ElevenCost.Engine.Alerts;

/// <summary>
/// The address of a target as it is stored: where a message goes, and the secrets that go with it, in one text. So nothing in the ledger, which
/// others may share, decides to whom a secret of this machine is shown.
/// </summary>
internal sealed class AlertAddress
{
    private const string MailExample = "smtp://user:password@smtp.example.com:587";
    private const string KeyPrefix = "whsec_";

    // As Standard Webhooks has it for its own: 192 bits, at least.
    private const int ShortestKey = 24;

    private AlertAddress()
    {
    }

    /// <summary>The address of a chat, a web server or a mail server, without secrets of the last; null for a program.</summary>
    public Uri? Uri { get; private init; }

    /// <summary>The key that signs a webhook; null for every other kind.</summary>
    public byte[]? SigningKey { get; private init; }

    /// <summary>The user of a mail server; null for none.</summary>
    public string? User { get; private init; }

    /// <summary>The password of a mail server; null without a user.</summary>
    public string? Password { get; private init; }

    /// <summary>The absolute path of a program; null for every other kind.</summary>
    public string? Program { get; private init; }

    /// <summary>Reads an address as it is stored.</summary>
    /// <exception cref="ElevenCostException"><c>AlertAddressNotValid</c>.</exception>
    public static AlertAddress Parse(AlertTarget target, string text)
    {
        text = text.Trim();
        return target.Kind switch
        {
            AlertTargetKind.Program => OfProgram(target, text),
            AlertTargetKind.Mail => OfMail(target, text),
            AlertTargetKind.Webhook => OfWebhook(target, text),
            AlertTargetKind.Slack => OfChat(target, text, "https://hooks.slack.com/services/..."),
            AlertTargetKind.Discord => OfChat(target, text, "https://discord.com/api/webhooks/..."),
            _ => OfChat(target, text, "https://...logic.azure.com/workflows/..., which the Workflows app shows"),
        };
    }

    private static AlertAddress OfProgram(AlertTarget target, string text) =>
        !Path.IsPathFullyQualified(text) || text.Any(char.IsControl) ? throw AlertErrors.AddressNotValid(target, "is not the absolute path of a program", "/usr/local/bin/notify")
        : !File.Exists(text) ? throw AlertErrors.AddressNotValid(target, "names a program that is not there", "/usr/local/bin/notify")
        : new AlertAddress { Program = text };

    private static AlertAddress OfChat(AlertTarget target, string text, string example) =>
        new() { Uri = WebAddress(target, text, example) };

    private static AlertAddress OfWebhook(AlertTarget target, string text)
    {
        const string Example = "https://example.com/hook#the-signing-secret";
        string[] parts = text.Split('#', 2);
        byte[]? key = parts.Length < 2 ? null : KeyOf(parts[1]);
        return key is null ? throw AlertErrors.AddressNotValid(target, "has no signing secret after a '#'", Example)
            : key.Length < ShortestKey ? throw AlertErrors.AddressNotValid(target, "has a signing secret of less than 24 bytes", Example)
            : new AlertAddress { Uri = WebAddress(target, parts[0], Example), SigningKey = key };
    }

    /// <summary>The bytes of a secret: those of base64 after <c>whsec_</c>, as Standard Webhooks writes them, else its UTF-8.</summary>
    private static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(KeyPrefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        byte[] bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[KeyPrefix.Length..], bytes, out int count) ? bytes[..count] : null;
    }

    private static AlertAddress OfMail(AlertTarget target, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0)
        {
            throw AlertErrors.AddressNotValid(target, "is not the address of a mail server", MailExample);
        }

        if (uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
        {
            throw AlertErrors.AddressNotValid(target, "has something after the server", MailExample + ", with '/', '?' and '#' of a password as %2F, %3F and %23");
        }

        string[] login = uri.UserInfo.Split(':', 2);
        return uri.UserInfo.Length > 0 && (login.Length < 2 || login.Any(part => part.Length == 0))
            ? throw AlertErrors.AddressNotValid(target, "has a user without a password, or a password without a user", MailExample)
            : new AlertAddress
            {
                Uri = new Uri($"{uri.Scheme}://{uri.Host}:{(uri.Port > 0 ? uri.Port : uri.Scheme == "smtps" ? 465 : 587)}"),
                User = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(login[0]),
                Password = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(login[1]),
            };
    }

    private static Uri WebAddress(AlertTarget target, string text, string example)
    {
        string? mistake = !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 ? "is not an absolute address"
            : uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) ? "is not HTTPS, which is required except for a loopback address"
            : uri.UserInfo.Length > 0 ? "holds a user name or password before the host"
            : uri.Fragment.Length > 0 ? "holds a fragment (#...)"
            : null;
        return mistake is null ? uri! : throw AlertErrors.AddressNotValid(target, mistake, example);
    }
}
