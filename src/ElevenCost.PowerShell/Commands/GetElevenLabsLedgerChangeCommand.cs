using System.Management.Automation;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Lists what was changed of prices and cost centers.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsLedgerChange", HelpUri = HelpAddress + "Get-ElevenLabsLedgerChange.md")]
[OutputType(typeof(LedgerChange))]
public sealed class GetElevenLabsLedgerChangeCommand : ElevenCostCommand
{
    /// <summary>Only prices or rules of these names.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Only changes of this kind of definition.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DefinitionKindCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Kind { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        Try(null, () => WriteObject(Wait(Session.History.ReadAsync(Kind, Name, StopToken)), enumerateCollection: true));
}
