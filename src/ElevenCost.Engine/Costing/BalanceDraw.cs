using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>What was drawn from a prepaid balance on some days, of the whole pool of credits.</summary>
internal static class BalanceDraw
{
    /// <summary>Sums up the days.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="range">The days, up to <paramref name="today"/>.</param>
    /// <param name="book">Its prices.</param>
    /// <param name="ledger">The usage.</param>
    /// <param name="today">Today in its zone.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exact sum and its currency; null if a day is missing, a price is not known, or two currencies meet.</returns>
    public static async Task<(Fraction Drawn, string? Currency)?> ReadAsync(
        Connection connection, DateRange range, IPriceBook book, IUsageLedger ledger, DateOnly today, CancellationToken cancellationToken)
    {
        Fraction sum = Fraction.Zero;
        string? currency = null;
        for (DateOnly day = range.Start; day <= range.End;)
        {
            if (book.BillingMonthOf(day) is not { } month)
            {
                return null;
            }

            PoolDays kept = await PoolDays.ReadAsync(connection, book.Pool ?? CreditPool.Of(connection), month.Days, ledger, today, cancellationToken);
            var cost = new BillingMonthCost(month, kept.Of(month));

            // Today may not have been synced yet: what it has drawn so far is not known, and little.
            if (cost.Reason is not null || cost.Beyond is null || cost.Gaps.Any(gap => gap.Date < today) || (currency is not null && cost.Currency != currency))
            {
                return null;
            }

            currency = cost.Currency;
            foreach ((_, Fraction drawn) in cost.DrawnByDay.Where(drawn => range.Contains(drawn.Day)))
            {
                sum += drawn;
            }

            day = month.Days.End.AddDays(1);
        }

        return (sum, currency);
    }
}
