using System.Globalization;

namespace ElevenCost.Engine.Pricing;

/// <summary>The errors of prices: id, text and remedy of each in one place.</summary>
public static class PriceErrors
{
    internal static readonly ErrorKind PriceNotFound = new(FailureCategory.Configuration,
        "No price has that plan, or you have no price of your own to remove; then the message lists your prices of the tier.",
        "List them with `Get-ElevenLabsPrice`. The catalogue's prices cannot be removed: set one of your own.",
        FailureNature.NotFound);

    internal static readonly ErrorKind PriceNotUnique = new(FailureCategory.Usage,
        "You have several prices for that tier, connection and billing period; the message lists them.",
        "Use the first day of one, or `-All`.");

    internal static readonly ErrorKind PriceNotValid = new(FailureCategory.Usage,
        "The input is not a valid price; the message lists each mistake. Write amounts with a point.",
        "Correct it; nothing was changed.");

    internal static readonly ErrorKind PriceOverlaps = new(FailureCategory.Usage,
        "The price would overlap the next one.",
        "End it before that one begins, or remove that one first.");

    private const string Correct = "Correct it; nothing was changed.";

    /// <summary><c>PriceNotFound</c>: neither the catalogue nor the user has a price of a plan.</summary>
    /// <param name="tier">The plan, as it was typed.</param>
    public static ElevenCostException NoPriceOf(string tier) => new(PriceNotFound, $"There is no price of a plan '{tier}'.",
        $"List all prices: {Advice.Of("Get-ElevenLabsPrice", "elevencost price list")}. Set one of your own: {Advice.Of($"Set-ElevenLabsPrice {tier}", $"elevencost price set {tier}")}.");

    /// <param name="removal">Which price was to be removed.</param>
    /// <param name="ofTier">The prices of the user that are of the tier.</param>
    internal static ElevenCostException NoOwnPrice(PriceRemoval removal, PriceEntry[] ofTier)
    {
        string which = $"tier '{removal.Tier}'"
            + (removal.Connection is { } connection ? $" for connection '{connection}'" : " for every connection")
            + (BillingPeriodWords.Of(removal.BillingPeriod) is { } period ? $" ({period})" : "")
            + (removal.From is { } from ? string.Create(CultureInfo.InvariantCulture, $" from {from:yyyy-MM-dd}") : "");
        return new ElevenCostException(PriceNotFound,
            $"You have no price of your own for {which}." + (ofTier.Length > 0 ? $" Your prices of the tier: {List(ofTier)}." : ""),
            PriceCatalog.Entries.Any(entry => entry.IsOf(removal.Tier))
                ? "Prices of the catalogue cannot be removed; set one of your own to override them."
                : $"List your own prices: {Advice.Of("Get-ElevenLabsPrice -Source Override", "elevencost price list --source override")}.");
    }

    internal static ElevenCostException NotUnique(string tier, PriceEntry[] found) => new(PriceNotUnique,
        $"There are {found.Length} prices of your own of tier '{tier}': {List(found)}.", $"Set the first day of the price to remove ({Advice.Of("-StartDate", "--from")}), or remove all of them ({Advice.Of("-All", "--all")}).");

    /// <param name="price">The price.</param>
    /// <param name="days">The days on which it would hold.</param>
    /// <param name="next">The price that follows.</param>
    internal static ElevenCostException Overlaps(PriceEntry price, string days, PriceEntry next) => new(PriceOverlaps,
        $"The price of tier '{price.Tier}' ({days}) would overlap the one that follows, {next.Version} ({next.Days}).",
        "End it before that one begins, or remove that one first.");

    internal static ElevenCostException EndsBeforeItBegins(DateOnly? from, DateOnly? to) => new(PriceNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The price is not valid: its last day, {to:yyyy-MM-dd}, is before its first, {from:yyyy-MM-dd}."), Correct);

    internal static ElevenCostException NotValid(IEnumerable<string> mistakes) => new(PriceNotValid, $"The price is not valid: {string.Join("; ", mistakes)}.", Correct);

    private static string List(IEnumerable<PriceEntry> prices) => string.Join(", ", prices.Select(price => price.Version));
}
