using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>The plans and prices that ship with the product: public list prices, before tax, each with the days it holds.</summary>
/// <remarks>Where they were read is listed in <c>catalog.json</c> beside this file.</remarks>
public static class PriceCatalog
{
    /// <summary>The tier that costs nothing.</summary>
    internal const string FreeTier = "free";

    private static readonly Lazy<(string Version, IReadOnlyList<PriceEntry> Entries)> Content = new(Load);

    /// <summary>The day the catalogue was made, as <c>yyyy-MM-dd</c>; part of the version of every price that comes from it.</summary>
    public static string VersionId => Content.Value.Version;

    /// <summary>The entries: for a tier and generation of billing without gap; they overlap only where evidence picks one.</summary>
    internal static IReadOnlyList<PriceEntry> Entries => Content.Value.Entries;

    /// <summary>The entry of a tier on a day that counts without proof, of whichever generation of billing; null for an unknown tier.</summary>
    internal static PriceEntry? Find(string tier, DateOnly day) => FindAll(tier, day).FirstOrDefault(entry => !entry.IsOnlyIfProven);

    /// <summary>Every entry of a tier on a day: one a generation of billing, and former prices that some accounts have kept.</summary>
    internal static IReadOnlyList<PriceEntry> FindAll(string tier, DateOnly day) => [.. Entries.Where(entry => entry.IsOf(tier) && entry.HoldsOn(day))];

    private static (string Version, IReadOnlyList<PriceEntry> Entries) Load()
    {
        using Stream stream = typeof(PriceCatalog).Assembly.GetManifestResourceStream("ElevenCost.Engine.Pricing.catalog.json")
            ?? throw new InvalidOperationException("The assembly holds no price catalogue.");
        CatalogFile file = JsonSerializer.Deserialize(stream, CatalogJson.Default.CatalogFile)
            ?? throw new InvalidOperationException("The price catalogue is empty.");
        return (file.Version, [.. file.Entries.SelectMany(entry => entry.Tiers.Select(tier => Read(tier, entry, file.Version)))]);
    }

    private static PriceEntry Read(string tier, CatalogFileEntry entry, string version) => new()
    {
        Tier = tier,
        PlanName = entry.Name,
        From = entry.From,
        Until = entry.Until,
        MonthlyPrice = Money(entry.MonthlyPrice),
        MonthlyCredits = entry.MonthlyCredits,
        Currency = entry.Currency,
        BillingPeriod = entry.BillingPeriod,
        OveragePer1000Credits = Money(entry.OveragePer1000Credits),
        Billing = entry.Billing,
        IsOnlyIfProven = entry.OnlyIfProven ?? false,
        Note = entry.Note,
        IsFromCatalog = true,
        Variant = entry.Variant,
        RolloverMonths = entry.RolloverMonths ?? 0,
        IsCapped = entry.Capped ?? false,
        IsSold = entry.Sold ?? true,
        Version = $"catalog {version}/{tier}"
            + (entry.From is null || entry.Billing is null ? "" : entry.Billing == BillingGeneration.PayAsYouGo ? " pay-as-you-go" : " usage-based")
            + (entry.Variant is { } variant ? $" {variant}" : "")
            + (entry.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until:yyyy-MM-dd}") : ""),
    };

    private static decimal? Money(string? text) =>
        text is null ? null : decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}

/// <summary>The shape of <c>catalog.json</c>.</summary>
internal sealed record CatalogFile(string Version, IReadOnlyList<CatalogFileEntry> Entries);

/// <summary>The shape of an entry of <c>catalog.json</c>; amounts are text, so that no reader makes doubles of them.</summary>
internal sealed record CatalogFileEntry(
    IReadOnlyList<string> Tiers,
    string Name,
    DateOnly? From,
    DateOnly? Until,
    string? MonthlyPrice,
    long? MonthlyCredits,
    string Currency,
    string BillingPeriod,
    string? OveragePer1000Credits,
    BillingGeneration? Billing,
    bool? OnlyIfProven,
    string? Variant,
    string? Note,
    int? RolloverMonths,
    bool? Capped,
    bool? Sold);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CatalogFile))]
internal sealed partial class CatalogJson : JsonSerializerContext;
