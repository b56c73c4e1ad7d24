using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Alerts;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>No part of an alert's address or of a database's password in any output, file or process of the command line, whatever their servers do.</summary>
public sealed class SecretCanaryTests : IDisposable
{
    // Lower-case letters alone, since a server's reason of that form is shown.
    private const string Hook = "zqxjkvbwpyhooked";
    private const string Signing = "Rz7#signed-Qw3rtz-c4n4ry-9911";
    private const string Mail = "Mx9-p4ssw0rd-c4n4ry-kolibri";
    private const string Database = "Db5-p4ssw0rd-c4n4ry-zaunkoenig";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-secret-");
    private readonly CliProcess _cli = new();

    public void Dispose()
    {
        _cli.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_address_of_an_alert_is_nowhere_when_its_server_rejects_redirects_breaks_or_echoes_it()
    {
        await using var echo = new RawServer(request => RawServer.Reply(500, request, "text/plain", "retry-after: 60"));
        await using var word = new RawServer(_ => RawServer.Reply(404, Hook, "text/plain"));
        await using var redirect = new RawServer(request => RawServer.Reply(302, "", "text/plain", "location: http://127.0.0.1:9" + request.Split(' ')[1]));
        await using var broken = new RawServer(request => Encoding.UTF8.GetBytes("HTTP/1.1 abc " + request.Split(' ')[1] + "\r\n\r\n"));
        await using var plain = MailServer.Start(null);
        using X509Certificate2 certificate = MailServer.Certificate();
        await using var untrusted = MailServer.Start(certificate);
        await PrepareAsync();
        await SetAsync("refused", "slack", $"http://127.0.0.1:{ClosedPort()}/services/{Hook}");
        await SetAsync("echo", "webhook", $"{echo.BaseUri}{Hook}#{Signing}");
        await SetAsync("word", "discord", $"{word.BaseUri}{Hook}");
        await SetAsync("redirect", "teams", $"{redirect.BaseUri}{Hook}");
        await SetAsync("broken", "slack", $"{broken.BaseUri}{Hook}");
        await SetAsync("invalid", "slack", $"ftp://127.0.0.1/{Hook}");
        await SetAsync("short", "webhook", $"{echo.BaseUri}{Hook}#{Signing[..20]}");
        await SetAsync("mail-refused", "mail", $"smtp://ada:{Mail}@127.0.0.1:{ClosedPort()}");
        await SetAsync("mail-plain", "mail", $"smtp://ada:{Mail}@127.0.0.1:{plain.Port}");
        await SetAsync("mail-untrusted", "mail", $"smtps://ada:{Mail}@127.0.0.1:{untrusted.Port}");
        foreach (string[] command in new string[][] { ["alert", "send", "--digest", "daily"], ["run", "--check"], ["alert", "list", "--output", "json"], ["alert", "send", "--dry-run", "--output", "json"] })
        {
            CliOutcome outcome = await CommandLineRun.RunAsync(command, () => new Home(_cli.Home), TimeProvider.System, variables: new Dictionary<string, string> { ["ELEVENCOST_DEBUG"] = "1" });
            AssertClean(outcome, Hook, Signing, Mail);
            if (command[1] == "send" && command[2] == "--digest")
            {
                Assert.Equal(10, outcome.Error.Split("was not delivered: ").Length + outcome.Error.Split("is not valid: ").Length - 2);
            }
        }

        Assert.Contains(Hook, Assert.Single(echo.Requests), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_secrets_of_a_run_are_in_no_child_and_no_output()
    {
        Skip.If(OperatingSystem.IsWindows(), "The program is a script of sh, so what a child gets to see is NOT TESTED on Windows");
        await PrepareAsync();
        await SetAsync("mail", "mail", $"smtp://ada:{Mail}@127.0.0.1:{ClosedPort()}");
        using var programs = new TemporaryFolder();
        string seen = Path.Combine(programs.Path, "seen");
        string program = programs.Script($"{{ env; cat; }} > '{seen}'; cat '{seen}' >&2; exit 7");
        foreach (string name in new[] { "program", "webhook" })
        {
            CliOutcome set = await InProcessAsync("alert", "set", name, "--kind", name, "--topics", "budget");
            Assert.True(set.ExitCode == 0, set.All);
        }

        string variables = Path.Combine(_folder.FullName, "variables");
        await WriteAsync(variables, $"ELEVENCOST_ALERT_PROGRAM={program}\nELEVENCOST_ALERT_WEBHOOK=http://127.0.0.1:{ClosedPort()}/{Hook}#{Signing}\nPGPASSWORD={Database}\n");
        _cli.Environment["ELEVENCOST_DEBUG"] = "1";
        CliOutcome run = await _cli.RunAsync("run", "--environment-file", variables);
        Assert.True(run.ExitCode is > 0 and not 70, run.All);
        foreach (string reason in new[] { "the mail server cannot be reached", "the program exited with 7", "the server cannot be reached" })
        {
            Assert.True(run.All.Contains(reason, StringComparison.Ordinal), $"{reason}: {run.All}");
        }

        AssertClean(run, Hook, Signing, Mail, Database);
        foreach (string secret in new[] { Hook, Signing, Mail, Database })
        {
            Assert.False(Canary.IsIn(await File.ReadAllTextAsync(seen), secret), await File.ReadAllTextAsync(seen));
        }
    }

    [SkippableFact]
    public async Task While_a_server_hangs_the_address_is_in_no_process_but_the_one_that_has_it_and_Ctrl_C_shows_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Processes are looked at by /proc, so secrets in them are NOT TESTED here");
        await using var hanging = new RawServer((_, _, token) => Task.Delay(Timeout.Infinite, token));
        await PrepareAsync();
        await SetAsync("file", "webhook", $"{hanging.BaseUri}{Hook}#{Signing}");
        _cli.Environment["ELEVENCOST_DEBUG"] = "1";
        string[] found = ["not looked"];
        int looked = 0;
        CliOutcome outcome = await _cli.RunAsync(async process =>
        {
            while (hanging.Requests.IsEmpty && !process.HasExited)
            {
                await Task.Delay(20);
            }

            found = [.. Canary.ProcessesWith(Hook, out looked), .. Canary.ProcessesWith(Signing, out _)];
            CliProcess.Interrupt(process);
        }, ["alert", "send"]);
        Assert.InRange(looked, 4, int.MaxValue);
        Assert.Equal([], found);
        Assert.True(outcome.ExitCode == 130, outcome.All);
        AssertClean(outcome, Hook, Signing);
    }

    [SkippableFact]
    public async Task A_password_that_PostgreSQL_rejects_or_accepts_is_nowhere()
    {
        PostgresServer? postgres = PostgresServer.Find();
        Skip.If(postgres is null, PostgresServer.Missing);
        string name = "c_" + Guid.NewGuid().ToString("N");
        postgres!.Execute($"CREATE ROLE {name} LOGIN PASSWORD '{Database}'");
        postgres.Execute($"CREATE DATABASE {name} OWNER {name}");
        postgres.RequirePassword(name);
        string address = new LedgerAddress("127.0.0.1", postgres.Port, name, name, LedgerAddress.DefaultSchema).ToString();
        string wrong = Database + "-not";
        string passFile = Path.Combine(_folder.FullName, "pgpass");
        await WriteAsync(passFile, $"*:*:*:*:{wrong}\n");
        Assert.Equal(0, (await InProcessAsync("connect", "demo", "--demo")).ExitCode);
        _cli.Environment["ELEVENCOST_DEBUG"] = "1";

        _cli.Environment["PGPASSWORD"] = wrong;
        Rejected(await _cli.RunAsync("ledger", "use", address));
        _cli.Environment[LedgerSettings.Variable] = address;
        Rejected(await _cli.RunAsync("sync", "--days", "2"));
        _cli.Environment.Remove("PGPASSWORD");
        _cli.Environment["PGPASSFILE"] = passFile;
        Rejected(await _cli.RunAsync("cost", "--last", "2d"));
        _cli.Environment.Remove("PGPASSFILE");
        _cli.Environment["PGPASSWORD"] = Database;
        CliOutcome sync = await _cli.RunAsync("sync", "--days", "2");
        Assert.True(sync.ExitCode == 0, sync.All);
        AssertClean(sync, Database);

        void Rejected(CliOutcome outcome)
        {
            Assert.True(outcome.ExitCode == 74, outcome.All);
            Assert.Contains("rejects the login", outcome.Error, StringComparison.Ordinal);
            AssertClean(outcome, Database);
        }
    }

    /// <summary>A home with a budget that is exceeded, so that an alert is due.</summary>
    private async Task PrepareAsync()
    {
        foreach (string[] command in new string[][] { ["connect", "demo", "--demo"], ["sync", "--quiet", "--days", "40"], ["budget", "set", "tiny", "--credits", "1"] })
        {
            CliOutcome outcome = await InProcessAsync(command);
            Assert.True(outcome.ExitCode == 0, outcome.All);
        }
    }

    /// <summary>An alert whose address is in a file outside of the home.</summary>
    private async Task SetAsync(string name, string kind, string address)
    {
        string file = Path.Combine(_folder.FullName, "address of " + name);
        await WriteAsync(file, address + "\n");
        CliOutcome set = await InProcessAsync(["alert", "set", name, "--kind", kind, "--topics", "budget", "--address-file", file, .. kind == "mail" ? ["--from", "a@example.com", "--to", "b@example.com"] : Array.Empty<string>()]);
        Assert.True(set.ExitCode == 0, set.All);
    }

    private Task<CliOutcome> InProcessAsync(params string[] arguments) => CommandLineRun.RunAsync(arguments, () => new Home(_cli.Home), TimeProvider.System);

    private void AssertClean(CliOutcome outcome, params string[] secrets)
    {
        foreach (string secret in secrets)
        {
            Assert.False(Canary.IsIn(outcome.All, secret), outcome.All);
            Assert.Equal([], Canary.FilesWith(_cli.Home, secret));
        }
    }

    private static async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
