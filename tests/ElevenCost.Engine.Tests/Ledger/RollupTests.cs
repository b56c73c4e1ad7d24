using System.Globalization;
using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteRollupTests() : RollupTests(LedgerFixture.Sqlite());

public sealed class PostgresRollupTests() : RollupTests(LedgerFixture.Postgres());

/// <summary>Whatever was kept, replaced, restated or failed: sums out of rollups are the sums of the rows, to the last digit.</summary>
public abstract class RollupTests : IDisposable
{
    private static readonly DateOnly First = new(2026, 9, 20);
    private const int Days = 70;

    private readonly LedgerFixture _fixture;

    private protected RollupTests(LedgerFixture fixture) => _fixture = fixture;

    public void Dispose() => _fixture.Dispose();

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Sums_by_anything_are_those_of_the_rows_after_any_series_of_replacements(int seed)
    {
        var random = new Random(seed);
        for (int step = 0; step < 12; step++)
        {
            await _fixture.Ledger.ReplaceDaysAsync(Name, Replacement(random, step), None);
            for (int question = 0; question < 4; question++)
            {
                await CompareAsync(random);
            }
        }
    }

    private static DayReplacement Replacement(Random random, int step)
    {
        int start = random.Next(Days);
        DateOnly[] days = [.. Enumerable.Range(start, Math.Min(random.Next(1, 25), Days - start)).Select(First.AddDays)];
        var rows = new List<Row>();
        foreach (DateOnly day in days.Where(_ => random.Next(10) > 0))
        {
            for (int row = random.Next(6); row >= 0; row--)
            {
                rows.Add(new Row(day, One(random, "TTS", "STT", null), One(random, "m1", "m2", "m3", ""), One(random, "v1", null), random.Next(-500, 90_000),
                    random.Next(4) == 0 ? null : random.Next(900), random.Next(5) == 0 ? null : Digits(random), random.Next(5) == 0 ? null : Digits(random)));
            }
        }

        DayState state = random.Next(6) == 0 ? DayState.Failed : random.Next(3) == 0 ? DayState.Provisional : DayState.Final;
        return Replace(days, state == DayState.Failed ? [] : rows, state, new DateTime(2026, 12, 10, 6, 0, 0, DateTimeKind.Utc).AddMinutes(step));
    }

    private async Task CompareAsync(Random random)
    {
        int start = random.Next(Days);
        var range = new DateRange(First.AddDays(start), First.AddDays(Math.Min(Days - 1, start + random.Next(Days))));
        var groupBy = new DimensionSet(random.Next(3) == 0 ? 1 << One(random, 0, 1, 3) : random.Next(16) & 0b1011);
        bool isFiltered = random.Next(3) == 0;
        bool byMonth = random.Next(2) == 0;
        var answered = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
        string?[][] values = [];
        LedgerState state = await ((IUsageLedger)_fixture.Ledger).SumAsync(Name, range, DimensionSet.All, state =>
        {
            values = state.Values;
            var all = new SumQuestion(Slots(state.Days, byMonth), groupBy, []);
            SumQuestion some = all with { Filters = [new ValueFilter(1, [0, 1])] };
            return isFiltered ? some
                : random.Next(2) == 0 ? some with { Next = all with { Filters = [new ValueFilter(1, [0, 1], Exclude: true)] } }
                : all;
        }, (int slot, ReadOnlySpan<int> numbers, in UsageSums sums) =>
        {
            var names = new List<string>();
            for (int dimension = 0; dimension < numbers.Length; dimension++)
            {
                names.Add(values[dimension].ElementAtOrDefault(numbers[dimension]) ?? "-");
            }

            Add(answered, $"{slot} {string.Join('|', names)}", sums);
        }, None);

        var expected = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
        await foreach (UsageMonth month in _fixture.Ledger.ReadUsageAsync(Name, range, None))
        {
            foreach (Row row in Rows(month.Table).Where(row => range.Contains(row.Date)))
            {
                string model = row.Model ?? "-";
                if (isFiltered && values[1].ToList().IndexOf(row.Model) > 1)
                {
                    continue;
                }

                string?[] names = [row.Product, model, null, row.Voice, null, null, null, null];
                string key = string.Join('|', names.Select((name, dimension) => DimensionSet.At(dimension).IsWithin(groupBy) ? name ?? "-" : "-"));
                Add(expected, $"{(byMonth ? row.Date.Month : row.Date.DayNumber)} {key}", new UsageSums
                {
                    Credits = row.Credits, Requests = row.Requests ?? 0, LacksRequests = row.Requests is null,
                    Minutes = Parsed(row.Minutes) ?? 0, LacksMinutes = row.Minutes is null,
                    Consumed = Parsed(row.Cost) ?? 0, ValuedRows = row.Cost is null ? 0 : 1, UnvaluedRows = row.Cost is null ? 1 : 0,
                    UnvaluedCredits = row.Cost is null ? row.Credits : 0,
                });
            }
        }

        Assert.Equal(Text(expected), Text(answered));
        Assert.Equal(state.Days.Select(day => day.Date), (await _fixture.Ledger.ReadDaysAsync(Name, range, None)).Select(day => day.Date));
    }

    /// <summary>Days that have rows, as a question puts them into slots: by month, or each on its own.</summary>
    private static List<DaySlot> Slots(IReadOnlyList<DayEntry> days, bool byMonth)
    {
        var slots = new List<DaySlot>();
        foreach (DayEntry day in days)
        {
            int slot = byMonth ? day.Date.Month : day.Date.DayNumber;
            if (byMonth && slots.Count > 0 && slots[^1].Slot == slot)
            {
                slots[^1] = slots[^1] with { Last = day.Date };
            }
            else
            {
                slots.Add(new DaySlot(day.Date, day.Date, UsageTable.FullRecord, slot));
            }
        }

        return slots;
    }

    private static void Add(SortedDictionary<string, UsageSums> sums, string key, in UsageSums more)
    {
        UsageSums all = sums.GetValueOrDefault(key);
        all.Add(more);
        sums[key] = all;
    }

    private static string Text(SortedDictionary<string, UsageSums> sums) => string.Join('\n', sums.Select(sum => string.Create(CultureInfo.InvariantCulture,
        $"{sum.Key}: {sum.Value.Credits} {sum.Value.Requests} {sum.Value.LacksRequests} {sum.Value.Minutes / 1.0000000000000000000000000000m} {sum.Value.LacksMinutes} {sum.Value.Consumed / 1.0000000000000000000000000000m} {sum.Value.ValuedRows} {sum.Value.UnvaluedRows} {sum.Value.UnvaluedCredits}")));

    private static decimal? Parsed(string? digits) => digits is null ? null : decimal.Parse(digits, CultureInfo.InvariantCulture);

    private static string Digits(Random random) => (random.Next(-2_000, 1_000_000) / (decimal)Math.Pow(10, random.Next(12))).ToString(CultureInfo.InvariantCulture);

    private static T One<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
