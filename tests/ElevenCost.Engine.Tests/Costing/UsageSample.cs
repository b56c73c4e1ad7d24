using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Query;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Costing;

/// <summary>One usage row of a test. A null dimension is unknown, an empty one is use without.</summary>
internal sealed record SampleRow(
    DateOnly Date, string? Model, string? ApiKey, string? Product, long Credits, long? Requests, decimal? Minutes, decimal? Cost, string Connection = "acme", string Voice = "");

/// <summary>Puts rows into a ledger and asks for their cost.</summary>
internal sealed class UsageSample
{
    public static readonly DateOnly Today = new(2026, 11, 20);

    private static readonly Dimension[] AllDimensions = [.. UsageTable.RecordDimensions];

    public MemoryLedger Ledger { get; } = new();

    public List<Connection> Connections { get; } = [];

    public Func<DateOnly, PlanRateAnswer> Rate { get; init; } = _ => new PlanRateAnswer(new PlanRate(22m, 121_000, "USD", "test/creator"), null);

    public Func<DateOnly, BillingMonth?> Month { get; init; } = _ => null;

    /// <summary>The prices of a connection; those of <see cref="Rate"/> and <see cref="Month"/> where it is not set.</summary>
    public Func<Connection, IPriceBook>? Book { get; init; }

    public string TimeZone { get; init; } = "UTC";

    /// <summary>The rules of cost centers.</summary>
    public IReadOnlyList<CostCenterRule> Rules { get; set; } = [];

    public UsageSample Add(
        IEnumerable<SampleRow> rows, DateRange days, string connection = "acme", string? currency = "USD",
        Func<DateOnly, DayState>? state = null, IEnumerable<DateOnly>? without = null, IReadOnlyList<SeriesPoint>? series = null)
    {
        List<SampleRow> all = [.. rows];
        HashSet<DateOnly> skipped = [.. without ?? []];
        var builder = new UsageTableBuilder();
        foreach (SampleRow row in all)
        {
            string?[] values = [row.Product, row.Model, row.ApiKey, row.Voice, "u1", "", "api", "eu"];
            builder.Add(row.Date.DayNumber, UsageTable.FullRecord, [.. values.Select((value, dimension) => builder.Intern(dimension, value))],
                row.Credits, row.Requests, row.Minutes, row.Cost);
        }

        Ledger.Keep(connection, [.. days.EachDay().Where(day => !skipped.Contains(day)).Select(day => Entry(day, all, currency, state?.Invoke(day) ?? DayState.Final))], builder.Build(), series);
        Connections.Add(Connection(connection) with { TimeZone = TimeZone });
        return this;
    }

    /// <summary>What answers questions about the rows.</summary>
    public CostCalculator Costs => new(Ledger, PricesAsync, Time, rules: _ => Task.FromResult(Rules));

    public Task<CostResult> QueryAsync(CostQuery query) => Costs.QueryAsync(Connections, query, CancellationToken.None);

    public Task<IPriceBook> PricesAsync(Connection connection, CancellationToken cancellationToken) =>
        Task.FromResult(Book?.Invoke(connection) ?? new FunctionPriceBook(Rate, Month));

    public ValueTask<List<UsageRecord>> ReadAsync(CostQuery query, Action<Warning> warn) => ToListAsync(
        new UsageReader(Ledger, Time, rules: _ => Task.FromResult(Rules)).ReadAsync(Connections, query, warn, CancellationToken.None));

    public CostCenterReview Review => new(Ledger, Time, _ => Task.FromResult(Rules));

    public FixedClock Time { get; init; } = Clock;

    /// <summary>Whether the sums of days say that values are known, whatever the rows say.</summary>
    public bool PromisesValues { get; init; }

    public static FixedClock Clock { get; } = new(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero));

    public static Connection Connection(string name) => new()
    {
        Name = name,
        BaseUri = new Uri("https://api.elevenlabs.io"),
        TimeZone = "UTC",
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = AllDimensions,
        CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private DayEntry Entry(DateOnly day, List<SampleRow> rows, string? currency, DayState state) => new()
    {
        Date = day,
        State = state,
        SyncedAt = new DateTime(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc),
        Source = UsageSource.Analytics,
        Currency = currency,
        Dimensions = AllDimensions,
        Rows = rows.Count(row => row.Date == day),
        Credits = rows.Where(row => row.Date == day).Sum(row => row.Credits),
        ConsumedCost = !PromisesValues && rows.Exists(row => row.Date == day && row.Cost is null) ? null : rows.Where(row => row.Date == day).Sum(row => row.Cost),
    };

    private static async ValueTask<List<UsageRecord>> ToListAsync(IAsyncEnumerable<UsageRecord> records)
    {
        var list = new List<UsageRecord>();
        await foreach (UsageRecord record in records)
        {
            list.Add(record);
        }

        return list;
    }

    private sealed class FunctionPriceBook(Func<DateOnly, PlanRateAnswer> rate, Func<DateOnly, BillingMonth?> month) : IPriceBook
    {
        public DateOnly? FirstSeen => null;

        public PlanRateAnswer PlanRateOn(DateOnly day) => rate(day);

        public BillingMonth? BillingMonthOf(DateOnly day) => month(day);
    }
}
