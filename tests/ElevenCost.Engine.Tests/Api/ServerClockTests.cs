using ElevenCost.Engine.Api;
using ElevenCost.Engine.Tests.Support;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Api;

public sealed class ServerClockTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1999, 12, 31)]
    [InlineData(2201, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void A_date_that_is_no_clocks_tells_nothing(int year, int month, int day)
    {
        var clock = new ServerClock(new FixedTime(SimulatedConnection.Now));
        clock.Read(new DateTimeOffset(year, month, day, 23, 59, 59, TimeSpan.Zero));
        Assert.Null(clock.Offset);
        Assert.Equal(SimulatedConnection.Now, clock.UtcNow);
    }

    [Fact]
    public void A_clock_of_this_machine_that_starts_at_1970_is_far_behind()
    {
        var clock = new ServerClock(new FixedTime(DateTimeOffset.UnixEpoch));
        clock.Read(SimulatedConnection.Now);
        Assert.Equal(SimulatedConnection.Now, clock.UtcNow);
    }
}
