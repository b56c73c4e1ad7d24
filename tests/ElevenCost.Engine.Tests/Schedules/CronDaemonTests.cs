using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>A real cron daemon starts real runs against the simulator: one that succeeds, and one that fails.</summary>
public sealed class CronDaemonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Cron_starts_the_runs_they_sync_and_a_failure_is_reported()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.UserName == "root", "cron's daemon is started by root alone.");
        Skip.IfNot(File.Exists("/usr/sbin/cron") && File.Exists("/usr/bin/crontab"), "There is no cron (Debian's package cron).");
        ProgramResult kept = await CrontabAsync("-l");
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 20 }, TimeProvider.System);
        using var good = new ScheduleHome(hasSystemd: false);
        using var bad = new ScheduleHome(hasSystemd: false);
        using Process? daemon = Process.GetProcessesByName("cron").Length > 0 ? null : Process.Start("/usr/sbin/cron", "-f");
        try
        {
            // At the next minute but one, so that both are registered well before.
            DateTimeOffset due = TimeProvider.System.GetUtcNow().AddSeconds(75);
            string at = due.ToString("HH:mm", CultureInfo.InvariantCulture);
            foreach (ScheduleHome home in new[] { good, bad })
            {
                // The real crontab, whatever stands in for it elsewhere.
                home.Cli.Environment["PATH"] = "/usr/bin:/bin:" + Environment.GetEnvironmentVariable("PATH");
                await home.ConnectAsync(server.BaseUri, server.ApiKey);
                await home.DoAsync("schedule", "set", "--at", at, "--scheduler", "cron");
            }

            File.Delete(bad.KeyFile);
            DateTimeOffset start = new(due.Year, due.Month, due.Day, due.Hour, due.Minute, 0, TimeSpan.Zero);
            TimeSpan wait = start - TimeProvider.System.GetUtcNow();
            Skip.If(wait < TimeSpan.Zero, "This machine is too slow: the minute was over before both schedules were registered.");
            await Task.Delay(wait);
            JsonElement done = await ResultAsync(good);
            JsonElement failed = await ResultAsync(bad);
            Assert.Equal(("Succeeded", 0), (done.GetProperty("State").GetString(), done.GetProperty("LastExitCode").GetInt32()));
            Assert.Equal(("Failed", 77), (failed.GetProperty("State").GetString(), failed.GetProperty("LastExitCode").GetInt32()));
            Assert.Contains("Sync acme: The API key cannot be read", failed.GetProperty("Failed").GetString(), StringComparison.Ordinal);
            Assert.Contains("info Sync acme: 92 days", await File.ReadAllTextAsync(Path.Combine(good.Home, "schedule", "sync.log")), StringComparison.Ordinal);
            Assert.Contains("error Sync acme", await File.ReadAllTextAsync(Path.Combine(bad.Home, "schedule", "sync.log")), StringComparison.Ordinal);
            JsonElement coverage = JsonDocument.Parse((await good.DoAsync("coverage", "--last", "10d", "--output", "json")).Output).RootElement;
            Assert.Equal(10, coverage.GetArrayLength());
            await good.DoAsync("schedule", "remove");
            await bad.DoAsync("schedule", "remove");
            Assert.Equal(kept.Output, (await CrontabAsync("-l")).Output);
        }
        finally
        {
            daemon?.Kill();
            ProgramResult now = await CrontabAsync("-l");
            if (now.Output != kept.Output)
            {
                await (kept.Output.Length == 0 ? CrontabAsync("-r") : CrontabAsync("-", kept.Output));
            }
        }
    }

    private static async Task<JsonElement> ResultAsync(ScheduleHome home)
    {
        long begin = TimeProvider.System.GetTimestamp();
        string path = Path.Combine(home.Home, "schedule", "last-run.json");
        while (!File.Exists(path) || !(await File.ReadAllTextAsync(path)).Contains("exitCode", StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, "cron started nothing");
            await Task.Delay(200);
        }

        CliOutcome outcome = await home.Cli.RunAsync("schedule", "list", "--output", "json");
        return JsonDocument.Parse(outcome.Output).RootElement[0];
    }

    private static Task<ProgramResult> CrontabAsync(string argument, string? input = null) =>
        Platform.RunAsync(new JobCommand("/usr/bin/crontab", [argument]), input, null, TimeSpan.FromSeconds(10), default);
}
