namespace ElevenCost.Engine.Ledger;

/// <summary>A definition that holds from one day to another: of those of one sort, one holds a day.</summary>
/// <typeparam name="T">The definition itself.</typeparam>
internal interface IDated<T>
    where T : class, IDated<T>
{
    /// <summary>The first day it applies; null for no first day.</summary>
    DateOnly? From { get; }

    /// <summary>The first day it no longer holds; null for no last day.</summary>
    DateOnly? Until { get; }

    /// <summary>Whether only one of both may hold on a day.</summary>
    bool IsOfSameKind(T other);

    /// <summary>The same with other days.</summary>
    T WithDays(DateOnly? from, DateOnly? until);
}

/// <summary>What putting a dated definition among others did. Immutable.</summary>
/// <param name="All">All of them, as they are now.</param>
/// <param name="Placed">The definition with the days that it holds.</param>
/// <param name="Replaced">The one that began on the same day, and is gone; null if there was none.</param>
/// <param name="Changed">Those whose days changed: one that ends earlier, and what is left of it afterwards.</param>
/// <param name="Overlapped">The one that follows, if its days overlap: then nothing was changed; else null.</param>
internal sealed record DatedPlacement<T>(IReadOnlyList<T> All, T Placed, T? Replaced, IReadOnlyList<T> Changed, T? Overlapped)
    where T : class, IDated<T>;

/// <summary>Puts dated definitions among others of their sort, so that what held on earlier days stays as it was.</summary>
internal static class EffectiveDates
{
    /// <summary>Whether a definition holds on a day.</summary>
    public static bool HoldsOn<T>(this T dated, DateOnly day)
        where T : class, IDated<T> => (dated.From is not { } from || day >= from) && (dated.Until is not { } until || day < until);

    /// <summary>
    /// Puts a definition among others. One of its sort that holds on its first day ends the day before. It ends where the next one begins, unless
    /// it has an end of its own.
    /// </summary>
    /// <param name="all">The others.</param>
    /// <param name="dated">The definition.</param>
    /// <param name="from">Its first day.</param>
    /// <param name="oldHoldsAgain">Whether the one that it ends holds again after its last day.</param>
    public static DatedPlacement<T> Place<T>(IReadOnlyList<T> all, T dated, DateOnly from, bool oldHoldsAgain)
        where T : class, IDated<T>
    {
        T[] same = [.. all.Where(other => other.IsOfSameKind(dated)).OrderBy(other => other.From)];
        T? next = same.FirstOrDefault(other => other.From > from);
        T placed = dated.WithDays(from, dated.Until ?? next?.From);
        if (next is not null && (placed.Until ?? DateOnly.MaxValue) > next.From)
        {
            return new DatedPlacement<T>(all, placed, null, [], next);
        }

        T? current = same.FirstOrDefault(other => other.HoldsOn(from));
        T? replaced = current?.From == from ? current : null;
        T? shortened = current is null || replaced is not null ? null : current.WithDays(current.From, from);
        T? rest = current is not null && placed.Until is { } again && oldHoldsAgain && (current.Until ?? DateOnly.MaxValue) > again
            ? current.WithDays(again, current.Until) : null;
        return new DatedPlacement<T>(
            [
                .. all.Select(other => !ReferenceEquals(other, current) ? other : shortened ?? placed),
                .. new[] { replaced is null ? placed : null, rest }.OfType<T>(),
            ],
            placed, replaced, [.. new[] { shortened, rest }.OfType<T>()], null);
    }
}
