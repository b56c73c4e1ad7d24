using System.Globalization;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>How many random cases of failure a test tries, and which: docs/reliability.md has the variables.</summary>
internal static class LongForm
{
    /// <summary>The number of <c>ELEVENCOST_KILLS</c>, else a few.</summary>
    public static int Kills(int few) => Number("ELEVENCOST_KILLS") ?? few;

    /// <summary>The number of <c>ELEVENCOST_CASES</c>, else a few.</summary>
    public static int Cases(int few) => Number("ELEVENCOST_CASES") ?? few;

    /// <summary>The number of <c>ELEVENCOST_MUTATIONS</c>, else a few.</summary>
    public static int Mutations(int few) => Number("ELEVENCOST_MUTATIONS") ?? few;

    /// <summary>The number of <c>ELEVENCOST_SECONDS</c>, else a few.</summary>
    public static int Seconds(int few) => Number("ELEVENCOST_SECONDS") ?? few;

    /// <summary>The number of <c>ELEVENCOST_SEED</c>, else 1.</summary>
    public static int Seed => Number("ELEVENCOST_SEED") ?? 1;

    /// <summary>Fails a test of at least ten kills or faults none of which interrupted anything: it would prove nothing. In the short form, chance may miss.</summary>
    public static void AssertHit(int hits, string what) =>
        Assert.True(hits > 0 || Number("ELEVENCOST_KILLS") is not >= 10, $"No {what} was interrupted.");

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}
