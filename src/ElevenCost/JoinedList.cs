using System.Collections.ObjectModel;

namespace ElevenCost;

/// <summary>
/// A list whose text is its items joined by <c>"; "</c>: a cell of <c>Export-Csv</c> and a text with the list in it show what is in it, and not
/// the name of a type. Two are equal where their items are, so that the records that hold them are, too. To everything else it is a list.
/// </summary>
/// <typeparam name="T">What it holds; an item's text is what stands in the list's.</typeparam>
/// <param name="items">
/// The items, in their order. Null is none: before .NET 9, what a line of JSON lacks is set to null if a property can only be initialized.
/// </param>
internal sealed class JoinedList<T>(IEnumerable<T>? items) : ReadOnlyCollection<T>([.. items ?? []])
{
    /// <summary>The items' texts, joined; empty for an empty list.</summary>
    public override string ToString() => string.Join("; ", this);

    /// <summary>Whether the other list has equal items in the same order.</summary>
    public override bool Equals(object? obj) => obj is JoinedList<T> other && this.SequenceEqual(other);

    /// <summary>As <see cref="Equals"/> has it.</summary>
    public override int GetHashCode() => this.Aggregate(0, HashCode.Combine);
}
