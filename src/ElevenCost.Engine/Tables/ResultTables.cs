using System.Globalization;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Series;
using static ElevenCost.Engine.Tables.ColumnStyle;

namespace ElevenCost.Engine.Tables;

/// <summary>The tables of all results.</summary>
public static class ResultTables
{
    private const string UnknownValue = "(unknown)";

    // Aliases in module/ElevenCost.Types.ps1xml give the objects these names, too.
    private const string PriceHeader = "Price";
    private const string CreditsHeader = "Credits";
    private const string OverageHeader = "Overage";
    private const string UsedHeader = "Used";
    private const string PercentHeader = "Percent";
    private const string ShareHeader = "Share";
    private const string BeforeHeader = "Before";
    private const string LeftHeader = "Left";
    private const string CurrencyHeader = "Cur";

    /// <summary>What a sync did.</summary>
    public static ResultTable Sync { get; } = new(
    [
        Name("Connection"), new("Succeeded", Word), new("From", Day), new("To", Day), new("DaysAsked", Count) { IsOptional = true }, new("DaysSynced", Count), new("DaysFailed", Count),
        new("Records", Count) { IsOptional = true }, new("Credits", Count),
    ]);

    /// <summary>Days that changed after they had ended.</summary>
    public static ResultTable Restatements { get; } = new(
    [
        new("Date", Day), new("WasFinal", Word), new("OldCredits", Count), new("NewCredits", Count), new("OldCost", ColumnStyle.Cost),
        new("NewCost", ColumnStyle.Cost),
    ]);

    /// <summary>What is known of days.</summary>
    public static ResultTable Coverage { get; } = new(
    [
        Name("Connection"), new("Date", Day), new("State", Word), new("Records", Count), new("Credits", Count), new("SyncedAt", Minute),
        new("Reason", Phrase) { Unknown = "" },
    ]);

    /// <summary>Connections.</summary>
    public static ResultTable Connections { get; } = new(
    [
        Name("Name"), new("IsDefault", Word), new("Plan"), new("Health", Word), new("LastSyncAt", Minute), new("TimeZone"),
        new("KeySource", Word) { IsOptional = true },
    ]);

    /// <summary>What keys may do.</summary>
    public static ResultTable Capabilities { get; } = new(
        [Name("Connection"), Name("Name"), new("Passed", Word), new("Required", Word), new("Message", Phrase)]);

    /// <summary>Requests. Their times are in UTC.</summary>
    public static ResultTable Requests { get; } = new(
    [
        Name("Connection"), new("At", Second), new("Status", Word), new("LatencyMs", Count), new("ApiKey"), new("Path", ColumnStyle.Path), new("Model"),
        new("Credits", Count) { IsOptional = true },
    ]);

    /// <summary>Webhooks.</summary>
    public static ResultTable Webhooks { get; } = new(
    [
        Name("Connection"), Name("Name"), new("State", Word), new("DisabledSince", Day) { IsOptional = true },
        new("LastFailureAt", Minute) { Header = "FailedAt" }, new("LastFailureCode", Word) { Header = "Code" },
        new("UsedBy") { Unknown = "(not shown to this key)" }, new("Url"),
    ]);

    /// <summary>Quotas.</summary>
    public static ResultTable Quotas { get; } = new(
    [
        Name("Connection"), new("State", Word), new("CreditsUsed", Count) { Header = UsedHeader }, new("CreditsLeft", Count) { Header = LeftHeader },
        new("BurnPerDay7", Count) { Header = "PerDay" }, new("RunsOutOn", Day), new("NextResetAt", Day) { Header = "ResetsOn" },
        new("OverageCost", ColumnStyle.Cost) { Header = OverageHeader }, new("OverageCurrency", Word) { Header = CurrencyHeader },
    ]);

    /// <summary>Own limits of API keys.</summary>
    public static ResultTable KeyLimits { get; } = new(
    [
        Name("Connection"), new("ApiKey"), new("State", Word), new("CreditLimit", Count) { Header = "Limit" },
        new("CreditsUsed", Count) { Header = UsedHeader }, new("CreditsCounted", Count) { Header = "Counted" }, new("CreditsLeft", Count) { Header = LeftHeader },
    ]);

    /// <summary>The settings of a connection: billing, balance and scope.</summary>
    public static ResultTable BillingTerms { get; } = new([new("Billing", Word), new("From", Day)]);

