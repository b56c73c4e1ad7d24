using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Sync;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Cli;

public sealed class ProgressLineTests
{
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public void A_terminal_shows_one_line_with_a_bar_that_the_next_is_written_over()
    {
        var line = new ProgressLine(Screen(isTerminal: true), new FixedClock(default));
        line.Report(new SyncProgress("acme", 0, 0, 0, "subscription"));
        line.Report(new SyncProgress("acme", 46, 92, 12_345, "usage"));
        line.Report(new SyncProgress("acme", 92, 92, 23_456, "usage"));
        Assert.Equal(
            ["", "acme: [....................] subscription", "acme: [##########..........] 46 of 92 days, 12,345 records, usage", "acme: [####################] 92 of 92 days, 23,456 records, usage"],
            _error.ToString().Split('\r'));
    }

    [Fact]
    public void A_probe_shows_which_permission_it_tests_of_how_many()
    {
        var line = new ProgressLine(Screen(isTerminal: true), new FixedClock(default));
        line.Report(new ProbeProgress("acme", 0, 7, "Key"));
        line.Report(new ProbeProgress("acme", 2, 7, "Analytics"));
        Assert.Equal(["", "acme: [....................] 0 of 7 permissions, Key", "acme: [#####...............] 2 of 7 permissions, Analytics"], _error.ToString().Split('\r'));
    }

    [Fact]
    public void What_is_no_terminal_gets_a_line_every_ten_seconds_and_no_bar()
    {
        var clock = new StepClock();
        var line = new ProgressLine(Screen(isTerminal: false), clock);
        foreach (int done in Enumerable.Range(0, 25))
        {
            line.Report(new SyncProgress("acme", done, 92, 0, "usage"));
            clock.Step(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("acme: 10 of 92 days, 0 records, usage\nacme: 20 of 92 days, 0 records, usage\n", _error.ToString());
    }

    private Screen Screen(bool isTerminal) => new() { Output = new MemoryStream(), Error = _error, Environment = _ => null, ErrorIsTerminal = isTerminal };

    private sealed class StepClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Step(TimeSpan time) => _ticks += time.Ticks;
    }
}
