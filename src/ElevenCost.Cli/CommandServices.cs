using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli;

/// <summary>The engine's parts, put together over one home.</summary>
internal sealed class CommandServices : IDisposable
{
    private readonly KeyReader _keys;
    private readonly TimeProvider _time;

    public CommandServices(Home home, Screen screen, TimeProvider time)
    {
        _time = time;
        _keys = new KeyReader(screen.Input, screen.Environment, screen.Warn);
        Connections = new ConnectionStore(home, time);
        Ledger = new FileLedger(home, time, screen.Warn);
        Prices = new PriceStore(home, time);
        PriceBooks = new PriceBooks(home);
        CostCenters = new CostCenterStore(home, time);
        Costs = new CostCalculator(Ledger, (connection, token) => PriceBooks.ForAsync(connection, Ledger, token), time, CostCenters.ReadAsync);
        Usage = new UsageReader(Ledger, time, CostCenters.ReadAsync);
        Review = new CostCenterReview(Ledger, time, CostCenters.ReadAsync);
        Sync = new UsageSync(Ledger, time);
        Setup = new ConnectionSetup(Connections, Ledger, time);
        Ranges = new RangeResolver(Ledger, time);
        Health = new HealthCheck(Ledger, time);
    }

    public ConnectionStore Connections { get; }

    public FileLedger Ledger { get; }

    public PriceStore Prices { get; }

    public PriceBooks PriceBooks { get; }

    public CostCenterStore CostCenters { get; }

    public CostCenterReview Review { get; }

    public CostCalculator Costs { get; }

    public UsageReader Usage { get; }

    public UsageSync Sync { get; }

    public ConnectionSetup Setup { get; }

    public RangeResolver Ranges { get; }

    public HealthCheck Health { get; }

    /// <summary>The API of a connection, with the key from where it is kept.</summary>
    public async Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken) =>
        ElevenLabsApi.Open(connection, await _keys.ReadAsync(connection, cancellationToken), _time);

    public void Dispose() => Ledger.Dispose();
}
