using ElevenCost.Engine.Api;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Query;

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

    /// <summary>The ids of failures that did not end a question, with their connections.</summary>
    public List<(string Connection, string ErrorId)> Failures { get; } = [];

    /// <summary>The name of a connection whose key ElevenLabs refuses.</summary>
    public static string Revoked => "revoked";

    public Task<CostResult> CostAsync(CostQuery query) => CostAsync(query, null, _simulated.Connection);

    /// <summary>Asks several connections, and goes on where one fails.</summary>
    public Task<CostResult> CostOfAsync(CostQuery query, params Connection[] connections) => CostAsync(query, Fail, connections);

    public Task<List<UsageRecord>> UsageAsync(CostQuery query) => UsageAsync(query, null, _simulated.Connection);

    /// <summary>Asks several connections, and goes on where one fails.</summary>
    public Task<List<UsageRecord>> UsageOfAsync(CostQuery query, params Connection[] connections) => UsageAsync(query, Fail, connections);

    public Task<CostResult> CostAsync(CostQuery query, Action<Connection, ElevenCostException>? failed, params Connection[] connections) =>
        new CostCalculator(Ledger, (_, _) => throw new InvalidOperationException("Hours have no prices."), _simulated.Clock, _hours)
            .QueryAsync(connections, query, failed, default);

    public async Task<List<UsageRecord>> UsageAsync(CostQuery query, Action<Connection, ElevenCostException>? failed, params Connection[] connections)
    {
        var records = new List<UsageRecord>();
        await foreach (UsageRecord record in new UsageReader(Ledger, _simulated.Clock, _hours).ReadAsync(connections, query, Warnings.Add, failed, default))
        {
            records.Add(record);
        }

        return records;
    }

    public Task<IElevenLabsApi> OpenAsync(Connection connection, CancellationToken cancellationToken) => Task.FromResult(ElevenLabsApi.Open(
        connection, connection.Name == Revoked ? "sk_" + new string('0', 48) : _simulated.Server.ApiKey, _simulated.Clock, SimulatedConnection.Quick));

    private void Fail(Connection connection, ElevenCostException failure) => Failures.Add((connection.Name, failure.ErrorId));

    public void Dispose() => _cache.Dispose();
}
