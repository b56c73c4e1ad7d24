using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Export;

/// <summary>The columns of every exported record: the same names, in the same order, in CSV and JSON.</summary>
public static class ExportColumns
{
    /// <summary>Usage.</summary>
    public static IReadOnlyList<ExportColumn<UsageRecord>> Usage { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Date", row => ExportValue.OfBucket(row.Date, row.StartedAt)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("ApiKeyId", row => ExportValue.Of(row.ApiKeyId)),
        new("Voice", row => ExportValue.Of(row.Voice)),
        new("User", row => ExportValue.Of(row.User)),
        new("Group", row => ExportValue.Of(row.Group)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Region", row => ExportValue.Of(row.Region)),
        new("CostCenter", row => ExportValue.Of(row.CostCenter)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Minutes", row => ExportValue.Of(row.Minutes)),
        new("Requests", row => ExportValue.Of(row.Requests)),
        new("ConsumedCost", row => ExportValue.Of(row.ConsumedCost)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("State", row => ExportValue.OfName<DayState>(row.State)),
        new("StartedAt", row => ExportValue.OfInstant(row.StartedAt)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
    ];

    /// <summary>Cost.</summary>
    public static IReadOnlyList<ExportColumn<CostRecord>> Cost { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Date", row => ExportValue.OfBucket(row.Date, row.StartedAt)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("ApiKeyId", row => ExportValue.Of(row.ApiKeyId)),
        new("Voice", row => ExportValue.Of(row.Voice)),
        new("User", row => ExportValue.Of(row.User)),
        new("Group", row => ExportValue.Of(row.Group)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Region", row => ExportValue.Of(row.Region)),
        new("CostCenter", row => ExportValue.Of(row.CostCenter)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Minutes", row => ExportValue.Of(row.Minutes)),
        new("Requests", row => ExportValue.Of(row.Requests)),
        new("Cost", row => ExportValue.Of(row.Cost)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("CostBasis", row => ExportValue.OfName<CostBasis>(row.CostBasis)),
        new("PriceVersion", row => ExportValue.Of(row.PriceVersion)),
        new("Completeness", row => ExportValue.OfName<Completeness>(row.Completeness)),
        new("UnpricedCredits", row => ExportValue.Of(row.UnpricedCredits)),
        new("StartedAt", row => ExportValue.OfInstant(row.StartedAt)),
        new("CostPer1000Credits", row => ExportValue.Of(row.CostPer1000Credits)),
        new("CostPerMinute", row => ExportValue.Of(row.CostPerMinute)),
        new("CostPerRequest", row => ExportValue.Of(row.CostPerRequest)),
        new("Characters", row => ExportValue.Of(row.Characters)),
        new("CostPer1000Characters", row => ExportValue.Of(row.CostPer1000Characters)),
    ];

    /// <summary>What syncs did.</summary>
    public static IReadOnlyList<ExportColumn<SyncResult>> Sync { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Succeeded", row => ExportValue.Of(row.Succeeded)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("DaysAsked", row => ExportValue.Of(row.DaysAsked)),
        new("DaysSynced", row => ExportValue.Of(row.DaysSynced)),
        new("DaysFailed", row => ExportValue.Of(row.DaysFailed)),
        new("DaysSuspect", row => ExportValue.Of(row.DaysSuspect)),
        new("Records", row => ExportValue.Of(row.Records)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Restatements", row => ExportValue.OfStructure(
            string.Join("; ", row.Restatements.Select(Format)), json => Write(json, row.Restatements))),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Warnings", row => ExportValue.OfList(row.Warnings)),
        new("Unknowns", row => ExportValue.OfList(row.Unknowns)),
        new("NotListed", row => row.NotListed is { } list ? ExportValue.OfList(list) : ExportValue.Of((string?)null)),
        new("ErrorId", row => ExportValue.Of(row.ErrorId)),
        new("Error", row => ExportValue.Of(row.Error)),
        new("Remedy", row => ExportValue.Of(row.Remedy)),
        new("ErrorCategory", row => ExportValue.OfName(row.ErrorCategory)),
        new("StartedAt", row => ExportValue.OfInstant(row.StartedAt)),
        new("Duration", row => ExportValue.OfDuration(row.Duration)),
        new("Requests", row => ExportValue.Of(row.Requests)),
    ];

    /// <summary>What keys may do.</summary>
    public static IReadOnlyList<ExportColumn<Capability>> Capabilities { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Name", row => ExportValue.Of(row.Name)),
        new("Passed", row => ExportValue.Of(row.Passed)),
        new("Required", row => ExportValue.Of(row.Required)),
        new("Message", row => ExportValue.Of(row.Message)),
        new("Remedy", row => ExportValue.Of(row.Remedy)),
        new("ErrorId", row => ExportValue.Of(row.ErrorId)),
        new("ErrorCategory", row => ExportValue.OfName(row.ErrorCategory)),
        new("CheckedAt", row => ExportValue.OfInstant(row.CheckedAt)),
    ];

    /// <summary>What is known of days.</summary>
    public static IReadOnlyList<ExportColumn<CoverageRecord>> Coverage { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Date", row => ExportValue.OfDay(row.Date)),
        new("State", row => ExportValue.OfName<DayState>(row.State)),
        new("SyncedAt", row => ExportValue.OfInstant(row.SyncedAt)),
        new("Records", row => ExportValue.Of(row.Records)),
        new("Credits", row => ExportValue.Of(row.Credits)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Reason", row => ExportValue.Of(row.Reason)),
    ];

    /// <summary>Prices.</summary>
    public static IReadOnlyList<ExportColumn<Price>> Prices { get; } =
    [
        new("Tier", row => ExportValue.Of(row.Tier)),
        new("Plan", row => ExportValue.Of(row.Plan)),
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("MonthlyPrice", row => ExportValue.Of(row.MonthlyPrice)),
        new("MonthlyCredits", row => ExportValue.Of(row.MonthlyCredits)),
        new("OveragePer1000Credits", row => ExportValue.Of(row.OveragePer1000Credits)),
        new("Billing", row => ExportValue.OfName(row.Billing)),
        new("BillingReason", row => ExportValue.Of(row.BillingReason)),
        new("Currency", row => ExportValue.Of(row.Currency)),
        new("BillingPeriod", row => ExportValue.OfName(row.BillingPeriod)),
        new("Source", row => ExportValue.OfName<PriceSource>(row.Source)),
        new("Version", row => ExportValue.Of(row.Version)),
        new("InForceFor", row => ExportValue.Of(row.InForceFor)),
        new("Note", row => ExportValue.Of(row.Note)),
    ];

    /// <summary>Rules of cost centers.</summary>
    public static IReadOnlyList<ExportColumn<CostCenterRule>> CostCenters { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("Shares", row => ExportValue.Of(row.Shares)),
        new("Priority", row => ExportValue.Of(row.Priority)),
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Product", row => ExportValue.Of(row.Product)),
        new("Model", row => ExportValue.Of(row.Model)),
        new("ApiKey", row => ExportValue.Of(row.ApiKey)),
        new("Voice", row => ExportValue.Of(row.Voice)),
        new("User", row => ExportValue.Of(row.User)),
        new("Group", row => ExportValue.Of(row.Group)),
        new("Source", row => ExportValue.Of(row.Source)),
        new("Region", row => ExportValue.Of(row.Region)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("FeeSplit", row => ExportValue.OfName(row.FeeSplit)),
        new("Note", row => ExportValue.Of(row.Note)),
        new("State", row => ExportValue.OfName(row.State)),
        new("Credits", row => ExportValue.Of(row.Credits)),
    ];

    /// <summary>Which rule of cost centers took what.</summary>
    public static IReadOnlyList<ExportColumn<CostCenterMatch>> CostCenterMatches { get; } =
    [
        new("Connection", row => ExportValue.Of(row.Connection)),
        new("Dimension", row => ExportValue.OfName<Dimension>(row.Dimension)),
        new("Value", row => ExportValue.Of(row.Value)),
        new("ValueId", row => ExportValue.Of(row.ValueId)),
        new("From", row => ExportValue.OfDay(row.From)),
        new("To", row => ExportValue.OfDay(row.To)),
        new("Rule", row => ExportValue.Of(row.Rule)),
        new("Shares", row => ExportValue.Of(row.Shares)),
        new("MatchedBy", row => ExportValue.Of(row.MatchedBy)),
        new("Credits", row => ExportValue.Of(row.Credits)),
    ];

    /// <summary>Connections, without what their keys may do.</summary>
    public static IReadOnlyList<ExportColumn<Connection>> Connections { get; } =
    [
        new("Name", row => ExportValue.Of(row.Name)),
        new("BaseUri", row => ExportValue.Of(row.BaseUri.AbsoluteUri)),
        new("TimeZone", row => ExportValue.Of(row.TimeZone)),
        new("Scope", row => ExportValue.OfName<ConnectionScope>(row.Scope)),
        new("KeySource", row => ExportValue.OfName<KeySource>(row.KeySource)),
        new("KeyPath", row => ExportValue.Of(row.KeyPath)),
        new("SecretName", row => ExportValue.Of(row.SecretName)),
        new("Vault", row => ExportValue.Of(row.Vault)),
        new("Dimensions", row => ExportValue.OfList([.. row.Dimensions.Select(dimension => dimension.ToString())])),
        new("CreatedAt", row => ExportValue.OfInstant(row.CreatedAt)),
        new("IsDefault", row => ExportValue.Of(row.IsDefault)),
        new("Billing", row => ExportValue.OfList([.. row.Billing.Select(term => term.ToString())])),
        new("Balance", row => ExportValue.Of(row.Balance)),
        new("BalanceCurrency", row => ExportValue.Of(row.BalanceCurrency)),
        new("BalanceAsOf", row => ExportValue.OfDay(row.BalanceAsOf)),
        new("Plan", row => ExportValue.Of(row.Plan)),
        new("LastSyncAt", row => ExportValue.OfInstant(row.LastSyncAt)),
        new("Health", row => ExportValue.OfName(row.Health)),
        new("HealthMessage", row => ExportValue.Of(row.HealthMessage)),
    ];

    private static string Format(Restatement restatement) => string.Create(CultureInfo.InvariantCulture,
        $"{restatement.Date:yyyy-MM-dd}: {restatement.OldCredits} -> {restatement.NewCredits} credits");

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Restatement> restatements)
    {
        json.WriteStartArray();
        foreach (Restatement restatement in restatements)
        {
            json.WriteStartObject();
            json.WriteString("Date", restatement.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteBoolean("WasFinal", restatement.WasFinal);
            json.WriteNumber("OldCredits", restatement.OldCredits);
            json.WriteNumber("NewCredits", restatement.NewCredits);
            WriteAmount(json, "OldCost", restatement.OldCost);
            WriteAmount(json, "NewCost", restatement.NewCost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAmount(Utf8JsonWriter json, string name, decimal? amount)
    {
        json.WritePropertyName(name);
        ExportValue.Of(amount).Write(json);
    }
}
