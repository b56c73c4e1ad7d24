namespace ElevenCost.PowerShell.Tests;

/// <summary>The demo, synced, on a machine whose crontab is a file, by a program that stands in for crontab; and no systemd.</summary>
public sealed class ScheduleHome : IDisposable
{
    public ScheduleHome()
    {
        Session = new ModuleSession();
        string folder = Directory.CreateDirectory(Path.Combine(Session.User, "programs")).FullName;
        foreach ((string name, string script) in new[] { ("crontab", $"case \"$1\" in\n-l) cat '{folder}/table' 2> /dev/null || {{ echo 'no crontab for ada' >&2; exit 1; }};;\n-r) rm '{folder}/table';;\n-) cat > '{folder}/table';;\nesac"), ("pwsh", "exit 1") })
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Before = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        Environment.SetEnvironmentVariable("PATH", $"{folder}{Path.PathSeparator}{Before.Path}");
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", null);
        Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 30");
    }

    internal ModuleSession Session { get; }

    private (string? Path, string? Folder) Before { get; }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", Before.Path);
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", Before.Folder);
        Session.Dispose();
    }
}

/// <summary>Schedules: registered, shown, removed; and the run itself.</summary>
public sealed class ScheduleTests(ScheduleHome home) : IClassFixture<ScheduleHome>
{
    private string Crontab => Path.Combine(home.Session.User, "programs", "table");

    [SkippableFact]
    public void A_schedule_is_registered_once_shown_and_removed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux has cron.");
        string before = home.Session.State();
        Assert.Empty(home.Session.Lines("Register-ElevenLabsSyncSchedule -Scheduler Cron -SkipCheck -WhatIf"));
        Assert.Equal(before, home.Session.State());
        Assert.Equal("Daily at 07:30 Europe/Berlin (Cron)", home.Session.Line("Register-ElevenLabsSyncSchedule 7:30 -TimeZone Europe/Berlin -Scheduler Cron -SkipCheck"));
        string crontab = File.ReadAllText(Crontab);
        Assert.Contains("-NoProfile", crontab, StringComparison.Ordinal);
        Assert.Contains("Invoke-ElevenLabsSync -Scheduled", crontab, StringComparison.Ordinal);
        string registered = home.Session.State();
        home.Session.Do("Register-ElevenLabsSyncSchedule 7:30 -TimeZone Europe/Berlin -Scheduler Cron");
        Assert.Equal((registered, crontab), (home.Session.State(), File.ReadAllText(Crontab)));
        Assert.Equal("NeverRun 07:30", home.Session.Line("$schedule = Get-ElevenLabsSyncSchedule; \"$($schedule.State) $($schedule.At)\""));
        Assert.Empty(home.Session.Lines("Invoke-ElevenLabsSync -Scheduled"));
        Assert.Empty(home.Session.Lines("Unregister-ElevenLabsSyncSchedule -WhatIf"));
        Assert.Equal(registered, home.Session.State());
        home.Session.Do("Unregister-ElevenLabsSyncSchedule");
        Assert.Equal(before, home.Session.State());
        Assert.False(File.Exists(Crontab));
        Assert.Empty(home.Session.Lines("Get-ElevenLabsSyncSchedule"));
    }

    [Theory]
    [InlineData("\"$((Invoke-ElevenLabsSync).ExitCode)\"", "0")]
    [InlineData("(Invoke-ElevenLabsSync demo).Steps[0].Name", "demo")]
    [InlineData("(Invoke-ElevenLabsSync -Check).Name -join ' '", "Log Ledger Connections Key Api")]
    [InlineData("@(Invoke-ElevenLabsSync -WhatIf).Count", "0")]
    [InlineData("Set-ElevenLabsBudget tiny -Credits 1; (Invoke-ElevenLabsSync).ExitCode; Remove-ElevenLabsBudget tiny", "2")]
    public void A_run_syncs_and_checks(string script, string line) => Assert.Equal(line, home.Session.Line(script));

    [Theory]
    [InlineData("Register-ElevenLabsSyncSchedule 25:00", "ScheduleNotValid,ElevenCost.PowerShell.Commands.RegisterElevenLabsSyncScheduleCommand")]
    [InlineData("Register-ElevenLabsSyncSchedule -TimeZone Europe/Berlln", "TimeZoneNotFound,ElevenCost.PowerShell.Commands.RegisterElevenLabsSyncScheduleCommand")]
    [InlineData("Unregister-ElevenLabsSyncSchedule", "ScheduleNotFound,ElevenCost.PowerShell.Commands.UnregisterElevenLabsSyncScheduleCommand")]
    [InlineData("Invoke-ElevenLabsSync -EnvironmentFile /no/such/file", "EnvironmentFileNotReadable,ElevenCost.PowerShell.Commands.InvokeElevenLabsSyncCommand")]
    public void What_is_wrong_is_named_with_a_remedy_and_nothing_changes(string script, string id)
    {
        string before = home.Session.State();
        Outcome outcome = home.Session.Run(script);
        Assert.Equal(id, outcome.ErrorId);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal(before, home.Session.State());
    }
}
