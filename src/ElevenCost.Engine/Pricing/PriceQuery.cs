namespace ElevenCost.Engine.Pricing;

/// <summary>Which prices to list. Immutable.</summary>
public sealed record PriceQuery
{
    /// <summary>Wildcards, without regard to case: any of them matches the tier or the plan's name; empty for every tier.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Only those of the catalogue, or only the user's own; null for both.</summary>
    public PriceSource? Source { get; init; }

    /// <summary>Only those that hold on this day; null for every day.</summary>
    public DateOnly? On { get; init; }
}

/// <summary>A price of the user's own to set. Immutable.</summary>
/// <remarks>Amounts are texts with a point, for numbers that a shell has parsed may have lost it: <c>1,5</c> is rejected, not taken for 15.</remarks>
public sealed record PriceSetting
{
    /// <summary>The tier as the API names it, such as <c>enterprise</c>.</summary>
    public required string Tier { get; init; }

    /// <summary>The price a month, 0 or more, such as <c>1200.00</c>: for a plan that is paid by the year a twelfth of the year's.</summary>
    public required string MonthlyPrice { get; init; }

    /// <summary>The plan's credits a month, without rollover; more than 0.</summary>
    public required long MonthlyCredits { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The price of 1,000 credits beyond the plan; null if unknown.</summary>
    public string? OveragePer1000Credits { get; init; }

    /// <summary>The generation of billing of the accounts that pay it; null to leave that to the connection and the evidence.</summary>
    public BillingGeneration? Billing { get; init; }

    /// <summary>A connection's name or a wildcard; null for every connection.</summary>
    public string? Connection { get; init; }

    /// <summary>The billing period that it holds for; null for every one.</summary>
    public BillingPeriod? BillingPeriod { get; init; }

    /// <summary>The first day it applies; null for today.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day on which it applies, included; null until the next price of the same tier, connection and period begins, or for ever.</summary>
    public DateOnly? To { get; init; }

    /// <summary>A note to keep with it; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>Which of the user's own prices to remove. Immutable.</summary>
public sealed record PriceRemoval
{
    /// <summary>The tier, without regard to case.</summary>
    public required string Tier { get; init; }

    /// <summary>The connection or wildcard as it is written in the price; null for the one without.</summary>
    public string? Connection { get; init; }

    /// <summary>The billing period of the price; null for the one without.</summary>
    public BillingPeriod? BillingPeriod { get; init; }

    /// <summary>The first day of the price; null if there is only one, or for <see cref="All"/>.</summary>
    public DateOnly? From { get; init; }

    /// <summary>What the price is called, as <see cref="Price.Version"/>: only that one; null for any of the tier, connection and period.</summary>
    public string? Version { get; init; }

    /// <summary>Whether to remove every price of the tier, connection and period.</summary>
    public bool All { get; init; }
}

/// <summary>What setting a price did. Immutable.</summary>
/// <param name="Price">The price as it is stored.</param>
/// <param name="Replaced">The price that began on the same day, and is gone; null if there was none, or it was the same.</param>
/// <param name="Changed">The prices whose days changed, as they are now: one that ends earlier, and what is left of it afterwards.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record PriceChange(Price Price, Price? Replaced, IReadOnlyList<Price> Changed, IReadOnlyList<Warning> Warnings);

/// <summary>The price of a connection's plan on a day. Immutable.</summary>
/// <param name="Price">The price; null if unknown.</param>
/// <param name="IsAssumed">Whether the plan is the one that was seen first, after the day.</param>
/// <param name="Reason">Why there is no price, and what to do; null if there is one.</param>
public sealed record PriceInForce(Price? Price, bool IsAssumed, string? Reason)
{
    /// <summary>What of the price is undecided, with both possible amounts; null if nothing is.</summary>
    public string? Undecided { get; init; }
}
