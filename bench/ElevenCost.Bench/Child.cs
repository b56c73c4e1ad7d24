using System.Diagnostics;
using System.Globalization;
using ElevenCost.Engine;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Requests;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Bench;

/// <summary>One piece of work in a process of its own, so that its peak memory is its own too.</summary>
internal static class Child
{
    /// <summary>The simulator and every child share this instant: midday, so that the last day is under way.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The clock that stands at <see cref="Now"/>.</summary>
    public static TimeProvider Time => Clock.Instance;

    public static async Task<int> RunAsync(string[] work)
    {
        switch (work)
        {
            case ["sync", string home, string uri, string key, string days]:
                await ReportAsync(() => SyncAsync(home, uri, key, int.Parse(days, CultureInfo.InvariantCulture)));
                return 0;
            case ["cost", string home, string days, string groups, string basis, .. string[] rules]:
                using (var ledger = new RelationalLedger(new Home(home)))
                {
                    var prices = new PriceBooks();
                    using var definitions = new RelationalLedger(new Home(rules.FirstOrDefault(home)));
                    var centers = new CostCenterStore(definitions, Clock.Instance);
                    var calculator = new CostCalculator(ledger, (connection, token) => prices.ForAsync(connection, ledger, token), Clock.Instance, rules: centers.ReadAsync);
                    CostQuery query = Query(int.Parse(days, CultureInfo.InvariantCulture), groups, Enum.Parse<CostBasis>(basis));
                    await ReportAsync(() => CostAsync(calculator, query));
                    await ReportAsync(() => CostAsync(calculator, query));
                }

                return 0;
            case ["requests", string home, string uri, string key, string limit]:
                await ReportAsync(() => RequestsAsync(home, uri, key, int.Parse(limit, CultureInfo.InvariantCulture)));
                return 0;
            case ["rules", string home, string folder, string days, string count]:
                using (var ledger = new RelationalLedger(new Home(home)))
                {
                    var known = new CostCalculator(ledger, (_, _) => throw new InvalidOperationException("Consumed values need no prices."), Clock.Instance);
                    await ReportAsync(() => WriteRulesAsync(known, folder, int.Parse(days, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture)));
                }

                return 0;
            case ["download", string folder, string uri, string key, string days]:
                await ReportAsync(() => PlainJson.DownloadAsync(folder, new Uri(uri), key, Range(int.Parse(days, CultureInfo.InvariantCulture))));
                return 0;
            case ["plain", string folder, string column]:
                await ReportAsync(() => Task.FromResult(PlainJson.Sum(folder, column)));
                return 0;
            default:
                await Console.Error.WriteLineAsync("Unknown work: " + string.Join(' ', work));
                return 64;
        }
    }

    private static async Task ReportAsync(Func<Task<string>> work)
    {
        long start = Stopwatch.GetTimestamp();
        string note = await work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(new Measured(seconds, process.PeakWorkingSet64 / 1048576.0, note));
    }

    private static async Task<string> SyncAsync(string home, string uri, string key, int days)
    {
        Connection connection = Connection(uri);
        using var ledger = new RelationalLedger(new Home(home));
        SyncResult result = await new UsageSync(ledger, Clock.Instance)
            .RunAsync(connection, (opened, _) => Task.FromResult(ElevenLabsApi.Open(opened, key, Clock.Instance)), new SyncOptions { Days = days }, null, CancellationToken.None);
        return result.Succeeded
            ? string.Create(CultureInfo.InvariantCulture,
                $"{result.Records} records of {result.DaysAsked} days in {result.Requests} requests, {result.Restatements.Count(day => day.WasFinal)} final days changed")
            : throw new InvalidOperationException(result.Error ?? string.Join(" ", result.Warnings));
    }

