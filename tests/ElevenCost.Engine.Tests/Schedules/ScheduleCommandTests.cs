using System.Text.Json;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>Schedules by the command line, as processes, with programs that stand in for the platform's; the home has blanks, quotes, a percent and a dollar sign.</summary>
public sealed class ScheduleCommandTests
{
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registering_twice_changes_nothing_and_removing_leaves_nothing(bool hasSystemd)
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Linux has systemd and cron.");
        using var home = new ScheduleHome(hasSystemd);
        const string Others = "# mine\nMAILTO=ops@example.com\n5 4 * * * other-job\n";
        await File.WriteAllTextAsync(home.Crontab, Others);
        await home.DoAsync("connect", "demo", "--demo");
        string[] before = home.Files();
        string[] set = ["schedule", "set", "--at", "02:30", "--time-zone", "Europe/Berlin", "--skip-check"];
        CliOutcome shown = await home.DoAsync([.. set, "--what-if"]);
        Assert.Equal(before, home.Files());
        Assert.Equal(Others, await File.ReadAllTextAsync(home.Crontab));
        home.Calls();

        await home.DoAsync(set);
        string[] made = [.. home.Files().Except(before)];
        Assert.Equal(hasSystemd ? 3 : 1, made.Length);
        string[] calls = home.Calls();

        // What was shown is what was done: every command, and every file to the byte but for the time of registering.
        foreach (string call in calls.Where(call => !call.Contains("is-", StringComparison.Ordinal) && !call.EndsWith("-l", StringComparison.Ordinal)))
        {
            Assert.Contains($"/{call}", shown.Output, StringComparison.Ordinal);
        }

        foreach (string file in Directory.EnumerateFiles(home.User, "*", SearchOption.AllDirectories))
        {
            Assert.Contains($"Write the file {file}:\n    {string.Join("\n    ", (await File.ReadAllTextAsync(file)).TrimEnd('\n').Split('\n'))}\n", shown.Output, StringComparison.Ordinal);
        }

        string crontab = await File.ReadAllTextAsync(home.Crontab);
        Assert.StartsWith(Others, crontab, StringComparison.Ordinal);
        Assert.Equal(!hasSystemd, crontab.Length > Others.Length);
        Assert.Equal("NeverRun", (await home.ScheduleAsync()).GetProperty("State").GetString());
        home.Calls();
        string[] files = home.Files();
        await home.DoAsync([.. set[..^1]]);
        Assert.Equal(files, home.Files());
        Assert.Equal(crontab, await File.ReadAllTextAsync(home.Crontab));
        Assert.DoesNotContain(home.Calls(), call => call.Contains("enable ", StringComparison.Ordinal) || call == "crontab -");

        // To another time in place, and to the other scheduler without a trace of the first.
        await home.DoAsync("schedule", "set", "--hourly", "--skip-check");
        Assert.Matches(@"^\*:\d\d$", (await home.ScheduleAsync()).GetProperty("At").GetString());
        Assert.Equal(made.Length, home.Files().Except(before).Count());
        await home.DoAsync("schedule", "set", "--scheduler", "cron", "--skip-check");
        Assert.Single(home.Files().Except(before));
        Assert.Contains("BEGIN elevencost-sync-", await File.ReadAllTextAsync(home.Crontab), StringComparison.Ordinal);

