using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Failures;

/// <summary>Keys and workspaces that lack something, answers that do not add up, and homes that are damaged.</summary>
public sealed class NarrowKeyTests
{
    [Theory]
    [InlineData("analytics-absent", "EndpointNotFound")]
    [InlineData("analytics-forbidden:401", "MissingPermission")]
    [InlineData("analytics-forbidden:403", "MissingPermission")]
    [InlineData("server-error:100000,403@/v1/workspace/analytics", "AccessDenied")]
    [InlineData("missing-permissions:workspace_analytics_full_read", "MissingPermission")]
    public async Task A_sync_without_analytics_reads_the_deprecated_statistics_and_warns(string fault, string id)
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 10 }, null, fault);
        using ModuleSession session = Connected(simulator, "acme");
        Outcome synced = session.Do("Sync-ElevenLabsUsage -Days 5");
        dynamic result = Assert.Single(synced.Output)!;
        Assert.Equal("True UsageStatistics", $"{result.Succeeded} {result.Source}");
        Assert.NotEmpty(synced.Warnings);
        Assert.NotEmpty((System.Collections.IEnumerable)result.Warnings);
        dynamic row = Assert.Single(session.Do("Test-ElevenLabsConnection | Where-Object Name -EQ Analytics").Output)!;
        Assert.Equal($"False False {id}", $"{row.Passed} {row.Required} {row.ErrorId}");
        Assert.Equal("True", session.Line("Test-ElevenLabsConnection -Quiet"));
        Outcome cost = session.Do("(Get-ElevenLabsCost -Last 5d -GroupBy Model -Granularity Total)[0].CostBasis");
        Assert.Equal(["PlanRate"], cost.Lines);
        Assert.NotEmpty(cost.Warnings);
    }

    [Fact]
    public async Task Neither_analytics_nor_statistics_connects_and_sync_and_test_say_so()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 10 }, null, "analytics-absent", "stats-absent");
        using ModuleSession session = Connected(simulator, "acme");
        Outcome outcome = session.Run("(Sync-ElevenLabsUsage -Days 5).Succeeded");
        Assert.Equal(["False"], outcome.Lines);
        Assert.StartsWith("EndpointNotFound,", outcome.ErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(outcome.Remedy);
        Assert.Equal("False", session.Line("Test-ElevenLabsConnection -Quiet"));
    }

    [Fact]
    public async Task Days_that_do_not_add_up_are_failed_days_with_their_reason()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 10 }, null, "row-cap:3");
        using ModuleSession session = Connected(simulator, "acme");
        Outcome outcome = session.Run("Sync-ElevenLabsUsage -Days 3");
        dynamic result = Assert.Single(outcome.Output)!;
        Assert.False((bool)result.Succeeded);
        Assert.True((int)result.DaysFailed > 0);
        Assert.StartsWith("DaysFailed,", outcome.ErrorId, StringComparison.Ordinal);
        string[] reasons = session.Lines("Get-ElevenLabsCoverage -State Failed | ForEach-Object { \"$($_.Reason)\" }");
        Assert.Equal((int)result.DaysFailed, reasons.Length);
        Assert.DoesNotContain("", reasons);
        Assert.Equal("Failing", session.Line("(Get-ElevenLabsConnection).Health"));
        Assert.NotEmpty(session.Do("Get-ElevenLabsCost -Last 3d -Granularity Total").Warnings);
    }

    [Theory]
    [InlineData("absent-column:total_usage@/v1/workspace/analytics", "UTC", "ColumnMissing", ErrorCategory.InvalidResult, "no column 'total_usage'", "Update ElevenCost")]
    [InlineData("analytics-absent", "Asia/Kolkata", "TimeZoneNotSupported", ErrorCategory.InvalidData, "Asia/Kolkata", "workspace_analytics_full_read")]
    [InlineData("", "UTC", "NetworkUnavailable", ErrorCategory.ConnectionError, "cannot be reached: it rejected the connection", "proxy")]
    public async Task A_sync_that_cannot_be_is_named_and_the_other_connection_goes_on(string fault, string zone, string id, ErrorCategory category, string words, string remedy)
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 10 });
        using ModuleSession session = Connected(simulator, "bad", zone);
        session.Do("$null = Connect-ElevenLabsCost good -Demo");
        if (fault.Length == 0)
        {
            await simulator.DisposeAsync();
        }
        else
        {
            Api.Misbehave(simulator, fault);
        }

        Outcome outcome = session.Run("Sync-ElevenLabsUsage -Days 3 -WarningAction SilentlyContinue | ForEach-Object { \"$($_.Succeeded) $($_.ErrorId)\" }");
        Assert.Equal([$"False {id}", "True "], outcome.Lines);
        ApiFailureTests.Says(outcome, $"{id},ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand", category, words, remedy);
        Assert.Equal("bad", $"{outcome.Errors[0].TargetObject}");
    }

    [Fact]
    public async Task What_a_key_cannot_list_is_one_warning_when_it_is_connected_and_none_of_syncs()
    {
        await using SimulatorServer simulator = await Api.StartAsync(
            new SimulatorOptions { Days = 3, Keys = 3 }, null, "missing-permissions@/v1/workspace/groups", "missing-permissions@/v1/workspace/members");
        using var session = new ModuleSession(simulator.ApiKey);
        Outcome connected = session.Do("$null = Connect-ElevenLabsCost narrow -BaseUri $args[0]", simulator.BaseUri);
        Assert.StartsWith("narrow: some data cannot be read. Results will not contain workspace groups, names of users. ", Assert.Single(connected.Warnings), StringComparison.Ordinal);
        Outcome synced = session.Do("1..2 | ForEach-Object { Sync-ElevenLabsUsage narrow -Days 1 } | ForEach-Object { \"$($_.NotListed)\" }");
        Assert.Empty(synced.Warnings);
        Assert.Matches("Groups.*Members", synced.Lines[1]);
    }

    [Theory]
    [InlineData("connections.json", """{ "schema": 1, "connections": [ { "name": 5 } ] }""", "Get-ElevenLabsConnection", "ConnectionFileNotValid", "connections\\.json")]
    public void A_damaged_file_is_named(string file, string text, string script, string id, string words)
    {
        using var session = new ModuleSession();
        session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 2");
        File.WriteAllText(Path.Combine(session.Home, file), text);
        Outcome outcome = session.Run(script);
        Assert.StartsWith(id + ",", outcome.ErrorId, StringComparison.Ordinal);
        Assert.Matches(words, outcome.Errors[0].Exception.Message);
    }

    private static ModuleSession Connected(SimulatorServer simulator, string name, string zone = "UTC")
    {
        var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost $args[0] -BaseUri $args[1] -TimeZone $args[2] -WarningAction SilentlyContinue", name, simulator.BaseUri, zone);
        return session;
    }
}
