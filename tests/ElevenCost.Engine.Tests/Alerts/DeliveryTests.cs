using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Tests.Support;
using MimeKit;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>What real servers and programs on this machine receive.</summary>
public sealed class DeliveryTests
{
    private const string Secret = "a-signing-secret-of-32-characters";

    [Theory]
    [InlineData(AlertTargetKind.Slack)]
    [InlineData(AlertTargetKind.Teams)]
    [InlineData(AlertTargetKind.Discord)]
    public async Task A_chat_receives_its_own_format(AlertTargetKind kind)
    {
        await using var server = new RawServer(_ => RawServer.Reply(200, "ok"));
        AlertMessage message = Samples.Message();
        await DeliverAsync(kind, server.BaseUri + "services/T/B/x?sig=1", message);
        string request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /services/T/B/x?sig=1 HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json; charset=utf-8", request, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(kind switch { AlertTargetKind.Slack => SlackFormat.Write(message), AlertTargetKind.Teams => TeamsFormat.Write(message), _ => DiscordFormat.Write(message) }, BodyOf(request));
    }

    [Theory]
    [InlineData(Secret, null)]
    [InlineData(null, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ")]
    public async Task A_webhook_is_signed_as_Standard_Webhooks_has_it(string? text, string? base64)
    {
        await using var server = new RawServer(_ => RawServer.Reply(204, ""));
        AlertMessage message = Samples.Message();
        await DeliverAsync(AlertTargetKind.Webhook, $"{server.BaseUri}hook#{text ?? "whsec_" + base64}", message);
        string request = Assert.Single(server.Requests);
        string body = BodyOf(request);
        Assert.StartsWith("POST /hook HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Equal(message.ToJson(), body);
        JsonElement read = JsonDocument.Parse(body).RootElement;
        Assert.Equal(("Budget", "Critical", 450m), (read.GetProperty("Topic").GetString(), read.GetProperty("Severity").GetString(), read.GetProperty("Facts")[0].GetProperty("Amount").GetDecimal()));

        // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: id, timestamp and body joined by points.
        string id = HeaderOf(request, "webhook-id");
        string timestamp = HeaderOf(request, "webhook-timestamp");
        using var mac = new HMACSHA256(text is null ? Convert.FromBase64String(base64!) : Encoding.UTF8.GetBytes(text));
        Assert.Equal("v1," + Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"))), HeaderOf(request, "webhook-signature"));
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp, System.Globalization.CultureInfo.InvariantCulture), -5, 120);
        Assert.Equal(message.Id, id);
        Assert.DoesNotContain(text ?? base64!, request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "no_service", "status 404: no_service.", 1)]
    [InlineData(400, "echo https://hooks.example/T0/SECRET", "status 400.", 1)]
    [InlineData(302, "", "status 302.", 1)]
    [InlineData(503, "", "status 503.", 3)]
    public async Task A_server_that_rejects_it_is_an_error_without_the_address(int status, string reply, string reason, int tries)
    {
        await using var server = new RawServer(_ => RawServer.Reply(status, reply, "text/plain", "location: http://127.0.0.1:9/other"));
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => DeliverAsync(AlertTargetKind.Slack, server.BaseUri + "services/SECRET", Samples.Message()));
        Assert.Equal(("AlertNotDelivered", FailureCategory.Unavailable), (failure.ErrorId, failure.Category));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(tries, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_is_busy_gets_it_again()
    {
        int count = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref count) == 1 ? RawServer.Reply(429, "", "text/plain", "retry-after: 1") : RawServer.Reply(200, "ok"));
        await DeliverAsync(AlertTargetKind.Discord, server.BaseUri + "hook", Samples.Message());
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(BodyOf(server.Requests.First()), BodyOf(server.Requests.Last()));
    }

    [Fact]
    public async Task Mail_goes_over_STARTTLS_with_a_login_and_a_name_stays_within_its_place()
    {
        using X509Certificate2 certificate = MailServer.Certificate();
        await using var server = MailServer.Start(certificate);
        foreach (string name in ChatFormatTests.AllNames)
        {
            AlertMessage message = Samples.Message(name);
            await DeliverMailAsync(server.Address, message, certificate);
            Assert.True(server.Mails.TryDequeue(out (MimeMessage Mail, string Raw, bool IsSecure, string? User) received));
            MimeMessage mail = received.Mail;
            Assert.Equal((true, MailServer.User), (received.IsSecure, received.User));
            Assert.Equal(("elevencost@example.com", "ops@example.com, boss@example.com"), (mail.From.ToString(), mail.To.ToString()));
            Assert.StartsWith("[ElevenCost] Budget ", mail.Subject!, StringComparison.Ordinal);
            Assert.DoesNotContain(mail.Subject!, char.IsControl);
            Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);

            // No name makes a header of its own.
            Assert.Equal(
                ["Auto-Submitted", "Date", "From", "Importance", "MIME-Version", "Message-Id", "Subject", "To"],
                mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));
            Assert.DoesNotMatch("(?m)^fake", received.Raw);
            Assert.Equal($"{message.Title}\n\n{message.FullText}\n", mail.TextBody!.Replace("\r\n", "\n", StringComparison.Ordinal));
            string html = mail.HtmlBody!;
            Assert.Equal(
                ["!DOCTYPE", "/body", "/h2", "/head", "/html", "/p", "/table", "/td", "/th", "/tr", "body", "h2", "head", "html", "meta", "p", "table", "td", "th", "tr"],
                System.Text.RegularExpressions.Regex.Matches(html, "<(/?[!A-Za-z0-9]+)").Select(tag => tag.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));
            Assert.Contains(System.Net.WebUtility.HtmlEncode(message.Title), html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mail_is_not_sent_to_a_server_that_is_not_trusted_or_has_no_TLS_or_rejects_the_login()
    {
        using X509Certificate2 certificate = MailServer.Certificate();
        await using var untrusted = MailServer.Start(certificate);
        Assert.Contains("not trusted", await ReasonAsync(untrusted.Address, null), StringComparison.Ordinal);
        await using var plain = MailServer.Start(null);
        Assert.Contains("STARTTLS", await ReasonAsync(plain.Address, null), StringComparison.Ordinal);
        Assert.Contains("rejects the user or the password", await ReasonAsync(untrusted.Address.Replace("p%40ss", "other", StringComparison.Ordinal), certificate), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", await ReasonAsync("smtp://127.0.0.1:1", null), StringComparison.Ordinal);
        Assert.Empty(untrusted.Mails.Concat(plain.Mails));

        static async Task<string> ReasonAsync(string address, X509Certificate2? trusted)
        {
            ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => DeliverMailAsync(address, Samples.Message(), trusted));
            Assert.Equal("AlertNotDelivered", failure.ErrorId);
            Assert.DoesNotContain("word", failure.Message.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
            return failure.Message;
        }
    }

    [Fact]
    public async Task A_relay_on_this_machine_needs_neither_TLS_nor_a_login()
    {
        await using var server = MailServer.Start(null, needsLogin: false);
        await DeliverMailAsync($"smtp://127.0.0.1:{server.Port}", Samples.Message(), null);
        Assert.False(Assert.Single(server.Mails).IsSecure);
    }

    [SkippableFact]
    public async Task A_program_gets_json_on_its_standard_input_and_no_secret_in_its_environment()
    {
        Skip.If(OperatingSystem.IsWindows(), "The program is a script of sh, so alerts to programs are NOT TESTED on Windows");
        using var folder = new TemporaryFolder();
        string program = folder.Script("cat > \"$(dirname \"$0\")/in\"; env > \"$(dirname \"$0\")/env\"; yes noise | head -c 1000000");
        AlertMessage message = Samples.Message("$(touch /tmp/x) `id` \"; exit 3");
        Environment.SetEnvironmentVariable("ELEVENCOST_ALERT_PROGRAM_TEST", "secret-in-the-environment");
        try
        {
            await DeliverAsync(AlertTargetKind.Program, program, message);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ELEVENCOST_ALERT_PROGRAM_TEST", null);
        }

        Assert.Equal(message.ToJson() + "\n", await File.ReadAllTextAsync(Path.Combine(folder.Path, "in")));
        Assert.DoesNotContain("secret-in-the-environment", await File.ReadAllTextAsync(Path.Combine(folder.Path, "env")), StringComparison.Ordinal);

        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => DeliverAsync(AlertTargetKind.Program, folder.Script("exit 7"), message));
        Assert.Contains("the program exited with 7.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlertTargetKind.Slack, "http://example.com/SECRET", "is not HTTPS")]
    [InlineData(AlertTargetKind.Slack, "SECRET", "is not an absolute address")]
    [InlineData(AlertTargetKind.Teams, "https://u:SECRET@example.com/", "user name or password")]
    [InlineData(AlertTargetKind.Discord, "https://example.com/#SECRET", "fragment")]
    [InlineData(AlertTargetKind.Webhook, "https://example.com/SECRET", "no signing secret")]
    [InlineData(AlertTargetKind.Webhook, "https://example.com/#SECRET", "less than 24 bytes")]
    [InlineData(AlertTargetKind.Webhook, "https://example.com/#whsec_SECRET!", "no signing secret")]
    [InlineData(AlertTargetKind.Mail, "https://u:SECRET@example.com", "mail server")]
    [InlineData(AlertTargetKind.Mail, "smtp://SECRET@example.com", "without a password")]
    [InlineData(AlertTargetKind.Mail, "smtp://u:SECRET@example.com/x", "after the server")]
    [InlineData(AlertTargetKind.Program, "SECRET", "absolute path")]
    [InlineData(AlertTargetKind.Program, "/nowhere/SECRET", "not there")]
    public void An_address_that_is_not_valid_is_not_shown(AlertTargetKind kind, string address, string mistake)
    {
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => AlertAddress.Parse(Samples.Target(kind), address));
        Assert.Equal(("AlertAddressNotValid", FailureCategory.Configuration), (failure.ErrorId, failure.Category));
        Assert.Contains(mistake, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task DeliverAsync(AlertTargetKind kind, string address, AlertMessage message)
    {
        AlertTarget target = Samples.Target(kind);
        IAlertDelivery delivery = kind == AlertTargetKind.Program ? new ProgramDelivery() : new WebDelivery(TimeProvider.System);
        return delivery.DeliverAsync(target, AlertAddress.Parse(target, address), message, CancellationToken.None);
    }

    private static Task DeliverMailAsync(string address, AlertMessage message, X509Certificate2? trusted)
    {
        AlertTarget target = Samples.Target(AlertTargetKind.Mail);
        var delivery = new MailDelivery(trusted is null ? null : (_, certificate, _, _) => certificate?.GetCertHashString() == trusted.GetCertHashString());
        return delivery.DeliverAsync(target, AlertAddress.Parse(target, address), message, CancellationToken.None);
    }

    private static string BodyOf(string request) => request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private static string HeaderOf(string request, string name) =>
        request.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}
