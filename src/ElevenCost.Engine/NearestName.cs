namespace ElevenCost.Engine;

/// <summary>Finds the name that was probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate that at most a third of the name's letters, and at least two, turn it into; null where none is that near.</summary>
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

    private static int Distance(string left, string right)
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

        return previous[right.Length];
    }
}
