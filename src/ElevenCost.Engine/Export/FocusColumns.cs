using System.Text.Encodings.Web;
using System.Text.Json;
using static ElevenCost.Engine.Export.FileColumnType;

namespace ElevenCost.Engine.Export;

/// <summary>The columns of FOCUS, in the order of their names, and ours behind them.</summary>
/// <remarks>
/// The four costs are the row's one: which question it answers is in <c>x_CostBasis</c>. Credits are a virtual currency, which each costs
/// one of. Prices by unit in money, SKUs and sub accounts are left out: FOCUS asks for them of a provider with a public price list alone.
/// </remarks>
internal static class FocusColumns
{
    private const string Vendor = "ElevenLabs";
    private const string Credits = "Credits";

    private static readonly JsonSerializerOptions TagOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FileColumn<FocusRecord>[] Shared =
    [
        new("BilledCost", Amount, charge => charge.Cost),
        new("BillingAccountId", Text, charge => charge.Row.Connection),
        new("BillingAccountName", Text, charge => charge.Row.Connection),
        new("BillingCurrency", Text, charge => charge.Row.Currency),
        new("BillingPeriodEnd", Instant, charge => charge.BillingEnd),
        new("BillingPeriodStart", Instant, charge => charge.BillingStart),
        new("ChargeCategory", Text, _ => "Usage"),
        new("ChargeClass", Text, _ => null),
        new("ChargeDescription", Text, Description),
        new("ChargeFrequency", Text, _ => "Usage-Based"),
        new("ChargePeriodEnd", Instant, charge => charge.End),
        new("ChargePeriodStart", Instant, charge => charge.Start),
        new("ConsumedQuantity", Amount, charge => (decimal)charge.Row.Credits),
        new("ConsumedUnit", Text, _ => Credits),
        new("ContractedCost", Amount, charge => charge.Cost),
        new("EffectiveCost", Amount, charge => charge.Cost),
        new("InvoiceId", Text, _ => null),
        new("InvoiceIssuerName", Text, _ => Vendor),
        new("ListCost", Amount, charge => charge.Cost),
        new("PricingCategory", Text, _ => "Standard"),
        new("PricingCurrency", Text, _ => Credits),
        new("PricingCurrencyContractedUnitPrice", Amount, _ => decimal.One),
        new("PricingCurrencyEffectiveCost", Amount, charge => (decimal)charge.Row.Credits),
        new("PricingCurrencyListUnitPrice", Amount, _ => decimal.One),
        new("PricingQuantity", Amount, charge => (decimal)charge.Row.Credits),
        new("PricingUnit", Text, _ => Credits),
        new("RegionId", Text, charge => charge.Row.Region),
        new("RegionName", Text, charge => charge.Row.Region),
        new("ServiceCategory", Text, _ => "AI and Machine Learning"),
        new("ServiceName", Text, charge => charge.Row.Product ?? Vendor),
        new("ServiceSubcategory", Text, _ => "Generative AI"),
        new("Tags", Text, Tags),
    ];

    private static readonly FileColumn<FocusRecord>[] Own =
    [
        new("x_ApiKey", Text, charge => charge.Row.ApiKey),
        new("x_ApiKeyId", Text, charge => charge.Row.ApiKeyId),
        new("x_Completeness", Text, charge => charge.Row.Completeness.ToString()),
        new("x_CostBasis", Text, charge => charge.Row.CostBasis.ToString()),
        new("x_Group", Text, charge => charge.Row.Group),
        new("x_Minutes", Amount, charge => charge.Row.Minutes),
        new("x_Model", Text, charge => charge.Row.Model),
        new("x_PriceVersion", Text, charge => charge.Row.PriceVersion),
        new("x_RecordId", Text, charge => charge.RecordId),
        new("x_Requests", Count, charge => charge.Row.Requests),
        new("x_Source", Text, charge => charge.Row.Source),
        new("x_UnpricedCredits", Count, charge => charge.Row.UnpricedCredits),
        new("x_User", Text, charge => charge.Row.User),
        new("x_Voice", Text, charge => charge.Row.Voice),
    ];

    /// <summary>The columns of a version.</summary>
    public static IReadOnlyList<FileColumn<FocusRecord>> Of(FocusVersion version) =>
    [
        .. Shared.Concat(version == FocusVersion.V12 ? [Named("ProviderName"), Named("PublisherName")] : [Named("HostProviderName"), Named("ServiceProviderName")])
            .OrderBy(column => column.Name, StringComparer.Ordinal),
        .. Own,
    ];

    private static FileColumn<FocusRecord> Named(string column) => new(column, Text, _ => Vendor);

    private static string Description(FocusRecord charge) =>
        $"{Vendor} usage{(charge.Row.Product is { } product ? $", {product}" : "")}{(charge.Row.Model is { } model ? $", {model}" : "")}";

    private static string? Tags(FocusRecord charge) => charge.Row.CostCenter is { } center
        ? JsonSerializer.Serialize(new Dictionary<string, string> { [nameof(CostRecord.CostCenter)] = center }, TagOptions)
        : null;
}
