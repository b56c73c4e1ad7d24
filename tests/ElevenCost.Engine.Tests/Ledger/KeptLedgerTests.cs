using System.Data.Common;
using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Cli;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Data.Sqlite;
using Npgsql;

using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A ledger of every schema that there was is brought to the present one, and loses nothing.</summary>
/// <remarks>Kept/ has one of each for each database, as SQL. A new migration needs another: the test fails until the ledger before it is there.</remarks>
public sealed class KeptLedgerTests
{
    public static TheoryData<int> Schemas => [.. Enumerable.Range(1, SchemaMigration.Current)];

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task It_is_brought_to_the_present_schema_and_loses_nothing_in_SQLite(int schema)
    {
        using LedgerFixture fixture = Sqlite();
        string path = KeptLedger.Create(fixture.Home!, schema);
        await UpgradeAsync(fixture, schema, () => new SqliteConnection($"Data Source={path};Pooling=false"));
    }

    [SkippableTheory]
    [MemberData(nameof(Schemas))]
    public async Task It_is_brought_to_the_present_schema_and_loses_nothing_in_PostgreSQL(int schema)
    {
        using LedgerFixture fixture = Postgres();
        KeptLedger.Create(fixture.Address!, schema);
        await UpgradeAsync(fixture, schema, () => new NpgsqlConnection(KeptLedger.Settings(fixture.Address!)));
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task All_that_it_holds_is_what_was_approved_in_SQLite(int schema)
    {
        using LedgerFixture fixture = Sqlite();
        string path = KeptLedger.Create(fixture.Home!, schema);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync();
        await CompareAsync(fixture, connection, schema);
    }

    [SkippableTheory]
    [MemberData(nameof(Schemas))]
    public async Task All_that_it_holds_is_what_was_approved_in_PostgreSQL(int schema)
    {
        using LedgerFixture fixture = Postgres();
        KeptLedger.Create(fixture.Address!, schema);
        using var connection = new NpgsqlConnection(KeptLedger.Settings(fixture.Address!));
        await connection.OpenAsync();
        await CompareAsync(fixture, connection, schema);
    }

    /// <remarks>ELEVENCOST_APPROVE=1 writes the text anew; look at the difference before you commit it.</remarks>
    private static async Task CompareAsync(LedgerFixture fixture, DbConnection connection, int schema)
    {
        KeptLedger.Execute(connection, KeptLedger.More(schema));

        // The first access of a writer upgrades it.
        await fixture.Ledger.CheckWritableAsync(None);
        string text = await WholeLedgerDigest.OfAsync(fixture.Ledger);
        Assert.Equal(SchemaMigration.Current, Number(connection, "SELECT max(version) FROM schema_version"));
        Assert.Contains("The server did not answer.", text, StringComparison.Ordinal);
        Assert.All(await fixture.Ledger.CheckContentAsync("demo", November, None), day => Assert.Empty(day.Changes));
        string path = KeptLedger.ApprovedPath(schema);
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    [SkippableTheory]
    [InlineData("ledger", "use", "{0}")]
    [InlineData("ledger", "copy", "--to", "{0}")]
    public async Task A_newer_schema_in_PostgreSQL_is_not_used_and_not_copied_to(params string[] arguments)
    {
        using LedgerFixture fixture = Postgres();
        KeptLedger.Create(fixture.Address!, SchemaMigration.Current);
        using var connection = new NpgsqlConnection(KeptLedger.Settings(fixture.Address!));
        await connection.OpenAsync();
        KeptLedger.Execute(connection, KeptLedger.More(SchemaMigration.Current) + Newer);
        using CommandLineRun run = await SyncedAsync();
        string before = WholeLedgerDigest.OfTables(connection, PostgresTables);
        Assert.Equal(74, await run.RunAsync([.. arguments.Select(argument => argument.Replace("{0}", fixture.Address!.ToString(), StringComparison.Ordinal))]));
        Assert.Contains("this version of ElevenCost knows schemas up to", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, WholeLedgerDigest.OfTables(connection, PostgresTables));

        // What was used before still is.
        Assert.Equal(0, await run.RunAsync("ledger", "--output", "json"));
        Assert.DoesNotContain("postgresql", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_newer_schema_in_SQLite_is_not_copied_to_and_not_used()
    {
        using LedgerFixture fixture = Sqlite();
        string path = KeptLedger.Create(fixture.Home!, SchemaMigration.Current);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        await connection.OpenAsync();
        KeptLedger.Execute(connection, KeptLedger.More(SchemaMigration.Current) + Newer);
        string before = WholeLedgerDigest.OfTables(connection, SqliteTables);
        using (CommandLineRun run = await SyncedAsync())
        {
            Assert.Equal(74, await run.RunAsync("ledger", "copy", "--to", path));
            Assert.Contains("this version of ElevenCost knows schemas up to", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, WholeLedgerDigest.OfTables(connection, SqliteTables));
        }

        CliOutcome used = await CommandLineRun.RunAsync(["ledger", "use", "embedded"], () => fixture.Home!, TimeProvider.System);
        Assert.Equal(74, used.ExitCode);
        Assert.Equal(before, WholeLedgerDigest.OfTables(connection, SqliteTables));
    }

    private const string PostgresTables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'";
    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table'";

    private static string Newer => string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version VALUES ({SchemaMigration.Current + 1}, '9.0.0.0');");

    private static async Task<CommandLineRun> SyncedAsync()
    {
        var run = new CommandLineRun();
        Assert.Equal(0, await run.RunAsync("connect", "own", "--demo"));
        Assert.Equal(0, await run.RunAsync("sync", "--days", "2"));
        return run;
    }

    [SkippableFact]
    public async Task A_newer_schema_in_PostgreSQL_is_rejected_and_stays_as_it_is()
    {
        using LedgerFixture fixture = Postgres();
        KeptLedger.Create(fixture.Address!, SchemaMigration.Current);
        using var connection = new NpgsqlConnection(KeptLedger.Settings(fixture.Address!));
        await connection.OpenAsync();
        KeptLedger.Execute(connection, Newer);
        string before = WholeLedgerDigest.OfTables(connection, PostgresTables);

        ElevenCostException asked = await Assert.ThrowsAsync<ElevenCostException>(() => fixture.Ledger.ReadDaysAsync("demo", null, None));
        ElevenCostException written = await Assert.ThrowsAsync<ElevenCostException>(
            () => fixture.Ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None));
        Assert.Equal(("LedgerNewerSchema", "LedgerNewerSchema"), (asked.ErrorId, written.ErrorId));
        Assert.Equal(before, WholeLedgerDigest.OfTables(connection, PostgresTables));
        Assert.Contains("739947|provisional", before, StringComparison.Ordinal);
    }

    private static async Task UpgradeAsync(LedgerFixture fixture, int schema, Func<DbConnection> connect)
    {
        using DbConnection connection = connect();
        await connection.OpenAsync();
        Assert.Equal(schema, Number(connection, "SELECT max(version) FROM schema_version"));

        IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(fixture.Ledger, "demo");
        Assert.Equal(
            [(Day(27), 3120L, 1.145564m), (Day(28), 1962L, 0.727944m)],
            days.Values.OrderBy(day => day.Date).Select(day => (day.Date, day.Credits, day.ConsumedCost!.Value)));
        Assert.Equal("demo", Assert.Single(await fixture.Ledger.ReadConnectionsAsync(None)).Name);
        Assert.Single(await fixture.Ledger.ReadSnapshotsAsync("demo", None));
        Assert.True(Assert.Single(await fixture.Ledger.ReadSyncLogAsync("demo", None)).Succeeded);
        Assert.NotEmpty((await fixture.Ledger.ReadNamesAsync("demo", None)).ApiKeys);
        Assert.Equal(schema < 3 ? 0 : 2, (await fixture.Ledger.ReadDefinitionsAsync("prices", None)).Count);
        Assert.Equal(schema < 3 ? 0 : 1, (await fixture.Ledger.ReadDefinitionsAsync("cost-centers", None)).Count);
        Assert.Equal(schema < 3 ? 0 : 1, (await fixture.Ledger.ReadDefinitionsAsync("budgets", None)).Count);

        // It is written as any other, too, and its views are there.
        await fixture.Ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None);
        await LedgerWholeness.CheckAsync(fixture.Ledger, "demo");
        Assert.Equal(SchemaMigration.Current, Number(connection, "SELECT max(version) FROM schema_version"));
        Assert.Equal(3, Number(connection, "SELECT count(*) FROM coverage_daily"));
    }

    private static long Number(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
