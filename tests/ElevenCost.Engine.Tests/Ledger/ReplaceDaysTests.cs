using ElevenCost.Engine.Ledger;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

public sealed class SqliteReplaceDaysTests() : ReplaceDaysTests(LedgerFixture.Sqlite());

public sealed class PostgresReplaceDaysTests() : ReplaceDaysTests(LedgerFixture.Postgres())
{
    [SkippableFact]
    public async Task A_machine_whose_clock_is_behind_does_not_take_the_reading_of_another_for_one_of_the_future()
    {
        // A virtual machine that was paused goes on where its clock stood: an hour ago.
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 5)], syncedAt: now));
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 1)], syncedAt: now.AddHours(-2)) with { Now = now.AddHours(-1) });
        Assert.Equal(5, Assert.Single(await Fixture.ReadRows()).Credits);

        // Later than the server's clock is still the future.
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 6)], syncedAt: now.AddDays(2)));
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 7)], syncedAt: now) with { Now = now.AddHours(-1) });
        Assert.Equal(7, Assert.Single(await Fixture.ReadRows()).Credits);
    }
}

/// <summary>What a replacement of days keeps, on every database.</summary>
public abstract class ReplaceDaysTests : IDisposable
{
    private protected ReplaceDaysTests(LedgerFixture fixture) => Fixture = fixture;

    private protected LedgerFixture Fixture { get; }

    public void Dispose() => Fixture.Dispose();

    private protected async Task<IReadOnlyList<Restatement>> Put(DayReplacement replacement) => (await Fixture.Ledger.ReplaceDaysAsync(Name, replacement, None)).Restatements;

    [SkippableFact]
    public async Task Other_days_are_left_as_they_are()
    {
        await Put(Replace([Day(1), Day(2), Day(3)],
            [Usage(Day(1), "zeta", 1, "0.1"), Usage(Day(2), "alpha", 2, "2"), Usage(Day(3), "mid", 3)],
            series: [new SeriesPoint(Day(1), "m", "b", "k", 1), new SeriesPoint(Day(2), "m", "b", "k", 2)]));
        await Put(Replace([Day(2)], [Usage(Day(2), "beta", 20, "3")], series: [new SeriesPoint(Day(2), "m", "b", "k", 3)]));

        Assert.Equal(Sorted([Usage(Day(1), "zeta", 1, "0.1"), Usage(Day(2), "beta", 20, "3"), Usage(Day(3), "mid", 3)]),
            Sorted(await Fixture.ReadRows()));
        UsageMonth month = Assert.Single(await Months(Fixture.Open()));
        Assert.Equal(["beta", "mid", "zeta"], month.Table.Dimensions[0].Values.Order(StringComparer.Ordinal));
        Assert.Equal([1m, 3m], month.Series.Select(point => point.Value));
        Assert.Equal([1, 20, 3], month.Days.Select(day => day.Credits));
    }

    [SkippableFact]
    public async Task A_replacement_spans_months_and_a_range_reads_only_its_own()
    {
        Row[] rows = [Usage(Day(31, 10), "a", 1), Usage(Day(1), "a", 2), Usage(Day(1, 12), "a", 3)];
        await Put(Replace(rows));
        Assert.Equal(Sorted(rows), Sorted(await Fixture.ReadRows()));
        Assert.Equal([Day(1, 10), Day(1), Day(1, 12)], (await Months(Fixture.Ledger)).Select(month => month.First));
        Assert.Equal([Day(1)], (await Months(Fixture.Ledger, November)).Select(month => month.First));
        Assert.Equal([Day(1)], (await Fixture.Ledger.ReadDaysAsync(Name, November, None)).Select(day => day.Date));
        Assert.Equal([Day(31, 10), Day(1)], (await Fixture.Ledger.ReadDaysAsync(Name, new DateRange(Day(31, 10), Day(2)), None)).Select(day => day.Date));
    }

    [SkippableFact]
    public async Task A_day_without_usage_is_kept_as_such()
    {
        await Put(Replace([Day(5)], []));
        DayEntry day = Assert.Single(await Fixture.Open().ReadDaysAsync(Name, November, None));
        Assert.Equal((DayState.Final, 0, 0L), (day.State, day.Rows, day.Credits));
        Assert.Equal(0, Assert.Single(await Months(Fixture.Open())).Table.Count);
    }

