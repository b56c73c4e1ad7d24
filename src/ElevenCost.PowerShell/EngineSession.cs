using ElevenCost.Engine;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Requests;
using ElevenCost.Engine.Series;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Webhooks;

namespace ElevenCost.PowerShell;

/// <summary>The engine's parts, put together over one home for one command.</summary>
internal sealed class EngineSession : IDisposable
{
    // Of the process, so that a second question is answered from memory, in whichever runspace it is asked.
    private static readonly LedgerCache Cache = new();
    private static readonly HourCache Hours = new();

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
        Connections = new ConnectionStore(home, Time);
        _books = new PriceBooks(home, Connections.ReadAll);
        CostCenters = new CostCenterStore(home, Time);
        Prices = new PriceStore(home, Time);
        Keys = new KeyReader(input: null, warn: warn);
        Ranges = new RangeResolver(_ledger, Time);
        Values = new KnownValues(_ledger, Time);
        Sync = new UsageSync(_ledger, Time);
        Setup = new ConnectionSetup(Connections, _ledger, Time);
        Health = new HealthCheck(_ledger, Time);
    }

    public static TimeProvider Time => TimeProvider.System;

    public ConnectionStore Connections { get; }

    public KeyReader Keys { get; }

    public RangeResolver Ranges { get; }

    public KnownValues Values { get; }

    public UsageSync Sync { get; }

    public ConnectionSetup Setup { get; }

    public HealthCheck Health { get; }

    public PriceStore Prices { get; }

    public CostCenterStore CostCenters { get; }

    /// <summary>What the rules of cost centers do.</summary>
    public CostCenterReview CostCenterReview => new(_ledger, Time, CostCenters.ReadAsync);

    /// <summary>Usage and coverage; hours are read over the APIs that are opened so, where null is for days and longer alone.</summary>
    public UsageReader Usage(OpenApi? open = null) => new(_ledger, Time, Live(open), CostCenters.ReadAsync);

    /// <summary>Cost; hours as with <see cref="Usage"/>.</summary>
    public CostCalculator Costs(OpenApi? open = null) => new(_ledger, PricesAsync, Time, Live(open), CostCenters.ReadAsync);

    /// <summary>Series, over the APIs that are opened so.</summary>
    public SeriesReader Series(OpenApi open) => new(_ledger, open.Invoke, Hours, Time);

    /// <summary>Comparisons, over the APIs that are opened so.</summary>
    public Reconciler Reconciler(OpenApi open) => new(_ledger, PricesAsync, open.Invoke, Time);

    /// <summary>The price of a connection's plan on a day.</summary>
    public Task<PriceInForce> InForceAsync(Connection connection, DateOnly day, CancellationToken cancellationToken) =>
        _books.InForceAsync(connection, _ledger, day, cancellationToken);

    /// <summary>The request log, over the APIs that are opened so.</summary>
    public RequestLog Requests(OpenApi open) => new(_ledger, open.Invoke, Time);

    /// <summary>The quotas, over the APIs that are opened so.</summary>
    public QuotaReader Quotas(OpenApi open) => new(_home, _ledger, open.Invoke, Time);

    /// <summary>The own limits of keys, over the APIs that are opened so.</summary>
    public static KeyLimitReader KeyLimits(OpenApi open) => new(open.Invoke, Time);

    /// <summary>Webhooks, over the APIs that are opened so.</summary>
    public static WebhookReader Webhooks(OpenApi open) => new(open.Invoke);

    public void Dispose() => _ledger.Dispose();

    private Task<IPriceBook> PricesAsync(Connection connection, CancellationToken cancellationToken) => _books.ForAsync(connection, _ledger, cancellationToken);

    private LiveHours? Live(OpenApi? open) => open is null ? null : new LiveHours(open.Invoke, _ledger, Hours, Time);
}
