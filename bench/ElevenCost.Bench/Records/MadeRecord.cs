namespace ElevenCost.Bench.Records;

/// <summary>One usage record. Amounts have at most nine decimals, so that every contender can sum them exactly.</summary>
/// <param name="Values">The dimension values, in the order of the ledger's record dimensions.</param>
/// <param name="Credits">Credits.</param>
/// <param name="Requests">Requests.</param>
/// <param name="Minutes">Minutes of audio.</param>
/// <param name="Cost">Value consumed, in USD.</param>
internal readonly record struct MadeRecord(string[] Values, long Credits, long Requests, decimal Minutes, decimal Cost);
