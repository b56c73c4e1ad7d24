using System.Xml.Linq;
using ElevenCost.Engine.Anomalies;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Forecasts;
using ElevenCost.Engine.Tables;
using ElevenCost.Engine.Tests.Support;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The module's files of views and types are made of the tables of the engine: ELEVENCOST_APPROVE=1 writes them anew.</summary>
public sealed class ViewFileTests
{
    // Records whose columns depend on the question: the session learns their views, which must win over these.
    private static readonly Type[] Learned = [typeof(CostRecord), typeof(UsageRecord), typeof(CostCenterRule), typeof(CostCenterMatch),
        typeof(CostForecast), typeof(CostAnomaly), typeof(CostComparison), typeof(BudgetStatus), typeof(PlanComparison), typeof(RequestSummary),
        typeof(ReconciliationSummary)];

    private static readonly XComment Made = new(" Made of src/ElevenCost.Engine/Tables by ViewFileTests: ELEVENCOST_APPROVE=1 writes it anew. ");

    private static readonly ResultColumn Bucket = new("Date", ColumnStyle.Bucket);

    private static readonly DateRange Days = new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30));

    private static readonly Dimension[] Groups = [Dimension.Connection, Dimension.Model, Dimension.ApiKey];

    private static readonly (Type Type, ResultColumn[] Columns)[] Tables =
    [
        (typeof(CostRecord), [Bucket, .. Dimensions("Connection", "Product", "Model", "ApiKey"), new("Cost", ColumnStyle.Cost), new("Currency", ColumnStyle.Word),
            new("CostBasis", ColumnStyle.Word), new("Completeness", ColumnStyle.Word), new("Credits", ColumnStyle.Count)]),
        (typeof(UsageRecord), [Bucket, .. Dimensions("Connection", "Model", "ApiKey"), new("Credits", ColumnStyle.Count), new("Completeness", ColumnStyle.Word),
            new("Minutes", ColumnStyle.Minutes), .. Dimensions("Product", "User", "Voice")]),
        (typeof(CoverageRecord), [.. ResultTables.Coverage.Columns]),
        (typeof(SyncResult), [.. ResultTables.Sync.Columns.Where(column => column.Name != "DaysAsked").Select(column => column with { IsOptional = false })]),
        (typeof(Restatement), [.. ResultTables.Restatements.Columns]),
        (typeof(Connection), [.. ResultTables.Connections.Columns]),
        (typeof(Capability), [.. ResultTables.Capabilities.Columns]),
        (typeof(CostCenterRule), [new("Name"), new("Shares"), new("FeeSplit", ColumnStyle.Word), new("Model"), new("ApiKey"), new("State", ColumnStyle.Word), new("Credits", ColumnStyle.Count)]),
        (typeof(CostCenterMatch), [.. ResultTables.CostCenterMatches.Columns]),
        (typeof(Price), [new("Tier"), new("MonthlyPrice", ColumnStyle.Price) { Header = "Price" }, new("Currency", ColumnStyle.Word) { Header = "Cur" }, new("MonthlyCredits", ColumnStyle.Count) { Header = "Credits" },
            new("OveragePer1000Credits", ColumnStyle.Price) { Header = "Overage" }, new("From", ColumnStyle.Day), new("To", ColumnStyle.Day),
            new("Source", ColumnStyle.Word), new("Connection") { Header = "For" }]),
        (typeof(BillingTerm), [.. ResultTables.BillingTerms.Columns]),
        (typeof(KeyLimit), [.. ResultTables.KeyLimits.Columns]),
        (typeof(Quota), [.. ResultTables.Quotas.Columns]),
        (typeof(RequestRecord), [.. ConnectionLast(ResultTables.Requests)]),
        (typeof(RequestSummary), [.. ConnectionLast(ResultTables.RequestSummaries(Granularity.Hour))]),
        (typeof(WebhookRecord), [.. ResultTables.Webhooks.Columns]),
        (typeof(SeriesRecord), [Bucket, new("Metric", ColumnStyle.Word), new("Value", ColumnStyle.Number), new("Unit", ColumnStyle.Word), new("Breakdown", ColumnStyle.Word), new("Label")]),
        (typeof(ReconciliationRecord), [.. ResultTables.Reconciliation.Columns]),
        (typeof(ReconciliationSummary), [.. ResultTables.ReconciliationChecks.Columns]),
        (typeof(LedgerInfo), [.. ResultTables.Ledgers.Columns]),
        (typeof(LedgerCopyRecord), [.. ResultTables.LedgerCopies.Columns]),
        (typeof(LedgerChange), [.. ResultTables.LedgerChanges.Columns]),
        (typeof(CostForecast), [.. Plain(ResultTables.Forecast(new ForecastResult(CostBasis.Consumed, Days, [], [], Completeness.Final), Groups))]),
        (typeof(CostAnomaly), [.. Plain(ResultTables.Anomalies(new AnomalyResult(CostBasis.Consumed, Days, [], [], Completeness.Final), Groups))]),
        (typeof(CostComparison), [.. Plain(ResultTables.Comparison(new ComparisonResult(CostBasis.Consumed, Days, Days, [], [], [], Completeness.Final), Groups))]),
        (typeof(PlanComparison), [.. ResultTables.Plans([new PlanComparison
        {
            Connection = "", Plan = "", Tier = "", State = PlanState.Unknown, From = default, To = default, Periods = 1, IsForecast = false, Completeness = Completeness.Final,
        }]).Columns]),
        (typeof(Budget), [.. ResultTables.Budgets.Columns]),
        (typeof(BudgetStatus), [.. ResultTables.BudgetStatuses([]).Columns]),
        (typeof(AlertTarget), [.. ResultTables.Alerts.Columns]),
        (typeof(AlertDelivery), [.. ResultTables.AlertDeliveries.Columns]),
        (typeof(SyncSchedule), [.. ResultTables.Schedules.Columns]),
        (typeof(ScheduleCheck), [.. ResultTables.ScheduleChecks.Columns]),
        (typeof(SyncJobResult), [.. ResultTables.SyncJobs.Columns]),
        (typeof(SyncJobStep), [.. ResultTables.SyncJobSteps.Columns]),
    ];

    // Names that headers had in earlier versions, or that are shorter than the property's.
    private static readonly ILookup<Type, (string Alias, string Property)> Aliases = new (Type Type, string Alias, string Property)[]
    {
        (typeof(CostRecord), "State", "Completeness"),
        (typeof(CostRecord), "Share", "SharePercent"),
        (typeof(CostRecord), "Before", "PreviousCost"),
        (typeof(CostRecord), "Percent", "ChangePercent"),
        (typeof(Price), "Cur", "Currency"),
        (typeof(Price), "For", "Connection"),
        (typeof(Price), "Price", "MonthlyPrice"),
        (typeof(Price), "Credits", "MonthlyCredits"),
        (typeof(Price), "Overage", "OveragePer1000Credits"),
        (typeof(Quota), "Used", "CreditsUsed"),
        (typeof(Quota), "Left", "CreditsLeft"),
        (typeof(ReconciliationSummary), "Not", "NotCompared"),
        (typeof(ReconciliationSummary), "On", "DifferenceOn"),
        (typeof(Quota), "PerDay", "BurnPerDay7"),
        (typeof(Quota), "ResetsOn", "NextResetAt"),
        (typeof(Quota), "Overage", "OverageCost"),
        (typeof(Quota), "Cur", "OverageCurrency"),
        (typeof(KeyLimit), "Limit", "CreditLimit"),
        (typeof(KeyLimit), "Used", "CreditsUsed"),
        (typeof(KeyLimit), "Counted", "CreditsCounted"),
        (typeof(KeyLimit), "Left", "CreditsLeft"),
        (typeof(WebhookRecord), "FailedAt", "LastFailureAt"),
        (typeof(WebhookRecord), "Code", "LastFailureCode"),
        (typeof(CostForecast), "Cur", "Currency"),
        (typeof(CostAnomaly), "Cur", "Currency"),
        (typeof(CostComparison), "Cur", "Currency"),
        (typeof(CostAnomaly), "Usual", "ExpectedCost"),
        (typeof(CostComparison), "Before", "PreviousCost"),
        (typeof(CostComparison), "Percent", "ChangePercent"),
        (typeof(PlanComparison), "Cur", "Currency"),
        (typeof(PlanComparison), "Paid", "BillingPeriod"),
        (typeof(Budget), "Cur", "Currency"),
        (typeof(BudgetStatus), "Cur", "Currency"),
        (typeof(BudgetStatus), "Percent", "UsedPercent"),
        (typeof(RequestSummary), "AverageMs", "AverageLatencyMs"),
        (typeof(RequestSummary), "P50Ms", "P50LatencyMs"),
        (typeof(RequestSummary), "P95Ms", "P95LatencyMs"),
    }.ToLookup(alias => alias.Type, alias => (alias.Alias, alias.Property));

    [Fact]
    public void The_file_of_views_is_made_of_the_tables() => Approve("ElevenCost.Format.ps1xml", new XElement("Configuration", Made, new XElement("ViewDefinitions",
        Tables.SelectMany(table => new[] { View(table.Type, "", TableOf([.. table.Columns.Where(column => !column.IsOptional)])), View(table.Type, ".List", ListOf(table.Type)) }))));

    [Fact]
    public void The_file_of_types_is_made_of_the_tables() => Approve("ElevenCost.Types.ps1xml", new XElement("Types", Made,
        Tables.Where(table => Aliases.Contains(table.Type) || !Learned.Contains(table.Type)).Select(table => new XElement("Type",
            new XElement("Name", table.Type.FullName),
            new XElement("Members",
                Aliases[table.Type].Select(alias => new XElement("AliasProperty", new XAttribute("IsHidden", "true"),
                    new XElement("Name", alias.Alias), new XElement("ReferencedMemberName", alias.Property))),
                Learned.Contains(table.Type) ? null : Shown(table.Columns))))));

    private static void Approve(string file, XElement content)
    {
        string path = Path.Combine(Repository.Root, "module", file);
        string expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + content.ToString().ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_header_is_a_property_or_an_alias_of_one()
    {
        Assert.All(Tables, table => Assert.All(table.Columns, column =>
            Assert.True(table.Type.GetProperty(column.Header) is not null || Aliases[table.Type].Contains((column.Header, column.Name)), $"{table.Type.Name}: {column.Header}")));
    }

    // It is not known what rows of another session were grouped by: a name that is not there says nothing.
    private static IEnumerable<ResultColumn> Plain(ResultTable table) => table.Columns.Select(column => column.CanShorten ? column with { Unknown = "" } : column);

    // Long paths take the room of what comes after them.
    private static IEnumerable<ResultColumn> ConnectionLast(ResultTable table) => table.Columns.OrderBy(column => column.Name == "Connection");

    private static ResultColumn[] Dimensions(params string[] names) => [.. names.Select(name => new ResultColumn(name))];

    /// <summary>What PowerShell lists of an object that comes after one of another type: the columns of its table.</summary>
    private static XElement Shown(ResultColumn[] columns) => new("MemberSet", new XElement("Name", "PSStandardMembers"), new XElement("Members",
        new XElement("PropertySet", new XElement("Name", "DefaultDisplayPropertySet"),
            new XElement("ReferencedProperties", columns.Select(column => new XElement("Name", column.Name))))));

    private static XElement View(Type type, string suffix, XElement control) => new("View",
        new XElement("Name", type.FullName + suffix),
        new XElement("ViewSelectedBy", new XElement("TypeName", type.FullName + (Learned.Contains(type) ? "#Record" : "")), new XElement("TypeName", $"Deserialized.{type.FullName}")),

        // They come in the order of their kinds, and a line of its own leaves the room to the fields.
        type == typeof(LedgerChange) ? new XElement("GroupBy", new XElement("PropertyName", nameof(LedgerChange.Kind))) : null,
        control);

    private static XElement TableOf(ResultColumn[] columns) => new("TableControl",
        new XElement("AutoSize"),
        new XElement("TableHeaders", columns.Select(column => new XElement("TableColumnHeader",
            new XElement("Label", column.Header), column.IsNumber ? new XElement("Alignment", "Right") : null))),
        new XElement("TableRowEntries", new XElement("TableRowEntry",
            columns.Any(column => column.Style == ColumnStyle.Phrase) ? new XElement("Wrap") : null,
            new XElement("TableColumnItems", columns.Select(column => new XElement("TableColumnItem", Shown(column)))))));

    private static XElement ListOf(Type type) => new("ListControl", new XElement("ListEntries", new XElement("ListEntry", new XElement("ListItems",
        type.GetProperties().Where(property => property is { CanWrite: true, GetMethod.IsStatic: false }).Select(property => new XElement("ListItem",
            new XElement("Label", property.Name),
            new XElement("ItemSelectionCondition", new XElement("ScriptBlock", $"\"$($_.{property.Name})\"")),
            Value(property.Name, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)))))));

    private static object?[] Shown(ResultColumn column) => ColumnScript.Of(column) is { } script
        ? [new XElement("ScriptBlock", script)]
        : [new XElement("PropertyName", column.Name), ColumnScript.FormatOf(column) is { } format ? new XElement("FormatString", format) : null];

    private static XElement Value(string name, Type type) => type == typeof(DateTime)
        ? new XElement("ScriptBlock", $"$_.{name}.TimeOfDay.Ticks -eq 0 ? {ColumnScript.Date(name, "yyyy-MM-dd")} : {ColumnScript.Date(name, "yyyy-MM-dd HH:mm:ss")}")
        : type.IsEnum || type.IsPrimitive || type == typeof(decimal) ? new XElement("PropertyName", name)
        : new XElement("ScriptBlock", ColumnScript.Safe(name));
}
