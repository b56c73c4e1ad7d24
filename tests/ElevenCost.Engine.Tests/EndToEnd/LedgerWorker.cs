using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.EndToEnd;

/// <summary>A process of <see cref="ManyProcessesTests"/>: it syncs or reads until its standard input ends, and prints a line for each thing that it did.</summary>
internal static class LedgerWorker
{
    private const int LongestPause = 150;

    /// <summary>Printed once the process has started.</summary>
    public const string Ready = "ready";

    /// <summary>Printed after each sync that succeeded, before its connection, the number of its server, and when it began and ended, in ticks.</summary>
    public const string Synced = "synced ";

    /// <summary>Printed before the name of a definition that is stored.</summary>
    public const string Defined = "defined ";

    /// <summary>Printed when a write failed because of another writer.</summary>
    public const string Locked = "locked";

    /// <summary>Printed after each reading.</summary>
    public const string Seen = "seen";

    /// <summary>Printed if a reading differs from the last one of its connection.</summary>
    public const string Changed = "changed";

    /// <summary>The kind of the definitions that are stored.</summary>
    public const string Kind = "worker";

    /// <summary>Runs to the end of standard input.</summary>
    /// <param name="path">The file of the order.</param>
    /// <returns>0 if nothing failed.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever fails is for the test to report.")]
    public static async Task<int> RunAsync(string path)
    {
        WorkerOrder order = WorkerOrder.Read(path);
        using RelationalLedger ledger = Open(order);
        using var stop = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            await stop.CancelAsync();
        });
        try
        {
            await Console.Out.WriteLineAsync(Ready);
            await (order.IsWriter ? WriteAsync(order, ledger, stop.Token) : ReadAsync(order, ledger, stop.Token));
            return 0;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.ToString());
            return 1;
        }
    }

    /// <summary>The ledger of an order.</summary>
    public static RelationalLedger Open(WorkerOrder order) => RelationalLedger.Open(
        order.Address is { } address ? LedgerSetup.Parse(address) : LedgerSettings.Embedded, new Home(order.Home ?? Path.GetTempPath()), null);

    /// <summary>Syncs every day of a connection from a server.</summary>
    public static async Task<SyncResult> SyncAsync(WorkerOrder order, RelationalLedger ledger, string name, Uri server)
    {
        Connection connection = SimulatedConnection.Describe(name, server);
        using IElevenLabsApi api = ElevenLabsApi.Open(connection, order.Key, TimeProvider.System, SimulatedConnection.Quick);
        var options = new SyncOptions { From = order.Days[0].Date, To = order.Days[^1].Date, Force = true };
        return await new UsageSync(ledger, TimeProvider.System).RunAsync(connection, api, options, null, CancellationToken.None);
    }

    private static async Task WriteAsync(WorkerOrder order, RelationalLedger ledger, CancellationToken stop)
    {
        var random = new Random(order.Seed + order.Number);
        for (int turn = 0; !stop.IsCancellationRequested; turn++)
        {
            string name = order.Connections[(order.Number + random.Next(2)) % order.Connections.Length];
            int server = random.Next(order.Servers.Length);
            SyncResult result = await SyncAsync(order, ledger, name, order.Servers[server]);
            if (!result.Succeeded && result.ErrorId != LedgerErrors.LedgerLocked.Id)
            {
                throw new InvalidOperationException($"{name}: {result.ErrorId} {result.Error} {string.Join(' ', result.Warnings)}");
            }

            await Console.Out.WriteLineAsync(!result.Succeeded ? Locked : string.Create(CultureInfo.InvariantCulture,
                $"{Synced}{name} {server} {result.StartedAt.Ticks} {(result.StartedAt + result.Duration).Ticks}"));
            string definition = $"{order.Number}-{turn}";
            try
            {
                await ledger.ChangeDefinitionsAsync(Kind, known => [.. known, new Definition(definition, "{}")], TimeProvider.System, CancellationToken.None);
                await Console.Out.WriteLineAsync(Defined + definition);
            }
            catch (ElevenCostException e) when (e.ErrorId == LedgerErrors.LedgerLocked.Id)
            {
                await Console.Out.WriteLineAsync(Locked);
            }
        }
    }

    private static async Task ReadAsync(WorkerOrder order, RelationalLedger ledger, CancellationToken stop)
    {
        var random = new Random(order.Seed - order.Number);
        Dictionary<DateOnly, long[]> versions = order.Days.ToDictionary(day => day.Date, day => day.Credits);
        var last = new Dictionary<string, string>();
        while (!stop.IsCancellationRequested)
        {
            string name = order.Connections[random.Next(order.Connections.Length)];

            // A writer that commits between two statements of a reading shows a reader that does not see one state throughout. By itself that takes luck: a reading
            // has milliseconds.
            IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(ledger, name, () => Thread.Sleep(random.Next(LongestPause)));

            // A day that mixed the rows of two versions would have the credits of none.
            Assert.All(days.Values, day => Assert.Contains(day.Credits, versions[day.Date]));
            string seen = string.Join(' ', days.Values.Select(day => day.Credits));
            if (last.TryGetValue(name, out string? before) && before != seen)
            {
                await Console.Out.WriteLineAsync(Changed);
            }

            last[name] = seen;
            await Console.Out.WriteLineAsync(Seen);

            // A reading takes less than a write: without a pause there would be hardly any writes.
            await Task.Delay(random.Next(20), CancellationToken.None);
        }
    }
}
