using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>What the credits of each day of one connection cost, on one basis.</summary>
internal interface IDayPrices
{
    /// <summary>The price of a credit of a kept day; null if unknown, which is noted.</summary>
    UnitPrice? PriceOf(DayEntry day);

    /// <summary>How far the price of a day can be trusted: it may depend on other days. The day's own state is no part of it.</summary>
    Completeness CompletenessOf(DateOnly day);
}
