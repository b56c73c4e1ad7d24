using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Sync;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Brings the ledger up to date.</summary>
[Cmdlet(VerbsData.Sync, "ElevenLabsUsage", HelpUri = HelpAddress + "Sync-ElevenLabsUsage.md", DefaultParameterSetName = DaysSet, SupportsShouldProcess = true)]
[OutputType(typeof(SyncResult))]
public sealed class SyncElevenLabsUsageCommand : ConnectionCommand
{
    // A result keeps the texts of its warnings, not their kinds.
    private static readonly WarningKind OfResult = new("", "");

    private const string DaysSet = "Days";
    private const string DatesSet = "Dates";

    /// <summary>How many days to go back, today included; null for 92, or the earliest kept day where that is earlier.</summary>
    [Parameter(ParameterSetName = DaysSet)]
    [ValidateRange(1, 3660)]
    public int? Days { get; set; }

    /// <summary>The first day, in the connection's zone.</summary>
    [Parameter(ParameterSetName = DatesSet, Mandatory = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? StartDate { get; set; }

    /// <summary>The last day, included; null for today.</summary>
    [Parameter(ParameterSetName = DatesSet)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public DateTime? EndDate { get; set; }

    /// <summary>How many days after its end a day is read once more before it is final.</summary>
    [Parameter]
    [ValidateRange(0, 60)]
    public int Lookback { get; set; } = 3;

    /// <summary>Reads final days again, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many seconds the sync of one connection may take.</summary>
    [Parameter]
    [ValidateRange(1, 604_800)]
    public int TimeoutSec { get; set; } = (int)new SyncOptions().TimeLimit.TotalSeconds;

    /// <summary>Lets days lose their figures that had usage and of which ElevenLabs now reports none.</summary>
    [Parameter]
    public SwitchParameter AcceptLoss { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = new SyncOptions
        {
            From = StartDate is { } start ? DateOnly.FromDateTime(start) : null,
            To = EndDate is { } end ? DateOnly.FromDateTime(end) : null,
            Days = Days,
            Lookback = Lookback,
            Force = Force,
            TimeLimit = TimeSpan.FromSeconds(TimeoutSec),
            AcceptLoss = AcceptLoss,
        };
        foreach (Connection connection in FindConnections(allByDefault: true))
        {
            Try(connection.Name, () => Sync(connection, options));
        }
    }

    private void Sync(Connection connection, SyncOptions options)
    {
        (string what, ElevenCostException? failure) = Plan(connection, options);
        bool isRun = failure?.Category != FailureCategory.Usage && ShouldProcess(connection.Name, what);
        if (!isRun && failure is null)
        {
            return;
        }

        if (isRun)
        {
            WriteVerbose($"{connection.Name}: {what}.");
        }

        // What is the matter with one connection must not keep the others from syncing.
        SyncResult result = isRun ? Follow(connection, options) : Session.Sync.NotBegun(connection, options, failure!);
        WriteResult(result);
        WriteObject(result);
        if (!result.Succeeded)
        {
            WriteError(SyncErrors.Of(result).ToErrorRecord(connection.Name));
        }
    }

    /// <summary>What a sync would do; or the failure that prevents knowing it, which the sync then reports and logs.</summary>
    private (string What, ElevenCostException? Failure) Plan(Connection connection, SyncOptions options)
    {
        try
        {
            IReadOnlyList<DateOnly> days = Wait(Session.Sync.PlanAsync(connection, options, StopToken));
            return (days.Count == 0
                ? "Read the subscription; no day of usage is missing"
                : string.Create(CultureInfo.InvariantCulture, $"Sync {days.Count} days of usage ({days[0]:yyyy-MM-dd} to {days[^1]:yyyy-MM-dd})"), null);
        }
        catch (ElevenCostException failure)
        {
            return ("Sync missing usage", failure);
        }
    }

    private SyncResult Follow(Connection connection, SyncOptions options)
    {
        SyncResult? result = null;
        Session.ReadKeys([connection], StopToken);
        using var bar = new ProgressBar(this, $"Syncing the usage of {connection.Name}");
        bar.Begin();
        foreach (SyncStep step in Pull(Session.Sync.StreamAsync(connection, Session.OpenApiAsync, options, StopToken)))
        {
            if (step.Progress is { } progress)
            {
                bar.Show(progress);
            }

            result = step.Result ?? result;
        }

        return result!;
    }

    private void WriteResult(SyncResult result)
    {
        foreach (string warning in result.Warnings)
        {
            WriteWarningOnce(new Warning(OfResult, $"{result.Connection}: {warning}"));
        }

        foreach (Restatement day in result.Restatements)
        {
            WriteVerbose(string.Create(CultureInfo.InvariantCulture,
                $"{result.Connection}: {day.Date:yyyy-MM-dd} was restated: {day.OldCredits:N0} -> {day.NewCredits:N0} credits."));
        }

        if (result.Unknowns.Count > 0)
        {
            WriteVerbose($"{result.Connection}: the API returned values that this version does not know: {string.Join(", ", result.Unknowns)}.");
        }

        WriteVerbose(string.Create(CultureInfo.InvariantCulture,
            $"{result.Connection}: {result.DaysSynced} days, {result.Records} records in {result.Duration.TotalSeconds:0.0} s, {result.Requests} requests."));
    }
}
