using System.Text;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>No part of a key or a password in any output or file of the command line, whatever a server does.</summary>
public sealed class CanaryTests : IDisposable
{
    private readonly CommandLineRun _run = new() { Variables = { ["ELEVENCOST_DEBUG"] = "1", ["ELEVENCOST_SILENCE_SECONDS"] = "5" } };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-canary-");

    private string KeyFile => Path.Combine(_folder.FullName, "key");

    public void Dispose()
    {
        _run.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void It_is_found_by_the_search_itself()
    {
        const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef";
        Assert.True(Canary.IsIn("x 6789abcd x", Secret));
        Assert.True(Canary.IsIn(Encoding.Latin1.GetString(Encoding.Unicode.GetBytes("x 6789ABCD x")), Secret));
        Assert.True(Canary.IsIn(Convert.ToBase64String(Encoding.UTF8.GetBytes("<sk_" + Secret + ">")), Secret));
        Assert.False(Canary.IsIn("x 6789ab 89abcd x", Secret));
    }

    [Fact]
    public async Task The_key_is_in_no_output_and_no_file_under_each_fault_of_the_server()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 8, Keys = 4, Seed = 4711 }, new FixedClock(_run.Now));
        await File.WriteAllTextAsync(KeyFile, server.ApiKey);
        string address = server.BaseUri.ToString();
        string[] connect = ["connect", "acme", "--api-key-file", KeyFile, "--base-uri", address];
        Assert.Equal(0, await _run.RunAsync(connect));
        string[][] others =
        [
            connect, ["requests", "--last", "1d"], ["webhooks"], ["quota", "--output", "json"], ["reconcile", "--last", "2d"], ["key-limits"],
            ["usage", "--last", "1d", "--granularity", "hour"], ["test", "--output", "json"],
        ];
        var random = new Random(LongForm.Seed);
        int failed = 0;
        foreach ((string name, int index) in FaultTexts.Names.Select((name, index) => (name, index)))
        {
            // What is tried again takes seconds each time: it happens once a command.
            string fault = FaultTexts.Of(name, random) + (name is "hang" or "rate-limit" or "server-error" or "truncated" or "html" ? "#1" : "");
            foreach (string[] command in name == "hang" ? new string[][] { ["webhooks"] } : [["test"], ["sync", "--quiet", "--days", "2", "--force"], others[(index + LongForm.Seed) % others.Length]])
            {
                server.Faults.Clear();
                server.Faults.Add(fault);
                failed += await _run.RunAsync(command) == 0 ? 0 : 1;
                AssertClean(server.ApiKey, $"{fault}: {string.Join(' ', command)}");
            }
        }

        // That nothing failed would mean that no fault came through.
        Assert.InRange(failed, FaultTexts.Names.Count / 2, int.MaxValue);
    }

    [Theory]
    [InlineData("postgresql://ada:CANARY@127.0.0.1:1/usage")]
    [InlineData("postgresql://ada@127.0.0.1:1/usage?CANARY")]
    [InlineData("postgresql://ada@127.0.0.1:1/usage?password=CANARY")]
    [InlineData("postgresql://ada@127.0.0.1:1/usage?schema=CANARY")]
    [InlineData("Host=127.0.0.1;Username=ada;Password=CANARY")]
    [InlineData("postgresql://ada@127.0.0.1:1/usage")]
    public async Task A_password_of_the_ledger_is_in_no_output_and_no_file(string address)
    {
        const string Password = "hunter2-C0FFEE-secret";
        using var cli = new CliProcess { Environment = { ["PGPASSWORD"] = Password, ["ELEVENCOST_DEBUG"] = "1" } };
        string written = address.Replace("CANARY", Password, StringComparison.Ordinal);
        CliOutcome used = await cli.RunAsync("ledger", "use", written);
        cli.Environment["ELEVENCOST_LEDGER"] = written;
        CliOutcome asked = await cli.RunAsync("cost", "--last", "1d");
        Assert.NotEqual(0, used.ExitCode);
        Assert.NotEqual(0, asked.ExitCode);
        foreach (string text in new[] { used.All, asked.All, cli.AllText() })
        {
            Assert.DoesNotContain(Password, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private void AssertClean(string key, string what)
    {
        string secret = key["sk_".Length..];
        Assert.False(Canary.IsIn(_run.Output + _run.Error, secret), $"{what} shows a part of the key: {_run.Output}{_run.Error}");
        Assert.True(Canary.FilesWith(_run.Home.Path, secret) is [], $"{what} leaves a part of the key in {string.Join(", ", Canary.FilesWith(_run.Home.Path, secret))}");
    }
}