        await home.DoAsync("schedule", "remove");
        Assert.Equal(before, home.Files());
        Assert.False(Directory.Exists(Path.Combine(home.Home, "schedule")));
        Assert.Equal(Others, await File.ReadAllTextAsync(home.Crontab));
        CliOutcome none = await home.DoAsync("schedule", "list");
        Assert.Contains("There is no schedule.", none.Error, StringComparison.Ordinal);
        CliOutcome again = await home.Cli.RunAsync("schedule", "remove");
        Assert.Equal(78, again.ExitCode);
        Assert.Contains("No sync is scheduled", again.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_would_fail_without_a_person_is_found_before_with_the_commands_that_mend_it()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Linux has systemd and cron.");
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var home = new ScheduleHome(hasSystemd: true);
        home.Cli.Environment["ELEVENLABS_API_KEY"] = server.ApiKey;
        await home.DoAsync("connect", "acme", "--base-uri", server.BaseUri.ToString());
        home.Cli.Environment["ELEVENCOST_ALERT_OPS"] = "https://hooks.example.com/SECRET";
        await home.DoAsync("alert", "set", "ops", "--kind", "slack");
        await File.WriteAllTextAsync(Path.Combine(home.State, "linger"), "no\n");
        string[] before = home.Files();

        // The key and the address are in variables of this session, which no job has; and the timers would stop at logout.
        CliOutcome failed = await home.Cli.RunAsync("schedule", "set");
        Assert.Equal(78, failed.ExitCode);
        Assert.Contains("loginctl enable-linger", failed.Error, StringComparison.Ordinal);
        Assert.Contains("elevencost connect acme --api-key-file FILE", failed.Error, StringComparison.Ordinal);
        Assert.Contains("give it as --environment-file", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Alert ops: The alert 'ops' reads its address from the environment variable ELEVENCOST_ALERT_OPS", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was registered", failed.Error, StringComparison.Ordinal);
        Assert.Equal(before, home.Files());
        home.Cli.Environment["ELEVENCOST_LEDGER"] = "postgresql://ada@127.0.0.1:1/finops";
        Assert.Contains("elevencost ledger use postgresql://ada@127.0.0.1:1/finops", (await home.Cli.RunAsync("schedule", "set")).Error, StringComparison.Ordinal);
        home.Cli.Environment.Remove("ELEVENCOST_LEDGER");

        // With a file of variables, and lingering, it works: the run that is due syncs.
        await File.WriteAllTextAsync(Path.Combine(home.State, "linger"), "yes\n");
        string variables = Path.Combine(home.User, "variables of jobs");
        await File.WriteAllTextAsync(variables, $"ELEVENLABS_API_KEY={server.ApiKey}\nELEVENCOST_ALERT_OPS=https://hooks.example.com/SECRET\n");
        ScheduleHome.Close(variables);
        await home.DoAsync("schedule", "set", "--environment-file", variables);
        home.Cli.Environment.Remove("ELEVENLABS_API_KEY");
        await home.DoAsync("alert", "remove", "ops");
        home.Age(TimeSpan.FromDays(1.5));
        CliOutcome run = await home.DoAsync("run", "--scheduled", "--home", home.Home);
        Assert.Equal(("", ""), (run.Output, run.Error));
        JsonElement schedule = await home.ScheduleAsync();
        Assert.Equal(("Succeeded", 0), (schedule.GetProperty("State").GetString(), schedule.GetProperty("LastExitCode").GetInt32()));

        // No secret in a unit, in the file of the schedule, in the log.
        string written = string.Concat(new[] { home.User, home.Home }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(file => file != variables).Select(File.ReadAllText));
        Assert.DoesNotContain(server.ApiKey, written, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", written, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_scheduler_that_fails_leaves_nothing_behind()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Linux has systemd.");
        using var home = new ScheduleHome(hasSystemd: true);
        await home.DoAsync("connect", "demo", "--demo");
        string[] before = home.Files();
        await File.WriteAllTextAsync(Path.Combine(home.State, "fails"), "");
        CliOutcome failed = await home.Cli.RunAsync("schedule", "set", "--skip-check");
        Assert.Equal(78, failed.ExitCode);
        Assert.Contains("daemon-reload' failed: Failed to reload: no such luck", failed.Error, StringComparison.Ordinal);
        Assert.Equal(before, home.Files());
        using var none = new ScheduleHome(hasSystemd: false);
        CliOutcome lacking = await none.Cli.RunAsync("schedule", "set", "--scheduler", "systemd");
        Assert.Equal(78, lacking.ExitCode);
        Assert.Contains("enable-linger", lacking.Error, StringComparison.Ordinal);
        Assert.Equal(78, (await none.Cli.RunAsync("schedule", "set", "--scheduler", "launchd")).ExitCode);
        Assert.Equal(64, (await none.Cli.RunAsync("schedule", "set", "--at", "6am")).ExitCode);
        Assert.Equal(64, (await none.Cli.RunAsync("schedule", "set", "--hourly", "--at", "06:00")).ExitCode);
        Assert.Equal(64, (await none.Cli.RunAsync("run", "--scheduled", "--timeout", "5")).ExitCode);
        Assert.Equal(78, (await none.Cli.RunAsync("run", "--scheduled")).ExitCode);
    }

    [SkippableFact]
    public async Task A_run_is_done_when_it_is_due_alone_and_its_failure_is_kept_and_told()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Linux has cron.");
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var home = new ScheduleHome(hasSystemd: false);
        await home.ConnectAsync(server.BaseUri, server.ApiKey);
        await home.DoAsync("budget", "set", "tiny", "--credits", "1");
        await home.DoAsync("schedule", "set", "--hourly", "--skip-check");
        string log = Path.Combine(home.Home, "schedule", "sync.log");
        string[] run = ["run", "--scheduled", "--home", home.Home];
        await home.DoAsync(run);
        Assert.False(File.Exists(log));

        // Due: the budget that is over is the exit code of the run, and no failure of the schedule.
        home.Age(TimeSpan.FromMinutes(70));
        CliOutcome over = await home.Cli.RunAsync(run);
        Assert.Equal((2, ""), (over.ExitCode, over.Output));
        Assert.Contains("error: Budget tiny: Over.", over.Error, StringComparison.Ordinal);
        JsonElement schedule = await home.ScheduleAsync();
        Assert.Equal(("NeedsAttention", 2), (schedule.GetProperty("State").GetString(), schedule.GetProperty("LastExitCode").GetInt32()));
        Assert.Matches("(?s)info The run begins.*info Sync acme: 92 days.*warning Budget tiny: Over.*ended with exit code 2", await File.ReadAllTextAsync(log));
        await home.DoAsync(run);

