using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;
using Microsoft.Data.Sqlite;

using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A ledger of every schema that there was is brought to the present one, and loses nothing.</summary>
/// <remarks>Kept/ has one of each, as SQL. A new migration needs another: the test fails until the ledger before it is there.</remarks>
public sealed class KeptLedgerTests : IDisposable
{
    internal static readonly string Folder = Path.Combine(Repository.Root, "tests", "ElevenCost.Engine.Tests", "Ledger", "Kept");
    private readonly LedgerFixture _fixture = Sqlite();

    public static TheoryData<int> Schemas => [.. Enumerable.Range(1, SchemaMigration.Current)];

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task It_is_brought_to_the_present_schema_and_loses_nothing(int schema)
    {
        string path = Path.Combine(_fixture.Home!.Path, RelationalLedger.FileName);
        Directory.CreateDirectory(_fixture.Home.Path);
        Execute(path, await File.ReadAllTextAsync(Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{schema:0000}.sql"))));
        Assert.Equal(schema, Number(path, "SELECT max(version) FROM schema_version"));

        IReadOnlyDictionary<DateOnly, DayEntry> days = await LedgerWholeness.CheckAsync(_fixture.Ledger, "demo");
        Assert.Equal(
            [(Day(27), 3120L, 1.145564m), (Day(28), 1962L, 0.727944m)],
            days.Values.OrderBy(day => day.Date).Select(day => (day.Date, day.Credits, day.ConsumedCost!.Value)));
        Assert.Equal("demo", Assert.Single(await _fixture.Ledger.ReadConnectionsAsync(None)).Name);
        Assert.Single(await _fixture.Ledger.ReadSnapshotsAsync("demo", None));
        Assert.True(Assert.Single(await _fixture.Ledger.ReadSyncLogAsync("demo", None)).Succeeded);
        Assert.NotEmpty((await _fixture.Ledger.ReadNamesAsync("demo", None)).ApiKeys);
        Assert.Equal(schema < 3 ? 0 : 2, (await _fixture.Ledger.ReadDefinitionsAsync("prices", None)).Count);
        Assert.Equal(schema < 3 ? 0 : 1, (await _fixture.Ledger.ReadDefinitionsAsync("cost-centers", None)).Count);
        Assert.Equal(schema < 3 ? 0 : 1, (await _fixture.Ledger.ReadDefinitionsAsync("budgets", None)).Count);

        // It is written as any other, too, and its views are there.
        await _fixture.Ledger.ReplaceDaysAsync("demo", Replace(Usage(Day(26), "TTS", 5)) with { TimeZone = "UTC" }, None);
        await LedgerWholeness.CheckAsync(_fixture.Ledger, "demo");
        _fixture.Ledger.Dispose();
        Assert.Equal(SchemaMigration.Current, Number(path, "SELECT max(version) FROM schema_version"));
        Assert.Equal(3, Number(path, "SELECT count(*) FROM coverage_daily"));
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
