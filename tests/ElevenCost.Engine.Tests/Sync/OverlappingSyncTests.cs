using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>Two syncs of one connection, one of which waits for the other, or goes on although the other took over.</summary>
public sealed class OverlappingSyncTests
{
    private static readonly DateOnly Today = SimulatedConnection.Today;
    private static readonly SyncOptions Forced = new() { Days = 10, Force = true };

    [Fact]
    public async Task What_is_read_after_waiting_for_another_sync_counts_as_read_later()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(Forced);
        Task<SyncResult> waiting;
        await using (await home.Usage.TakeWriterAsync(simulated.Connection, TimeProvider.System, default))
        {
            // It starts before the other one, which has the lease and reads first.
            waiting = home.SyncAsync(Forced);
            SetReadAt(home, Today.AddDays(-9), SimulatedConnection.Now.AddSeconds(10));
            simulated.Clock.Set(SimulatedConnection.Now.AddSeconds(20));
            home.Server.Faults.Add(FormattableString.Invariant($"restate:{Today.AddDays(-6):yyyy-MM-dd},3"));
        }

        SyncResult result = await waiting;
        Assert.Equal((true, 10), (result.Succeeded, result.DaysSynced));
        Assert.Equal((Today.AddDays(-6), true), result.Restatements.Select(day => (DateOnly.FromDateTime(day.Date), day.WasFinal)).Single());
        await home.AssertTrueAsync(new DateRange(Today.AddDays(-9), Today));
        Assert.All(await home.DaysAsync(), day => Assert.Equal(SimulatedConnection.Now.AddSeconds(20).UtcDateTime, day.SyncedAt));
    }

    [Fact]
    public async Task Days_that_another_sync_read_later_are_left_out_of_the_count_and_warned_of_once()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(Forced);
        DateTime later = SimulatedConnection.Now.AddMinutes(1).UtcDateTime;
        SyncResult result = await home.SyncAsync(Forced, new Told(told =>
        {
            if (told.Activity == "names")
            {
                SetReadAt(home, Today.AddDays(-3), later);
            }
        }));
        Assert.Equal((true, 10, 6, 0), (result.Succeeded, result.DaysAsked, result.DaysSynced, result.DaysFailed));
        IReadOnlyList<DayEntry> kept = await home.DaysAsync();
        Assert.Equal(4, kept.Count(day => day.SyncedAt == later));
        Assert.Equal(
            (kept.Where(day => day.SyncedAt != later).Sum(day => (long)day.Records), kept.Where(day => day.SyncedAt != later).Sum(day => day.Credits)),
            (result.Records, result.Credits));
        Assert.Equal("4 days were read later by another sync (2026-11-17..2026-11-20), so its figures were kept.", Assert.Single(result.Warnings));
    }

    private static void SetReadAt(SyncedHome home, DateOnly from, DateTimeOffset at) => home.Usage.Database.Write(session => session.Execute(
        "UPDATE day SET synced_at = @at WHERE day >= @from", ("at", LedgerText.Of(at.UtcDateTime)), ("from", from.DayNumber)), default);
}
