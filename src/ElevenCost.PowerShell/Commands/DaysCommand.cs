using System.Management.Automation;
using ElevenCost.Engine.Calendar;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>A cmdlet over a range of days.</summary>
public abstract class DaysCommand : ConnectionCommand
{
    /// <summary>The parameter set where none of another is given.</summary>
    private protected const string LastSet = "Last";

    /// <summary>The parameter set of a first and a last day.</summary>
    private protected const string DatesSet = "Dates";

    /// <summary>The parameter set of a range by name.</summary>
    private protected const string TimeframeSet = "Timeframe";

    /// <summary>The last days, weeks, months or years, today included, such as <c>30d</c>.</summary>
    [Parameter(ParameterSetName = LastSet)]
    [ArgumentCompleter(typeof(LastCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string? Last { get; set; }

    /// <summary>The first day, in the connection's zone.</summary>
    [Parameter(ParameterSetName = DatesSet, Mandatory = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public virtual DateTime? StartDate { get; set; }

    /// <summary>The last day, included; null for today.</summary>
    [Parameter(ParameterSetName = DatesSet)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public virtual DateTime? EndDate { get; set; }

    /// <summary>A range by name.</summary>
    [Parameter(ParameterSetName = TimeframeSet, Mandatory = true)]
    public virtual Timeframe? Timeframe { get; set; }

    /// <summary>What was asked for.</summary>
    private protected RangeRequest Range() => new()
    {
        From = StartDate is { } start ? DateOnly.FromDateTime(start) : null,
        To = EndDate is { } end ? DateOnly.FromDateTime(end) : null,
        Last = Last,
        Timeframe = Timeframe,
    };
}
