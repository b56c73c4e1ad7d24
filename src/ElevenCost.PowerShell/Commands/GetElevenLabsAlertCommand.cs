using System.Management.Automation;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Where alerts go, by name.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsAlert", HelpUri = HelpAddress + "Get-ElevenLabsAlert.md")]
[OutputType(typeof(AlertTarget))]
public sealed class GetElevenLabsAlertCommand : ElevenCostCommand
{
    /// <summary>Names or wildcards; empty for every alert.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AlertCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name.Length == 0)
        {
            Try(null, () => WriteObject(Wait(Session.Alerts.ListAsync([], StopToken)), enumerateCollection: true));
        }

        foreach (string name in Name)
        {
            Try(name, () => WriteObject(Wait(Session.Alerts.ListAsync([name], StopToken)), enumerateCollection: true));
        }
    }
}