    /// <summary>Ledgers.</summary>
    public static ResultTable Ledgers { get; } = new(
    [
        new("Kind", Word), new("Location"), new("Product") { Unknown = "(not created yet)" }, new("SchemaVersion", Count) { IsOptional = true },
        new("SizeInBytes", Count),
        new("Connections", Count) { IsOptional = true }, new("Days", Count), new("FirstDay", Day), new("LastDay", Day),
        new("Since", Minute) { IsOptional = true }, new("ChosenBy") { Unknown = "default", IsOptional = true },
    ]);

    /// <summary>What copies of ledgers did.</summary>
    public static ResultTable LedgerCopies { get; } = new(
    [
        Name("Connection"), new("IsEqual", Word), new("Days", Count), new("DaysCopied", Count), new("DaysDifferent", Count), new("Rows", Count),
        new("SnapshotsCopied", Count) { IsOptional = true }, new("SyncsCopied", Count) { IsOptional = true }, new("ChangesCopied", Count) { IsOptional = true },
    ]);

    /// <summary>What was changed of prices, cost centers and budgets. Times are in UTC.</summary>
    public static ResultTable LedgerChanges { get; } = new(
        [new("ChangedAt", Minute), new("Kind", Word) { IsOptional = true }, Name("Name"), new("Action", Word), new("Fields", Phrase) { MostWidth = 48 }]);

    /// <summary>Budgets.</summary>
    public static ResultTable Budgets { get; } = new(
    [
        Name("Name"), new("Amount", Amount) { Unknown = "" }, new("Currency", Word) { Header = CurrencyHeader, Unknown = "" }, new("Credits", Count) { Unknown = "" }, new("Period", Word), new("AppliesTo"),
        new("From", Day), new("To", Day) { IsOptional = true }, new("Thresholds", Word) { IsOptional = true },
    ], "Budgets");

    /// <summary>Where alerts are sent.</summary>
    public static ResultTable Alerts { get; } = new(
    [
        Name("Name"), new("Kind", Word), new("StoredIn"), new("Topics") { Unknown = "all" }, new("Connection") { Unknown = "all" }, new("To") { IsOptional = true },
    ], "Alerts");

    /// <summary>Alerts that were sent, or are due.</summary>
    public static ResultTable AlertDeliveries { get; } = new(
        [Name("Target"), new("State", Word), new("Topic", Word), new("Severity", Word), new("Title", Phrase)], "Alerts");

    /// <summary>Schedules. Their times are in UTC.</summary>
    public static ResultTable Schedules { get; } = new(
    [
        new("Frequency", Word), new("At", Word), new("TimeZone"), new("Scheduler", Word), new("State", Word), new("LastRunAt", Minute), new("NextRunAt", Minute),
        new("LastExitCode", Count) { IsOptional = true }, new("Message", Phrase) { Unknown = "" },
    ], "Schedules");

    /// <summary>What a schedule needs.</summary>
    public static ResultTable ScheduleChecks { get; } = new([new("Name", Word), Name("Target"), new("Passed", Word), new("Message", Phrase)]);

    /// <summary>Runs.</summary>
    public static ResultTable SyncJobs { get; } = new(
        [new("StartedAt", Second), new("State", Word), new("ExitCode", Count), new("Failed", Phrase) { Unknown = "" }]);

    /// <summary>The steps of a run.</summary>
    public static ResultTable SyncJobSteps { get; } = new([new("Kind", Word), Name("Name"), new("State", Word), new("Message", Phrase)]);

    /// <summary>Comparisons.</summary>
    public static ResultTable Reconciliation { get; } = new(
    [
        new("From", Day), new("To", Day) { IsOptional = true }, new("Check", Word), new("Breakdown", Word) { IsOptional = true }, new("Passed", Word),
        new("Difference", Number), new("Unit", Word), new("Explanation", Phrase),
    ]);

    /// <summary>Checks of a reconciliation.</summary>
    public static ResultTable ReconciliationChecks { get; } = new(
    [
        Name("Connection"), new("Check", Word), new("Passed", Word) { Unknown = "?" }, new("Agreed", Count), new("Differed", Count),
        new("NotCompared", Count) { Header = "Not", IsOptional = true }, new("Difference", Number), new("Unit", Word), new("DifferenceOn", Day) { Header = "On", IsOptional = true, Unknown = "" },
        new("Cause", Word),
    ]);

