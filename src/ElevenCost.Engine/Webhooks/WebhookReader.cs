using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Requests;

namespace ElevenCost.Engine.Webhooks;

/// <summary>Reads the webhooks of connections live.</summary>
/// <param name="open">Opens the API of a connection; it is disposed of here.</param>
public sealed class WebhookReader(Func<Connection, CancellationToken, Task<IElevenLabsApi>> open)
{
    private const string Separator = "; ";
    private const string Mask = "***";

    /// <summary>From so many characters on a part of a path may be a secret.</summary>
    private const int LeastSecretLength = 8;

    /// <summary>Longer lower-case letters are no word.</summary>
    private const int LongestWord = 20;

    /// <summary>The webhooks, connection by connection, by name and then by ID.</summary>
    /// <exception cref="ElevenCostException">A key cannot be read, or what the API throws.</exception>
    public async IAsyncEnumerable<WebhookRecord> ReadAsync(
        IReadOnlyList<Connection> connections, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Connection connection in connections)
        {
            using IElevenLabsApi api = await open(connection, cancellationToken);
            IReadOnlyList<WebhookInfo> webhooks = await api.GetWebhooksAsync(cancellationToken);
            foreach (WebhookInfo webhook in webhooks.OrderBy(webhook => webhook.Name, StringComparer.Ordinal).ThenBy(webhook => webhook.Id, StringComparer.Ordinal))
            {
                yield return Record(connection, webhook);
            }
        }
    }

    private static WebhookRecord Record(Connection connection, WebhookInfo webhook)
    {
        WebhookState state = webhook.IsAutoDisabled ? WebhookState.AutoDisabled
            : webhook.IsDisabled ? WebhookState.Disabled
            : WebhookState.Enabled;
        return new WebhookRecord
        {
            Connection = connection.Name,
            Name = webhook.Name,
            WebhookId = webhook.Id,
            Url = Shown(webhook.Url),
            State = state,
            DisabledSince = state == WebhookState.AutoDisabled ? webhook.LastFailureAt : null,
            LastFailureAt = webhook.LastFailureAt,
            LastFailureCode = webhook.LastFailureCode,
            UsedBy = webhook.Usage is null ? null : string.Join(Separator, webhook.Usage),
            Events = webhook.Events is null ? null : string.Join(Separator, webhook.Events),
            AuthType = webhook.AuthType,
            CreatedAt = webhook.CreatedAt,
        };
    }

    /// <summary>
    /// What of an address is no secret. Many services take calls from whoever knows the path, so it may not be shown as it is: a part of it that
    /// is an ID, or neither short nor a plain word, is masked.
    /// </summary>
    private static string? Shown(string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            return null;
        }

        string path = uri.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        return uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
            + string.Join('/', path.Split('/').Select(segment => MayBeSecret(segment) ? Mask : segment));
    }

    private static bool MayBeSecret(string segment) => RequestRoute.IsId(segment)
        || (segment.Length >= LeastSecretLength && (segment.Length > LongestWord || !segment.All(char.IsAsciiLetterLower)));
}
