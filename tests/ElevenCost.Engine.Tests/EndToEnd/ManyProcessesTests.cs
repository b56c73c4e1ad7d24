using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>
/// Eight processes that sync, each from one of several versions of a workspace, and eight that read: each reading finds each day in one version, with its
/// rollups, no writer fails but because of another one, and in the end nothing that was stored is missing.
/// </summary>
/// <remarks>ELEVENCOST_SECONDS sets how long they run (docs/reliability.md), ELEVENCOST_SEED what they do.</remarks>
public sealed class ManyProcessesTests(ITestOutputHelper log) : IDisposable
{
    private const int Writers = 8;
    private const int Readers = 8;
    private const int FewSeconds = 2;

    // Credits, minutes and costs of every day, by version.
    private static readonly int[] s_factors = [1, 2, 3];

    // Fewer than writers, so that some wait for the lease of a connection and others for the database alone.
    private static readonly string[] s_connections = ["one", "two", "three", "four"];
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("elevencost-processes-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Every_process_sees_whole_days_and_nothing_is_lost_in_SQLite() => RunAsync(Path.Combine(_folder, "home"), null);

    [SkippableFact]
    public Task Every_process_sees_whole_days_and_nothing_is_lost_in_PostgreSQL()
    {
        PostgresServer? postgres = PostgresServer.Find();
        Skip.If(postgres is null, PostgresServer.Missing);
        return RunAsync(null, postgres!.NewAddress().ToString());
    }

    private async Task RunAsync(string? home, string? address)
    {
        // Days that have ended, so that no version grows.
        DateOnly last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-3);
        DateOnly[] dates = [.. Enumerable.Range(0, 6).Select(back => last.AddDays(back - 5))];
        var servers = new List<SimulatorServer>();
        try
        {
            foreach (int factor in s_factors)
            {
                SimulatorServer server = await SimulatorServer.StartAsync(SimulatedConnection.Small with { Seed = LongForm.Seed, Days = 15, Keys = 4 }, TimeProvider.System);
                servers.Add(server);
                foreach (DateOnly date in dates.Where(_ => factor != 1))
                {
                    server.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"restate:{date:yyyy-MM-dd},{factor}"));
                }
            }

            long[][] totals = [.. servers.Select(server => server.Truth.DailyTotals(dates[0], dates[^1], "UTC").Select(day => day.Credits).ToArray())];
            Assert.Equal(s_factors.Length, totals.Select(version => version[0]).Distinct().Count());
            WorkerDay[] days = [.. dates.Select((date, index) => new WorkerDay(date, [.. totals.Select(version => version[index])]))];
            var order = new WorkerOrder(home, address, IsWriter: false, 0, LongForm.Seed * 1000, s_connections, servers[0].ApiKey, [.. servers.Select(server => server.BaseUri)], days);
            using RelationalLedger ledger = LedgerWorker.Open(order);

            // From the first sync of a process on, each may change what a reader has half read.
            foreach (string name in s_connections)
            {
                SyncResult first = await LedgerWorker.SyncAsync(order, ledger, name, order.Servers[0]);
                Assert.True(first.Succeeded, first.Error);
            }

            ConcurrentQueue<string> lines = await RunAsync(order);
            foreach (string name in s_connections)
            {
                AssertLastSyncIsStored(lines, name, days, await LedgerWholeness.CheckAsync(ledger, name));
                SyncResult result = await LedgerWorker.SyncAsync(order, ledger, name, order.Servers[0]);
                Assert.True(result.Succeeded, result.Error);
                IReadOnlyDictionary<DateOnly, DayEntry> stored = await LedgerWholeness.CheckAsync(ledger, name);
                Assert.Equal(days.Select(day => (day.Date, day.Credits[0])), stored.Values.OrderBy(day => day.Date).Select(day => (day.Date, day.Credits)));
            }

