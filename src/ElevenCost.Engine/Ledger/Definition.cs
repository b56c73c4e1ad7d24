namespace ElevenCost.Engine.Ledger;

/// <summary>One thing that the user defined and that changes costs: a price, a rule of a cost center. Immutable.</summary>
/// <param name="Name">What the user calls it: unique within its kind, compared without regard to case.</param>
/// <param name="Document">Its fields as a JSON object of texts, in the order in which they are shown.</param>
public sealed record Definition(string Name, string Document)
{
    /// <summary>The same for names that differ in case alone.</summary>
    internal string Id => Name.ToUpperInvariant();
}

/// <summary>One definition before and after a change, as stored. Immutable.</summary>
/// <param name="Kind">The kind of the definition.</param>
/// <param name="Number">Counts the changes of the kind from 1; what was changed together shares it.</param>
/// <param name="Name">The name after the change, or before it if it was removed.</param>
/// <param name="ChangedAt">When, in UTC.</param>
/// <param name="PlaceBefore">Its place in the order of its kind before; null if it was not there.</param>
/// <param name="PlaceAfter">Its place after; null if it is gone.</param>
/// <param name="Before">Its document before; null if it was not there.</param>
/// <param name="After">Its document after; null if it is gone.</param>
public sealed record DefinitionChange(
    string Kind, int Number, string Name, DateTime ChangedAt, int? PlaceBefore, int? PlaceAfter, string? Before, string? After);
