using System.Globalization;
using System.Runtime.CompilerServices;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;

namespace ElevenCost.Cli.Output;

/// <summary>Writes webhooks as a table.</summary>
internal static class WebhookOutput
{
    private static readonly TableColumn[] Columns =
    [
        new("Connection", CanShorten: true), new("Name", CanShorten: true), new("State"), new("Since"), new("Failed last"), new("Code"),
        new("Used by", CanShorten: true), new("Calls", CanShorten: true),
    ];

    public static async Task WriteTableAsync(Screen screen, IAsyncEnumerable<WebhookRecord> webhooks, bool isOfSeveral, CancellationToken cancellationToken)
    {
        int first = isOfSeveral ? 0 : 1;
        long count = await new TextTable(Columns[first..], screen.Width).WriteAsync(
            screen.Output, null, RowsAsync(webhooks, first, cancellationToken), () => [], cancellationToken);
        if (count == 0)
        {
            screen.Tell("No webhooks.");
        }
    }

    private static async IAsyncEnumerable<string[]> RowsAsync(
        IAsyncEnumerable<WebhookRecord> webhooks, int first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (WebhookRecord webhook in webhooks.WithCancellation(cancellationToken))
        {
            yield return new[]
            {
                webhook.Connection, webhook.Name, Words.Of(webhook.State), Day(webhook.DisabledSince), Day(webhook.LastFailureAt),
                webhook.LastFailureCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
                webhook.UsedBy switch { null => "(not shown to this key)", "" => "(nothing)", { } used => used }, webhook.Url ?? "-",
            }[first..];
        }
    }

    private static string Day(DateTime? at) => at is { } instant ? Figures.Day(instant) : "-";
}
