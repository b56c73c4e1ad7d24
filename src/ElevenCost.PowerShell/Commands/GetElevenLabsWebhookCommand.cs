using System.Management.Automation;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The webhooks of workspaces, read live.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsWebhook", HelpUri = HelpAddress + "Get-ElevenLabsWebhook.md")]
[OutputType(typeof(WebhookRecord))]
public sealed class GetElevenLabsWebhookCommand : ConnectionCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Connection connection in FindConnections())
        {
            Try(connection.Name, () =>
            {
                Session.ReadKeys([connection], StopToken);
                foreach (WebhookRecord webhook in Pull(Session.Webhooks.ReadAsync([connection], StopToken)))
                {
                    WriteObject(webhook);
                }
            });
        }
    }
}
