using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Sets side by side what should agree, and explains each difference.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ElevenLabsCost", HelpUri = HelpAddress + "Test-ElevenLabsCost.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(ReconciliationSummary), typeof(ReconciliationRecord), typeof(bool))]
public sealed class TestElevenLabsCostCommand : DaysCommand
{
    private bool _fails;
    private bool _isProven;

    /// <summary>One boolean over all comparisons, instead of rows.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Every comparison, instead of one row for each check.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        _fails |= LacksConnection;
        bool isOfOne = connections.Count == 1 && !MyInvocation.ExpectingInput;
        foreach (Connection connection in connections)
        {
            bool isCompared = Try(connection.Name, () => Compare(connection, isOfOne));
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

    private void Compare(Connection connection, bool isOfOne)
    {
        DateRange range = Wait(Session.Ranges.ResolveAsync(Range(), [connection], StopToken));
        var verdict = new ReconciliationVerdict([connection], EngineSession.Time);
        var compared = new List<ReconciliationRecord>();
        Session.ReadKeys([connection], StopToken);
        try
        {
            foreach (ReconciliationRecord record in Pull(Session.Reconciler.CompareAsync([connection], range, StopToken)))
            {
                WriteQueuedWarnings();
                verdict.Add(record);
                if (Detailed && !Quiet)
                {
                    WriteObject(record);
                }

                compared.Add(record);
            }
        }
        catch (ElevenCostException)
        {
            // What was compared before it failed is not lost.
            WriteSummaries(compared, isOfOne);
            throw;
        }

        WriteSummaries(compared, isOfOne);
        _fails |= !verdict.IsProven;
        _isProven |= verdict.IsProven;
        foreach (Warning warning in verdict.Warnings())
        {
            WriteWarningOnce(warning);
        }
    }

    private void WriteSummaries(List<ReconciliationRecord> compared, bool isOfOne)
    {
        if (!Detailed && !Quiet)
        {
            WriteRows(ResultTables.ReconciliationChecks.WithoutConnection(isOfOne), (ReconciliationSummary[])[.. CheckSummaries.Of(compared)]);
        }
    }
}
