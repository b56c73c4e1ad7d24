using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Jobs;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Plans;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Reconciliation;
using ElevenCost.Engine.Report;
using ElevenCost.Engine.Requests;
using ElevenCost.Engine.Schedules;
using ElevenCost.Engine.Series;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Webhooks;

namespace ElevenCost.Engine;

/// <summary>The one place where the engine is put together. A front derives from it and says where the keys of connections come from.</summary>
/// <remarks>Services are made when they are asked for: the first question of a session should not wait for code that it does not need.</remarks>
public abstract class EngineHost : IDisposable
{
    private readonly Home _home;
    private readonly TimeProvider _time;
    private readonly EngineMemory _memory;
    private readonly PriceBooks _priceBooks;
    private readonly Func<string, string?> _environment;
    private readonly Func<LedgerSettings, string?> _ledgerPassword;
    private RelationalLedger? _ledger;

    /// <summary>Puts the engine together over a home; touches no file.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="memory">What is kept between questions. The caller owns it.</param>
    /// <param name="environment">The value of an environment variable, of which some choose the ledger and its limits.</param>
    /// <param name="ledgerPassword">
    /// Reads the password of a shared ledger; null for that of <c>PGPASSWORD</c>, of a pass file, or none. Called once, by the
    /// thread that first needs the ledger.
    /// </param>
    /// <param name="stopping">Ends the reading of the connections that a shared ledger knows, which comes before what a question asks.</param>
    /// <param name="warn">Receives warnings about the home's files, from any thread; null for nobody.</param>
    protected EngineHost(
        Home home, TimeProvider time, EngineMemory memory, Func<string, string?> environment, Func<LedgerSettings, string?> ledgerPassword, CancellationToken stopping,
        Action<Warning>? warn = null)
    {
        _environment = environment;
        Stopping = stopping;
        _ledgerPassword = ledgerPassword;
        _home = home;
        _time = time;
        _memory = memory;
        Connections = new ConnectionStore(home, time, warn);
        _priceBooks = new PriceBooks(() => KnownConnections.ReadAll());
    }

    /// <summary>Cancelled when whoever asks gives up.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The connections of this machine.</summary>
    public ConnectionStore Connections { get; }

    /// <summary>The connections whose usage can be asked for, with those that a shared ledger knows.</summary>
    public KnownConnections KnownConnections => new(Connections, () => Ledger, Stopping);

    /// <summary>The connections of this machine, for what needs a key.</summary>
    public KeyedConnections KeyedConnections => new(Connections, KnownConnections);

    /// <summary>Where usage is stored.</summary>
    /// <exception cref="ElevenCostException">The settings are not valid, or the password can't be read.</exception>
    public IUsageLedger Ledger => OpenLedger();

    /// <summary>The choice of the ledger.</summary>
    public LedgerSetup Ledgers => new(_home, _time, _environment);

    /// <summary>The rules of cost centers.</summary>
    public CostCenterStore CostCenters => new(Ledger, _time);

    /// <summary>The price catalogue and the user's own prices.</summary>
    public PriceStore Prices => new(Ledger, _time);

    /// <summary>What was changed of prices and cost centers.</summary>
    public LedgerHistory History => new(Ledger);

    /// <summary>Making and changing connections.</summary>
    public ConnectionSetup Setup => new(Connections, Ledger, _time);

    /// <summary>The health of connections.</summary>
    public HealthCheck Health => new(Ledger, _time);

    /// <summary>Bringing the ledger up to date.</summary>
    public UsageSync Sync => new(Ledger, _time);

    /// <summary>Days out of the words that a user gives.</summary>
    public RangeResolver Ranges => new(Ledger, _time);

    /// <summary>The values that dimensions have, for completion.</summary>
    public KnownValues Values => new(Ledger, _time);

    /// <summary>Usage and coverage.</summary>
    public UsageReader Usage => new(Ledger, _time, Hours, CostCenters.ReadAsync);

    /// <summary>Cost.</summary>
    public CostCalculator Costs => new(Ledger, PricesAsync, _time, Hours, CostCenters.ReadAsync);

    /// <summary>What a period will have cost.</summary>
    public CostForecaster Forecasts => new(Costs, PricesAsync, _time);

    /// <summary>The budgets.</summary>
    public BudgetStore Budgets => new(Ledger, _time);

    /// <summary>The state of budgets.</summary>
    public BudgetCheck BudgetCheck => new(Costs, Forecasts, PricesAsync, _time);

    /// <summary>Unusual days.</summary>
    public AnomalyFinder Anomalies => new(Costs);

    /// <summary>Two ranges side by side.</summary>
    public CostComparer Comparisons => new(Costs);

    /// <summary>Cost as it is listed.</summary>
    public CostLister CostLists => new(Costs);

    /// <summary>What every plan would have cost.</summary>
    public PlanComparer Plans => new(Ledger, PricesAsync, Costs, _time);

    /// <summary>The figures that are shown at a prompt.</summary>
    public CostOverviewReader Overviews => new(Costs, Quotas, _time);

