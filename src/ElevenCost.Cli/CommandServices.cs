using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Api;
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

namespace ElevenCost.Cli;

/// <summary>The engine's parts, put together over one home.</summary>
internal sealed class CommandServices : IDisposable
{
    private readonly KeyReader _keys;
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly HourCache _hours = new();

    public CommandServices(Home home, Screen screen, TimeProvider time)
    {
        _time = time;
        _environment = screen.Environment;
        _keys = new KeyReader(screen.Input, screen.Environment, screen.Warn);
        Connections = new ConnectionStore(home, time);
        Ledger = new FileLedger(home, time, screen.Warn);
        Prices = new PriceStore(home, time);
        PriceBooks = new PriceBooks(home, Connections.ReadAll);
        CostCenters = new CostCenterStore(home, time);
        var hours = new LiveHours(OpenApiAsync, Ledger, _hours, time);
        Costs = new CostCalculator(Ledger, (connection, token) => PriceBooks.ForAsync(connection, Ledger, token), time, hours, CostCenters.ReadAsync);
        Usage = new UsageReader(Ledger, time, hours, CostCenters.ReadAsync);
        Review = new CostCenterReview(Ledger, time, CostCenters.ReadAsync);
        Series = new SeriesReader(Ledger, OpenApiAsync, _hours, time);
        Reconciler = new Reconciler(Ledger, (connection, token) => PriceBooks.ForAsync(connection, Ledger, token), OpenApiAsync, time);
        Sync = new UsageSync(Ledger, time);
        Setup = new ConnectionSetup(Connections, Ledger, time);
        Ranges = new RangeResolver(Ledger, time);
        Health = new HealthCheck(Ledger, time);
        Requests = new RequestLog(Ledger, OpenApiAsync, time);
        Webhooks = new WebhookReader(OpenApiAsync);
        Quotas = new QuotaReader(home, Ledger, OpenApiAsync, time);
        KeyLimits = new KeyLimitReader(OpenApiAsync, time);
    }

    public ConnectionStore Connections { get; }

    public FileLedger Ledger { get; }

    public PriceStore Prices { get; }

    public PriceBooks PriceBooks { get; }

    public CostCenterStore CostCenters { get; }

    public CostCenterReview Review { get; }

    public CostCalculator Costs { get; }

    public UsageReader Usage { get; }

    public SeriesReader Series { get; }

    public Reconciler Reconciler { get; }

    public UsageSync Sync { get; }

    public ConnectionSetup Setup { get; }

    public RangeResolver Ranges { get; }

    public HealthCheck Health { get; }

    public RequestLog Requests { get; }

    public WebhookReader Webhooks { get; }

    public QuotaReader Quotas { get; }

    public KeyLimitReader KeyLimits { get; }

    /// <summary>The API of a connection, with the key from where it is kept.</summary>
    public async Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken) =>
        ElevenLabsApi.Open(connection, await _keys.ReadAsync(connection, cancellationToken), _time, _environment);

    public void Dispose()
    {
        _hours.Dispose();
        Ledger.Dispose();
    }
}
