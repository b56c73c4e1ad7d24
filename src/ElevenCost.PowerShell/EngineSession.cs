using ElevenCost.Engine;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Insights;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Sync;

namespace ElevenCost.PowerShell;

/// <summary>The engine's parts, put together over one home for one command.</summary>
internal sealed class EngineSession : IDisposable
{
    // Of the process, so that a second question is answered from memory, in whichever runspace it is asked.
    private static readonly LedgerCache Cache = new();

    private readonly Home _home;
    private readonly FileLedger _ledger;
    private readonly PriceBooks _books;

    /// <summary>Opens the home of this moment.</summary>
    /// <param name="warn">Told of damaged files, from any thread.</param>
    /// <exception cref="ElevenCostException"><c>HomeNotFound</c>.</exception>
    public EngineSession(Action<Warning> warn)
    {
        var home = Home.Resolve();
        _ledger = new FileLedger(home, Time, warn, Cache);
        _home = home;
        _books = new PriceBooks(home);
        Prices = new PriceStore(home, Time);
        Connections = new ConnectionStore(home, Time);
        Keys = new KeyReader(input: null, warn: warn);
        Costs = new CostCalculator(_ledger, (connection, token) => _books.ForAsync(connection, _ledger, token), Time);
        Usage = new UsageReader(_ledger, Time);
        Ranges = new RangeResolver(_ledger, Time);
        Values = new KnownValues(_ledger, Time);
        Sync = new UsageSync(_ledger, Time);
        Setup = new ConnectionSetup(Connections, _ledger, Time);
        Health = new HealthCheck(_ledger, Time);
    }

    public static TimeProvider Time => TimeProvider.System;

    public ConnectionStore Connections { get; }

    public KeyReader Keys { get; }

    public CostCalculator Costs { get; }

    public UsageReader Usage { get; }

    public RangeResolver Ranges { get; }

    public KnownValues Values { get; }

    public UsageSync Sync { get; }

    public ConnectionSetup Setup { get; }

    public HealthCheck Health { get; }

    public PriceStore Prices { get; }

    /// <summary>The price of a connection's plan on a day.</summary>
    public Task<PriceInForce> InForceAsync(Connection connection, DateOnly day, CancellationToken cancellationToken) =>
        _books.InForceAsync(connection, _ledger, day, cancellationToken);

    /// <summary>The request log, over the APIs that are opened so.</summary>
    public RequestLog Requests(Func<Connection, CancellationToken, Task<IElevenLabsApi>> open) => new(_ledger, open, Time);

    /// <summary>The quotas, over the APIs that are opened so.</summary>
    public QuotaReader Quotas(Func<Connection, CancellationToken, Task<IElevenLabsApi>> open) => new(_home, _ledger, open, Time);

    public void Dispose() => _ledger.Dispose();
}
