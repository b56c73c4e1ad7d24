using System.Collections.Concurrent;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Sync;

/// <summary>Windows on which the host is silent.</summary>
public sealed class SilentWindowTests
{
    private const int WindowsAtOnce = 4;
    private static readonly DateRange Quarter = new(SimulatedConnection.Today.AddDays(-91), SimulatedConnection.Today);

    [Fact]
    public async Task What_is_too_long_for_one_window_is_too_long_for_the_others()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var silent = new ConcurrentQueue<DateRange>();
        SyncResult result = await SyncAsync(home, query => query.Range.Days > 2, hostAnswered: true, silent);
        Assert.True(result.Succeeded, result.Error);
        Assert.Equal(92, result.DaysSynced);
        await home.AssertTrueAsync(Quarter);

        // At most two lengths of each that was under way when the first was silent; halving each window by itself, it would be more than 30.
        Assert.InRange(silent.Count, 1, 2 * WindowsAtOnce);
    }

    [Fact]
    public async Task A_breakdown_alone_may_be_what_is_too_long()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        SyncResult result = await SyncAsync(home, query => query.GroupBy.Count > 0 && query.Range.Days > 1, hostAnswered: true, []);
        Assert.True(result.Succeeded, result.Error);
        await home.AssertTrueAsync(Quarter);
    }

    [Fact]
    public async Task A_single_day_on_which_the_host_is_silent_ends_the_sync_and_nothing_is_lost()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        await home.SyncAsync(new SyncOptions { Days = 20 });
        SortedDictionary<string, string> before = home.Kept();
        var silent = new ConcurrentQueue<DateRange>();
        SyncResult result = await SyncAsync(home, _ => true, hostAnswered: true, silent);
        Assert.Equal((false, "ApiTimeout", FailureCategory.Unavailable, 0, 0), (result.Succeeded, result.ErrorId, result.ErrorCategory, result.DaysSynced, result.DaysFailed));
        Assert.Equal(before, home.Kept());
        Assert.Contains(silent, range => range.Days == 1);

        // 8, 4, 2 and 1 days at most, of each that was under way.
        Assert.InRange(silent.Count, 1, 4 * WindowsAtOnce);
        Assert.True((await home.SyncAsync()).Succeeded);
        await home.AssertTrueAsync(Quarter);
    }

    [Fact]
    public async Task A_host_that_has_never_answered_is_asked_for_no_shorter_window()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var silent = new ConcurrentQueue<DateRange>();
        SyncResult result = await SyncAsync(home, _ => true, hostAnswered: false, silent);
        Assert.Equal((false, "ApiTimeout"), (result.Succeeded, result.ErrorId));
        Assert.InRange(silent.Count, 1, WindowsAtOnce);
        Assert.All(silent, range => Assert.True(range.Days > 2));
    }

    [Fact]
    public async Task Only_windows_of_several_days_can_be_asked_for_otherwise()
    {
        await using SimulatedConnection simulated = await SimulatedConnection.StartAsync();
        using var home = new SyncedHome(simulated);
        var queries = new ConcurrentQueue<AnalyticsQuery>();
        await SyncAsync(home, query =>
        {
            queries.Enqueue(query);
            return query.Range.Days > 1;
        }, hostAnswered: true, []);
        Assert.All(queries, query => Assert.Equal(query.Range.Days > 1, query.HasFallback));
        Assert.Contains(queries, query => !query.HasFallback);
    }

    private static async Task<SyncResult> SyncAsync(SyncedHome home, Func<AnalyticsQuery, bool> isSilent, bool hostAnswered, ConcurrentQueue<DateRange> silent)
    {
        using var api = new AlteredApi(home.Simulated.Open())
        {
            Analytics = (query, answer) =>
            {
                if (!isSilent(query))
                {
                    return answer;
                }

                silent.Enqueue(query.Range);
                throw ApiErrors.Silence(home.Server.BaseUri, TimeSpan.FromSeconds(60), 0, hostAnswered);
            },
        };
        return await home.Runner.RunAsync(home.Simulated.Connection, api, new SyncOptions(), null, default);
    }
}
