using System.Management.Automation;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Which days are final, provisional, missing or failed.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsCoverage", HelpUri = HelpAddress + "Get-ElevenLabsCoverage.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(CoverageRecord))]
public sealed class GetElevenLabsCoverageCommand : DaysCommand
{
    /// <summary>Only days of these states; empty for all.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public DayState[] State { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (Connection connection in FindConnections())
        {
            Try(connection.Name, () => Answer([connection]));
        }
    }

    private void Answer(IReadOnlyList<Connection> connections)
    {
        RangeRequest asked = Range();
        DateRange? range = asked.IsGiven ? Wait(Session.Ranges.ResolveAsync(asked, connections, StopToken)) : null;
        foreach (CoverageRecord day in Session.Usage.ReadCoverageAsync(connections, range, StopToken).ToBlockingEnumerable(StopToken))
        {
            if (State.Length == 0 || State.Contains(day.State))
            {
                WriteObject(day);
            }
        }
    }
}
