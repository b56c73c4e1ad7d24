using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A throwaway ledger, on one of the databases, and short ways to make what is kept there.</summary>
internal sealed class LedgerFixture : IDisposable
{
    public const string Name = "acme";
    public const string Zone = "Europe/Berlin";

    private readonly List<RelationalLedger> _ledgers = [];
    private readonly Func<TimeSpan, LedgerDatabase> _open;
    private readonly Action _remove;

    private LedgerFixture(Func<TimeSpan, LedgerDatabase> open, Action remove)
    {
        _open = open;
        _remove = remove;
        Ledger = Open();
    }

    public RelationalLedger Ledger { get; }

    /// <summary>SQLite in a home of its own.</summary>
    public static LedgerFixture Sqlite()
    {
        var home = new Home(Path.Combine(Path.GetTempPath(), "elevencost-ledger-" + Guid.NewGuid().ToString("N")));
        return new LedgerFixture(patience => new SqliteDatabase(Path.Combine(home.Path, RelationalLedger.FileName), patience), () =>
        {
            if (Directory.Exists(home.Path))
            {
                Directory.Delete(home.Path, recursive: true);
            }
        })
        {
            Home = home,
        };
    }

    /// <summary>PostgreSQL in a schema of its own; the test is skipped, by name, where there is no server.</summary>
    public static LedgerFixture Postgres()
    {
        PostgresServer? server = PostgresServer.Find();
        Skip.If(server is null, PostgresServer.Missing);
        LedgerAddress address = server!.NewAddress();
        return new LedgerFixture(patience => new PostgresDatabase(address, null, patience, LedgerSettings.Embedded.AnswerTimeout), () => { }) { Address = address };
    }

    /// <summary>The home of the embedded ledger.</summary>
    public Home? Home { get; private init; }

    /// <summary>Where the shared ledger is.</summary>
    public LedgerAddress? Address { get; private init; }

    /// <summary>Another ledger of the same database, as another process would have it.</summary>
    public RelationalLedger Open(TimeSpan? patience = null)
    {
        var ledger = new RelationalLedger(_open(patience ?? TimeSpan.FromSeconds(30)));
        _ledgers.Add(ledger);
        return ledger;
    }

    public void Dispose()
    {
        foreach (RelationalLedger ledger in _ledgers)
        {
            ledger.Dispose();
        }

        _remove();
    }

    public static DateOnly Day(int day, int month = 11) => new(2026, month, day);

    /// <summary>That day as users hold it.</summary>
    public static DateTime Midnight(int day) => Day(day).ToDateTime(TimeOnly.MinValue);

    public static DateRange November { get; } = new(Day(1), Day(30));

    public static CancellationToken None => CancellationToken.None;

    /// <summary>A row of words, and of numbers as text so that their digits are what is written.</summary>
    public sealed record Row(
        DateOnly Date, string? Product, string? Model, string? Voice, long Credits, long? Requests, string? Minutes, string? Cost,
        sbyte Breakdown = UsageTable.FullRecord)
    {
        public static string? Digits(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
    }

    public static Row Usage(DateOnly date, string? product, long credits, string? cost = null) =>
        new(date, product, "m", null, credits, 1, "0.5", cost);

    public static DayEntry Entry(DateOnly date, IEnumerable<Row> rows, DayState state = DayState.Final, DateTime? syncedAt = null)
    {
        Row[] own = [.. rows.Where(row => row.Date == date)];
        return new DayEntry
        {
            Date = date,
            State = state,
            SyncedAt = syncedAt ?? new DateTime(2026, 12, 10, 6, 0, 0, DateTimeKind.Utc),
            Source = UsageSource.Analytics,
            Currency = "USD",
            Dimensions = [Dimension.Product, Dimension.Model, Dimension.Voice],
            Rows = own.Length,
            Credits = own.Sum(row => row.Credits),
            Requests = own.Sum(row => row.Requests ?? 0),
            ConsumedCost = own.Any(row => row.Cost is null)
                ? null
                : own.Sum(row => decimal.Parse(row.Cost!, CultureInfo.InvariantCulture)),
            Reason = state == DayState.Failed ? "does not add up" : null,
        };
    }

    public static UsageTable Table(IEnumerable<Row> rows)
    {
        var builder = new UsageTableBuilder();
        foreach (Row row in rows)
        {
            int[] dimensions =
            [
                builder.Intern(0, row.Product), builder.Intern(1, row.Model), -1, builder.Intern(3, row.Voice), -1, -1, -1, -1,
            ];
            builder.Add(row.Date.DayNumber, row.Breakdown, dimensions, row.Credits, row.Requests, Parse(row.Minutes), Parse(row.Cost));
        }

        return builder.Build();
    }

    public static DayReplacement Replace(params Row[] rows) => Replace(rows.Select(row => row.Date).Distinct().Order(), rows);

    public static DayReplacement Replace(
        IEnumerable<DateOnly> days, IReadOnlyCollection<Row> rows, DayState state = DayState.Final, DateTime? syncedAt = null,
        IReadOnlyList<SeriesPoint>? series = null, string zone = Zone, NameBook? names = null) =>
        new(zone, [.. days.Select(day => Entry(day, rows, state, syncedAt))], Table(rows), series ?? [], names ?? NameBook.Empty);

    public static List<Row> Rows(UsageTable table)
    {
        var rows = new List<Row>();
        for (int row = 0; row < table.Count; row++)
        {
            rows.Add(new Row(DateOnly.FromDayNumber(table.Day[row]), Value(0, row), Value(1, row), Value(3, row), table.Credits[row],
                table.Requests[row], Row.Digits(table.Minutes[row]), Row.Digits(table.ConsumedCost[row]), table.Breakdown[row]));
        }

        return rows;

        string? Value(int dimension, int row)
        {
            DimensionColumn column = table.Dimensions[dimension];
            return column.Index[row] < 0 ? null : column.Values[column.Index[row]];
        }
    }

    public static async Task<List<UsageMonth>> Months(RelationalLedger ledger, DateRange? range = null)
    {
        var months = new List<UsageMonth>();
        await foreach (UsageMonth month in ledger.ReadUsageAsync(Name, range ?? new DateRange(Day(1, 1), Day(31, 12)), None))
        {
            months.Add(month);
        }

        return months;
    }

    /// <summary>All rows, as another process reads them.</summary>
    public async Task<List<Row>> ReadRows() => [.. (await Months(Open())).SelectMany(month => Rows(month.Table))];

    public static string[] Sorted(IEnumerable<Row> rows) => [.. rows.Select(row => row.ToString()).Order(StringComparer.Ordinal)];

    private static decimal? Parse(string? digits) => digits is null ? null : decimal.Parse(digits, CultureInfo.InvariantCulture);
}
