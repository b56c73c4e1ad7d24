using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>One dated price of one tier: of the shipped catalogue, or of the user's overlay. Immutable.</summary>
internal sealed record PriceEntry : IDated<PriceEntry>
{
    /// <summary>The tier as the API names it; compared without regard to case.</summary>
    public required string Tier { get; init; }

    /// <summary>The plan's name for a person; the tier in the overlay.</summary>
    public required string PlanName { get; init; }

    /// <summary>Which connections it holds for; null for all.</summary>
    public WildcardPattern? Connection { get; init; }

    /// <summary>The first day it applies; null for no first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The first day it no longer holds; null for no last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The price a month in <see cref="Currency"/>; null if the catalogue knows that none is public.</summary>
    public decimal? MonthlyPrice { get; init; }

    /// <summary>The credits a month, without rollover, more than 0; null if <see cref="MonthlyPrice"/> is.</summary>
    public long? MonthlyCredits { get; init; }

    /// <summary>ISO 4217 code, upper case.</summary>
    public required string Currency { get; init; }

    /// <summary>The billing period as the API names it; null for any.</summary>
    public string? BillingPeriod { get; init; }

    /// <summary>The price of 1,000 credits beyond the plan, in <see cref="Currency"/>; null if unknown.</summary>
    public decimal? OveragePer1000Credits { get; init; }

    /// <summary>The generation of billing that it holds for; null for both.</summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>Whether it counts only if the invoice or the credits of the plan prove it: a former price that few accounts have kept.</summary>
    public bool IsOnlyIfProven { get; init; }

    /// <summary>Which of several prices of one tier, generation and day it is, such as <c>former</c>; null for the usual one.</summary>
    public string? Variant { get; init; }

    /// <summary>How many months' worth of unused credits roll over at each renewal, at most; 0 for none. Of the catalogue alone.</summary>
    public int RolloverMonths { get; init; }

    /// <summary>Whether usage stops at the plan's credits, because neither overage nor a balance pays for more. Of the catalogue alone.</summary>
    public bool IsCapped { get; init; }

    /// <summary>Whether it can be bought: grants and trials cannot.</summary>
    public bool IsSold { get; init; } = true;

    /// <summary>What decided <see cref="Billing"/> for one connection; null if nothing had to.</summary>
    public BillingReason? Reason { get; init; }

    /// <summary>What else is known; null if nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>Names the entry in <see cref="PlanRate.Version"/>: no two entries of one source share it.</summary>
    public required string Version { get; init; }

    /// <summary>
    /// Names a price of the user's own: unique, because prices of the same tier, connection and period do not overlap and so differ in their first day.
    /// </summary>
    public string Name => Tier
        + (Connection is null ? "" : $"@{Connection}")
        + (BillingPeriod is null ? "" : $" {BillingPeriod}")
        + (From is { } day ? string.Create(CultureInfo.InvariantCulture, $" from {day:yyyy-MM-dd}") : "");

    /// <summary>Whether it ships with the product, rather than being the user's own.</summary>
    public bool IsFromCatalog { get; init; }

    /// <summary>Its days in words.</summary>
    public string Days => (From, Until) switch
    {
        (null, null) => "always",
        ({ } from, null) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd}"),
        (null, { } until) => string.Create(CultureInfo.InvariantCulture, $"until {until:yyyy-MM-dd}"),
        ({ } from, { } until) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd} until {until:yyyy-MM-dd}"),
    };

    /// <summary>Whether it holds for the tier.</summary>
    public bool IsOf(string tier) => string.Equals(Tier, tier, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it takes the same plan of the same connections as another, so that only one of them may hold on a day.</summary>
    public bool IsOfSameKind(PriceEntry other) =>
        IsOf(other.Tier)
        && BillingPeriod == other.BillingPeriod
        && string.Equals(Connection?.ToString(), other.Connection?.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public PriceEntry WithDays(DateOnly? from, DateOnly? until) => (this with { From = from, Until = until }).AsOwn();

    /// <summary>The same as a price of the user's own, named after its fields.</summary>
    public PriceEntry AsOwn() => this with { Version = $"override/{Name}" };

    /// <summary>What users hold of it.</summary>
    /// <param name="currency">The currency that it is paid in; Free has that of the subscription.</param>
    public Price ToPrice(string? currency = null) => new()
    {
        Tier = Tier,
        Plan = PlanName,
        Connection = Connection?.ToString(),
        From = From?.ToDateTime(TimeOnly.MinValue),
        To = Until?.AddDays(-1).ToDateTime(TimeOnly.MinValue),
        MonthlyPrice = MonthlyPrice,
        MonthlyCredits = MonthlyCredits,
        OveragePer1000Credits = OveragePer1000Credits,
        Billing = Billing,
        BillingReason = Reason?.Text,
        Currency = currency ?? Currency,
        BillingPeriod = BillingPeriodWords.Read(BillingPeriod),
        Source = IsFromCatalog ? PriceSource.Catalog : PriceSource.Override,
        Version = Version,
        Note = Note,
    };
}
