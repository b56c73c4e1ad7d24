using ElevenCost.Engine.Api;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Live;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Live;

/// <summary>What reads live from a simulated workspace, over a ledger that holds nothing but what a test keeps.</summary>
internal sealed class LiveHome : IDisposable
{
    private readonly SimulatedConnection _simulated;
    private readonly HourCache _cache;
    private readonly LiveHours _hours;

    public LiveHome(SimulatedConnection simulated, long cacheLimit = HourCache.DefaultLimit)
    {
        _cache = new HourCache(cacheLimit);
        _simulated = simulated;
        _hours = new LiveHours(OpenAsync, Ledger, _cache, simulated.Clock);
    }

    public MemoryLedger Ledger { get; } = new();

    public List<Warning> Warnings { get; } = [];

    public Task<CostResult> CostAsync(CostQuery query) =>
        new CostCalculator(Ledger, (_, _) => throw new InvalidOperationException("Hours have no prices."), _simulated.Clock, _hours)
            .QueryAsync([_simulated.Connection], query, default);

    public async Task<List<UsageRecord>> UsageAsync(CostQuery query)
    {
        var records = new List<UsageRecord>();
        await foreach (UsageRecord record in new UsageReader(Ledger, _simulated.Clock, _hours).ReadAsync([_simulated.Connection], query, Warnings.Add, default))
        {
            records.Add(record);
        }

        return records;
    }

    public Task<IElevenLabsApi> OpenAsync(Connection connection, CancellationToken cancellationToken) =>
        Task.FromResult(ElevenLabsApi.Open(connection, _simulated.Server.ApiKey, _simulated.Clock, SimulatedConnection.Quick));

    public void Dispose() => _cache.Dispose();
}