    /// <summary>The state of budgets.</summary>
    public static ResultTable BudgetStatuses(IReadOnlyList<BudgetStatus> statuses)
    {
        string[] units = [.. statuses.Select(status => status.Currency ?? "credits").Distinct()];
        return new ResultTable(
        [
            Name("Budget"), new("State", Word), new("Used", Amount), new("Amount", Amount),
            .. units.Length == 1 ? Array.Empty<ResultColumn>() : [new ResultColumn("Currency", Word) { Header = CurrencyHeader, Unknown = "credits" }],
            new("UsedPercent", Number) { Header = PercentHeader, IsOptional = true }, new("Expected", Amount), new("PassedOn", Day), new("Driver"),
        ], "State of budgets" + (units.Length == 1 ? ", in " + units[0] : ""))
        {
            Summary = units.Length == 1 ? "in " + units[0] : null,
            AlsoListed = ["Currency", "Reason"],
        };
    }

    /// <summary>What plans would have cost.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="byPeriod">Whether each is of one of several billing periods.</param>
    public static ResultTable Plans(IReadOnlyList<PlanComparison> rows, bool byPeriod = false)
    {
        string[] currencies = [.. rows.Select(row => row.Currency).OfType<string>().Distinct()];
        bool isOfOne = rows.Select(row => row.Connection).Distinct().Count() == 1;
        string days = rows.Count == 0 ? "" : $"{Figures.Day(rows.Min(row => row.From))}..{Figures.Day(rows.Max(row => row.To))}";
        string usage = isOfOne && !byPeriod && rows[0].Credits is { } credits
            ? string.Create(CultureInfo.InvariantCulture, $", {credits:N0} credits{(rows[0].IsForecast ? " expected" : "")}") : "";
        return new ResultTable(
        [
            .. isOfOne ? Array.Empty<ResultColumn>() : [Name("Connection")],
            .. byPeriod ? [new ResultColumn("From", Day)] : Array.Empty<ResultColumn>(),
            Name("Plan"), new("Billing", Word),
            .. rows.All(row => row.BillingPeriod == BillingPeriod.Monthly) ? Array.Empty<ResultColumn>() : [new ResultColumn("BillingPeriod", Word) { Header = "Paid", Unknown = "any" }],
            new("Fee", Amount) { IsOptional = true, OptionalGroup = "parts" }, new("Overage", Amount) { IsOptional = true, OptionalGroup = "parts" },
            new("Drawn", Amount) { IsOptional = true, OptionalGroup = "parts" }, new("Cost", Amount),
            .. currencies.Length == 1 ? Array.Empty<ResultColumn>() : [new ResultColumn("Currency", Word) { Header = CurrencyHeader }],
            new("Saving", Amount), new("State", Word),
        ], $"Plans{(currencies.Length == 1 ? " in " + currencies[0] : "")}, {days}{usage}")
        {
            Summary = $"{(currencies.Length == 1 ? $"in {currencies[0]}, " : "")}{days}{usage}",
            AlsoListed = ["Currency", "Reason", "Assumptions"],
        };
    }

    /// <summary>A forecast.</summary>
    /// <param name="result">The forecast.</param>
    /// <param name="groupBy">What it is grouped by.</param>
    /// <param name="showConnection">Whether rows of other connections may come beside these.</param>
    public static ResultTable Forecast(ForecastResult result, IReadOnlyList<Dimension> groupBy, bool showConnection = false) => Trend(
        "Forecast",
        string.Create(CultureInfo.InvariantCulture, $"{result.Period}, {result.Rows.Select(row => row.EstimatedDays).DefaultIfEmpty().Max()} days estimated"),
        result.Basis,
        result.Completeness,
        [.. result.Rows.Select(row => row.Currency)],
        [
            .. Groups(result.Rows, groupBy, showConnection),
            new("Actual", Amount), new("Expected", Amount), new("Low80", Amount), new("High80", Amount),
            new("Low95", Amount) { IsOptional = true, OptionalGroup = "95" }, new("High95", Amount) { IsOptional = true, OptionalGroup = "95" },
        ]);

