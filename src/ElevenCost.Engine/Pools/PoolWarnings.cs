namespace ElevenCost.Engine.Pools;

/// <summary>The kinds of warnings of usage that several connections see.</summary>
internal static class PoolWarnings
{
    internal static readonly WarningKind UsageCountedTwice = new(
        "Connections of one workspace were asked for together, which see the same usage, so that sums hold it more than once.",
        "Ask for one of them.");
}
