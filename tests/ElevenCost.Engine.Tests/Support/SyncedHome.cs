using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>An embedded ledger in a folder of its own, brought up to date from a simulated workspace.</summary>
internal sealed class SyncedHome : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("elevencost-sync-").FullName;

    public SyncedHome(SimulatedConnection simulated, TimeProvider? time = null, TimeSpan? patience = null)
    {
        Simulated = simulated;
        Usage = new RelationalLedger(new Home(_path), patience);
        Runner = new UsageSync(Usage, time ?? simulated.Clock);
    }

    public SimulatedConnection Simulated { get; }

    public RelationalLedger Usage { get; }

    public UsageSync Runner { get; }

    public SimulatorServer Server => Simulated.Server;

    public string Zone => Simulated.Connection.TimeZone;

    public async Task<SyncResult> SyncAsync(
        SyncOptions? options = null, IProgress<SyncProgress>? progress = null, string? key = null, CancellationToken cancellationToken = default)
    {
        Server.ClearRequests();
        return await Runner.RunAsync(Simulated.Connection, Simulated.Open(key: key), options ?? new SyncOptions(), progress, cancellationToken);
    }

    public Task<IReadOnlyList<DayEntry>> DaysAsync() => Usage.ReadDaysAsync("acme", null, default);

    /// <summary>What is kept of a range, summed by some dimensions: full records, or the rows of one slice.</summary>
    public async Task<List<UsageLine>> KeptAsync(DateRange range, sbyte breakdown, params Dimension[] groupBy)
    {
        var lines = new List<UsageLine>();
        await foreach (UsageMonth month in Usage.ReadUsageAsync("acme", range, default))
        {
            lines.AddRange(UsageChecks.Sum(month.Table, range, breakdown, groupBy));
        }

        return lines;
    }

    public async Task<List<SeriesPoint>> SeriesAsync(DateRange range)
    {
        var points = new List<SeriesPoint>();
        await foreach (UsageMonth month in Usage.ReadUsageAsync("acme", range, default))
        {
            points.AddRange(month.Series.Where(point => range.Contains(point.Date)));
        }

        return points;
    }

    /// <summary>Fails where any day of the range, by any dimension, is not what it truly is.</summary>
    public async Task AssertTrueAsync(DateRange range)
    {
        foreach (Dimension[] grouping in SimulatedConnection.AllDimensions.Select(dimension => new[] { dimension })
            .Append([]).Append(SimulatedConnection.AllDimensions))
        {
            List<UsageLine> truth = UsageChecks.Truth(Server, range, Zone, grouping);
            Assert.Equal(truth, await KeptAsync(range, UsageTable.FullRecord, grouping));
        }

        Dictionary<DateOnly, DailyTotal> totals = Server.Truth.DailyTotals(range.Start, range.End, Zone).ToDictionary(day => day.Date);
        IReadOnlyList<DayEntry> days = await Usage.ReadDaysAsync("acme", range, default);
        Assert.Equal(range.Days, days.Count);
        Assert.All(days, day =>
        {
            DailyTotal truth = totals[day.Date];
            Assert.Equal((truth.Credits, truth.Requests, truth.Minutes, truth.Cost ?? 0), (day.Credits, day.Requests, day.Minutes, day.ConsumedCost));
            Assert.Null(day.Reason);
        });
    }

    /// <summary>All that is kept of a connection's usage, by month.</summary>
    public SortedDictionary<string, string> Kept(string connection = "acme") => LedgerDigest.Of(Usage, connection);

    public async Task<IReadOnlyList<SyncResult>> LogAsync(string connection = "acme") => await Usage.ReadSyncLogAsync(connection, default);

    /// <summary>The right to write, as another process would hold it.</summary>
    public IDisposable Hold()
    {
        var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_path, RelationalLedger.FileName)};Pooling=false");
        other.Open();
        other.BeginTransaction();
        return other;
    }

    public void Dispose()
    {
        Usage.Dispose();
        Directory.Delete(_path, recursive: true);
    }
}
