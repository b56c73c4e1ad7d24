using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>Usage that no account has, such as a ledger changed by hand holds: a documented error, never a figure that wrapped or an internal error.</summary>
public sealed class OverflowTests
{
    [Theory]
    [InlineData("usage", "--last", "5d")]
    [InlineData("usage", "--last", "5d", "--group-by", "model")]
    [InlineData("usage", "--last", "5d", "--granularity", "day", "--cumulative")]
    [InlineData("cost", "--last", "5d")]
    [InlineData("cost", "--last", "5d", "--basis", "plan-rate")]
    [InlineData("cost", "--last", "5d", "--granularity", "day", "--cumulative", "--group-by", "product")]
    [InlineData("cost", "--last", "5d", "--group-by", "model", "--top", "1")]
    [InlineData("compare", "--last", "5d")]
    [InlineData("show", "--last", "5d")]
    public async Task A_sum_over_connections_that_exceeds_64_bits_exits_with_74(params string[] arguments)
    {
        using var run = new CommandLineRun();
        foreach (string name in new[] { "one", "two" })
        {
            Assert.Equal(0, await run.RunAsync("connect", name, "--demo"));
        }

        using (var ledger = new RelationalLedger(run.Home))
        {
            foreach (string name in new[] { "one", "two" })
            {
                LedgerFixture.Row[] rows = [.. Enumerable.Range(18, 3).Select(day => new LedgerFixture.Row(
                    LedgerFixture.Day(day), "TTS", "m" + name, null, day == 20 ? long.MaxValue - 1 : 0, 1, null, null))];
                await ledger.ReplaceDaysAsync(name, LedgerFixture.Replace(rows.Select(row => row.Date), rows, zone: "UTC"), default);
            }
        }

        Assert.Equal((74, ""), (await run.RunAsync([.. arguments, "--connection", "*"]), run.Output));
        Assert.Contains("A sum is larger than ElevenCost can hold.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", run.Error, StringComparison.Ordinal);
    }
}
