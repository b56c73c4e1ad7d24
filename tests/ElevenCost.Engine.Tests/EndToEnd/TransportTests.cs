using System.Diagnostics;
using System.Text;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>What lies between the command line and ElevenLabs: proxies, clocks, servers that send too much or too slowly.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData(407, "requires credentials (HTTP 407)", "HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT")]
    [InlineData(403, "the proxy rejected the connection", "proxy settings")]
    public async Task A_proxy_that_requires_credentials_is_told_as_such(int status, string words, string remedy)
    {
        await using var proxy = new RawServer(_ => RawServer.Reply(status, "", "text/html", "proxy-authenticate: Basic realm=\"office\""));
        using var cli = new CliProcess();
        cli.WriteKey(RawServer.Key);
        cli.Environment["HTTPS_PROXY"] = $"http://127.0.0.1:{proxy.BaseUri.Port}";
        CliOutcome outcome = await cli.RunAsync("connect", "acme", "--api-key-file", cli.KeyFile);
        Assert.True(outcome.ExitCode == 69, outcome.All);
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, outcome.Error, StringComparison.Ordinal);
        Assert.All(proxy.Requests, request => Assert.StartsWith("CONNECT api.elevenlabs.io:443", request, StringComparison.Ordinal));
        Assert.DoesNotContain(proxy.Requests, request => request.Contains(RawServer.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_in_the_proxys_address_reach_it_and_no_output()
    {
        await using var proxy = new RawServer(request => RawServer.Reply(request.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase) ? 502 : 407, "", "text/html", "proxy-authenticate: Basic realm=\"office\""));
        using var cli = new CliProcess();
        cli.WriteKey(RawServer.Key);
        cli.Environment["HTTPS_PROXY"] = $"http://someone:p%40ssw0rd@127.0.0.1:{proxy.BaseUri.Port}";
        cli.Environment["ELEVENCOST_DEBUG"] = "1";
        CliOutcome outcome = await cli.RunAsync("connect", "acme", "--api-key-file", cli.KeyFile);
        Assert.True(outcome.ExitCode == 69, outcome.All);
        string expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("someone:p@ssw0rd"));
        Assert.Contains(proxy.Requests, request => request.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain("ssw0rd", outcome.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_ahead_makes_no_day_final()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 40 }, TimeProvider.System);
        server.Faults.Add("date:-864000");
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        CliOutcome sync = await cli.RunAsync("sync", "--days", "20");
        Assert.True(sync.ExitCode == 0, sync.All);
        Assert.Contains("This machine's clock is 10 days ahead of ElevenLabs' clock.", sync.Error, StringComparison.Ordinal);
        CliOutcome coverage = await cli.RunAsync("coverage", "--output", "csv", "--last", "30d");
        DateOnly theirs = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-10));
        string[] final = [.. coverage.Output.Split('\n').Where(line => line.Contains("Final", StringComparison.Ordinal))];
        Assert.NotEmpty(final);
        Assert.DoesNotContain(final, line => DateOnly.ParseExact(line.Split(',')[1], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) >= theirs.AddDays(-3));
    }

    [Fact]
    public async Task A_megabyte_that_unpacks_to_gigabytes_takes_neither_time_nor_memory()
    {
        byte[] bomb = Bomb(2048);
        await using var server = new RawServer(_ => RawServer.Reply(200, bomb, headers: "content-encoding: gzip"));
        using var cli = new CliProcess();
        cli.WriteKey(RawServer.Key);
        long peak = 0;
        var clock = Stopwatch.StartNew();
        CliOutcome outcome = await cli.RunAsync(async process =>
        {
            while (!process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, process.HasExited ? 0 : process.WorkingSet64);
                await Task.Delay(20);
            }
        }, ["connect", "acme", "--api-key-file", cli.KeyFile, "--base-uri", server.BaseUri.ToString()]);
        Assert.True(outcome.ExitCode == 69, outcome.All);
        Assert.Contains("33,554,432 bytes, unpacked (MaxObjectBytes)", outcome.Error, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.InRange(peak, 1, 400L * 1024 * 1024);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_server_that_drips_ends_a_sync()
    {
        await using SimulatorServer server = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 10 }, TimeProvider.System);
        using var cli = new CliProcess();
        await cli.ConnectAsync(server.BaseUri, server.ApiKey);
        await using var drip = new RawServer(async (_, stream, token) =>
        {
            await stream.WriteAsync(RawServer.Reply(200, new string(' ', 9000)).AsMemory()[..^9000], token);
            while (!token.IsCancellationRequested)
            {
                await stream.WriteAsync(" "u8.ToArray(), token);
                await Task.Delay(200, token);
            }
        });
        string file = Path.Combine(cli.Home, "connections.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace(server.BaseUri.Authority, drip.BaseUri.Authority, StringComparison.Ordinal));
        cli.Environment["ELEVENCOST_SILENCE_SECONDS"] = "5";
        var clock = Stopwatch.StartNew();
        CliOutcome sync = await cli.RunAsync("sync", "--days", "5");
        Assert.True(sync.ExitCode == 69, sync.All);
        Assert.Matches("sent only [0-9]+ bytes for 5 seconds", sync.Error);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60));
        Assert.Equal(64, (await cli.RunAsync("sync", "--timeout", "0")).ExitCode);
        CliOutcome limited = await cli.RunAsync("sync", "--days", "5", "--timeout", "2");
        Assert.True(limited.ExitCode == 69, limited.All);
        Assert.Contains("did not end within 2 seconds", limited.Error, StringComparison.Ordinal);
    }

    private static byte[] Bomb(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal))
        {
            byte[] piece = [.. Enumerable.Repeat((byte)' ', 1024 * 1024)];
            for (int i = 0; i < megabytes; i++)
            {
                stream.Write(piece);
            }
        }

        return packed.ToArray();
    }
}
