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
        Assert.Equal(0, await writer.RunAsync("connection", "set", "team", "--billing", "usage-based"));
        Assert.Equal(0, await writer.RunAsync("sync", "--connection", "team"));
        Assert.Equal(0, await writer.RunAsync("price", "set", "creator", "--monthly-price", "7.77", "--monthly-credits", "121000", "--from", "2020-01-01"));
        Assert.Equal(0, await writer.RunAsync("cost-center", "set", "all", "--shares", "A:1; B:2", "--api-key", "*"));
        string[][] questions =
        [
            ["cost", "--last", "7d", "--basis", "plan-rate", "--group-by", "cost-center", "--output", "csv"],
            ["cost", "--timeframe", "billing-period", "--basis", "amortized", "--group-by", "cost-center", "--output", "csv"],
            ["price", "list", "--connection", "team", "--output", "csv"],
            ["cost-center", "list", "--output", "csv"],
            ["ledger", "changes", "--output", "csv"],
        ];
        var answers = new List<string>();
        foreach (string[] question in questions)
        {
            Assert.Equal(0, await writer.RunAsync(question));
            answers.Add(writer.Output);
        }

        Assert.Contains("override/creator", answers[0], StringComparison.Ordinal);
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

        foreach ((string[] question, string answer) in questions.Zip(answers))
        {
            Assert.True(await reader.RunAsync(question) == 0, reader.Error);
            Assert.Equal(answer, reader.Output);
        }

        // What needs a key, or a right to write, says so.
        Assert.Equal(74, await reader.RunAsync("price", "set", "creator", "--monthly-price", "1", "--monthly-credits", "1"));
        Assert.Contains("does not permit", reader.Error, StringComparison.Ordinal);
        Assert.Equal(74, await reader.RunAsync("cost-center", "remove", "all"));
        Assert.Contains("does not permit", reader.Error, StringComparison.Ordinal);
        foreach (string[] command in new string[][] { ["sync", "--connection", "team"], ["sync"], ["requests", "--connection", "t*"], ["test", "--connection", "team"], ["reconcile"] })
        {
            Assert.True(await reader.RunAsync(command) == 77, $"{string.Join(" ", command)}: {reader.Error}");
            Assert.Contains("This machine has no API key for the connection 'Team', which comes from the shared ledger.", reader.Error, StringComparison.Ordinal);
        }

        Assert.Equal(78, await reader.RunAsync("sync", "--connection", "nobody"));
        using var other = new CommandLineRun();
        other.Variables[LedgerSettings.Variable] = $"postgresql://{role}@{place}";
        Assert.Equal(0, await other.RunAsync("connect", "mine", "--demo"));
        Assert.Equal(74, await other.RunAsync("sync", "--connection", "mine"));
        Assert.Contains("does not permit", other.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Rows_are_summed_with_more_memory_unless_the_role_has_a_value_of_its_own()
    {
        using var fixture = LedgerFixture.Postgres();
        await fixture.Ledger.CheckWritableAsync(CancellationToken.None);
        string role = "r_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(PostgresServer.Find()!, $"CREATE ROLE {role} LOGIN SUPERUSER; ALTER ROLE {role} SET work_mem = '5MB'");
        using var other = new PostgresDatabase(fixture.Address! with { User = role }, null, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        Assert.Equal(("64MB", "5MB"), (MemoryOf(fixture.Ledger.Database), MemoryOf(other)));

        static string? MemoryOf(LedgerDatabase database) => database.Read(session =>
        {
            database.RaiseMemory(session);
            return session.Scalar("SHOW work_mem") as string;
        }, null, CancellationToken.None);
    }

    private static async Task ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
