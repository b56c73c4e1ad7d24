namespace ElevenCost.Engine.Ledger;

/// <summary>Whether what is stored of a day is what its sync stored. Immutable.</summary>
/// <param name="Date">The day, in the connection's zone.</param>
/// <param name="EntryCredits">Its credits as its entry has them.</param>
/// <param name="RowCredits">Its credits as its rows add up to them; null if they exceed 64 bits.</param>
/// <param name="Changes">What was changed since, in words, such as <c>its rows</c>; empty if nothing was.</param>
public sealed record DayContent(DateOnly Date, long EntryCredits, long? RowCredits, IReadOnlyList<string> Changes);
