using System.Text.Json;
using System.Text.Json.Nodes;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>
/// The command line in a user's folder of its own, with programs that stand in for systemctl, loginctl and crontab: they note how they are called, and remember what
/// they are told.
/// </summary>
internal sealed class ScheduleHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");

    /// <param name="hasSystemd">Whether the user's systemd runs.</param>
    public ScheduleHome(bool hasSystemd)
    {
        Cli = new CliProcess();
        Home = Path.Combine(_folder.FullName, "it's my \"100%\" $HOME");
        string programs = _folder.CreateSubdirectory("programs").FullName;
        _folder.CreateSubdirectory("user");
        Write(programs, "systemctl", """
            case "$*" in
            *is-enabled*) [ -e "$STATE/enabled" ] && echo enabled || { echo disabled; exit 1; };;
            *is-active*) [ -e "$STATE/active" ] && echo active || { echo inactive; exit 3; };;
            *' enable '*) : > "$STATE/enabled";;
            *' restart '*) : > "$STATE/active";;
            *' disable '*) rm -f "$STATE/enabled" "$STATE/active";;
            esac
            [ ! -e "$STATE/fails" ] || { echo 'Failed to reload: no such luck' >&2; exit 1; }
            """);
        Write(programs, "loginctl", "cat \"$STATE/linger\" 2> /dev/null || echo yes");
        Write(programs, "crontab", """
            case "$1" in
            -l) cat "$STATE/crontab" 2> /dev/null || { echo "no crontab for ada" >&2; exit 1; };;
            -r) rm "$STATE/crontab";;
            -) cat > "$STATE/crontab";;
            esac
            """);
        State = _folder.CreateSubdirectory("state").FullName;
        Cli.Environment["ELEVENCOST_HOME"] = Home;
        Cli.Environment["HOME"] = User;
        Cli.Environment["XDG_CONFIG_HOME"] = "";
        Cli.Environment["XDG_DATA_HOME"] = "";
        Cli.Environment["XDG_RUNTIME_DIR"] = _folder.FullName;
        Cli.Environment["STATE"] = State;
        Cli.Environment["PATH"] = programs + ":" + Environment.GetEnvironmentVariable("PATH");
        if (hasSystemd)
        {
            File.WriteAllText(Path.Combine(_folder.CreateSubdirectory("systemd").FullName, "private"), "");
        }
    }

    public CliProcess Cli { get; }

    public string Home { get; }

    public string State { get; }

    public string User => Path.Combine(_folder.FullName, "user");

    public string Crontab => Path.Combine(State, "crontab");

    public string KeyFile => Path.Combine(_folder.FullName, "key");

    /// <summary>How the programs were called since the last time that was asked.</summary>
    public string[] Calls()
    {
        string log = Path.Combine(State, "log");
        string[] calls = File.Exists(log) ? File.ReadAllLines(log) : [];
        File.Delete(log);
        return calls;
    }

    /// <summary>Every file of user and home, with when it was written.</summary>
    public string[] Files() => [.. new[] { User, Home }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Where(file => !Path.GetFileName(file).StartsWith("ledger", StringComparison.Ordinal)).Select(file => $"{Path.GetRelativePath(_folder.FullName, file)} {File.GetLastWriteTimeUtc(file):O}").Order(StringComparer.Ordinal)];

    public async Task<CliOutcome> DoAsync(params string[] arguments)
    {
        CliOutcome outcome = await Cli.RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', arguments)}: {outcome.ExitCode} {outcome.All}");
        return outcome;
    }

    /// <summary>Connects to a simulator by a key in a file.</summary>
    public async Task ConnectAsync(Uri uri, string key, string name = "acme")
    {
        await File.WriteAllTextAsync(KeyFile, key + "\n");
        Close(KeyFile);
        await DoAsync("connect", name, "--api-key-file", KeyFile, "--base-uri", uri.ToString());
    }

    /// <summary>The schedule as it is listed.</summary>
    public async Task<JsonElement> ScheduleAsync(int exitCode = 0)
    {
        CliOutcome outcome = await Cli.RunAsync("schedule", "list", "--output", "json");
        Assert.True(outcome.ExitCode == exitCode, outcome.All);
        return Assert.Single(JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray());
    }

    /// <summary>Lets its owner alone read a file.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>Makes the schedule one that was registered some time ago, so that a run is due.</summary>
    public void Age(TimeSpan ago)
    {
        string path = Path.Combine(Home, "schedule", "schedule.json");
        JsonNode file = JsonNode.Parse(File.ReadAllText(path))!;
        file["registeredAt"] = TimeProvider.System.GetUtcNow().UtcDateTime - ago;
        File.WriteAllText(path, file.ToJsonString());
    }

    public void Dispose()
    {
        Cli.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Write(string folder, string name, string commands)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"{name} $*\" >> \"$STATE/log\"\n{commands.ReplaceLineEndings("\n")}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