    [SkippableFact]
    public async Task The_same_again_changes_nothing()
    {
        DayReplacement replacement = Replace(Usage(Day(1), "a", 1, "1.0"), Usage(Day(2), "b", 1, "1.0"));
        await Put(replacement);
        Assert.Empty(await Put(replacement));
        Assert.Empty(await Put(Replace(Usage(Day(1), "a", 1, "1.00"), Usage(Day(2), "b", 1, "1.0"))));
        Assert.Equal(2, (await Fixture.ReadRows()).Count);
    }

    [SkippableTheory]
    [InlineData("0.0796123456789012345678901234")]
    [InlineData("-0.0000000000000000000000000001")]
    [InlineData("123456.0000000001")]
    [InlineData("0.1000000000000000055511151231")]
    [InlineData("-19999999.999999999")]
    [InlineData("0")]
    public async Task Every_digit_of_money_survives(string digits)
    {
        await Put(Replace(new Row(Day(1), "a", "m", null, 1, 1, digits, digits)));
        Row row = Assert.Single(await Fixture.ReadRows());
        Assert.Equal((digits, digits), (row.Minutes, row.Cost));
        DayEntry day = Assert.Single(await Fixture.Open().ReadDaysAsync(Name, November, None));
        Assert.Equal(decimal.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), day.ConsumedCost);
    }

    [SkippableFact]
    public async Task A_figure_that_no_day_can_have_is_not_kept()
    {
        await Put(Replace(Usage(Day(1), "a", 1, "1")));
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => Put(Replace(Usage(Day(1), "a", 1, "70000000000000000000000000000"))));
        Assert.Equal("FigureOutOfBounds", e.ErrorId);
        Assert.Equal("1", Assert.Single(await Fixture.ReadRows()).Cost);
    }

    [SkippableFact]
    public async Task What_was_read_earlier_never_replaces_what_was_read_later()
    {
        var later = new DateTime(2026, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 5, "5")], syncedAt: later));
        foreach (DayReplacement earlier in new[]
        {
            Replace([Day(1), Day(2)], [Usage(Day(1), "a", 1, "1")], syncedAt: later.AddSeconds(-1)), Replace([Day(1)], [], DayState.Failed, later.AddSeconds(-1)),
        })
        {
            ReplacementResult result = await Fixture.Ledger.ReplaceDaysAsync(Name, earlier, None);
            Assert.Empty(result.Restatements);
            Assert.Equal([Day(1)], result.ReadLater);
        }

        Assert.Equal(5, Assert.Single(await Fixture.ReadRows()).Credits);
        Assert.Equal((DayState.Final, later), (await Fixture.Ledger.ReadDaysAsync(Name, null, None)).Select(day => (day.State, day.SyncedAt)).First());
    }

    [SkippableFact]
    public async Task A_change_after_the_day_had_ended_is_a_restatement()
    {
        await Put(Replace([Day(1), Day(2), Day(3)],
            [Usage(Day(1), "a", 1, "1"), Usage(Day(2), "a", 2, "2"), Usage(Day(3), "a", 3, "3")]));
        IReadOnlyList<Restatement> restatements = await Put(Replace([Day(1), Day(2), Day(3)],
            [Usage(Day(1), "a", 10, "1"), Usage(Day(2), "a", 2, "2.0"), Usage(Day(3), "a", 3)]));
        Assert.Equal([new Restatement(Midnight(1), true, 1, 10, 1m, 1m), new Restatement(Midnight(3), true, 3, 3, 3m, null)], restatements);
    }

    [SkippableFact]
    public async Task Usage_that_moved_between_rows_is_a_restatement_although_the_sums_are_the_same()
    {
        await Put(Replace(Usage(Day(1), "a", 1, "1"), Usage(Day(1), "b", 2, "2")));
        Restatement restatement = Assert.Single(await Put(Replace(Usage(Day(1), "a", 2, "2"), Usage(Day(1), "b", 1, "1"))));
        Assert.Equal((3, 3), (restatement.OldCredits, restatement.NewCredits));
    }

    [SkippableFact]
    public async Task The_same_usage_by_more_dimensions_is_no_restatement()
    {
        await Put(Replace(Usage(Day(1), "a", 3, "3")));
        DayReplacement finer = Replace(new Row(Day(1), "a", "m", "v", 1, 1, null, "1"), new Row(Day(1), "a", "m", "w", 2, 0, null, "2"));
        Assert.Empty(await Put(finer with { Days = [finer.Days[0] with { Dimensions = [.. finer.Days[0].Dimensions, Dimension.User] }] }));
    }

    [SkippableTheory]
    [InlineData(22, 59, 59, false)] // Berlin is at UTC+1 in November: midnight is 23:00 UTC.
    [InlineData(23, 0, 0, true)]
    public async Task Only_a_day_that_had_ended_in_its_zone_is_restated(int hour, int minute, int second, bool restated)
    {
        var syncedAt = new DateTime(2026, 11, 1, hour, minute, second, DateTimeKind.Utc);
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 1)], DayState.Provisional, syncedAt));
        IReadOnlyList<Restatement> restatements = await Put(Replace(Usage(Day(1), "a", 2)));
        Assert.Equal(restated ? [new Restatement(Midnight(1), false, 1, 2, null, null)] : [], restatements);
    }

    [SkippableFact]
    public async Task A_failed_day_keeps_its_rows_and_records_the_failure()
    {
        var later = new DateTime(2026, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        await Put(Replace([Day(1)], [Usage(Day(1), "a", 1, "1.5")], series: [new SeriesPoint(Day(1), "m", "b", "k", 1)]));
        Assert.Empty(await Put(Replace([Day(1), Day(2)], [], DayState.Failed, later)));
        Assert.Equal(Sorted([Usage(Day(1), "a", 1, "1.5")]), Sorted(await Fixture.ReadRows()));
        UsageMonth month = Assert.Single(await Months(Fixture.Open()));
        Assert.Single(month.Series);
        Assert.Equal((DayState.Failed, later, "does not add up", 1, 1L, 1.5m), (month.Days[0].State, month.Days[0].SyncedAt,
            month.Days[0].Reason, month.Days[0].Rows, month.Days[0].Credits, month.Days[0].ConsumedCost));
        Assert.Equal((DayState.Failed, 0, 0L, (long?)null), (month.Days[1].State, month.Days[1].Rows, month.Days[1].Credits, month.Days[1].Requests));

        // What was never read is not restated; what was kept over the failure is.
        IReadOnlyList<Restatement> restatements = await Put(
            Replace([Day(1), Day(2)], [Usage(Day(1), "a", 2, "1.5"), Usage(Day(2), "a", 2, "1.5")], syncedAt: later.AddDays(1)));
        Assert.Equal(Midnight(1), Assert.Single(restatements).Date);
    }

    [SkippableFact]
    public async Task Days_of_another_zone_are_refused_in_every_month()
    {
        await Put(Replace(Usage(Day(1), "a", 1)));
        foreach (int month in new[] { 11, 12 })
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
                () => Put(Replace([Day(2, month)], [Usage(Day(2, month), "a", 1)], zone: "UTC")));
            Assert.Equal(("LedgerTimeZoneMismatch", FailureCategory.Configuration), (e.ErrorId, e.Category));
        }

        Assert.Single(await Fixture.ReadRows());
    }

    [SkippableFact]
    public async Task A_mistake_of_the_caller_is_told_before_anything_is_written()
    {
        DayReplacement good = Replace(Usage(Day(1), "a", 1));
        DayReplacement[] wrong =
        [
            good with { Days = [] },
            good with { Days = [good.Days[0] with { Rows = 2 }] },
            good with { Days = [good.Days[0], good.Days[0]] },
            good with { Days = [good.Days[0] with { State = DayState.Missing }] },
            good with { Days = [good.Days[0] with { Dimensions = [Dimension.CostCenter] }] },
            good with { Series = [new SeriesPoint(Day(2), "m", "b", "k", 1)] },
            Replace(Usage(Day(1), "half \ud83d", 1)),
        ];
        foreach (DayReplacement replacement in wrong)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Put(replacement));
        }

        Assert.Empty(await Fixture.Ledger.ReadDaysAsync(Name, null, None));
    }

    [SkippableFact]
    public async Task A_cancelled_write_leaves_the_ledger_as_it_was()
    {
        await Put(Replace(Usage(Day(1), "a", 1)));
        UsageTable table = LargeMonth.Table(100_000);
        var replacement = new DayReplacement(Zone, LargeMonth.Days(table), table, [], NameBook.Empty);
        foreach (int delay in new[] { 0, 20, 60, 120 })
        {
            using var cancel = new CancellationTokenSource();
            Task<ReplacementResult> write = Fixture.Ledger.ReplaceDaysAsync(Name, replacement, cancel.Token);
            await Task.Delay(delay);
            await cancel.CancelAsync();
            try
            {
                await write;
                break; // This machine is faster than we are.
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(Sorted([Usage(Day(1), "a", 1)]), Sorted(await Fixture.ReadRows()));
            }
        }
    }

    [SkippableFact]
    public async Task Names_are_merged_the_latest_known_wins()
    {
        Assert.Empty((await Fixture.Ledger.ReadNamesAsync(Name, None)).ApiKeys);
        await Put(Replace([Day(1)], [], names: new NameBook(
            new Dictionary<string, string> { ["k1"] = "old", ["k2"] = "Grüße" }, new Dictionary<string, string> { ["u"] = "Ada" })));
        await Put(Replace([Day(1)], [], names: new NameBook(new Dictionary<string, string> { ["k1"] = "new" }, new Dictionary<string, string>())));
        NameBook names = await Fixture.Open().ReadNamesAsync(Name, None);
        Assert.Equal([("k1", "new"), ("k2", "Grüße")], names.ApiKeys.Select(pair => (pair.Key, pair.Value)).Order());
        Assert.Equal("Ada", names.Users["u"]);
    }

    [SkippableFact]
    public async Task Names_that_were_read_earlier_than_any_kept_day_are_former_ones()
    {
        var later = new DateTime(2026, 12, 20, 0, 0, 0, DateTimeKind.Utc);
        await Put(Replace([Day(1)], [], syncedAt: later, names: Keys(("k1", "new"))));

        // Whether or not a day of them is accepted: that of day 2 is.
        foreach (int day in new[] { 1, 2 })
        {
            await Put(Replace([Day(day)], [], syncedAt: later.AddMinutes(-1), names: Keys(("k1", "old"), ("k2", "other"))));
            NameBook names = await Fixture.Open().ReadNamesAsync(Name, None);
            Assert.Equal([("k1", "new"), ("k2", "other")], names.ApiKeys.Select(pair => (pair.Key, pair.Value)).Order());
            Assert.Equal(["old"], names.FormerApiKeys["k1"]);
        }

        await Put(Replace([Day(2)], [], syncedAt: later, names: Keys(("k1", "newest"))));
        Assert.Equal("newest", (await Fixture.Open().ReadNamesAsync(Name, None)).ApiKeys["k1"]);

        static NameBook Keys(params (string Id, string Name)[] keys) => NameBook.Empty with { ApiKeys = keys.ToDictionary(key => key.Id, key => key.Name) };
    }

    [SkippableFact]
    public async Task Nothing_is_known_of_a_connection_that_was_never_synced()
    {
        Assert.Empty(await Fixture.Ledger.ReadDaysAsync("other", null, None));
        Assert.Empty(await Months(Fixture.Ledger));
        Assert.Empty(await Fixture.Ledger.ReadSnapshotsAsync("other", None));
        Assert.Empty(await Fixture.Ledger.ReadSyncLogAsync("other", None));
        Assert.True(Fixture.Home is null || !Directory.Exists(Fixture.Home.Path));
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("C:")]
    [InlineData("a b")]
    [InlineData(".hidden")]
    [InlineData("a.")]
    public async Task A_name_that_no_connection_can_have_is_rejected(string name)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => Fixture.Ledger.ReadDaysAsync(name, null, None));
        Assert.Equal("ConnectionNameInvalid", e.ErrorId);
    }
}
