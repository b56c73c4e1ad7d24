using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Compares the cost of two ranges, and explains the change.</summary>
[Cmdlet(VerbsData.Compare, "ElevenLabsCost", HelpUri = HelpAddress + "Compare-ElevenLabsCost.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(CostComparison))]
public sealed class CompareElevenLabsCostCommand : UsageQueryCommand
{
    /// <summary>The first day to compare with; null for the same days of the month before, or the days right before the range.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? PreviousStartDate { get; set; }

    /// <summary>The last day to compare with, included; null for as many days as the range has.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? PreviousEndDate { get; set; }

    /// <summary>The question that the amounts answer; null for consumed if all usage of both ranges has it, else the plan's rate.</summary>
    [Parameter]
    public CostBasis? CostBasis { get; set; }

    /// <summary>The number of groups with the largest change to return, with one row for all others; null for all.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Top { get; set; }

    /// <summary>Not a parameter here: ranges are compared as wholes.</summary>
    public override Granularity? Granularity { get; set; }

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        if (connections.Count > 0)
        {
            Try(connections[0].Name, () => Answer(connections));
        }
    }

    private static DateOnly? DayOf(DateTime? date) => date is { } day ? DateOnly.FromDateTime(day) : null;

    private void Answer(IReadOnlyList<Connection> connections)
    {
        RangeRequest asked = Range();
        DateRange range = Wait(Session.Ranges.ResolveAsync(
            asked.IsGiven ? asked : new RangeRequest { Timeframe = ElevenCost.Timeframe.MonthToDate }, connections, StopToken));
        var options = new ComparisonOptions
        {
            Range = range,
            Previous = ComparisonOptions.PreviousOf(range, DayOf(PreviousStartDate), DayOf(PreviousEndDate)),
            GroupBy = Groups(),
            Filters = [.. Filters()],
            Basis = CostBasis,
            Top = Top,
        };
        ComparisonResult result = Wait(Session.Comparisons.CompareAsync(connections, options, StopToken));
        foreach (Warning warning in result.Warnings)
        {
            WriteWarningOnce(warning);
        }

        WriteRows(ResultTables.Comparison(result, options.GroupBy, connections.Count == 1 && MyInvocation.ExpectingInput), result.Rows);
    }
}
