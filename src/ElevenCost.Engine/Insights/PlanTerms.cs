using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Insights;

/// <summary>What a plan holds, and what credits beyond it cost. Immutable.</summary>
/// <param name="MonthlyCredits">Credits a month, without rollover; null where no price knows the plan.</param>
/// <param name="OveragePer1000Credits">The price of 1,000 credits beyond the plan, in <paramref name="Currency"/>; null where not known in the subscription's currency.</param>
/// <param name="Currency">ISO 4217 code of the rate; null where that is.</param>
/// <param name="Version">Names the price; null where none knows the plan.</param>
internal sealed record PlanTerms(long? MonthlyCredits, decimal? OveragePer1000Credits, string? Currency, string? Version)
{
    private const string MonthlyPeriod = "monthly_period";

    /// <summary>No price knows the plan.</summary>
    public static PlanTerms Unknown { get; } = new(null, null, null, null);

    /// <summary>The terms of a subscription on a day: the user's own price, else the catalogue's. A plan's credits are the same in every currency and billing period.</summary>
    public static PlanTerms Of(Connection connection, SubscriptionSnapshot snapshot, DateOnly day, PriceOverlay own)
    {
        PriceEntry? entry = own.Find(snapshot.Tier, connection.Name, snapshot.BillingPeriod ?? MonthlyPeriod, day) ?? PriceCatalog.Find(snapshot.Tier, day);
        if (entry is null)
        {
            return Unknown;
        }

        bool isOfCurrency = snapshot.Currency is null || string.Equals(snapshot.Currency, entry.Currency, StringComparison.OrdinalIgnoreCase);
        decimal? rate = isOfCurrency ? entry.OveragePer1000Credits : null;
        return new PlanTerms(entry.MonthlyCredits, rate, rate is null ? null : entry.Currency, entry.Version);
    }

    /// <summary>The user's own prices; none where there is no file.</summary>
    /// <exception cref="ElevenCostException"><c>PriceFileNotValid</c>, <c>PriceFileNotReadable</c>.</exception>
    public static async Task<PriceOverlay> ReadOwnAsync(Home home, CancellationToken cancellationToken)
    {
        string path = Path.Combine(home.Path, PriceOverlay.FileName);
        try
        {
            return PriceFile.Parse(await File.ReadAllBytesAsync(path, cancellationToken), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return PriceOverlay.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ElevenCostException("PriceFileNotReadable", FailureCategory.Configuration,
                $"The price file '{path}' cannot be read: {e.Message}", "Make it readable, or remove it to use the price catalogue alone.", e);
        }
    }
}
