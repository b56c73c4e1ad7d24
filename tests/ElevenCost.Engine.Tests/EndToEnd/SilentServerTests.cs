using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// A PostgreSQL that accepts connections and then hangs: in the login, in the middle of an answer, or while it is to cancel a statement. Every command fails in
/// bounded time, and Ctrl+C does not wait for the server.
/// </summary>
/// <remarks>ELEVENCOST_SEED sets after how many bytes of a sync it hangs.</remarks>
public sealed class SilentServerTests(ITestOutputHelper log) : IDisposable
{
    private const int Days = 20;
    private const string Seconds = "5";

    // A login takes the answers to the requests for encryption and to that for the login, and the types of the database.
    private static readonly (string Command, long Bytes)[] s_logins =
        [("cost --last 5d", 0), ("cost --last 5d", 20), ("cost --last 5d", 1500), ("sync --quiet --days 5", 1), ("sync --quiet --days 5", 400)];

    // Five seconds for the statement, twice as long to ask the server to cancel it, and the same for what is written at the end of a sync.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(12);

    private readonly CliProcess _cli = new();
    private readonly Random _random = new(LongForm.Seed);

    public void Dispose() => _cli.Dispose();

    [SkippableFact]
    public async Task A_server_that_hangs_in_the_login_fails_every_command_in_bounded_time()
    {
        int port = Postgres().Port;
        await using SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small, TimeProvider.System);
        await _cli.ConnectAsync(server.BaseUri, server.ApiKey);
        await Task.WhenAll(s_logins.Select(login => Task.Run(() => FailsAsync(login.Bytes, login.Command))).Append(Task.Run(FailsInTlsAsync)));

