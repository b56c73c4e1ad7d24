using System.Data.Common;
using System.Globalization;
using ElevenCost.Engine.Ledger;
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

    [SkippableFact]
    public async Task A_newer_schema_in_PostgreSQL_is_rejected_and_stays_as_it_is()
    {
        using LedgerFixture fixture = Postgres();
        KeptLedger.Create(fixture.Address!, SchemaMigration.Current);
        using var connection = new NpgsqlConnection(KeptLedger.Settings(fixture.Address!));
        await connection.OpenAsync();
        KeptLedger.Execute(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version VALUES ({SchemaMigration.Current + 1}, '9.0.0.0')"));

        ElevenCostException asked = await Assert.ThrowsAsync<ElevenCostException>(() => fixture.Ledger.ReadDaysAsync("demo", null, None));
        ElevenCostException written = await Assert.ThrowsAsync<ElevenCostException>(
            () => fixture.Ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None));
        Assert.Equal(("LedgerNewerSchema", "LedgerNewerSchema"), (asked.ErrorId, written.ErrorId));
        Assert.Equal((SchemaMigration.Current + 1, 2), (Number(connection, "SELECT max(version) FROM schema_version"), Number(connection, "SELECT count(*) FROM day")));
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
