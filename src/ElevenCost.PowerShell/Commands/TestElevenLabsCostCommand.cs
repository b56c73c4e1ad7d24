using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Reconciliation;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets side by side what should agree, and explains each difference.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ElevenLabsCost", HelpUri = HelpAddress + "Test-ElevenLabsCost.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(ReconciliationRecord), typeof(bool))]
public sealed class TestElevenLabsCostCommand : DaysCommand
{
    private bool _fails;
    private bool _isProven;

    /// <summary>One boolean over all comparisons, instead of rows.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        _fails |= LacksConnection;
        foreach (Connection connection in connections)
        {
            bool isCompared = Try(connection.Name, () => Compare(connection));
            _fails |= !isCompared;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            // Nothing compared is nothing proven.
            WriteObject(!_fails && _isProven);
        }
    }

    private void Compare(Connection connection)
    {
        DateRange range = Wait(Session.Ranges.ResolveAsync(Range(), [connection], StopToken));
        var verdict = new ReconciliationVerdict([connection], EngineSession.Time);
        Session.ReadKeys([connection], StopToken);
        foreach (ReconciliationRecord record in Pull(Session.Reconciler.CompareAsync([connection], range, StopToken)))
        {
            TellWarnings();
            verdict.Add(record);
            if (!Quiet)
            {
                WriteObject(record);
            }
        }

        _fails |= !verdict.IsProven;
        _isProven |= verdict.IsProven;
        foreach (Warning warning in verdict.Warnings())
        {
            WriteWarningOnce(warning);
        }
    }
}
