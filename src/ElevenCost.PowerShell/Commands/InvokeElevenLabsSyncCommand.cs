using System.Globalization;
using System.Management.Automation;
using ElevenCost.Engine.Jobs;
using ElevenCost.Engine.Schedules;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Syncs, checks budgets and sends alerts in one go.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ElevenLabsSync", SupportsShouldProcess = true, DefaultParameterSetName = RunSet, HelpUri = HelpAddress + "Invoke-ElevenLabsSync.md")]
[OutputType(typeof(SyncJobResult), ParameterSetName = [RunSet, ScheduledSet])]
[OutputType(typeof(ScheduleCheck), ParameterSetName = [CheckSet])]
public sealed class InvokeElevenLabsSyncCommand : ElevenCostCommand
{
    private const string RunSet = "Run";
    private const string CheckSet = "Check";
    private const string ScheduledSet = "Scheduled";

    private readonly List<string> _connections = [];

    /// <summary>Names or wildcards of the connections to sync; empty for every connection.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = RunSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = CheckSet)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Connection { get; set; } = [];

    /// <summary>How many seconds the run may take.</summary>
    [Parameter(ParameterSetName = RunSet)]
    [ValidateRange(1, 604_800)]
    public int TimeoutSec { get; set; } = (int)new SyncJobOptions().TimeLimit.TotalSeconds;

    /// <summary>A file with environment variables for the run.</summary>
    [Parameter(ParameterSetName = RunSet)]
    [Parameter(ParameterSetName = CheckSet)]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentFile { get; set; }

    /// <summary>Tests what a run needs, and runs nothing.</summary>
    [Parameter(ParameterSetName = CheckSet, Mandatory = true)]
    public SwitchParameter Check { get; set; }

    /// <summary>Runs with the options of the schedule, if a run is due.</summary>
    [Parameter(ParameterSetName = ScheduledSet, Mandatory = true)]
    public SwitchParameter Scheduled { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _connections.AddRange(Connection);

    /// <inheritdoc/>
    protected override void EndProcessing() => Try(null, () =>
    {
        if (!ShouldProcess(_connections.Count == 0 ? "every connection" : string.Join(", ", _connections), Check ? "Test what a run needs" : "Sync, check budgets and send alerts"))
        {
            return;
        }

        if (Scheduled)
        {
            RunScheduled();
            return;
        }

        Engine.Schedules.EnvironmentFile.Apply(EnvironmentFile is null ? null : GetUnresolvedProviderPathFromPSPath(EnvironmentFile), WriteWarningOnce);
        ReadSecrets();
        if (Check)
        {
            WriteObject(Wait(Session.JobCheck.RunAsync(_connections, StopToken)), enumerateCollection: true);
            return;
        }

        var options = new SyncJobOptions { Connections = _connections, TimeLimit = TimeSpan.FromSeconds(TimeoutSec) };
        SyncJobResult result = Wait(Session.SyncJob.RunAsync(options, static _ => { }, null, QueueWarning, StopToken));
        WriteObject(result);
        WriteFailures(result);
    });

    /// <summary>A run that a scheduler started: what happens goes to the log, too.</summary>
    private void RunScheduled()
    {
        SyncJob job = Session.SyncJob;
        JobLog log = job.Log;
        try
        {
            Engine.Schedules.EnvironmentFile.Apply(job.EnvironmentFilePath, warning => log.Write("warning", warning.Message));
            if (job.FindDue() is not { } options)
            {
                return;
            }

            log.Write("info", "The run begins.");
            ReadSecrets();
            SyncJobResult result = Wait(job.RunAsync(options, log.Write, null, warning => log.Write("warning", warning.Message), StopToken));
            log.Write("info", string.Create(CultureInfo.InvariantCulture, $"The run ended with exit code {result.ExitCode}."));
            WriteObject(result);
            WriteFailures(result);
        }
        catch (ElevenCostException failure)
        {
            log.Write("error", $"The run failed: {failure.Message} {failure.Remedy}");

            // What the scheduler gets as the exit code of the process is that of this result.
            var step = new SyncJobStep(SyncJobStepKind.Sync, "", JobExitCode.Of(failure.Category), failure.Message, failure.Remedy, failure.ErrorId, failure.Category);
            WriteObject(new SyncJobResult { StartedAt = EngineSession.Time.GetUtcNow().UtcDateTime, Duration = TimeSpan.Zero, ExitCode = step.ExitCode, Steps = [step] });
            throw;
        }
    }

    /// <summary>Reads what only the pipeline's thread can: keys and addresses in vaults. What can't be read fails its own step.</summary>
    private void ReadSecrets()
    {
        try
        {
            Session.ReadKeys(Session.KnownConnections.ReadAll().Where(connection => connection.KeySource != KeySource.None), StopToken);
            Session.ReadAlertAddresses(Wait(Session.Alerts.ListAsync([], StopToken)), StopToken);
        }
        catch (ElevenCostException)
        {
            // A ledger that can't be opened: the steps say so themselves, and connections of this machine are synced all the same.
            Session.ReadKeys(Session.Connections.ReadAll(), StopToken);
        }
    }

    private void WriteFailures(SyncJobResult result)
    {
        foreach (SyncJobStep step in result.Steps.Where(step => step.ErrorId is not null))
        {
            WriteError(SyncJob.FailureOf(step).ToErrorRecord(step.Name));
        }
    }
}