        // Another run has the home: this one ends, and says so.
        home.Age(TimeSpan.FromMinutes(70));
        File.Delete(Path.Combine(home.Home, "schedule", "last-run.json"));
        await using (var held = new FileStream(Path.Combine(home.Home, ".run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            CliOutcome busy = await home.Cli.RunAsync(run);
            Assert.Equal(74, busy.ExitCode);
            Assert.Contains("is in progress", busy.Error, StringComparison.Ordinal);
            Assert.Equal(74, (await home.Cli.RunAsync("run")).ExitCode);
            Assert.Equal("Running", (await home.ScheduleAsync()).GetProperty("State").GetString());
        }

        // A key that is gone fails the sync, not what comes after it.
        File.Delete(home.KeyFile);
        CliOutcome failed = await home.Cli.RunAsync(run);
        Assert.Equal(77, failed.ExitCode);
        Assert.Contains("error: Sync acme: The API key cannot be read", failed.Error, StringComparison.Ordinal);
        Assert.Contains("Budget tiny", failed.Error, StringComparison.Ordinal);
        schedule = await home.ScheduleAsync(exitCode: 1);
        Assert.Equal(("Failed", 77), (schedule.GetProperty("State").GetString(), schedule.GetProperty("LastExitCode").GetInt32()));
        Assert.Contains("Sync acme", schedule.GetProperty("Failed").GetString(), StringComparison.Ordinal);
        Assert.Contains("error Sync acme", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.DoesNotContain(server.ApiKey, await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_schedule_that_stopped_is_stale_an_alert_and_a_finding()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "Linux has cron.");
        using var home = new ScheduleHome(hasSystemd: false);
        home.Cli.Environment["ELEVENCOST_ALERT_OPS"] = "https://127.0.0.1:1/x";
        await home.DoAsync("connect", "demo", "--demo");
        await home.DoAsync("sync", "--days", "30");
        await home.DoAsync("alert", "set", "ops", "--kind", "slack", "--topics", "sync");
        await home.DoAsync("schedule", "set", "--hourly", "--skip-check");
        Assert.Contains("Nothing is due.", (await home.DoAsync("alert", "send", "--dry-run")).Error, StringComparison.Ordinal);
        Assert.Contains("Schedule", (await home.DoAsync("test")).Output, StringComparison.Ordinal);

        home.Age(TimeSpan.FromHours(5));
        JsonElement schedule = await home.ScheduleAsync(exitCode: 1);
        Assert.Equal("Stale", schedule.GetProperty("State").GetString());
        JsonElement finding = JsonDocument.Parse((await home.DoAsync("test", "--output", "json")).Output).RootElement.EnumerateArray().Single(row => row.GetProperty("Name").GetString() == "Schedule");
        Assert.Equal((false, "ScheduleStale"), (finding.GetProperty("Passed").GetBoolean(), finding.GetProperty("ErrorId").GetString()));
        Assert.Contains("did not start", (await home.DoAsync("alert", "send", "--dry-run")).Output, StringComparison.Ordinal);

        // The run that comes late says that one was missing; the target, which can't be reached, is its exit code.
        CliOutcome late = await home.Cli.RunAsync("run", "--scheduled", "--home", home.Home);
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("did not start", (await home.DoAsync("alert", "send", "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Equal("NeedsAttention", (await home.ScheduleAsync()).GetProperty("State").GetString());

        // Taken out of the crontab by hand.
        File.Delete(home.Crontab);
        Assert.Equal("Missing", (await home.ScheduleAsync(exitCode: 1)).GetProperty("State").GetString());
    }

    [Fact]
    public async Task A_run_ends_within_its_time_and_what_comes_after_the_sync_is_done_all_the_same()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await cli.RunAsync("run", "--quiet")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("budget", "set", "tiny", "--credits", "1")).ExitCode);
        CliOutcome check = await cli.RunAsync("run", "--check", "--output", "json");
        Assert.Equal(["Log", "Ledger", "Connections", "Key", "Api"], JsonDocument.Parse(check.Output).RootElement.EnumerateArray().Select(row => row.GetProperty("Name").GetString()));
        CliOutcome run = await cli.RunAsync("run", "--output", "json");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["Sync acme 0", "Budget tiny 2"], JsonDocument.Parse(run.Output).RootElement.EnumerateArray()
            .Select(row => $"{row.GetProperty("Kind").GetString()} {row.GetProperty("Name").GetString()} {row.GetProperty("ExitCode").GetInt32()}"));

        server.Faults.Add("hang");
        CliOutcome timed = await cli.RunAsync("run", "--timeout", "4", "--output", "json");
        Assert.Equal(69, timed.ExitCode);
        JsonElement[] steps = [.. JsonDocument.Parse(timed.Output).RootElement.EnumerateArray()];
        Assert.Equal(("SyncTimeout", "Budget"), (steps[0].GetProperty("ErrorId").GetString(), steps[1].GetProperty("Kind").GetString()));
    }
}
