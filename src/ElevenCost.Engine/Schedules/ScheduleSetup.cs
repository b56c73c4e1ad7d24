using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Schedules;

/// <summary>What registering or removing a schedule would change. Immutable.</summary>
public sealed record ScheduleProposal
{
    /// <summary>The schedule; null if one is removed that can't be read.</summary>
    public SyncSchedule? Schedule { get; init; }

    /// <summary>Every file that is written or deleted and every command that is run, in order and in full; empty if nothing changes.</summary>
    public IReadOnlyList<string> Changes => [.. Steps.Select(step => step.Text)];

    /// <summary>The steps.</summary>
    internal IReadOnlyList<SchedulerChange> Steps { get; init; } = [];

    /// <summary>What takes the steps back if one fails.</summary>
    internal IReadOnlyList<SchedulerChange> Undo { get; init; } = [];

    /// <summary>What tests that the job can run; null if one is removed.</summary>
    internal JobCommand? Check { get; init; }

    /// <summary>The scheduler; null if one is removed.</summary>
    internal IScheduler? Scheduler { get; init; }
}

/// <summary>Registers and removes the schedule of a home.</summary>
public sealed class ScheduleSetup
{
    private const string JobName = "elevencost-sync";

    private static readonly TimeSpan DailyLimit = TimeSpan.FromHours(2);
    private static readonly TimeSpan HourlyLimit = TimeSpan.FromMinutes(50);
    private static readonly TimeSpan CheckPatience = TimeSpan.FromMinutes(5);

    private readonly Home _home;
    private readonly ScheduleFolder _folder;
    private readonly ScheduleStatus _status;
    private readonly Platform _platform;
    private readonly Func<ScheduleRequest, JobCommands> _commands;

    /// <summary>Prepares changes of the schedule of a home; touches nothing.</summary>
    /// <param name="home">The home.</param>
    /// <param name="commands">The commands of the front.</param>
    /// <param name="time">The clock.</param>
    /// <param name="environment">The value of an environment variable.</param>
    public ScheduleSetup(Home home, Func<ScheduleRequest, JobCommands> commands, TimeProvider time, Func<string, string?> environment)
        : this(home, commands, new Platform(time, environment))
    {
    }

    internal ScheduleSetup(Home home, Func<ScheduleRequest, JobCommands> commands, Platform platform)
    {
        _home = home;
        _folder = new ScheduleFolder(home, platform.Time);
        _status = new ScheduleStatus(_folder, platform.Time);
        _platform = platform;
        _commands = commands;
    }

    // The first that is there counts.
    private IScheduler[] Schedulers =>
        [new LaunchdScheduler(_platform), new WindowsScheduler(_platform, _folder.Path), new SystemdScheduler(_platform), new CronScheduler(_platform)];