        async Task FailsAsync(long bytes, string command)
        {
            await using var forwarder = new TcpForwarder(port);
            forwarder.FallSilentAfter(bytes);
            long start = Stopwatch.GetTimestamp();
            AssertUnreachable(await RunAsync(forwarder.Port, "t_login", command.Split(' ')), $"{command}, silent after {bytes} bytes");
            log.WriteLine($"{command}, silent after {bytes} bytes: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
            Assert.True(forwarder.Silent.IsCompleted, $"{command}: {bytes} bytes are more than a login takes.");
        }

        // A server that agrees to encrypt and then says nothing.
        async Task FailsInTlsAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var stop = new CancellationTokenSource();
            Task accepting = Task.Run(async () =>
            {
                var clients = new List<TcpClient>();
                while (true)
                {
                    clients.Add(await listener.AcceptTcpClientAsync(stop.Token));
                    await clients[^1].GetStream().WriteAsync("S"u8.ToArray(), stop.Token);
                }
            });
            long start = Stopwatch.GetTimestamp();
            AssertUnreachable(await RunAsync(((IPEndPoint)listener.LocalEndpoint).Port, "t_login", "cost", "--last", "5d"), "TLS");
            log.WriteLine($"cost, silent in TLS: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
            await stop.CancelAsync();
            await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [SkippableFact]
    public async Task A_server_that_hangs_in_an_answer_fails_the_command_in_bounded_time_and_the_same_command_completes_afterwards()
    {
        LedgerAddress address = Postgres().NewAddress();
        await using SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small, TimeProvider.System);
        await _cli.ConnectAsync(server.BaseUri, server.ApiKey);
        await using var forwarder = new TcpForwarder(address.Port);
        Assert.Equal(0, (await RunAsync(forwarder.Port, address.Schema, "sync", "--quiet", "--days", "5")).ExitCode);

        foreach (string[] command in new string[][] { ["cost", "--last", "5d"], ["sync", "--quiet", "--force", "--days", $"{Days}"] })
        {
            // What the command takes if nothing hangs, the login included.
            long before = forwarder.Answered;
            Assert.Equal(0, (await RunAsync(forwarder.Port, address.Schema, command)).ExitCode);
            long bytes = (long)((forwarder.Answered - before) * (0.3 + (0.5 * _random.NextDouble())));
            string what = $"seed {LongForm.Seed}, {command[0]}, silent after {bytes} of {forwarder.Answered - before} bytes";
            forwarder.FallSilentAfter(bytes);
            long start = Stopwatch.GetTimestamp();
            CliOutcome outcome = await RunAsync(forwarder.Port, address.Schema, command);
            log.WriteLine($"{what}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s. {outcome.Error}");
            Assert.True(forwarder.Silent.IsCompleted, what);
            AssertUnreachable(outcome, what);
            forwarder.Speak();
            using (RelationalLedger ledger = RelationalLedger.Open(new LedgerSettings { Address = address }, new Home(_cli.Home), null))
            {
                Assert.InRange((await LedgerWholeness.CheckAsync(ledger, "acme")).Count, 5, Days);
            }

            // The lease of a sync that could not give it up is known to be dead.
            CliOutcome again = await RunAsync(forwarder.Port, address.Schema, command);
            Assert.True(again.ExitCode == 0, $"{what}: {again.All}");
        }
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(0.6)]
    public async Task Ctrl_C_ends_a_command_while_the_server_hangs(double part)
    {
        LedgerAddress address = Postgres().NewAddress();
        await using SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small, TimeProvider.System);
        await _cli.ConnectAsync(server.BaseUri, server.ApiKey);
        Assert.Equal(0, (await RunAsync(address.Port, address.Schema, "sync", "--quiet", "--days", "5")).ExitCode);
        await using var forwarder = new TcpForwarder(address.Port);
        foreach ((string command, TimeSpan bound) in new[] { ("cost --last 5d", s_atOnce), ("sync --quiet --force --days 5", s_soon) })
        {
            long before = forwarder.Answered;
            Assert.Equal(0, (await RunAsync(forwarder.Port, address.Schema, command.Split(' '))).ExitCode);
            long bytes = (long)((forwarder.Answered - before) * part);
            forwarder.FallSilentAfter(bytes);
            _cli.Environment[LedgerSettings.Variable] = (address with { Port = forwarder.Port }).ToString();
            long start = 0;
            CliOutcome outcome = await _cli.RunAsync(async process =>
            {
                await Task.WhenAny(forwarder.Silent, process.WaitForExitAsync());
                await Task.Delay(100);
                CliProcess.Interrupt(process);
                start = Stopwatch.GetTimestamp();
            }, command.Split(' '));
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            log.WriteLine($"{command}, silent after {bytes} bytes: {took.TotalSeconds:0.00} s after Ctrl+C.");
            Assert.True(outcome.ExitCode == 130, outcome.All);
            Assert.True(took < bound, $"{command}: {took}");
            forwarder.Speak();
        }
    }

    private async Task<CliOutcome> RunAsync(int port, string schema, params string[] arguments)
    {
        var variables = new Dictionary<string, string>
        {
            [LedgerSettings.Variable] = new LedgerAddress("127.0.0.1", port, "postgres", "postgres", schema).ToString(),
            [LedgerSettings.AnswerVariable] = Seconds,
        };
        return await CommandLineRun.RunAsync(arguments, () => new Home(_cli.Home), TimeProvider.System, variables: variables).WaitAsync(s_bound);
    }

    private static void AssertUnreachable(CliOutcome outcome, string what)
    {
        Assert.True(outcome.ExitCode == 74, $"{what}: {outcome.All}");
        Assert.True(outcome.Error.Contains("cannot be reached: ", StringComparison.Ordinal), $"{what}: {outcome.All}");
        Assert.True(outcome.Error.Contains(LedgerSettings.AnswerVariable, StringComparison.Ordinal), $"{what}: {outcome.All}");
    }

    private static PostgresServer Postgres()
    {
        PostgresServer? postgres = PostgresServer.Find();
        Skip.If(postgres is null, PostgresServer.Missing);
        return postgres!;
    }
}
