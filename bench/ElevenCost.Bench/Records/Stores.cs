using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Bench.Records;

/// <summary>The same records in every store, filled now or by an earlier run.</summary>
internal sealed class Stores
{
    private readonly RecordsOptions _options;
    private readonly string _folder;

    private Stores(RecordsOptions options, string folder, PostgresServer? server) => (_options, _folder, Server) = (options, folder, server);

    /// <summary>The server of the ledger on PostgreSQL; null if PostgreSQL is not installed.</summary>
    public PostgresServer? Server { get; }

    /// <summary>The home of the ledger on SQLite.</summary>
    public string Home => Path.Combine(_folder, "home");

    public string DuckDb => Path.Combine(_folder, "usage.duckdb");

    public string Parquet => Path.Combine(_folder, "usage.parquet");

    /// <summary>What filling each store took.</summary>
    public Dictionary<string, Measured> Fills { get; } = [];

    public static async Task<Stores> FillAsync(RecordsOptions options, string folder, PostgresServer? server)
    {
        var stores = new Stores(options, folder, server);
        await stores.FillAsync("ElevenCost, SQLite", "sqlite", stores.Home);
        if (server is not null)
        {
            await stores.FillAsync("ElevenCost, PostgreSQL", "postgres", server.Address.ToString());
        }

        await stores.FillAsync("DuckDB, its own file", "duckdb", stores.DuckDb);
        await stores.FillAsync("DuckDB, Parquet from that file", "parquet", stores.DuckDb, stores.Parquet);
        return stores;
    }

    /// <summary>Product and size of each store.</summary>
    public async Task<Dictionary<string, (string Product, long Bytes)>> DescribeAsync()
    {
        var found = new Dictionary<string, (string, long)>();
        foreach ((string name, string? place) in new[] { ("ElevenCost, SQLite", Home), ("ElevenCost, PostgreSQL", Server?.Address.ToString()) })
        {
            if (place is not null)
            {
                using RelationalLedger ledger = RecordsChild.OpenLedger(place);
                LedgerInfo info = await ledger.ReadInfoAsync(CancellationToken.None);
                found.Add(name, (info.Product ?? "", info.SizeInBytes));
            }
        }

        using DuckDB.NET.Data.DuckDBConnection duckDb = DuckDbFill.Open(":memory:");
        string product = "DuckDB " + duckDb.ServerVersion;
        found.Add("DuckDB, its own file", (product, new FileInfo(DuckDb).Length));
        found.Add("DuckDB, Parquet from that file", (product, new FileInfo(Parquet).Length));
        return found;
    }

    private async Task FillAsync(string name, string store, params string[] place)
    {
        string marker = Path.Combine(_folder, store + ".made");
        string made = string.Create(CultureInfo.InvariantCulture, $"{_options.Count} records of seed {_options.Seed}");
        if (!File.Exists(marker))
        {
            Measured[] filled = await Bench.RunAsync($"Filling {store}", ["records", "fill", store, Text(_options.Count), Text(_options.Seed), .. place]);
            await File.WriteAllLinesAsync(marker, [made, filled[0].ToString()]);
        }

        string[] lines = await File.ReadAllLinesAsync(marker);
        Fills[name] = lines[0] == made ? Measured.Parse(lines[1]) : throw new InvalidOperationException($"{_folder} holds {lines[0]}, not {made}. Name another folder.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: filled in {Fills[name].Seconds:0} s"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