    /// <summary>The figures of reports.</summary>
    public CostReporter Reports => new(new ReportSources
    {
        Costs = Costs,
        Usage = Usage,
        Comparisons = Comparisons,
        Forecasts = Forecasts,
        Anomalies = Anomalies,
        Budgets = Budgets,
        BudgetCheck = BudgetCheck,
        Quotas = Quotas,
        Plans = Plans,
        KnownConnections = () => KnownConnections.ReadAll(),
        Time = _time,
    });

    /// <summary>Where alerts are sent.</summary>
    public AlertStore Alerts => new(Ledger, _time);

    /// <summary>Sending what is due.</summary>
    public AlertRun AlertRun => new(
        Ledger, new DueAlerts(Budgets, BudgetCheck, Quotas, KeyLimits, Anomalies, Health, ScheduleStatus, _time), new AlertDigest(Comparisons, Budgets, BudgetCheck, Quotas, _time),
        ReadAlertAddressAsync, _time);

    /// <summary>The status of the home's schedule.</summary>
    public ScheduleStatus ScheduleStatus => new(new ScheduleFolder(_home, _time), _time);

    /// <summary>Registering and removing the schedule of the home.</summary>
    public ScheduleSetup Schedules => new(_home, request => JobCommandsOf(_home, request), _time, Environment.GetEnvironmentVariable);

    /// <summary>Sync, budgets and alerts in one go.</summary>
    public SyncJob SyncJob => new(JobParts);

    /// <summary>Tests what a job needs.</summary>
    public JobCheck JobCheck => new(JobParts, OpenLedger, ReadAlertAddressAsync);

    /// <summary>What the rules of cost centers do.</summary>
    public CostCenterReview CostCenterReview => new(Ledger, _time, CostCenters.ReadAsync);

    /// <summary>Series.</summary>
    public SeriesReader Series => new(Ledger, OpenApiAsync, _memory.Hours, _time);

    /// <summary>The comparison of what should agree.</summary>
    public Reconciler Reconciler => new(Ledger, PricesAsync, OpenApiAsync, _time);

    /// <summary>The request log.</summary>
    public RequestLog Requests => new(Ledger, OpenApiAsync, _time);

    /// <summary>The webhooks.</summary>
    public WebhookReader Webhooks => new(OpenApiAsync);

    /// <summary>The quotas.</summary>
    public QuotaReader Quotas => new(Ledger, OpenApiAsync, _time);

    /// <summary>The own limits of keys.</summary>
    public KeyLimitReader KeyLimits => new(OpenApiAsync, _time);

    private SyncJobParts JobParts => new()
    {
        Home = _home,
        KeyedConnections = () => KeyedConnections,
        KnownConnections = () => KnownConnections.ReadAll(),
        Sync = () => Sync,
        OpenApi = OpenApiAsync,
        Budgets = () => Budgets,
        BudgetCheck = () => BudgetCheck,
        Alerts = () => Alerts,
        AlertRun = () => AlertRun,
        Time = _time,
    };

    private LiveHours Hours => new(OpenApiAsync, Ledger, _memory.Hours, _time);

    /// <summary>Opens the API of a connection with its stored key. Called from any thread.</summary>
    /// <exception cref="ElevenCostException">The key can't be read or can't be one.</exception>
    public abstract Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken);

    /// <summary>The stored address of an alert target. Called from any thread.</summary>
    /// <exception cref="ElevenCostException">The address can't be read.</exception>
    public abstract Task<string> ReadAlertAddressAsync(AlertTarget target, CancellationToken cancellationToken);

    /// <summary>The commands by which this front runs the job of a home, and tests what it needs.</summary>
    /// <param name="home">The home.</param>
    /// <param name="request">The schedule that is asked for.</param>
    /// <exception cref="ElevenCostException">The front's program can't be found.</exception>
    protected abstract JobCommands JobCommandsOf(Home home, ScheduleRequest request);

    /// <summary>The price of a connection's plan on a day of its zone.</summary>
    /// <exception cref="ElevenCostException">The ledger can't be read.</exception>
    public Task<PriceInForce> InForceAsync(Connection connection, DateOnly day, CancellationToken cancellationToken) =>
        _priceBooks.InForceAsync(connection, Ledger, day, cancellationToken);

    /// <summary>Closes the ledger.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As <see cref="Dispose()"/>.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => _ledger?.Dispose();

    /// <summary>The ledger that the settings choose, opened when it is first needed.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Ledger"/>.</exception>
    public RelationalLedger OpenLedger()
    {
        if (_ledger is null)
        {
            LedgerSettings settings = LedgerSettings.Read(_home, _environment);
            _ledger = RelationalLedger.Open(settings, _home, _ledgerPassword(settings));
        }

        return _ledger;
    }

    /// <summary>What the ledger is, and what chose it.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Ledger"/>, or it can't be reached, opened or read.</exception>
    public async Task<LedgerInfo> DescribeLedgerAsync(CancellationToken cancellationToken)
    {
        LedgerSettings settings = LedgerSettings.Read(_home, _environment);
        LedgerInfo info = await OpenLedger().ReadInfoAsync(cancellationToken);
        return info with { ChosenBy = settings.ChosenBy, SecretName = settings.SecretName, Vault = settings.Vault };
    }

    private Task<IPriceBook> PricesAsync(Connection connection, CancellationToken cancellationToken) =>
        _priceBooks.ForAsync(connection, Ledger, cancellationToken);
}
