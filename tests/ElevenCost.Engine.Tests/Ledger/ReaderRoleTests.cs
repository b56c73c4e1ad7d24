using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using Npgsql;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A machine without any key, and a role that may only read, ask a team's ledger.</summary>
public sealed class ReaderRoleTests
{
    [SkippableFact]
    public async Task A_role_that_may_only_read_is_enough_to_ask_without_a_key()
    {
        PostgresServer? server = PostgresServer.Find();
        Skip.If(server is null, PostgresServer.Missing);
        string schema = "t_" + Guid.NewGuid().ToString("N");
        string role = "r_" + Guid.NewGuid().ToString("N");
        string place = $"127.0.0.1:{server!.Port}/postgres?schema={schema}";
        using var writer = new CommandLineRun();
        writer.Variables[LedgerSettings.Variable] = $"postgresql://postgres@{place}";
        Assert.Equal(0, await writer.RunAsync("connect", "Team", "--demo", "--time-zone", "Europe/Berlin"));
        Assert.Equal(0, await writer.RunAsync("sync", "--connection", "team", "--days", "9"));
        Assert.Equal(0, await writer.RunAsync("cost", "--last", "7d", "--group-by", "model", "--output", "csv"));
        string cost = writer.Output;
        await ExecuteAsync(server, $"CREATE ROLE {role} LOGIN");

        using var reader = new CommandLineRun();
        reader.Variables[LedgerSettings.Variable] = $"postgresql://{role}@{place}";

        // A role without any right is refused, and no empty ledger is shown.
        Assert.Equal(74, await reader.RunAsync("cost"));
        Assert.Contains("does not permit", reader.Error, StringComparison.Ordinal);

        await ExecuteAsync(server, $"GRANT USAGE ON SCHEMA {schema} TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}");
        Assert.Equal(0, await reader.RunAsync("cost", "--last", "7d", "--group-by", "model", "--output", "csv"));
        Assert.Equal(cost, reader.Output);
        Assert.Equal(0, await reader.RunAsync("usage", "--connection", "TEAM", "--last", "7d"));
        Assert.Equal(0, await reader.RunAsync("coverage", "--connection", "t*"));
        Assert.Equal(0, await reader.RunAsync("ledger"));
        Assert.Equal(0, await reader.RunAsync("connections", "--output", "json"));
        Assert.Contains("\"None\"", reader.Output, StringComparison.Ordinal);
        Assert.InRange(await reader.RunAsync("quota"), 0, 1);
        Assert.Contains("from the ledger", reader.Error, StringComparison.Ordinal);

        // What needs a key, or a right to write, says so.
        Assert.Equal(78, await reader.RunAsync("sync", "--connection", "team"));
        using var other = new CommandLineRun();
        other.Variables[LedgerSettings.Variable] = $"postgresql://{role}@{place}";
        Assert.Equal(0, await other.RunAsync("connect", "mine", "--demo"));
        Assert.Equal(74, await other.RunAsync("sync", "--connection", "mine"));
        Assert.Contains("does not permit", other.Error, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
