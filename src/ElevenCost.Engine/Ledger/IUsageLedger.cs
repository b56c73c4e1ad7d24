using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Ledger;

/// <summary>Where usage records, series, subscription snapshots and the sync log are kept, by connection; and prices and rules.</summary>
/// <remarks>
/// Every method throws <see cref="ElevenCostException"/> of category <see cref="FailureCategory.Ledger"/> where the ledger cannot be read
/// or written, and <see cref="OperationCanceledException"/> where cancelled; a cancelled write leaves the ledger as it was.
/// </remarks>
public interface IUsageLedger
{
    /// <summary>Whether several machines can use it.</summary>
    bool IsShared { get; }

    /// <summary>The connections that were synced into the ledger, without a key, in the order in which they came.</summary>
    Task<IReadOnlyList<Connection>> ReadConnectionsAsync(CancellationToken cancellationToken);

    /// <summary>Takes the right to sync a connection, and keeps what is needed to ask for its usage without its key.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ElevenCostException"><c>LedgerLocked</c>: another sync of the connection has it for 30 seconds.</exception>
    Task<WriterLease> TakeWriterAsync(Connection connection, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>The entries of the days within <paramref name="range"/> that have one, in order; every kept day where the range is null.</summary>
    Task<IReadOnlyList<DayEntry>> ReadDaysAsync(string connection, DateRange? range, CancellationToken cancellationToken);

    /// <summary>
    /// The usage within the range, a month at a time, in order of time. Rows of days outside the range may be present: look at each row's day.
    /// </summary>
    IAsyncEnumerable<UsageMonth> ReadUsageAsync(string connection, DateRange range, CancellationToken cancellationToken);

    /// <summary>The values of one series within the range, in order of day and key.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="range">The days.</param>
    /// <param name="metric">The metric, as ElevenLabs names it.</param>
    /// <param name="breakdown">The breakdown, as ElevenLabs names it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<IReadOnlyList<SeriesPoint>> ReadSeriesAsync(string connection, DateRange range, string metric, string breakdown, CancellationToken cancellationToken);

    /// <summary>The IDs that usage is stored by, of one record dimension, whatever its day; empty text for usage without one.</summary>
    Task<IReadOnlyList<string>> ReadValuesAsync(string connection, Dimension dimension, CancellationToken cancellationToken);

    /// <summary>The latest known name of each ID, by dimension: API keys, users and voices; empty if none is known.</summary>
    Task<NameBook> ReadNamesAsync(string connection, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces whole days, all of them or none: afterwards exactly the rows and series of the replacement are kept for the days of
    /// <see cref="DayReplacement.Days"/>; other days are left as they are. A replacement whose entry is <see cref="DayState.Failed"/> keeps the
    /// rows that the day had before, and records the failure.
    /// </summary>
    /// <returns>What was replaced: a day that is kept as it was read later is not.</returns>
    Task<ReplacementResult> ReplaceDaysAsync(string connection, DayReplacement replacement, CancellationToken cancellationToken);

    /// <summary>
    /// Recomputes what the ledger keeps beside the rows of days, and compares: the fingerprint of each day's rows, its entry, and the sums by day
    /// and by month, of which the whole months are read. The ledger is not changed.
    /// </summary>
    /// <returns>Every kept day of the range, in order.</returns>
    Task<IReadOnlyList<DayContent>> CheckContentAsync(string connection, DateRange range, CancellationToken cancellationToken);

    /// <summary>Appends a snapshot of the subscription.</summary>
    Task AppendSnapshotAsync(string connection, SubscriptionSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>All snapshots, in order of time.</summary>
    Task<IReadOnlyList<SubscriptionSnapshot>> ReadSnapshotsAsync(string connection, CancellationToken cancellationToken);

    /// <summary>Appends one line to the sync log.</summary>
    Task AppendSyncLogAsync(string connection, SyncResult result, CancellationToken cancellationToken);

    /// <summary>The sync log, in order of time.</summary>
    Task<IReadOnlyList<SyncResult>> ReadSyncLogAsync(string connection, CancellationToken cancellationToken);

    /// <summary>The definitions of a kind, in their order; none where there is no ledger yet.</summary>
    /// <param name="kind">The kind, such as <c>prices</c>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<IReadOnlyList<Definition>> ReadDefinitionsAsync(string kind, CancellationToken cancellationToken);

    /// <summary>Replaces the definitions of a kind, and keeps each that differs then, as it was and as it is. Others that change the kind wait meanwhile.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="change">Makes the definitions of those that are stored, from another thread and perhaps more than once. What it throws leaves everything as it was.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task ChangeDefinitionsAsync(
        string kind, Func<IReadOnlyList<Definition>, IReadOnlyList<Definition>> change, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Every change of every kind of definitions, in order of kind and time.</summary>
    Task<IReadOnlyList<DefinitionChange>> ReadDefinitionChangesAsync(CancellationToken cancellationToken);

    /// <summary>The alerts that were due within the last 400 days, sent or not, in order of time.</summary>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<IReadOnlyList<KeptAlert>> ReadAlertsAsync(TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Claims an alert for a target for ten minutes, unless it was sent or another process claims it.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="name">Names the alert and its period.</param>
    /// <param name="document">The message, kept until it is sent.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The claim, for <see cref="MarkAlertSentAsync"/> or <see cref="ReleaseAlertAsync"/>; null if it was not given.</returns>
    Task<string?> ClaimAlertAsync(string target, string name, string document, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Says that a claimed alert was sent.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="covered">The names of alerts that need not be sent any more.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task MarkAlertSentAsync(string claim, string target, IReadOnlyList<string> covered, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Gives the claim of an alert up that was not sent: the next run sends it.</summary>
    Task ReleaseAlertAsync(string claim, TimeProvider time, CancellationToken cancellationToken);

    /// <summary>Answers a question that is made from the state of the ledger in which it is answered.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="range">The days whose entries the question is made from.</param>
    /// <param name="dimensions">The dimensions whose values it is made from.</param>
    /// <param name="ask">Makes the question, from another thread.</param>
    /// <param name="receive">Receives the groups, from another thread, one at a time.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal Task<LedgerState> SumAsync(
        string connection, DateRange range, DimensionSet dimensions, Func<LedgerState, SumQuestion> ask, SumReceiver receive, CancellationToken cancellationToken);
}

/// <summary>One calendar month of one connection, as stored. Immutable.</summary>
/// <param name="First">The first day of the month.</param>
/// <param name="Days">The days that have an entry, in order.</param>
/// <param name="Table">The rows, in order of day, and within a day in an order that depends only on their content.</param>
/// <param name="Series">The series values, in order of day, metric, breakdown and key.</param>
public sealed record UsageMonth(DateOnly First, IReadOnlyList<DayEntry> Days, UsageTable Table, IReadOnlyList<SeriesPoint> Series);

/// <summary>What a sync read of some days. Immutable.</summary>
/// <param name="TimeZone">IANA name of the zone that the days are of. A ledger of another zone refuses it (<c>LedgerTimeZoneMismatch</c>).</param>
/// <param name="Days">The entries of the days that are replaced, in order.</param>
/// <param name="Table">Their rows; none of any other day.</param>
/// <param name="Series">Their series values.</param>
/// <param name="Names">
/// Names of IDs that were learnt; merged over those known. If any day of the connection was read later, they are former names of IDs that have one.
/// </param>
public sealed record DayReplacement(
    string TimeZone, IReadOnlyList<DayEntry> Days, UsageTable Table, IReadOnlyList<SeriesPoint> Series, NameBook Names)
{
    /// <summary>How far the clocks of those who read are taken to differ at most.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Now, in UTC, by the clock of who replaces. A kept day that was read later than this, and than the time of the database's server if it has one,
    /// was read by a clock that was ahead, and is replaced. Null if every kept instant counts: then what was read earlier never replaces what was read later.
    /// </summary>
    public DateTime? Now { get; init; }

    /// <summary>
    /// Whether days are written even if they did not change, and the sums of their months are computed anew from the rows: what was changed in the
    /// ledger outside ElevenCost is gone afterwards.
    /// </summary>
    public bool Rewrites { get; init; }
}

/// <summary>What a replacement of days did. Immutable.</summary>
/// <param name="Restatements">The days that had ended when last read and whose credits, requests or cost differ now, in order.</param>
/// <param name="ReadLater">The days that were left as they are, because what is kept of them was read later, in order.</param>
public sealed record ReplacementResult(IReadOnlyList<Restatement> Restatements, IReadOnlyList<DateOnly> ReadLater);

/// <summary>Names of IDs. Immutable by agreement.</summary>
/// <param name="ApiKeys">API key hash to name.</param>
/// <param name="Users">User ID to name.</param>
public sealed record NameBook(IReadOnlyDictionary<string, string> ApiKeys, IReadOnlyDictionary<string, string> Users)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoFormerNames = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>No name.</summary>
    public static NameBook Empty { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>API key hash to the names that it had before its latest one, in the order in which they were seen; absent where it had none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FormerApiKeys { get; init; } = NoFormerNames;

    /// <summary>User ID to the names that it had before its latest one, in the order in which they were seen; absent where it had none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FormerUsers { get; init; } = NoFormerNames;

    /// <summary>Voice ID to name; empty if the API gives none.</summary>
    public IReadOnlyDictionary<string, string> Voices { get; init; } = new Dictionary<string, string>();

    /// <summary>Voice ID to the names that it had before its latest one, in the order in which they were seen; absent where it had none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FormerVoices { get; init; } = NoFormerNames;

    /// <summary>These names and <paramref name="later"/> ones, which win; a name that a later one takes the place of is a former name.</summary>
    public NameBook With(NameBook later)
    {
        (Dictionary<string, string> keys, IReadOnlyDictionary<string, IReadOnlyList<string>> formerKeys) = Join(ApiKeys, FormerApiKeys, later.ApiKeys, later.FormerApiKeys);
        (Dictionary<string, string> users, IReadOnlyDictionary<string, IReadOnlyList<string>> formerUsers) = Join(Users, FormerUsers, later.Users, later.FormerUsers);
        (Dictionary<string, string> voices, IReadOnlyDictionary<string, IReadOnlyList<string>> formerVoices) = Join(Voices, FormerVoices, later.Voices, later.FormerVoices);
        return new NameBook(keys, users) { Voices = voices, FormerApiKeys = formerKeys, FormerUsers = formerUsers, FormerVoices = formerVoices };
    }

    private static (Dictionary<string, string> Names, IReadOnlyDictionary<string, IReadOnlyList<string>> Former) Join(
        IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, IReadOnlyList<string>> firstFormer,
        IReadOnlyDictionary<string, string> later, IReadOnlyDictionary<string, IReadOnlyList<string>> laterFormer)
    {
        var names = new Dictionary<string, string>(first, StringComparer.Ordinal);
        var former = new Dictionary<string, IReadOnlyList<string>>(firstFormer, StringComparer.Ordinal);
        foreach ((string id, IReadOnlyList<string> before) in laterFormer)
        {
            former[id] = [.. former.GetValueOrDefault(id, []).Union(before, StringComparer.Ordinal)];
        }

        foreach ((string id, string name) in later)
        {
            if (names.TryGetValue(id, out string? before) && before != name)
            {
                former[id] = [.. former.GetValueOrDefault(id, []).Append(before).Distinct(StringComparer.Ordinal)];
            }

            names[id] = name;
            if (former.TryGetValue(id, out IReadOnlyList<string>? all) && all.Contains(name, StringComparer.Ordinal))
            {
                former[id] = [.. all.Where(known => known != name)];
            }
        }

        return (names, former);
    }
}

/// <summary>The subscription as seen at an instant; prices are effective-dated by it. Immutable.</summary>
public sealed record SubscriptionSnapshot
{
    /// <summary>When it was seen, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The tier as the API names it, such as <c>creator</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>The status as the API names it, such as <c>active</c>; null if absent.</summary>
    public string? Status { get; init; }

    /// <summary>The billing period as the API names it, such as <c>monthly_period</c>; null if absent.</summary>
    public string? BillingPeriod { get; init; }

    /// <summary>ISO 4217 code, upper case; null if the account has none.</summary>
    public string? Currency { get; init; }

    /// <summary>Credits used in the billing month.</summary>
    public required long CreditsUsed { get; init; }

    /// <summary>The API's limit, rollover included; can be 0 on pay-as-you-go. Never the plan's quota.</summary>
    public required long CreditLimit { get; init; }

    /// <summary>When the credits reset, in UTC; null if the API does not say.</summary>
    public DateTime? NextResetAt { get; init; }

    /// <summary>The usage-based cost beyond the plan so far; null if the API does not say.</summary>
    public decimal? CurrentOverage { get; init; }

    /// <summary>ISO 4217 code of <see cref="CurrentOverage"/>, upper case; null if that is null.</summary>
    public string? OverageCurrency { get; init; }

    /// <summary>The tier of a pending change; null if none is pending.</summary>
    public string? PendingTier { get; init; }

    /// <summary>What is pending, as the API names it: <c>change</c> or <c>cancellation</c>; null if nothing is, and in snapshots of before it was stored.</summary>
    public string? PendingKind { get; init; }

    /// <summary>The billing period of a pending change, as the API names it; null if none is pending.</summary>
    public string? PendingBillingPeriod { get; init; }

    /// <summary>When what is pending takes effect, in UTC; null if nothing is pending.</summary>
    public DateTime? PendingAt { get; init; }

    /// <summary>How often the credits are refreshed, as the API names it, such as <c>monthly_period</c>; null if absent.</summary>
    public string? RefreshPeriod { get; init; }

    /// <summary>Whether credits beyond the limit can be bought; null if absent.</summary>
    public bool? OverageAllowed { get; init; }

    /// <summary>How many credits beyond the limit can be bought; null if there is no bound, or it is absent.</summary>
    public long? OverageLimit { get; init; }

    /// <summary>Whether the workspace is entitled to usage-based overage; null if absent, and in snapshots of before it was stored.</summary>
    public bool? CanExtendLimit { get; init; }

    /// <summary>
    /// The next invoice before tax and discounts, in cents of <see cref="Currency"/>; null if there is none, it is not reported, or was not kept yet.
    /// </summary>
    public long? NextInvoiceCents { get; init; }

    /// <summary>Credits of the plan in the billing month, without rollover, as the API counts them; null if it does not, which is usual.</summary>
    public long? CycleCredits { get; init; }

    /// <summary>Credits rolled over into the billing month; null if the API does not count them.</summary>
    public long? RolloverCredits { get; init; }

    /// <summary>Credits given by ElevenLabs; null if the API does not count them.</summary>
    public long? GiftedCredits { get; init; }

    /// <summary>Credits bought for the prepaid balance; null if the API does not count them.</summary>
    public long? PrepaidCredits { get; init; }

    /// <summary>Credits drawn from the prepaid balance; null if the API does not count them.</summary>
    public long? PrepaidCreditsUsed { get; init; }

    /// <summary>Credits of usage-based overage; null if the API does not count them.</summary>
    public long? OverageCreditsUsed { get; init; }

    /// <summary>Slots of voices in use; null if absent.</summary>
    public int? VoiceSlotsUsed { get; init; }

    /// <summary>How many voices there may be; null if absent.</summary>
    public int? VoiceSlotLimit { get; init; }

    /// <summary>Slots of professional voices in use, of all workspaces that are billed together; null if absent.</summary>
    public int? ProfessionalVoiceSlotsUsed { get; init; }

    /// <summary>Those of them in this workspace; null if absent.</summary>
    public int? ProfessionalVoiceSlotsUsedInWorkspace { get; init; }

    /// <summary>How many professional voices there may be; null if absent.</summary>
    public int? ProfessionalVoiceSlotLimit { get; init; }

    /// <summary>Whether invoices are open.</summary>
    public bool HasOpenInvoices { get; init; }

    /// <summary>IDs of the workspaces that the key reads the usage of; null if it was not reported, and in snapshots of before it was stored.</summary>
    public IReadOnlyList<string>? Workspaces { get; init; }

    /// <summary>IDs of the groups of workspaces that are billed together; null if there are none, it was not told, or not kept yet.</summary>
    public IReadOnlyList<string>? BillingGroups { get; init; }

    /// <summary>The ID of the user whose usage alone is read; null for a whole workspace's usage, and where it is not known.</summary>
    public string? UserId { get; init; }

    /// <summary>
    /// Credits of the billing month before anything beyond the plan is paid: as the API counts them, else its limit; null if that is 0.
    /// </summary>
    [JsonIgnore]
    public long? IncludedCredits =>
        CycleCredits is { } cycle ? cycle + (RolloverCredits ?? 0) + (GiftedCredits ?? 0) : CreditLimit > 0 ? CreditLimit : null;

    /// <summary>Whether both may be of one pool of credits: the same tier, limit, currency and period, and credits that reset in the same second.</summary>
    public bool MaySharePool(SubscriptionSnapshot other) =>
        (Tier, CreditLimit, NextResetAt, Currency, BillingPeriod) == (other.Tier, other.CreditLimit, other.NextResetAt, other.Currency, other.BillingPeriod);
}
