using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Query;

/// <summary>How a day's usage is priced: rows of one day share it, rows of one group need not. Immutable.</summary>
/// <param name="ConsumedCurrency">The currency of the consumed costs; null if there is none.</param>
/// <param name="Price">What a credit costs; null if that is not known, or not asked for.</param>
/// <param name="State">The state of the day.</param>
internal sealed record PricedAs(string? ConsumedCurrency, UnitPrice? Price, DayState State);

/// <summary>The usage of one group that is priced alike.</summary>
/// <param name="Bucket">Its days, or its hour.</param>
/// <param name="Connection">The connection; null if rows are not grouped by it.</param>
/// <param name="Ids">The IDs by record dimension; null if not grouped by, or not known.</param>
/// <param name="PricedAs">How it is priced.</param>
/// <param name="Sums">What it sums up to.</param>
/// <param name="Attribution">The number of what the rules of cost centers came to; null if usage is not attributed.</param>
internal sealed record UsageGroup(
    Bucket Bucket, string? Connection, string?[] Ids, PricedAs PricedAs, UsageSums Sums, int? Attribution = null);
