using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>A server that changes one field of one side answer: usage is complete, or the sync says which days are not.</summary>
public sealed class ChangedAnswerTests
{
    private const int Runs = 500;

    private static readonly string[] SidePaths =
        ["/v1/user/subscription", "/v1/workspace/groups", "/v1/workspace/members", "/v1/service-accounts", "/v1/usage/character-stats"];

    private static readonly DateRange Range = new(new DateOnly(2026, 11, 16), new DateOnly(2026, 11, 18));

    [Fact]
    public async Task Whatever_field_changes_usage_is_complete_or_the_sync_says_which_days_are_not()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Keys = 18, Days = 40 });
        Dictionary<DateOnly, long> truth = simulated.Server.Truth.DailyTotals(Range.Start, Range.End, "UTC").ToDictionary(day => day.Date, day => day.Credits);
        Assert.All(truth.Values, credits => Assert.True(credits > 0));
        int incomplete = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            simulated.Server.Faults.Clear();
            string path = SidePaths[seed % SidePaths.Length];
            simulated.Server.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"mutate:{seed}@{path}"));

            // Without the analytics the statistics are the usage itself.
            bool isUsage = path.EndsWith("character-stats", StringComparison.Ordinal) && seed % 2 == 0;
            if (isUsage)
            {
                simulated.Server.Faults.Add("analytics-absent");
            }

            simulated.Server.ClearRequests();
            var ledger = new MemoryLedger();
            using IElevenLabsApi api = ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, simulated.Clock, SimulatedConnection.Quick);
            SyncResult result = await new UsageSync(ledger, simulated.Clock).RunAsync(
                simulated.Connection, api, new SyncOptions { From = Range.Start, To = Range.End }, null, default);
            Dictionary<DateOnly, DayEntry> kept = (await ledger.ReadDaysAsync("acme", Range, default)).ToDictionary(day => day.Date);
            List<DateOnly> wrong = [.. Range.EachDay().Where(day => !kept.TryGetValue(day, out DayEntry? entry) || entry.State == DayState.Failed)];
            string run = $"seed {seed}, {path}: {result.ErrorId} {result.Error} {string.Join(" | ", result.Warnings)}";

            // What is kept as read is right to the last credit; what isn't is failed, or the error says that nothing more was read.
            Assert.All(kept.Values.Where(entry => entry.State != DayState.Failed), entry => Assert.True(entry.Credits == truth[entry.Date], run));
            Assert.True(wrong.Count == 0 || (!result.Succeeded && (result.Error is not null || result.DaysFailed == wrong.Count)), run);
            Assert.True(isUsage || (wrong.Count == 0 && result.Succeeded), run);
            incomplete += wrong.Count > 0 ? 1 : 0;
        }

        // That nothing ever went wrong would mean that nothing was changed.
        Assert.InRange(incomplete, 1, Runs / SidePaths.Length);
    }
}