    /// <summary>The schedule and its state, also whether its scheduler still has it; null if none is registered.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleFileNotValid</c>.</exception>
    public async Task<SyncSchedule?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _status.ReadAsync(cancellationToken) is not { } schedule)
        {
            return null;
        }

        ScheduleFile file = _folder.Read()!;
        IScheduler scheduler = Schedulers.Single(one => one.Kind == file.Scheduler);
        try
        {
            // A session that can't reach the scheduler can't say that the job is gone.
            return scheduler.Lack() is not null || (await scheduler.PlanAsync(file.Job, cancellationToken)).Count == 0 ? schedule
                : schedule with
                {
                    State = SyncScheduleState.Missing,
                    Message = $"{file.Scheduler} does not have the job '{file.Name}' as it was registered. Register it again, or remove the schedule.",
                };
        }
        catch (ElevenCostException)
        {
            return schedule;
        }
    }

    /// <summary>What registering a schedule would change: nothing, if it is registered so.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleNotValid</c>, <c>TimeZoneNotFound</c>, <c>SchedulerNotFound</c>, <c>SchedulerFailed</c>.</exception>
    public async Task<ScheduleProposal> PlanAsync(ScheduleRequest request, CancellationToken cancellationToken)
    {
        JobCommands commands = _commands(request);
        foreach (string word in commands.Run.Words)
        {
            if (word.Any(char.IsControl))
            {
                throw ScheduleErrors.NotValid("a path has a line break or another control character", "Move the program or the home to another path.");
            }
        }

        Schedule schedule = request.Read(MinuteOfMachine());
        IScheduler scheduler = Choose(request.Scheduler);
        ScheduleFile? before = ReadLenient();
        var file = new ScheduleFile
        {
            Schema = 1,
            Name = NameOf(_home),
            Frequency = schedule.Frequency,
            Time = schedule.Time,
            TimeZone = schedule.TimeZone,
            Minute = schedule.Minute,
            Scheduler = scheduler.Kind,
            Connections = [.. request.Connections],
            TimeLimitSeconds = (int)(request.TimeLimit ?? (schedule.Frequency == ScheduleFrequency.Hourly ? HourlyLimit : DailyLimit)).TotalSeconds,
            EnvironmentFile = request.EnvironmentFile,
            Program = commands.Run.Program,
            Arguments = [.. commands.Run.Arguments],
            RegisteredAt = _platform.Time.GetUtcNow().UtcDateTime,
        };
        bool isSame = before is not null && ScheduleFolder.TextOf(before with { RegisteredAt = default }) == ScheduleFolder.TextOf(file with { RegisteredAt = default });
        file = isSame ? before! : file;
        IReadOnlyList<SchedulerChange> own = await scheduler.PlanAsync(file.Job, cancellationToken);
        IReadOnlyList<SchedulerChange> others = before is null || before.Scheduler == scheduler.Kind ? []
            : await Schedulers.Single(one => one.Kind == before.Scheduler).PlanRemovalAsync(before.Name, cancellationToken);

        // The job reads the file, so it comes first.
        return new ScheduleProposal
        {
            Schedule = _status.Describe(file, _folder.ReadRun(), isRunning: false),
            Steps = [.. isSame ? [] : new SchedulerChange[] { new WriteFileChange(_folder.FilePath, ScheduleFolder.TextOf(file)) }, .. others, .. own],
            Undo = before is null ? [new DeleteFileChange(_folder.FilePath)] : [new WriteFileChange(_folder.FilePath, ScheduleFolder.TextOf(before))],
            Check = commands.Check,
            Scheduler = scheduler,
        };
    }

    /// <summary>Tests what a schedule needs: starts the front's own command as the scheduler will, without a terminal and with the environment of a job.</summary>
    /// <returns>What was tested.</returns>
    /// <exception cref="ElevenCostException"><c>EnvironmentFileNotReadable</c>, <c>SchedulerFailed</c>.</exception>
    public async Task<IReadOnlyList<ScheduleCheck>> CheckAsync(ScheduleProposal proposal, CancellationToken cancellationToken)
    {
        var checks = new List<ScheduleCheck> { await proposal.Scheduler!.CheckAsync(cancellationToken) };
        if (LedgerOfSession(proposal) is { } ledger)
        {
            checks.Add(ledger);
        }

        string program = Path.GetFileName(proposal.Check!.Program);
        try
        {
            ProgramResult result = await Platform.RunAsync(proposal.Check, null, JobVariables(), CheckPatience, cancellationToken);
            int begin = result.Output.IndexOf('[', StringComparison.Ordinal);
            ScheduleCheck[] found = begin < 0 ? [] : JsonSerializer.Deserialize(result.Output[begin..], CheckJson.Default.ScheduleCheckArray) ?? [];
            if (found.Length > 0)
            {
                checks.AddRange(found);
            }
            else
            {
                checks.Add(NotStarted(program, (result.Error.Length > 0 ? result.Error : result.Output).Trim()));
            }
        }
        catch (JsonException e)
        {
            checks.Add(NotStarted(program, e.Message));
        }
        catch (ElevenCostException e)
        {
            checks.Add(NotStarted(program, e.Message));
        }

        return checks;
    }

    /// <summary>Why a schedule can't be registered: the checks that failed, as failures.</summary>
    public static IReadOnlyList<ElevenCostException> FailuresOf(IEnumerable<ScheduleCheck> checks) =>
        [.. checks.Where(check => !check.Passed).Select(ScheduleErrors.OfCheck)];

    /// <summary>What removing the schedule would change: nothing, if there is none.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>.</exception>
    public async Task<ScheduleProposal> PlanRemovalAsync(CancellationToken cancellationToken)
    {
        ScheduleFile? file = ReadLenient();
        var steps = new List<SchedulerChange>();
        foreach (IScheduler scheduler in Schedulers)
        {
            // Every one that is here: the file of a schedule may be lost.
            steps.AddRange(await scheduler.PlanRemovalAsync(file?.Name ?? NameOf(_home), cancellationToken));
        }

        string[] deleted = [.. steps.OfType<DeleteFileChange>().Select(step => step.Path)];
        steps.AddRange(_folder.Files().Where(path => !deleted.Contains(path)).Select(path => new DeleteFileChange(path)));
        return new ScheduleProposal { Schedule = file is null ? null : _status.Describe(file, _folder.ReadRun(), isRunning: false), Steps = steps };
    }

    /// <summary>Makes the changes; if one fails, those before it are taken back.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>, <c>HomeNotWritable</c>.</exception>
    public async Task ApplyAsync(ScheduleProposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Scheduler is not null && proposal.Steps.Count > 0)
        {
            Home.CreatePrivateFolder(_home.Path);
            Home.CreatePrivateFolder(_folder.Path);
        }

        try
        {
            foreach (SchedulerChange step in proposal.Steps)
            {
                await step.ApplyAsync(_platform, cancellationToken);
            }
        }
        catch
        {
            await UndoAsync(proposal);
            throw;
        }
        finally
        {
            DeleteEmptyFolder();
        }
    }

    /// <summary>The failure of a home without a schedule.</summary>
    public ElevenCostException NotFound() => ScheduleErrors.NotFound(_home.Path);

    /// <summary>The name of a home's job: homes of one user have different ones.</summary>
    internal static string NameOf(Home home) => home.IsDefault ? JobName
        : $"{JobName}-{string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(home.Path)).Take(4).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)))}";

    /// <summary>A minute that is the same for this user, machine and home, and differs between machines.</summary>
    private int MinuteOfMachine() => SHA256.HashData(Encoding.UTF8.GetBytes($"{_platform.MachineAndUser}/{_home.Path}"))[0] % 60;

    private IScheduler Choose(SyncScheduler? wanted)
    {
        if (wanted is { } kind)
        {
            IScheduler named = Schedulers.Single(one => one.Kind == kind);
            return named.Lack() is { } lack ? throw lack : named;
        }

        return Array.Find(Schedulers, one => one.Lack() is null)
            ?? throw ScheduleErrors.NoScheduler("This machine has no scheduler that ElevenCost supports: no systemd of the user, cron, launchd or Task Scheduler.",
                $"Install cron, or let your own scheduler run: {Advice.Of("Invoke-ElevenLabsSync", "elevencost run")}");
    }

    private ScheduleFile? ReadLenient()
    {
        try
        {
            return _folder.Read();
        }
        catch (ElevenCostException)
        {
            // What can't be read is replaced, or removed.
            return null;
        }
    }

    private async Task UndoAsync(ScheduleProposal proposal)
    {
        IEnumerable<SchedulerChange> undo = proposal.Scheduler is null || proposal.Undo is not [DeleteFileChange] ? proposal.Undo
            : [.. await proposal.Scheduler.PlanRemovalAsync(NameOf(_home), CancellationToken.None), .. proposal.Undo];
        foreach (SchedulerChange step in undo)
        {
            try
            {
                await step.ApplyAsync(_platform, CancellationToken.None);
            }
            catch (ElevenCostException)
            {
                // The first failure is the one to be told.
            }
        }
    }

    private void DeleteEmptyFolder()
    {
        try
        {
            if (Directory.Exists(_folder.Path) && !Directory.EnumerateFileSystemEntries(_folder.Path).Any())
            {
                Directory.Delete(_folder.Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>A ledger that only this session would use: the job would fill another one, and nobody would see it. Null if the job uses the same.</summary>
    private ScheduleCheck? LedgerOfSession(ScheduleProposal proposal)
    {
        if (_platform.Variable(LedgerSettings.Variable) is not { } address || (proposal.Schedule!.EnvironmentFile is { } path && EnvironmentFile.Read(path, static _ => { }).ContainsKey(LedgerSettings.Variable)))
        {
            return null;
        }

        return new ScheduleCheck("Ledger", LedgerSettings.Variable, false, $"This session uses the ledger that {LedgerSettings.Variable} names, and a job does not have that variable.",
            $"Let the home use it: {Advice.Of("Set-ElevenLabsLedger", $"elevencost ledger use {Shown(address)}")}. Or put the variable into the environment file.",
            nameof(ScheduleErrors.ScheduleNotReady), FailureCategory.Configuration);
    }

    /// <summary>The address of a ledger as a message may show it: one that is not valid can have a password in it.</summary>
    private static string Shown(string address)
    {
        try
        {
            return LedgerAddress.Parse(address.Trim()).ToString();
        }
        catch (ElevenCostException)
        {
            return "ADDRESS";
        }
    }

    private static ScheduleCheck NotStarted(string program, string reason) => new("Start", program, false,
        $"The command does not run without a terminal and a profile: {ShownText.Of(reason.ReplaceLineEndings(" "), 400)}",
        $"Run it yourself to see why: {Advice.Of("pwsh -NoProfile -NonInteractive -Command \"Import-Module ElevenCost; Invoke-ElevenLabsSync -Check\"", "elevencost run --check")}",
        nameof(ScheduleErrors.ScheduleNotReady), FailureCategory.Configuration);

    /// <summary>The environment of a job: on Unix the little that cron gives, on Windows what is set for the user and the machine.</summary>
    private Dictionary<string, string> JobVariables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!_platform.IsWindows)
        {
            variables["HOME"] = _platform.UserFolder;
            variables["USER"] = variables["LOGNAME"] = _platform.UserName;
            variables["SHELL"] = "/bin/sh";
            variables["PATH"] = "/usr/bin:/bin";
            if (_platform.Variable("XDG_RUNTIME_DIR") is { } folder)
            {
                variables["XDG_RUNTIME_DIR"] = folder;
            }

            return variables;
        }

        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            bool isOurs = name.StartsWith("ELEVEN", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PG", StringComparison.OrdinalIgnoreCase);
            if (!isOurs || Environment.GetEnvironmentVariable(name, EnvironmentVariableTarget.User) is not null || Environment.GetEnvironmentVariable(name, EnvironmentVariableTarget.Machine) is not null)
            {
                variables[name] = (string)entry.Value!;
            }
        }

        return variables;
    }
}

/// <summary>How checks come from the process that tests: the objects' property names, enums as words.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScheduleCheck[]))]
internal sealed partial class CheckJson : JsonSerializerContext
{
}
