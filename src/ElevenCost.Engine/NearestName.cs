namespace ElevenCost.Engine;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate that at most a third of the name's letters, and at least two, turn it into; null if none is that near.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        // Nobody mistypes a name of this length, and the distance costs its square.
        if (name.Length > 64)
        {
            return null;
        }

        (string Candidate, int Distance) best = candidates.Select(candidate => (candidate, Distance(name, candidate))).DefaultIfEmpty().MinBy(pair => pair.Item2);
        return best.Candidate is not null && best.Distance <= Math.Max(2, name.Length / 3) ? best.Candidate : null;
    }

    /// <summary>The candidates that are nearest, if a name is taken for the beginning of each; as near as for <see cref="Of"/>, the nearest first.</summary>
    /// <param name="name">The name.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<string> Several(string name, IEnumerable<string> candidates, int count) => name.Length is 0 or > 64 ? [] :
    [
        .. candidates.Select(candidate => (Name: candidate, Start: Distances(name, candidate).Min(), Whole: Distances(name, candidate)[^1]))
            .Where(near => near.Start <= Math.Max(2, name.Length / 3) && near.Start < name.Length)
            .OrderBy(near => near.Start).ThenBy(near => near.Whole).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(count).Select(near => near.Name),
    ];

    private static int Distance(string left, string right) => Distances(left, right)[^1];

    /// <summary>How many letters turn a text into the first letters of another, by their number.</summary>
    private static int[] Distances(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }

            previous = current;
        }

        return previous;
    }
}
