using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.Cli.Commands;

/// <summary><c>schedule set</c>: registers the schedule.</summary>
[SubcommandOf<ScheduleCommand>]
[HelpPlace(20)]
internal sealed class ScheduleSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<string?> _at = ParsedOption.Text("--at", "HH:mm", "The time of day. Default: 06:00.");
    private readonly Option<string?> _zone = ParsedOption.Text("--time-zone", "name", "The time zone of --at, such as Europe/Berlin. Default: UTC.");
    private readonly Option<bool> _hourly = new("--hourly") { Description = "Run every hour instead of daily, at a minute that differs between machines." };
    private readonly Option<SyncScheduler?> _scheduler = ParsedOption.Word<SyncScheduler>("--scheduler", "The scheduler that starts it. Default: the first one available.");
    private readonly Option<string[]> _connection = ParsedOption.Patterns("--connection", "Names or wildcards of the connections to sync; repeat it for more. Default: every connection.");
    private readonly Option<int?> _timeout = ParsedOption.Number("--timeout", "How many seconds a run may take. Default: 7200, or 3000 of an hourly schedule.", 60, 604_800);
    private readonly Option<string?> _environmentFile = ParsedOption.Text("--environment-file", "path", "A file with environment variables for the runs, a line NAME=value each, such as ELEVENLABS_API_KEY or ELEVENCOST_ALERT_OPS.");
    private readonly Option<bool> _skipCheck = new("--skip-check") { Description = "Register without testing keys, ledger, network and addresses of alerts before." };
    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Print every file that would be written and every command that would be run, and do nothing." };
    private readonly OutputOption _output;

    public ScheduleSetCommand(CommandContext context)
        : base("set", "Register the schedule of this home, after testing that a run works unattended. Registering again with the same options changes nothing.",
            "elevencost schedule set",
            "elevencost schedule set --at 07:30 --time-zone Europe/Berlin",
            "elevencost schedule set --hourly --scheduler cron --what-if")
    {
        _context = context;
        foreach (Option option in new Option[] { _at, _zone, _hourly, _scheduler, _connection, _timeout, _environmentFile, _skipCheck, _whatIf })
        {
            Add(option);
        }

        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var request = new ScheduleRequest
        {
            Frequency = parsed.GetValue(_hourly) ? ScheduleFrequency.Hourly : ScheduleFrequency.Daily,
            At = parsed.GetValue(_at),
            TimeZone = parsed.GetValue(_zone),
            Scheduler = parsed.GetValue(_scheduler),
            Connections = parsed.GetValue(_connection) ?? [],
            TimeLimit = parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            EnvironmentFile = parsed.GetValue(_environmentFile) is { Length: > 0 } file ? Path.GetFullPath(file) : null,
        };
        ScheduleSetup schedules = services.Schedules;
        ScheduleProposal proposal = await schedules.PlanAsync(request, cancellationToken);
        if (parsed.GetValue(_whatIf))
        {
            await ScheduleOutput.WriteChangesAsync(_context.Screen, proposal.Changes, cancellationToken);
            return ExitCode.Done;
        }

        if (proposal.Changes.Count > 0 && !parsed.GetValue(_skipCheck))
        {
            IReadOnlyList<ElevenCostException> failures = ScheduleSetup.FailuresOf(await schedules.CheckAsync(proposal, cancellationToken));
            if (failures.Count > 0)
            {
                int code = Failures.Report(failures, _context.Screen);
                _context.Screen.WriteMessage("Nothing was registered: an unattended run would fail. Fix the errors above, or register anyway with --skip-check.");
                return code;
            }
        }

        await schedules.ApplyAsync(proposal, cancellationToken);
        await ScheduleOutput.WriteAsync(_context.Screen, _output.Read(parsed), await schedules.ReadAsync(cancellationToken) is { } schedule ? [schedule] : [], cancellationToken);
        return ExitCode.Done;
    }
}
