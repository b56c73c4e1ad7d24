using System.Management.Automation;
using ElevenCost.Engine.Alerts;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sends what is due, each alert once a target and period.</summary>
[Cmdlet(VerbsCommunications.Send, "ElevenLabsAlert", SupportsShouldProcess = true, HelpUri = HelpAddress + "Send-ElevenLabsAlert.md")]
[OutputType(typeof(AlertDelivery))]
public sealed class SendElevenLabsAlertCommand : ElevenCostCommand
{
    private readonly List<string> _names = [];

    /// <summary>Names or wildcards; empty for every alert.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlertCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Sends a digest of the latest whole day, week or month, too.</summary>
    [Parameter]
    public DigestPeriod? Digest { get; set; }

    /// <summary>What the five largest parts of a digest are of.</summary>
    [Parameter]
    public Dimension DigestBy { get; set; } = Dimension.ApiKey;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _names.AddRange(Name);

    /// <inheritdoc/>
    /// <remarks>All targets at once: what is due is found once for all of them.</remarks>
    protected override void EndProcessing() => Try(null, Send);

    private void Send()
    {
        IReadOnlyList<AlertTarget> targets = Wait(Session.Alerts.ListAsync(_names, StopToken));
        if (targets.Count == 0)
        {
            WriteVerbose("There is no alert yet. Set one with: Set-ElevenLabsAlert");
            return;
        }

        bool isRun = ShouldProcess(string.Join(", ", targets.Select(target => target.Name)), "Send what is due");
        if (!isRun && !(MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf) && whatIf is SwitchParameter { IsPresent: true }))
        {
            return;
        }

        IReadOnlyList<Connection> connections = Session.KnownConnections.ReadAll();
        Session.ReadKeys(connections.Where(connection => connection.KeySource != KeySource.None), StopToken);
        if (isRun)
        {
            Session.ReadAlertAddresses(targets, StopToken);
        }

        var options = new AlertRunOptions { IsDryRun = !isRun, Digest = Digest, DigestBy = DigestBy };
        foreach (AlertDelivery delivery in Pull(Session.AlertRun.RunAsync(targets, connections, options, QueueWarning, StopToken)))
        {
            WriteObject(delivery);
            if (delivery.State == AlertDeliveryState.Failed)
            {
                WriteError(AlertErrors.FailureOf(delivery).ToErrorRecord(delivery.Target));
            }
        }
    }
}
