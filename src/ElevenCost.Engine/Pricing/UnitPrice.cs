namespace ElevenCost.Engine.Pricing;

/// <summary>What one credit costs, exactly. Immutable.</summary>
/// <param name="PerCredit">The price of a credit in <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217 code, upper case.</param>
/// <param name="Version">The catalogue entries and overrides that it comes from, joined by <see cref="VersionSeparator"/>.</param>
/// <param name="Fee">What of it is the plan's fee, which may be split otherwise than by usage; 0 if unknown separately.</param>
/// <param name="LacksOverage">Whether the credits may have been overage whose price is not known, and so is not in it.</param>
internal sealed record UnitPrice(Fraction PerCredit, string Currency, string Version, Fraction Fee, bool LacksOverage = false)
{
    /// <summary>What stands between two versions; no version holds it.</summary>
    public const string VersionSeparator = "; ";

    /// <summary>The plan's price over the plan's credits.</summary>
    public static UnitPrice Of(PlanRate rate) =>
        new(Fraction.Of(rate.MonthlyPrice) * new Fraction(1, rate.MonthlyCredits), rate.Currency, rate.Version, Fraction.Zero);
}
