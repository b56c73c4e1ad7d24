using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes webhooks as a table.</summary>
internal static class WebhookOutput
{
    public static async Task WriteTableAsync(Screen screen, IAsyncEnumerable<WebhookRecord> webhooks, bool isOfSeveral, CancellationToken cancellationToken)
    {
        if (await Rows.TableAsync(screen, ResultTables.Webhooks.WithoutConnection(!isOfSeveral),
            webhooks.SelectAsync(webhook => webhook.UsedBy is { Length: 0 } ? webhook with { UsedBy = "(nothing)" } : webhook), cancellationToken) == 0)
        {
            screen.WriteMessage("No webhooks.");
        }
    }
}
