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

    [SkippableTheory]
    [InlineData(0b0000)]
    [InlineData(0b0010)]
    [InlineData(0b0011)]
    public async Task Digits_after_the_ninth_and_figures_that_are_unknown_count_where_they_are_the_only_ones(int groupBy)
    {
        // A month of all, and days of the next, so that months, days and rows are all summed.
        DateOnly[] days = [.. Enumerable.Range(1, 30).Select(day => Day(day)), .. Enumerable.Range(1, 9).Select(day => Day(day, 12))];
        var rows = days.SelectMany(day => new[] { new Row(day, "TTS", "m1", null, 1, 1, "0.5", "0.25"), new Row(day, "TTS", "m2", null, 2, 2, "0.5", "0.25") }).ToList();
        foreach (int month in new[] { 11, 12 })
        {
            rows.Add(new Row(Day(2, month), "TTS", "m1", "v1", 1, 1, "0.1000000000000000055511151231", "-0.0000000000000000000000000001"));
            rows.Add(new Row(Day(3, month), "TTS", "m2", "v1", 1, 1, "0.00000000001", "0.00000000001"));
            rows.Add(new Row(Day(3, month), "STT", "m2", "v1", 1, 1, "-0.00000000001", "-0.00000000001"));
            rows.Add(new Row(Day(4, month), "TTS", "m2", "v1", 5, 1, "0.5", null));
            rows.Add(new Row(Day(5, month), "STT", "m1", "v1", 1, null, "0.5", "0.5"));
            rows.Add(new Row(Day(6, month), "STT", "m2", "v1", 1, 1, null, "0.5"));
        }

        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(days, rows, syncedAt: new DateTime(2026, 12, 20, 0, 0, 0, DateTimeKind.Utc)), None);
        foreach (bool byMonth in new[] { true, false })
        {
            await CompareAsync(new DateRange(days[0], days[^1]), new DimensionSet(groupBy), isFiltered: false, byMonth);
            await CompareAsync(new DateRange(days[0], Day(8, 12)), new DimensionSet(groupBy), isFiltered: true, byMonth);
        }
    }

    [SkippableTheory]
    [InlineData(0b00, true)]
    [InlineData(0b10, true)]
    [InlineData(0b11, true)]
    [InlineData(0b00, false)]
    [InlineData(0b10, false)]
    [InlineData(0b11, false)]
    public async Task A_sum_over_64_bits_fails_with_a_text_that_says_what_to_do(int groupBy, bool wholeMonths)
    {
        // Months of which another day is not asked for are not read from the sums by month.
        DateOnly[] asked = [Day(3, 10), Day(3)];
        DateOnly[] others = wholeMonths ? [] : [Day(1, 10), Day(20)];
        await _fixture.Ledger.ReplaceDaysAsync(Name, Replace(asked.Concat(others).Order(),
            [.. asked.Select(day => new Row(day, "TTS", "m1", null, long.MaxValue - 1, 1, null, null)), .. others.Select(day => new Row(day, "TTS", "m1", null, -1, 1, null, null))]), None);
        var failure = await Assert.ThrowsAsync<ElevenCostException>(() => ((IUsageLedger)_fixture.Ledger).SumAsync(
            Name, new DateRange(asked[0], asked[1]), DimensionSet.All,
            _ => new SumQuestion([new DaySlot(asked[0], asked[1], UsageTable.FullRecord, 0)], new DimensionSet(groupBy), []), (int _, ReadOnlySpan<int> _, in UsageSums _) => { }, None));
        Assert.Equal("LedgerSumTooLarge", failure.ErrorId);
        Assert.Equal("Use a shorter range.", failure.Remedy);
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

    private Task CompareAsync(Random random)
    {
        int start = random.Next(Days);
        var range = new DateRange(First.AddDays(start), First.AddDays(Math.Min(Days - 1, start + random.Next(Days))));
        var groupBy = new DimensionSet(random.Next(3) == 0 ? 1 << One(random, 0, 1, 3) : random.Next(16) & 0b1011);
        return CompareAsync(range, groupBy, isFiltered: random.Next(3) == 0, byMonth: random.Next(2) == 0, isSplit: random.Next(2) == 0);
    }

    private async Task CompareAsync(DateRange range, DimensionSet groupBy, bool isFiltered, bool byMonth, bool isSplit = false)
    {
        var answered = new SortedDictionary<string, UsageSums>(StringComparer.Ordinal);
        string?[][] values = [];
        LedgerState state = await ((IUsageLedger)_fixture.Ledger).SumAsync(Name, range, DimensionSet.All, state =>
        {
            values = state.Values;
            var all = new SumQuestion(Slots(state.Days, byMonth), groupBy, []);
            SumQuestion some = all with { Filters = [new ValueFilter(1, [0, 1])] };
            return isFiltered ? some
                : isSplit ? some with { Next = all with { Filters = [new ValueFilter(1, [0, 1], Exclude: true)] } }
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
