using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Query;

/// <summary>What of a day counts, and where. Immutable.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Slice">Which rows count: full records, the total slice, or the slice of one dimension.</param>
/// <param name="PricedAs">How they are priced.</param>
internal sealed record DayPlan(Bucket Bucket, sbyte Slice, PricedAs PricedAs);
