using System.Runtime.CompilerServices;
using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Insights;

/// <summary>Reads the webhooks of connections live.</summary>
/// <param name="open">Opens the API of a connection; it is disposed of here.</param>
public sealed class Webhooks(Func<Connection, CancellationToken, Task<IElevenLabsApi>> open)
{
    private const string Separator = "; ";

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
            Url = HostAndPath(webhook.Url),
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

    /// <summary>What of an address holds no user name, password, query or fragment.</summary>
    private static string? HostAndPath(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : null;
}
