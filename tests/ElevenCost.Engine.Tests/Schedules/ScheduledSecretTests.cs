using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Schedules;

/// <summary>
/// No part of a key, of a database's password or of an alert's address in the log, the crontab, the units, the files, the environment or the arguments of a scheduled
/// run, whatever fails in it. They are in the file of variables alone, which the user wrote.
/// </summary>
public sealed class ScheduledSecretTests : IDisposable
{
    private const string Hook = "zqxjkvbwpyhooked";
    private const string Signing = "Rz7signed-Qw3rtz-k4n4rie-9911";
    private const string Password = "Db5-w0rtlaut-zaunkoenig-7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-secret-");

    private string Variables => Path.Combine(_folder.FullName, "variables of jobs");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_secrets_of_a_scheduled_run_are_in_the_file_of_variables_alone_whatever_fails(bool hasSystemd)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux has systemd and cron, and processes are looked at by /proc.");
        PostgresServer? postgres = PostgresServer.Find();
        Skip.If(postgres is null, PostgresServer.Missing);
        string name = "c_" + Guid.NewGuid().ToString("N");
        postgres!.Execute($"CREATE ROLE {name} LOGIN PASSWORD '{Password}'");
        postgres.Execute($"CREATE DATABASE {name} OWNER {name}");
        postgres.RequirePassword(name);
        string place = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{postgres.Port}/{name}");
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10, Keys = 3 }, TimeProvider.System);
        await using var echo = new RawServer(request => RawServer.Reply(404, request, "text/plain"));
        using var home = new ScheduleHome(hasSystemd);
        string[] secrets = [server.ApiKey["sk_".Length..], Hook, Signing, Password];

        var sound = new Dictionary<string, string>
        {
            ["ELEVENLABS_API_KEY"] = server.ApiKey,
            ["ELEVENCOST_ALERT_OPS"] = $"{echo.BaseUri}{Hook}#{Signing}",
            ["ELEVENCOST_LEDGER"] = $"postgresql://{name}@{place}",
            ["PGPASSWORD"] = Password,
            ["ELEVENCOST_DEBUG"] = "1",
        };
        await WriteAsync(sound);
        home.Cli.Environment["ELEVENLABS_API_KEY"] = server.ApiKey;
        await home.DoAsync("connect", "acme", "--base-uri", server.BaseUri.ToString());

        // A person's session may have an address with the password, too, which is rejected.
        home.Cli.Environment["ELEVENCOST_LEDGER"] = $"postgresql://{name}:{Password}@{place}";
        home.Cli.Environment["ELEVENCOST_ALERT_OPS"] = sound["ELEVENCOST_ALERT_OPS"];
        CliOutcome rejected = await home.Cli.RunAsync("schedule", "set", "--at", "06:00");
        Assert.Equal(78, rejected.ExitCode);
        AssertClean(rejected.All, secrets, "schedule set");
        foreach (string variable in new[] { "ELEVENCOST_LEDGER", "ELEVENLABS_API_KEY", "ELEVENCOST_ALERT_OPS" })
        {
            home.Cli.Environment.Remove(variable);
        }

        home.Cli.Environment["ELEVENCOST_LEDGER"] = sound["ELEVENCOST_LEDGER"];
        home.Cli.Environment["PGPASSWORD"] = Password;
        foreach (string[] command in new string[][] { ["budget", "set", "tiny", "--credits", "1"], ["alert", "set", "ops", "--kind", "webhook"] })
        {
            await home.DoAsync(command);
        }

        home.Cli.Environment.Remove("ELEVENCOST_LEDGER");
        home.Cli.Environment.Remove("PGPASSWORD");
        await home.DoAsync("schedule", "set", "--hourly", "--skip-check", "--environment-file", Variables);
        var faults = new (string Name, string? Fault, Dictionary<string, string> Changed, int[] Codes, string Says)[]
        {
            ("sound but for the alert", null, [], [1, 2, 69], "Alert"),
            ("key rejected", "invalid-api-key", [], [77], "Sync acme"),
            ("answer broken", "rows-null", [], [1, 2, 69], "Sync acme"),
            ("key of another shape", null, new() { ["ELEVENLABS_API_KEY"] = server.ApiKey + " " + server.ApiKey }, [77], "Sync acme"),
            ("password rejected", null, new() { ["PGPASSWORD"] = Password + "-not" }, [74], "rejects the login"),
            ("database unreachable", null, new() { ["ELEVENCOST_LEDGER"] = $"postgresql://{name}@127.0.0.1:{ClosedPort()}/{name}" }, [74], "cannot be reached"),
            ("password in the address", null, new() { ["ELEVENCOST_LEDGER"] = $"postgresql://{name}:{Password}@{place}" }, [78], "contains a password"),
            ("setting in the address", null, new() { ["ELEVENCOST_LEDGER"] = $"postgresql://{name}@{place}?password={Password}" }, [78], "has a setting other than"),
            ("alert without a scheme", null, new() { ["ELEVENCOST_ALERT_OPS"] = $"{Hook}#{Signing}" }, [1, 2, 69, 78], "Alert"),
            ("no such limit", null, new() { ["ELEVENCOST_LEDGER_SECONDS"] = "soon" }, [78], "ELEVENCOST_LEDGER_SECONDS"),
            ("file of variables", null, new() { [Password + " and no line"] = Hook }, [78], "is not NAME=value"),
        };
        string log = Path.Combine(home.Home, "schedule", "sync.log");

        // What runs is the same whichever scheduler starts it.
        foreach ((string fault, string? ofServer, Dictionary<string, string> changed, int[] codes, string says) in hasSystemd ? faults[..2] : faults)
        {
            server.Faults.Clear();
            if (ofServer is not null)
            {
                server.Faults.Add(ofServer);
            }

            var variables = new Dictionary<string, string>(sound);
            foreach ((string variable, string value) in changed)
            {
                variables[variable] = value;
            }

            await WriteAsync(variables);
            home.Age(TimeSpan.FromMinutes(70));
            File.Delete(Path.Combine(home.Home, "schedule", "last-run.json"));
            CliOutcome run = await home.Cli.RunAsync("run", "--scheduled", "--home", home.Home);
            string written = File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
            Assert.True(codes.Contains(run.ExitCode), $"{fault}: {run.ExitCode} {run.All}");
            Assert.True(run.All.Contains(says, StringComparison.Ordinal) && written.Contains(says, StringComparison.Ordinal), $"{fault}: {run.All}\n{written}");
            AssertClean(run.All, secrets, fault);
            AssertNoFile(home, secrets, fault);
            File.Delete(log);
        }

        AssertClean((await home.Cli.RunAsync("schedule", "list", "--output", "json")).All, secrets, "schedule list");
    }

    [SkippableFact]
    public async Task While_a_scheduled_run_hangs_its_secrets_are_in_no_argument_and_no_environment()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Processes are looked at by /proc.");
        // A key of its own: that of other tests is in the environment of the processes that they run meanwhile.
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Seed = 20261129, Days = 10, Keys = 3 }, TimeProvider.System);
        await using var hanging = new RawServer((_, _, token) => Task.Delay(Timeout.Infinite, token));
        using var home = new ScheduleHome(hasSystemd: false);
        string[] secrets = [server.ApiKey["sk_".Length..], Hook, Signing];
        home.Cli.Environment["ELEVENLABS_API_KEY"] = server.ApiKey;
        await home.DoAsync("connect", "acme", "--base-uri", server.BaseUri.ToString());
        home.Cli.Environment.Remove("ELEVENLABS_API_KEY");
        await home.DoAsync("budget", "set", "tiny", "--credits", "1");
        await home.DoAsync("alert", "set", "ops", "--kind", "webhook");
        await WriteAsync(new() { ["ELEVENLABS_API_KEY"] = server.ApiKey, ["ELEVENCOST_ALERT_OPS"] = $"{hanging.BaseUri}{Hook}#{Signing}" });
        await home.DoAsync("schedule", "set", "--hourly", "--skip-check", "--environment-file", Variables);
        home.Age(TimeSpan.FromMinutes(70));
        string[] found = ["not looked"];
        CliOutcome run = await home.Cli.RunAsync(async process =>
        {
            while (hanging.Requests.IsEmpty && !process.HasExited)
            {
                await Task.Delay(20);
            }

            found = [.. secrets.SelectMany(secret => Canary.ProcessesWith(secret, out _))];
            CliProcess.Interrupt(process);
        }, ["run", "--scheduled", "--home", home.Home]);
        Assert.Equal([], found);
        Assert.True(run.ExitCode == 130, run.All);
        AssertClean(run.All, secrets, "hanging");
        AssertNoFile(home, secrets, "hanging");
    }

    private static void AssertClean(string text, string[] secrets, string what) =>
        Assert.All(secrets, secret => Assert.False(Canary.IsIn(text, secret), $"{what}: {secret} is in: {text}"));

    /// <summary>Fails if a file of the home, of the user, or of the stand-ins for the schedulers, which have the crontab and how they were called, holds a secret.</summary>
    private static void AssertNoFile(ScheduleHome home, string[] secrets, string what) =>
        Assert.All(secrets, secret => Assert.Equal((what, Array.Empty<string>()),
            (what, [.. new[] { home.Home, home.User, home.State }.SelectMany(folder => Canary.FilesWith(folder, secret))])));

    private async Task WriteAsync(Dictionary<string, string> variables)
    {
        await File.WriteAllTextAsync(Variables, string.Concat(variables.Select(variable => $"{variable.Key}={variable.Value}\n")), new UTF8Encoding(false));
        ScheduleHome.Close(Variables);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
