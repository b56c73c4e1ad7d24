using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Jobs;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Commands;

/// <summary><c>run</c>: sync, budgets and alerts in one go.</summary>
[HelpPlace(52)]
internal sealed class RunCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<string[]> _connection = ParsedOption.Patterns("--connection", "Names or wildcards of the connections to sync; repeat it for more. Default: every connection.");
    private readonly Option<int?> _timeout = ParsedOption.Number("--timeout", "How many seconds the run may take. Default: 7200, two hours.", 1, 604_800);
    private readonly Option<string?> _environmentFile = ParsedOption.Text("--environment-file", "path", "A file with environment variables for the run, a line NAME=value each, such as ELEVENLABS_API_KEY or PGPASSWORD.");
    private readonly Option<bool> _check = new("--check") { Description = "Test what a run needs, and run nothing: home, ledger, keys, ElevenLabs, addresses of alerts. Exits with the code of the worst that failed." };
    private readonly Option<bool> _scheduled = new("--scheduled") { Description = "Run with the schedule's options, if a run is due: write the log, print only errors. For schedulers." };
    private readonly Option<string?> _home = ParsedOption.Text("--home", "folder", "The home folder, instead of ELEVENCOST_HOME. For schedulers.");
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress." };
    private readonly OutputOption _output;

    public RunCommand(CommandContext context)
        : base("run", "Sync, then check budgets, then send alerts, in one go and with one exit code: the highest of all steps. Two runs of a home never overlap.",
            "elevencost run",
            "elevencost run --connection acme --timeout 3000",
            "elevencost run --check")
    {
        _context = context;
        foreach (Option option in new Option[] { _connection, _timeout, _environmentFile, _check, _scheduled, _home, _quiet })
        {
            Add(option);
        }

        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_scheduled) is not null && new Option[] { _check, _connection, _timeout, _environmentFile }.Any(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("'--scheduled' uses connections, time limit and environment file of the schedule: omit the other options.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open(parsed.GetValue(_home));
        if (parsed.GetValue(_scheduled))
        {
            return await ScheduledAsync(services, cancellationToken);
        }

        EnvironmentFile.Apply(parsed.GetValue(_environmentFile) is { } path ? Path.GetFullPath(path) : null, _context.Screen.Warn);
        string[] connections = parsed.GetValue(_connection) ?? [];
        if (parsed.GetValue(_check))
        {
            IReadOnlyList<ScheduleCheck> checks = await services.JobCheck.RunAsync(connections, cancellationToken);
            await ScheduleOutput.WriteAsync(_context.Screen, _output.Read(parsed), checks, cancellationToken);
            return Failures.Report(ScheduleSetup.FailuresOf(checks), _context.Screen);
        }

        var options = new SyncJobOptions { Connections = connections };
        options = parsed.GetValue(_timeout) is { } seconds ? options with { TimeLimit = TimeSpan.FromSeconds(seconds) } : options;
        IProgress<SyncProgress>? progress = parsed.GetValue(_quiet) ? null : new ProgressLine(_context.Screen, _context.Time);
        SyncJobResult result;
        try
        {
            result = await services.SyncJob.RunAsync(options, static _ => { }, progress, _context.Screen.Warn, cancellationToken);
        }
        finally
        {
            _context.Screen.ClearTransient();
        }

        await ScheduleOutput.WriteAsync(_context.Screen, _output.Read(parsed), result.Steps, cancellationToken);
        return result.ExitCode;
    }

    /// <summary>A run that a scheduler started: what happens goes to the log, and what fails to the standard error, too, which schedulers mail or keep.</summary>
    private async Task<int> ScheduledAsync(CommandServices services, CancellationToken cancellationToken)
    {
        SyncJob job = services.SyncJob;
        JobLog log = job.Log;
        try
        {
            EnvironmentFile.Apply(job.EnvironmentFilePath, warning => log.Write("warning", warning.Message));
            if (job.FindDue() is not { } options)
            {
                return ExitCode.Done;
            }

            log.Write("info", "The run begins.");
            SyncJobResult result = await job.RunAsync(options, step => log.Write(step), null, warning => log.Write("warning", warning.Message), cancellationToken);
            log.Write("info", $"The run ended with exit code {result.ExitCode}.");
            ScheduleOutput.WriteFailures(_context.Screen, result.Steps);
            return result.ExitCode;
        }
        catch (Exception failure) when (Failures.CanReport(failure))
        {
            log.Write("error", failure is OperationCanceledException ? "The run was cancelled." : $"The run failed: {failure.Message} {(failure as ElevenCostException)?.Remedy}");
            throw;
        }
    }
}
