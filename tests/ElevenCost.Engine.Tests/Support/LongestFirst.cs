using ElevenCost.Engine.Tests.EndToEnd;
using ElevenCost.Engine.Tests.Schedules;
using Xunit.Abstractions;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>
/// Starts the classes that take longest first, most of which wait for something. Otherwise one of them may begin when all others have ended, and the run
/// waits for it alone.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(CronDaemonTests), nameof(SilenceTests), nameof(ScheduleCommandTests), nameof(CanaryTests), nameof(TransportTests), nameof(MainJobTests), nameof(LedgerKillTests),
        nameof(KillTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal)) is var place and >= 0
            ? place
            : Longest.Length);
}
