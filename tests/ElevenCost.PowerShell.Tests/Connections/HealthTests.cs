using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Connections;

/// <summary>What is the matter with a plan or its data, as a user meets it: after a sync, from Get- and Test-ElevenLabsConnection.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_plan_in_order_is_healthy_with_nothing_to_do()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 5, Keys = 3 });
        using ModuleSession session = Synced(simulator);
        Assert.Equal(["Healthy||creator"], session.Lines("Get-ElevenLabsConnection acme | ForEach-Object { \"$($_.Health)|$($_.HealthMessage)|$($_.Plan)\" }"));
        Assert.Equal(["Billing True||", "Sync True||"], Rows(session, "Sync", "Billing").Select(row => $"{row.Name} {row.Passed}|{row.Remedy}|{row.ErrorId}"));
        Assert.EndsWith("succeeded.", Rows(session, "Sync")[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "\"past_due\"", "PaymentFailed", "PaymentFailed", "past_due", "Fix the payment")]
    [InlineData("has_open_invoices", "true", "InvoiceOpen", "InvoiceOpen", "An invoice is open", "Pay it")]
    [InlineData("status", "\"free_disabled\"", "Suspended", "PlanSuspended", "disabled the free plan", "Write to ElevenLabs")]
    public async Task A_plan_that_is_not_in_order_says_what_and_what_to_do(string field, string value, string health, string id, string found, string remedy)
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 5, Keys = 3, SubscriptionFields = new Dictionary<string, string> { [field] = value } });
        using var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0] -WarningAction Ignore", simulator.BaseUri);
        Outcome synced = session.Do("Sync-ElevenLabsUsage acme -Days 1 -WarningAction Ignore | ForEach-Object { \"$($_.Succeeded)\"; \"$($_.Warnings)\" }");
        Assert.Equal("True", synced.Lines[0]);
        Assert.Contains(found, synced.Lines[1], StringComparison.Ordinal);
        string[] connection = session.Lines("Get-ElevenLabsConnection acme | ForEach-Object { \"$($_.Health)\"; $_.HealthMessage }");
        Assert.Equal(health, connection[0]);
        Assert.Contains(found, connection[1], StringComparison.Ordinal);
        Assert.Equal([$"False {id}", $"False {health}"], Rows(session, "Sync", "Billing").Select(row => $"{row.Passed} {row.ErrorId}"));
        Assert.All(Rows(session, "Sync", "Billing"), row =>
        {
            Assert.Contains(found, row.Message, StringComparison.Ordinal);
            Assert.StartsWith(remedy, row.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain(remedy, row.Message, StringComparison.Ordinal);
        });

        // Usage can be read all the same.
        Assert.Equal("True", session.Line("Test-ElevenLabsConnection acme -Quiet"));
    }

    [Fact]
    public async Task A_smaller_plan_is_warned_of_by_the_sync_that_sees_it_and_not_by_later_ones()
    {
        SimulatorServer before = await Api.StartAsync(new SimulatorOptions { Days = 5, Keys = 3 });
        int port = before.BaseUri.Port;
        using ModuleSession session = Synced(before);
        await before.DisposeAsync();
        await using SimulatorServer simulator = await SimulatorServer.StartAsync(new SimulatorOptions { Days = 5, Keys = 3, Tier = "free" }, TimeProvider.System, port);
        string[] warnings = session.Lines("1..2 | ForEach-Object { \"$((Sync-ElevenLabsUsage acme -Days 1 -WarningAction Ignore).Warnings)\" }");
        Assert.Matches("The plan has changed .* creator.* -> free", warnings[0]);
        Assert.Empty(warnings[1]);
        Assert.Equal(["PlanDowngraded free"], session.Lines("Get-ElevenLabsConnection acme | ForEach-Object { \"$($_.Health) $($_.Plan)\" }"));
        (string _, bool _, string message, string remedy, string id) = Rows(session, "Sync")[0];
        Assert.Equal("PlanDowngraded", id);
        Assert.StartsWith("The plan went from creator to free", message, StringComparison.Ordinal);
        Assert.StartsWith("Check the subscription", remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_more_than_two_days_old_are_stale()
    {
        await using SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 5, Keys = 3 });
        using ModuleSession session = Synced(simulator);
        string old = TimeProvider.System.GetUtcNow().AddDays(-4).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        await using (var ledger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(session.Home, "ledger.db")};Pooling=false"))
        {
            await ledger.OpenAsync();
            await using Microsoft.Data.Sqlite.SqliteCommand command = ledger.CreateCommand();
            command.CommandText = "UPDATE sync_log SET document = json_set(document, '$.startedAt', @old)";
            command.Parameters.AddWithValue("@old", old);
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        (string _, bool _, string message, string remedy, string id) = Rows(session, "Sync")[0];
        Assert.Equal("Stale: The latest sync was 4 days ago.", $"{id}: {message}");
        Assert.StartsWith("Check that its schedule still runs", remedy, StringComparison.Ordinal);
        Assert.Equal([$"Stale {message} {remedy}"], session.Lines("Get-ElevenLabsConnection acme | ForEach-Object { \"$($_.Health) $($_.HealthMessage)\" }"));
    }

    private static ModuleSession Synced(SimulatorServer simulator)
    {
        var session = new ModuleSession(simulator.ApiKey);
        session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]; $null = Sync-ElevenLabsUsage acme -Days 1", simulator.BaseUri);
        return session;
    }

    private static (string Name, bool Passed, string Message, string Remedy, string ErrorId)[] Rows(ModuleSession session, params string[] names) =>
        [.. session.Do("$names = $args; Test-ElevenLabsConnection acme | Where-Object Name -In $names", [.. names]).Output.Select(row =>
        {
            dynamic capability = row!;
            return ((string)$"{capability.Name}", (bool)capability.Passed, (string)$"{capability.Message}", (string)$"{capability.Remedy}", (string)$"{capability.ErrorId}");
        })];
}