    private static CostQuery Query(int days, string groups, CostBasis basis) => new()
    {
        Range = Range(days),
        GroupBy = [.. groups.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Dimension>)],
        Granularity = Granularity.Total,
        Basis = basis,
    };

    private static async Task<string> CostAsync(CostCalculator calculator, CostQuery query)
    {
        CostResult result = await calculator.QueryAsync([Connection("https://api.elevenlabs.io")], query, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"{result.Rows.Count} rows, {result.Totals.Sum(total => total.Cost)} {result.Totals[0].Currency}");
    }

    private static async Task<string> RequestsAsync(string home, string uri, string key, int limit)
    {
        using var ledger = new RelationalLedger(new Home(home));
        Connection connection = Connection(uri);
        var log = new RequestLog(ledger, (_, _) => Task.FromResult(ElevenLabsApi.Open(connection, key, Clock.Instance)), Clock.Instance);
        long start = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        long count = 0;
        long failed = 0;
        await foreach (RequestRecord request in log.ReadAsync([connection], new RequestQuery { Range = new RequestRange { Last = "7d" }, Limit = limit }, CancellationToken.None))
        {
            first ??= Stopwatch.GetElapsedTime(start);
            count++;
            failed += request.Succeeded == false ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{count} requests, {failed} failed, the first after {first?.TotalSeconds:0.00} s");
    }

    /// <summary>
    /// Rules as a large workspace would have them: most by a key's name, some by name and model or voice, some dated, some shared, a few by
    /// wildcard, one for the rest.
    /// </summary>
    private static async Task<string> WriteRulesAsync(CostCalculator calculator, string folder, int days, int count)
    {
        CostResult keys = await calculator.QueryAsync([Connection("https://api.elevenlabs.io")], Query(days, "ApiKey", CostBasis.Consumed), CancellationToken.None);
        CostResult models = await calculator.QueryAsync([Connection("https://api.elevenlabs.io")], Query(days, "Model", CostBasis.Consumed), CancellationToken.None);
        string[] names = [.. keys.Rows.Where(row => row.ApiKeyId is not null).Select(row => row.ApiKey!)];
        string[] modelIds = [.. models.Rows.Select(row => row.Model!)];
        IEnumerable<CostCenterRule> rules = Enumerable.Range(0, count).Select(index => new CostCenterRule
        {
            Name = Name("rule", index),
            Shares = index % 5 == 0 ? $"{Name("center", index % 40)}:60; {Name("center", (index + 1) % 40)}:40" : Name("center", index % 40),
            ApiKey = index == count - 1 ? "*" : index % 50 == 0 ? names[index % names.Length][..^1] + "*" : names[index % names.Length],
            Model = index % 10 == 3 ? modelIds[index % modelIds.Length] : null,
            From = index % 7 == 0 ? new DateTime(2026, 3, 15) : null,
        });
        using var csv = new MemoryStream();
        await CostCenterCsv.WriteAsync(csv, AsAsync(rules), CancellationToken.None);
        using var definitions = new RelationalLedger(new Home(folder));
        IReadOnlyList<CostCenterChange> set = await new CostCenterStore(definitions, Clock.Instance)
            .ImportAsync(System.Text.Encoding.UTF8.GetString(csv.ToArray()), "the bench", replaceAll: true, CancellationToken.None);
        return string.Create(CultureInfo.InvariantCulture, $"{set.Count} rules for {names.Length} keys");
    }

    private static string Name(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}-{number}");

    private static async IAsyncEnumerable<T> AsAsync<T>(IEnumerable<T> items)
    {
        await Task.CompletedTask;
        foreach (T item in items)
        {
            yield return item;
        }
    }

    private static DateRange Range(int days)
    {
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        return new DateRange(today.AddDays(1 - days), today);
    }

    private static Connection Connection(string uri) => new()
    {
        Name = "bench",
        BaseUri = new Uri(uri),
        TimeZone = "UTC",
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Voice, Dimension.User, Dimension.Source, Dimension.Region],
        CreatedAt = Now.UtcDateTime,
    };

    private sealed class Clock : TimeProvider
    {
        public static Clock Instance { get; } = new();

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
