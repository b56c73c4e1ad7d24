namespace ElevenCost.Engine.Pools;

/// <summary>The kinds of warnings of usage that several connections see.</summary>
internal static class PoolWarnings
{
    internal static readonly WarningKind UsageCountedTwice = new(
        "Several connections read the same workspace, so sums count its usage more than once.",
        "Use one of them.");
}
