using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Alerts;

/// <summary>Posts messages as JSON: to chats, and to web servers with a signature.</summary>
/// <param name="time">The clock of the signature and of waiting.</param>
internal sealed partial class WebDelivery(TimeProvider time) : IAlertDelivery
{
    private const int MostTries = 3;
    private const int LargestReason = 64;

    private static readonly TimeSpan TryPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // A redirect would take the message, which the address alone protects, to another host.
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = TryPatience,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "ElevenCost" } },
    };

    /// <inheritdoc/>
    public async Task DeliverAsync(AlertTarget target, AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
    {
        string body = target.Kind switch
        {
            AlertTargetKind.Slack => SlackFormat.Write(message),
            AlertTargetKind.Teams => TeamsFormat.Write(message),
            AlertTargetKind.Discord => DiscordFormat.Write(message),
            _ => message.ToJson(),
        };
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan? pause = await TryAsync(target, address, message.Id, body, attempt, cancellationToken);
            if (pause is not { } wait)
            {
                return;
            }

            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>The signature of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</summary>
    /// <param name="key">The key.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="body">The body.</param>
    internal static string Sign(byte[] key, string id, string timestamp, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    /// <summary>Posts once.</summary>
    /// <returns>How long to wait for another try; null if it was accepted.</returns>
    private async Task<TimeSpan?> TryAsync(AlertTarget target, AlertAddress address, string id, string body, int attempt, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Uri) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (address.SigningKey is { } key)
        {
            string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add("webhook-signature", Sign(key, id, timestamp, body));
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TryPatience);
        try
        {
            using HttpResponseMessage response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return null;
            }

            bool isPassing = response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
            TimeSpan pause = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(attempt);
            return isPassing && attempt < MostTries && pause <= LongestPause
                ? pause
                : throw AlertErrors.NotDelivered(target, await ReasonAsync(response, address.Uri!, patience.Token), RemedyOf(response.StatusCode));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have arrived: not again at once, but with the same id at the next run.
            throw AlertErrors.NotDelivered(target, "the server did not answer within 20 seconds.", "Check that it works.", e);
        }
        catch (HttpRequestException e)
        {
            // The exception's own text names the host, which may be no one's business.
            return attempt < MostTries && e.HttpRequestError == HttpRequestError.ConnectionError ? TimeSpan.FromSeconds(attempt)
                : throw AlertErrors.NotDelivered(target, ReasonOf(e), "Check the address and the network.");
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        string status = string.Create(CultureInfo.InvariantCulture, $"the server answered with status {(int)response.StatusCode}");
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] bytes = new byte[LargestReason + 1];
        int count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);

        // Slack says why in one word. Anything longer could be an echo of what was sent, and so could a word of the address.
        string text = Encoding.UTF8.GetString(bytes, 0, count).Trim();
        return WordPattern().IsMatch(text) && !address.OriginalString.Contains(text, StringComparison.OrdinalIgnoreCase) ? $"{status}: {text}." : $"{status}.";
    }

    private static string ReasonOf(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "the name of the server cannot be resolved.",
        HttpRequestError.ConnectionError => "the server cannot be reached.",
        HttpRequestError.SecureConnectionError => "the server's certificate is not trusted, or TLS failed.",
        HttpRequestError.ProxyTunnelError => "the proxy blocks the connection.",
        _ => "the connection failed.",
    };

    private static string RemedyOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => "Check that the webhook still exists, and store its new address.",
        _ when (int)status is >= 300 and < 400 => "Store the address that it redirects to: redirects are not followed.",
        _ => "Check that it works.",
    };

    [GeneratedRegex("^[a-z]+(?:_[a-z]+)*$")]
    private static partial Regex WordPattern();
}
