namespace ElevenCost.Engine.Pricing;

/// <summary>Billing periods as the API and the ledger name them.</summary>
internal static class BillingPeriodWords
{
    /// <summary>A month: what an absent period is taken for.</summary>
    public const string Monthly = "monthly_period";

    private static readonly string[] Words = [Monthly, "3_month_period", "6_month_period", "annual_period"];

    /// <summary>Every word, from the shortest period on.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>The word of a period; null for null.</summary>
    public static string? Of(BillingPeriod? period) => period is { } known ? Words[(int)known] : null;

    /// <summary>How many months a period has, an absent one a month; null for a word that is none.</summary>
    public static int? Months(string? word) => Read(word ?? Monthly) switch
    {
        BillingPeriod.Monthly => 1,
        BillingPeriod.ThreeMonth => 3,
        BillingPeriod.SixMonth => 6,
        BillingPeriod.Annual => 12,
        _ => null,
    };

    /// <summary>The period of a word; null for null and for a word that is none.</summary>
    public static BillingPeriod? Read(string? word) => Array.IndexOf(Words, word) is >= 0 and int index ? (BillingPeriod)index : null;
}