            string[] defined = [.. lines.Where(line => line.StartsWith(LedgerWorker.Defined, StringComparison.Ordinal)).Select(line => line[LedgerWorker.Defined.Length..]).Order(StringComparer.Ordinal)];
            Assert.Equal(defined, (await ledger.ReadDefinitionsAsync(LedgerWorker.Kind, CancellationToken.None)).Select(definition => definition.Name).Order(StringComparer.Ordinal));
            Assert.Equal(defined.Length, (await ledger.ReadDefinitionChangesAsync(CancellationToken.None)).Count);
            log.WriteLine(string.Join(", ", lines.GroupBy(line => line.Split(' ')[0]).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}")) + $", seed {LongForm.Seed}.");
        }
        finally
        {
            foreach (SimulatorServer server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// Fails the test if a sync that reported success is not what is stored. Syncs of a connection follow each other: the one that ended last read last. Only
    /// one that read later still, and failed because of another writer midway, can have replaced some of its days.
    /// </summary>
    private static void AssertLastSyncIsStored(IEnumerable<string> lines, string name, WorkerDay[] days, IReadOnlyDictionary<DateOnly, DayEntry> stored)
    {
        (int Server, DateTime Began, DateTime Ended) last = lines.Where(line => line.StartsWith($"{LedgerWorker.Synced}{name} ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .Select(words => (int.Parse(words[2], CultureInfo.InvariantCulture), Instant(words[3]), Instant(words[4]))).OrderBy(sync => sync.Item3).LastOrDefault();
        foreach (WorkerDay day in days.Where(_ => last.Ended > DateTime.MinValue))
        {
            DayEntry entry = stored[day.Date];
            Assert.True(entry.SyncedAt >= last.Began, $"seed {LongForm.Seed}: {name} has {day.Date} as read at {entry.SyncedAt:O}, before the sync of {last.Began:O} that was stored.");
            Assert.True(entry.SyncedAt > last.Ended || entry.Credits == day.Credits[last.Server], $"seed {LongForm.Seed}: {name} has {entry.Credits} credits of {day.Date}, not {day.Credits[last.Server]}.");
        }

        static DateTime Instant(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), DateTimeKind.Utc);
    }

    /// <summary>Starts the processes, and ends them when their time is over and the readers have seen changes.</summary>
    /// <returns>What they printed.</returns>
    private async Task<ConcurrentQueue<string>> RunAsync(WorkerOrder order)
    {
        var lines = new ConcurrentQueue<string>();
        var processes = new List<(Process Process, Task<string> Error)>();
        try
        {
            foreach (int number in Enumerable.Range(0, Writers + Readers))
            {
                string path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"order{number}"));
                (order with { IsWriter = number < Writers, Number = number % Writers }).Write(path);
                Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ManyProcessesTests).Assembly.Location, path])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })!;
                process.OutputDataReceived += (_, line) =>
                {
                    if (line.Data is { } text)
                    {
                        lines.Enqueue(text);
                    }
                };
                process.BeginOutputReadLine();
                processes.Add((process, process.StandardError.ReadToEndAsync()));
            }

            // A busy machine lets a process in late.
            long start = Stopwatch.GetTimestamp();
            await UntilAsync(() => lines.Count(line => line == LedgerWorker.Ready) == processes.Count);
            long ready = Stopwatch.GetTimestamp();
            await UntilAsync(() => Stopwatch.GetElapsedTime(ready) >= TimeSpan.FromSeconds(LongForm.Seconds(FewSeconds)) && lines.Count(line => line == LedgerWorker.Changed) >= Readers);
            processes.ForEach(started => started.Process.StandardInput.Close());
            using var patience = new CancellationTokenSource(s_patience);
            foreach ((Process process, Task<string> error) in processes)
            {
                await process.WaitForExitAsync(patience.Token);
                Assert.True(process.ExitCode == 0, $"seed {LongForm.Seed}: {await error}");
            }

            Assert.InRange(lines.Count(line => line.StartsWith(LedgerWorker.Synced, StringComparison.Ordinal)), Writers / 2, int.MaxValue);
            return lines;

            async Task UntilAsync(Func<bool> isDone)
            {
                while (!isDone() && processes.TrueForAll(started => !started.Process.HasExited))
                {
                    Assert.True(Stopwatch.GetElapsedTime(start) < s_patience + TimeSpan.FromSeconds(LongForm.Seconds(FewSeconds)), "The processes do not get anywhere.");
                    await Task.Delay(50);
                }
            }
        }
        finally
        {
            foreach ((Process process, _) in processes)
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }

                process.Dispose();
            }
        }
    }
}