    /// <summary>Anomalies.</summary>
    /// <param name="result">The anomalies.</param>
    /// <param name="groupBy">What they are grouped by.</param>
    /// <param name="showConnection">Whether rows of other connections may come beside these.</param>
    public static ResultTable Anomalies(AnomalyResult result, IReadOnlyList<Dimension> groupBy, bool showConnection = false) => Trend(
        "Anomalies",
        result.Range.ToString(),
        result.Basis,
        result.Completeness,
        [.. result.Rows.Select(row => row.Currency)],
        [
            new("Kind", Word), new("From", Day), new("To", Day) { IsOptional = true }, .. Groups(result.Rows, groupBy, showConnection),
            new("Cost", Amount), new("ExpectedCost", Amount) { Header = "Usual" }, new("Difference", Amount) { IsOptional = true }, new("Score", Number), new("Driver"),
        ]);

    /// <summary>A comparison.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="groupBy">What it is grouped by.</param>
    /// <param name="showConnection">Whether rows of other connections may come beside these.</param>
    public static ResultTable Comparison(ComparisonResult result, IReadOnlyList<Dimension> groupBy, bool showConnection = false) => Trend(
        "Cost",
        $"{result.Range} against {result.Previous}",
        result.Basis,
        result.Completeness,
        [.. result.Totals.Select(row => row.Currency)],
        [
            // The row of all other groups names them in its first column alone.
            .. Groups(result.Rows, groupBy, showConnection).Select((column, place) => place == 0 ? column with { Style = Group } : column == KeyId ? column : column with { Style = FurtherGroup }),
            new("PreviousCost", Amount) { Header = BeforeHeader }, new("Cost", Amount), new("Change", Amount), new("ChangePercent", Number) { Header = PercentHeader, IsOptional = true },
            new("Volume", Amount), new("Mix", Amount), new("Price", Amount), new("New", Amount), new("Gone", Amount),
        ]);

    /// <summary>A cost result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="showConnection">Whether rows of other connections may come beside these.</param>
    /// <param name="showUnits">Whether to show what a unit cost.</param>
    /// <param name="list">How the rows are listed; null as the question has them.</param>
    public static ResultTable Cost(CostResult result, CostQuery query, bool showConnection = false, bool showUnits = false, CostListOptions? list = null)
    {
        // The row of all other groups names them in the first column of a group alone.
        int firstGroup = list?.Top is null ? int.MaxValue : showConnection && !query.GroupBy.Contains(Dimension.Connection) ? 1 : 0;
        string[] currencies = [.. result.Totals.Select(total => total.Currency).OfType<string>().Distinct()];
        return new ResultTable(
        [
            .. Bucket(query.Granularity),
            .. Dimensions(query.GroupBy, showConnection).Select((column, place) => place < firstGroup ? column : column with { Style = place == firstGroup ? Group : FurtherGroup }),
            .. query.GroupBy.Contains(Dimension.ApiKey) && SharedNames(result.Rows.Select(row => (row.ApiKey, row.ApiKeyId))).Any() ? [KeyId] : Array.Empty<ResultColumn>(),
            new("Credits", Count) { IsOptional = true },
            new("Requests", Count) { IsOptional = true },
            new("Cost", ColumnStyle.Cost) { Header = currencies.Length == 1 ? $"{result.Basis} ({currencies[0]})" : result.Basis.ToString() },
            .. list?.WithShare == true ? [new ResultColumn("SharePercent", Number) { Header = ShareHeader }] : Array.Empty<ResultColumn>(),
            .. list?.WithPrevious == true ? Before : [],
            .. showUnits ? UnitCosts : [],
            .. showUnits && result.Rows.Any(row => row.CostPer1000Characters is not null) ? [new ResultColumn("CostPer1000Characters", ColumnStyle.UnitCost) { IsOptional = true }] : Array.Empty<ResultColumn>(),
            .. currencies.Length > 1 ? [new ResultColumn("Currency", Word)] : Array.Empty<ResultColumn>(),
            .. result.Totals.Any(total => total.UnpricedCredits > 0) ? [new ResultColumn("UnpricedCredits", Count)] : Array.Empty<ResultColumn>(),
            new("Completeness", Word),
        ], $"Cost{(currencies.Length == 1 ? $" in {currencies[0]}" : "")}, {BasisText(result.Basis)}, {query.Range}{(query.Cumulative ? ", cumulative" : "")}")
        {
            Summary = $"{query.Range}{(query.Cumulative ? ", cumulative" : "")}, {(result.Totals.Count == 0 ? "no usage" : "total " + string.Join(" and ", result.Totals.Select(TotalText)))}",
            AlsoListed = ["Currency", "CostBasis"],
        };
    }

