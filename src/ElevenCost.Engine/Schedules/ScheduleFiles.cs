using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Schedules;

/// <summary>What <c>schedule.json</c> holds: the schedule that was registered. Immutable.</summary>
internal sealed record ScheduleFile
{
    /// <summary>The form of the file.</summary>
    public int Schema { get; init; }

    /// <summary>The name of the job.</summary>
    public required string Name { get; init; }

    /// <summary>How often.</summary>
    public required ScheduleFrequency Frequency { get; init; }

    /// <summary>The time of a daily schedule.</summary>
    public TimeOnly Time { get; init; }

    /// <summary>The zone of the time.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The minute of an hourly schedule.</summary>
    public int Minute { get; init; }

    /// <summary>What starts it.</summary>
    public required SyncScheduler Scheduler { get; init; }

    /// <summary>Names or wildcards of connections; empty for every one.</summary>
    public string[] Connections { get; init; } = [];

    /// <summary>How many seconds a run may take.</summary>
    public required int TimeLimitSeconds { get; init; }

    /// <summary>The file with environment variables; null for none.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public required string[] Arguments { get; init; }

    /// <summary>When it was registered, in UTC.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>When.</summary>
    [JsonIgnore]
    public Schedule Schedule => new() { Frequency = Frequency, Time = Time, TimeZone = TimeZone, Minute = Minute };

    /// <summary>What the scheduler starts.</summary>
    [JsonIgnore]
    public ScheduledJob Job => new(Name, Schedule, new JobCommand(Program, Arguments), TimeSpan.FromSeconds(TimeLimitSeconds));
}

/// <summary>What <c>last-run.json</c> holds. Immutable.</summary>
internal sealed record RunFile
{
    /// <summary>When the latest run began, in UTC.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>How long it took, in seconds; null while it runs, or if it did not finish.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its exit code; null while it runs, or if it did not finish.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What failed; null if nothing did.</summary>
    public string? Failed { get; init; }

    /// <summary>When the latest run began that succeeded; null if none did.</summary>
    public DateTime? LastSuccessAt { get; init; }

    /// <summary>When the first run was due that was missed before a run came late, in UTC; null if none was.</summary>
    public DateTime? MissedAt { get; init; }
}

/// <summary>How the files of a schedule are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleFile))]
[JsonSerializable(typeof(RunFile))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    /// <summary>As files are written: letters of every language as they are.</summary>
    public static ScheduleJson Relaxed => s_relaxed ??= new ScheduleJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static ScheduleJson? s_relaxed;
}

/// <summary>The folder of a schedule in the home: what was registered, the latest run, the log. Without a schedule it is not there.</summary>
/// <param name="home">The home.</param>
/// <param name="time">The clock.</param>
public sealed class ScheduleFolder(Home home, TimeProvider time)
{
    private const int Schema = 1;

    /// <summary>The path of the folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(home.Path, "schedule");

    /// <summary>The path of the log.</summary>
    public string LogPath => System.IO.Path.Combine(Path, "sync.log");

    /// <summary>The path of the file with the schedule.</summary>
    internal string FilePath => System.IO.Path.Combine(Path, "schedule.json");

    private string RunPath => System.IO.Path.Combine(Path, "last-run.json");

    // Beside the folder, which goes with the schedule: a run may still hold it.
    private string LockPath => System.IO.Path.Combine(home.Path, ".run.lock");

    /// <summary>What was registered; null if nothing is.</summary>
    /// <exception cref="ElevenCostException"><c>ScheduleFileNotValid</c>.</exception>
    internal ScheduleFile? Read() => Read(FilePath, ScheduleJson.Default.ScheduleFile) is not { } file ? null
        : file.Schema == Schema ? file
        : throw ScheduleErrors.FileNotValid(FilePath, string.Create(CultureInfo.InvariantCulture, $"it is of schema {file.Schema}, and this version reads {Schema}."), null);

    /// <summary>The text of a file with a schedule.</summary>
    internal static string TextOf(ScheduleFile file) => JsonSerializer.Serialize(file with { Schema = Schema }, ScheduleJson.Relaxed.ScheduleFile).ReplaceLineEndings("\n") + "\n";

    /// <summary>The latest run; null if there was none, or if what is kept of it can't be read.</summary>
    internal RunFile? ReadRun()
    {
        try
        {
            return Read(RunPath, ScheduleJson.Default.RunFile);
        }
        catch (ElevenCostException)
        {
            // The next run writes it again.
            return null;
        }
    }

    /// <summary>Keeps the latest run, if a schedule is registered.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerNotWritable</c>.</exception>
    internal async Task WriteRunAsync(RunFile run)
    {
        if (!File.Exists(FilePath))
        {
            return;
        }

        using var file = AtomicFile.Stage(RunPath, stream => JsonSerializer.Serialize(stream, run, ScheduleJson.Relaxed.RunFile));
        await file.CommitAsync(time);
    }

    /// <summary>Takes the right to run; null if another run has it.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotWritable</c>, <c>LedgerNotWritable</c>.</exception>
    internal async Task<IDisposable?> TakeRunAsync(CancellationToken cancellationToken)
    {
        Home.CreatePrivateFolder(home.Path);
        try
        {
            return await FileLock.TakeAsync(LockPath, TimeSpan.Zero, time, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LedgerErrors.NotWritable(LockPath, e);
        }
    }

    /// <summary>Whether a run is in progress.</summary>
    internal async Task<bool> IsRunningAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(LockPath))
        {
            return false;
        }

        try
        {
            using IDisposable? held = await FileLock.TakeAsync(LockPath, TimeSpan.Zero, time, cancellationToken);
            return held is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The files that there are in the folder.</summary>
    internal IReadOnlyList<string> Files() => Directory.Exists(Path) ? [.. Directory.EnumerateFiles(Path).Order(StringComparer.Ordinal)] : [];

    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(HomeFile.Read(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw ScheduleErrors.FileNotValid(path, e.Message, e);
        }
    }
}
