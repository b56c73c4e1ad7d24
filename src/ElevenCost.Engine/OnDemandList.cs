using System.Collections;

namespace ElevenCost.Engine;

/// <summary>A list that creates an item each time it is read, so that memory does not hold hundreds of thousands. Reading again returns an equal item, not the same object.</summary>
/// <typeparam name="T">What it makes.</typeparam>
internal abstract class OnDemandList<T> : IReadOnlyList<T>
    where T : class
{
    /// <inheritdoc/>
    public abstract int Count { get; }

    /// <inheritdoc/>
    public abstract T this[int index] { get; }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