    /// <summary>Usage.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="showConnection">Whether rows are of several connections.</param>
    public static ResultTable Usage(CostQuery query, bool showConnection)
    {
        bool isSummed = query.GroupBy.Count > 0 || query.Granularity != Granularity.Day || query.Cumulative;
        string days = $"{query.Range}{(query.Cumulative ? ", cumulative" : "")}";
        return new ResultTable(
        [
            .. Bucket(query.Granularity),
            .. Dimensions(isSummed ? query.GroupBy : [Dimension.Model, Dimension.ApiKey], showConnection),
            new("Credits", Count),
            new("Requests", Count) { IsOptional = true },
            new("Minutes", Minutes) { IsOptional = true },
            new("Completeness", Word),
        ], $"Usage, {days}") { Summary = days };
    }

    /// <summary>Series.</summary>
    public static ResultTable Series(SeriesQuery query) => new(
    [
        .. Bucket(query.Granularity), Name("Connection"), .. query.Breakdown == SeriesBreakdown.Total ? Array.Empty<ResultColumn>() : [new ResultColumn("Label")],
        new("Value", Number), new("Unit", Word),
    ], $"{query.Metric}, {query.Range}");

    /// <summary>Requests by path and bucket.</summary>
    public static ResultTable RequestSummaries(Granularity granularity) => new(
    [
        Name("Connection"),
        .. granularity == Granularity.Hour ? [new ResultColumn("StartsAt", Minute)] : Bucket(granularity),
        new("Requests", Count),
        new("SuccessRate", Percent), new("AverageLatencyMs", Count) { Header = "AverageMs" }, new("P50LatencyMs", Count) { Header = "P50Ms" },
        new("P95LatencyMs", Count) { Header = "P95Ms" }, new("Path", ColumnStyle.Path),
    ]);

    /// <summary>Prices.</summary>
    public static ResultTable Prices(IReadOnlyList<Price> prices)
    {
        string[] currencies = [.. prices.Select(price => price.Currency).Distinct()];
        return new ResultTable(
        [
            Name("Tier"),
            .. prices.Any(price => price.Connection is not null) ? [new ResultColumn("Connection") { Unknown = "(every)" }] : Array.Empty<ResultColumn>(),
            new("From", Day), new("To", Day), new("MonthlyPrice", ColumnStyle.Price) { Header = PriceHeader },
            .. currencies.Length > 1 ? [new ResultColumn("Currency", Word) { Header = CurrencyHeader }] : Array.Empty<ResultColumn>(),
            new("MonthlyCredits", Count) { Header = CreditsHeader },
            new("OveragePer1000Credits", ColumnStyle.Price) { Header = OverageHeader },
            .. prices.Any(price => price.Billing is not null) ? [new ResultColumn("Billing", Word)] : Array.Empty<ResultColumn>(),
            .. prices.Any(price => price.BillingPeriod != BillingPeriod.Monthly) ? [new ResultColumn("BillingPeriod", Word) { Unknown = "any", IsOptional = true }] : Array.Empty<ResultColumn>(),
            new("Source", Word) { IsOptional = true },
        ], $"Plans by the month{(currencies.Length == 1 ? " in " + currencies[0] : "")}, before tax; beyond the plan per 1,000 credits");
    }

    /// <summary>Rules of cost centers: of their criteria, days and figures those that any of them has.</summary>
    public static ResultTable CostCenters(IReadOnlyList<CostCenterRule> rules) => new(
    [
        Name("Name"), new("Shares"),
        .. new ResultColumn[]
        {
            new("FeeSplit", Word), new("Connection"), new("Product"), new("Model"), new("ApiKey"), new("Voice"), new("User"), new("Group"), new("Source"), new("Region"),
            new("Priority", Count) { IsOptional = true }, new("From", Day) { IsOptional = true }, new("To", Day) { IsOptional = true },
            new("Credits", Count), new("State", Word),
        }.Where(column => rules.Any(rule => ResultTable.Value(rule, column) is not (null or 0))),
    ], rules.Any(rule => rule.State is not null) ? "Rules of cost centers, in the order in which they apply" : "Rules of cost centers");

