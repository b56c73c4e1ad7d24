using System.Management.Automation;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The webhooks of workspaces, read live.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsWebhook")]
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
                foreach (WebhookRecord webhook in Pull(EngineSession.Webhooks(OpenApis([connection])).ReadAsync([connection], StopToken)))
                {
                    WriteObject(webhook);
                }
            });
        }
    }
}
