using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>
/// A server with up to four faults at once, drawn by seed: whatever is kept of a day is right to the last digit, the sync says which days are not
/// kept, and the next sync of a server without faults heals them.
/// </summary>
public sealed class MixedFaultTests
{
    private const int FewCases = 40;

    /// <summary>Faults that change what usage there was, so that what is kept can't be compared with what is true; null instead of rows means that there was none.</summary>
    private static readonly string[] s_otherTruth = ["null-costs", "restate", "late-data", "json", "cell", "forget", "rows-null"];

    private static readonly string[] s_faults = [.. FaultTexts.Names.Except(s_otherTruth)];

    private static readonly string[] s_paths =
    [
        "", "", "@/v1/workspace/analytics", "@/v1/usage/character-stats", "@/v1/user/subscription", "@/v1/workspace/groups", "@/v1/workspace/members", "@/v1/service-accounts",
    ];

    private static readonly DateRange s_range = new(new DateOnly(2026, 11, 14), new DateOnly(2026, 11, 18));

    // A server that hangs is given up soon. Where the machine is slow, so is one that does not: then a day counts as failed, which is no fault.
    private static readonly ApiOptions s_options = SimulatedConnection.Quick with { SilenceTimeout = TimeSpan.FromSeconds(1), MaxRetries = 2, TotalTime = TimeSpan.FromSeconds(10) };

    [Fact]
    public void Each_fault_of_the_simulator_can_be_written() =>
        Assert.Equal(FaultNames.All.Keys.Order(StringComparer.Ordinal), FaultTexts.Names.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Whatever_goes_wrong_together_what_is_kept_is_right_and_the_next_sync_heals()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync(SimulatedConnection.Small with { Keys = 18, Days = 40 });
        Dictionary<DateOnly, DailyTotal> truth = simulated.Server.Truth.DailyTotals(s_range.Start, s_range.End, "UTC").ToDictionary(day => day.Date);
        int incomplete = 0;
        int cases = LongForm.Cases(FewCases);
        for (int seed = LongForm.Seed; seed < LongForm.Seed + cases; seed++)
        {
            string[] faults = Mix(new Random(seed));
            string run = string.Create(CultureInfo.InvariantCulture, $"ELEVENCOST_CASES=1 ELEVENCOST_SEED={seed}: {string.Join(' ', faults)}");
            var ledger = new MemoryLedger();
            foreach (string fault in faults)
            {
                simulated.Server.Faults.Add(fault);
            }

            SyncResult result = await SyncAsync(simulated, ledger, run);
            IReadOnlyList<DayEntry> kept = await AssertKeptIsTrueAsync(ledger, truth, $"{run}: {result.ErrorId} {result.Error} {string.Join(" | ", result.Warnings)}");
            int missing = s_range.Days - kept.Count;
            Assert.True(missing == 0 || (!result.Succeeded && (result.Error is not null || result.DaysFailed > 0)), $"{run}: {missing} days are missing, and nothing says so");
            incomplete += missing > 0 ? 1 : 0;

            simulated.Server.Faults.Clear();
            result = await SyncAsync(simulated, ledger, run);
            Assert.True(result.Succeeded, $"{run}: the next sync: {result.ErrorId} {result.Error} {string.Join(" | ", result.Warnings)}");
            kept = await AssertKeptIsTrueAsync(ledger, truth, $"{run}: the next sync");
            Assert.True(kept.Count == s_range.Days, $"{run}: the next sync keeps {kept.Count} days");
        }

        // That nothing ever went wrong would mean that no fault came through.
        Assert.True(cases < FewCases || incomplete > cases / 10, $"{incomplete} of {cases} cases were incomplete");
    }

    private static string[] Mix(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
        {
            string name = s_faults[random.Next(s_faults.Length)];
            return FaultTexts.Of(name, random) + FaultTexts.Any(random, s_paths) + FaultTexts.Any(random, "", "", "#1", "#2-", "#2-4", "#3-9");
        })];

    private static async Task<SyncResult> SyncAsync(SimulatedConnection simulated, MemoryLedger ledger, string run)
    {
        simulated.Server.ClearRequests();
        using IElevenLabsApi api = ElevenLabsApi.Open(simulated.Connection, simulated.Server.ApiKey, simulated.Clock, s_options);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            return await new UsageSync(ledger, simulated.Clock).RunAsync(simulated.Connection, api, new SyncOptions { From = s_range.Start, To = s_range.End }, null, limit.Token);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{run}: {e.GetType().Name}", e);
        }
    }

    /// <returns>The days that are kept as read.</returns>
    private static async Task<IReadOnlyList<DayEntry>> AssertKeptIsTrueAsync(MemoryLedger ledger, Dictionary<DateOnly, DailyTotal> truth, string run)
    {
        List<DayEntry> kept = [.. (await ledger.ReadDaysAsync("acme", s_range, default)).Where(day => day.State != DayState.Failed)];
        foreach (DayEntry day in kept)
        {
            DailyTotal total = truth[day.Date];
            Assert.True(day.Credits == total.Credits, $"{run}: {day.Credits} credits of {total.Credits} on {day.Date:yyyy-MM-dd}");

            // The deprecated statistics have no requests, and not every one has minutes and value: then they are unknown, never wrong.
            Assert.True(day.Requests is null || day.Requests == total.Requests, $"{run}: {day.Requests} requests of {total.Requests} on {day.Date:yyyy-MM-dd}");
            Assert.True(day.Minutes is null || day.Minutes == total.Minutes, $"{run}: {day.Minutes} minutes of {total.Minutes} on {day.Date:yyyy-MM-dd}");
            Assert.True(day.ConsumedCost is null || day.ConsumedCost == total.Cost, $"{run}: {day.ConsumedCost} of {total.Cost} on {day.Date:yyyy-MM-dd}");
        }

        return kept;
    }
}