    /// <summary>Which rule takes which usage.</summary>
    public static ResultTable CostCenterMatches { get; } = new(
    [
        Name("Connection"), new("Value") { Unknown = UnknownValue }, new("Rule"), new("Shares"), new("MatchedBy"), new("Credits", Count),
        new("From", Day) { IsOptional = true }, new("To", Day) { IsOptional = true },
    ], "Which rule matches the usage");

    private static ResultColumn[] UnitCosts =>
    [
        new("CostPer1000Credits", ColumnStyle.UnitCost), new("CostPerMinute", ColumnStyle.UnitCost) { IsOptional = true },
        new("CostPerRequest", ColumnStyle.UnitCost) { IsOptional = true },
    ];

    private static ResultColumn[] Before =>
    [
        new("PreviousCost", ColumnStyle.Cost) { Header = BeforeHeader }, new("Change", ColumnStyle.Cost),
        new("ChangePercent", Number) { Header = PercentHeader, IsOptional = true },
    ];

    private static ResultColumn KeyId => new("ApiKeyId") { MostWidth = 8, Unknown = "" };

    private static ResultColumn Name(string name) => new(name);

    private static IEnumerable<ResultColumn> Dimensions(IReadOnlyList<Dimension> dimensions, bool showConnection) =>
        (showConnection && !dimensions.Contains(Dimension.Connection) ? dimensions.Prepend(Dimension.Connection) : dimensions)
            .Select(dimension => new ResultColumn(dimension.ToString()) { Unknown = UnknownValue });

    private static IEnumerable<ResultColumn> Bucket(Granularity granularity) =>
        granularity == Granularity.Total ? [] : [new("Date", ColumnStyle.Bucket) { Granularity = granularity }];

    /// <summary>A table of amounts of one basis: the basis, the currency if there is one alone, and the days stand above it.</summary>
    private static ResultTable Trend(string title, string days, CostBasis basis, Completeness completeness, IReadOnlyList<string?> currencies, List<ResultColumn> columns)
    {
        string? currency = currencies.OfType<string>().Distinct().ToArray() is [var only] ? only : null;
        if (currency is null)
        {
            columns.Insert(columns.FindLastIndex(column => column.Style == Amount) + 1, new ResultColumn("Currency", Word) { Header = CurrencyHeader });
        }

        string state = completeness.ToString().ToLowerInvariant();
        return new ResultTable(columns, $"{title}{(currency is null ? "" : " in " + currency)}, {BasisText(basis)}, {days}, {state}")
        {
            Summary = $"{basis}{(currency is null ? "" : $" ({currency})")}, {days}, {state}",
            AlsoListed = ["Currency", "CostBasis"],
        };
    }

    /// <summary>The columns of the dimensions that rows are grouped by; the connection if there are none but that.</summary>
    private static IEnumerable<ResultColumn> Groups(IReadOnlyList<GroupedRecord> rows, IReadOnlyList<Dimension> groupBy, bool showConnection)
    {
        string[] connections = [.. rows.Select(row => row.Connection).OfType<string>().Distinct()];
        return
        [
            .. Dimensions(groupBy, showConnection || connections.Length > 1 || (groupBy.Count == 0 && connections.Length == 1)),
            .. groupBy.Contains(Dimension.ApiKey) && SharedNames(rows.Select(row => (row.ApiKey, row.ApiKeyId))).Any() ? [KeyId] : Array.Empty<ResultColumn>(),
        ];
    }

    /// <summary>The names that several API keys have: their rows differ only in their IDs.</summary>
    internal static IEnumerable<string?> SharedNames(IEnumerable<(string? Name, string? Id)> keys) =>
        keys.Distinct().GroupBy(key => key.Name).Where(same => same.Skip(1).Any()).Select(same => same.Key);

    /// <summary>A total in the columns' figures.</summary>
    private static string TotalText(CostTotal total) => total.Cost is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"{cost:N4} {total.Currency}")
        : string.Create(CultureInfo.InvariantCulture, $"{total.Credits:N0} credits without a price");

    /// <summary>A basis in words.</summary>
    internal static string BasisText(CostBasis basis) => basis switch
    {
        CostBasis.Consumed => "consumed value",
        CostBasis.PlanRate => "at the plan's rate",
        CostBasis.Amortized => "fee and overage",
        CostBasis.Overage => "overage alone",
        _ => basis.ToString(),
    };
}
