using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Quotas;

/// <summary>Works out when a prepaid balance is used up: pure arithmetic.</summary>
internal static class BalanceForecast
{
    private const int Decimals = 6;
    private const int MostYears = 10;

    /// <summary>An exact amount as money of six decimals, halves rounded away from 0.</summary>
    public static decimal Money(Fraction amount) => amount.Rounded(Decimals);

    /// <summary>
    /// The day on which the balance is used up: the plan's credits are used first, and they come again with each reset, without rollover.
    /// </summary>
    /// <param name="balance">What is left of the balance; at 0 or less it is used up now.</param>
    /// <param name="perCredit">What a credit drawn from it costs; more than 0.</param>
    /// <param name="creditsLeft">What is left of the plan's credits in this cycle; below 0 counts as none.</param>
    /// <param name="monthlyCredits">The plan's credits of each cycle that follows.</param>
    /// <param name="perDay">The burn in credits.</param>
    /// <param name="now">The present, in UTC.</param>
    /// <param name="reset">The next reset, in UTC.</param>
    /// <param name="zone">The zone of the day.</param>
    /// <returns>The day; null if nothing is burnt, or the balance lasts for more than ten years.</returns>
    public static DateOnly? RunsOutOn(
        decimal balance, decimal perCredit, decimal creditsLeft, long monthlyCredits, decimal perDay, DateTime now, DateTime reset, TimeZoneInfo zone)
    {
        if (balance <= 0)
        {
            return zone.DayOf(new DateTimeOffset(now));
        }

        if (perDay <= 0)
        {
            return null;
        }

        decimal left = Math.Max(0, creditsLeft);
        decimal credits = balance / perCredit;
        DateTime at = now;
        for (int cycle = 0; cycle < MostYears * 12; cycle++)
        {
            DateTime end = reset.AddMonths(cycle);
            decimal burnt = perDay * (end - at).Ticks / TimeSpan.TicksPerDay;
            decimal beyond = burnt - left;
            if (beyond >= credits)
            {
                decimal days = (left + credits) / perDay;
                return zone.DayOf(new DateTimeOffset(at.AddTicks((long)(days * TimeSpan.TicksPerDay))));
            }

            credits -= Math.Max(0, beyond);
            left = monthlyCredits;
            at = end;
        }

        return null;
    }
}
