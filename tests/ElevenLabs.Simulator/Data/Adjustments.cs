namespace ElevenLabs.Simulator;

/// <summary>How the numbers differ from the plain ones at this moment: restated days and data that has not arrived yet.</summary>
internal sealed class Adjustments(IReadOnlyDictionary<int, decimal> factors, int? lateRequests, IReadOnlySet<int> forgotten)
{
    /// <summary>The two days on which data arrives late.</summary>
    private const long LateSeconds = 2 * 86_400L;

    public bool IsForgotten(int day) => forgotten.Contains(day);

    public decimal FactorOf(int day) => factors.TryGetValue(day, out decimal factor) ? factor : 1;

    /// <summary>With late data, n/(n+1) of the recent events are visible to the n-th request, so each request sees more.</summary>
    public bool IsVisible(long second, long now, ulong hash)
    {
        if (lateRequests is not int requests || second < now - LateSeconds)
        {
            return true;
        }

        int n = Math.Max(1, requests);
        return Mix.Unit(Mix.Of(hash, 99)) < n / (n + 1.0);
    }
}
