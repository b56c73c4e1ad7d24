using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>The plan's price over the plan's credits, with the plan in force that day.</summary>
/// <param name="connection">The connection's name.</param>
/// <param name="book">Its prices.</param>
/// <param name="notes">What is met goes there.</param>
internal sealed class PlanRatePrices(string connection, IPriceBook book, PricingNotes notes) : IDayPrices
{
    private readonly Dictionary<PlanRate, UnitPrice> _known = [];

    public UnitPrice? PriceOf(DayEntry day)
    {
        PlanRateAnswer answer = book.PlanRateOn(day.Date);
        if (answer.Rate is not { } rate)
        {
            notes.Unpriced(answer.Reason!);
            return null;
        }

        if (rate.IsAssumed && day.Credits > 0)
        {
            notes.Assumed(connection, book);
        }

        if (!_known.TryGetValue(rate, out UnitPrice? price))
        {
            _known.Add(rate, price = UnitPrice.Of(rate));
        }

        return price;
    }

    // The plan of a day is known from that day's prices alone.
    public Completeness CompletenessOf(DateOnly day) => Completeness.Final;
}
