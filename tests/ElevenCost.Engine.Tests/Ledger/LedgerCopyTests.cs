using System.Globalization;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A ledger copied from each database to the other.</summary>
public sealed class LedgerCopyTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_of_it_is_copied_and_found_equal_and_a_second_copy_copies_nothing(bool toSqlite)
    {
        using LedgerFixture source = toSqlite ? Postgres() : Sqlite();
        using LedgerFixture target = toSqlite ? Sqlite() : Postgres();
        await FillAsync(source);

        // The target numbers its values in another order, so that only values can be compared.
        await target.Ledger.ReplaceDaysAsync("other", Replace(Usage(Day(1), "z", 1)), None);
        await target.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(3), "b", 7)), None);
        LedgerCopyRecord copy = Assert.Single(await CopyAsync(source, target));
        Assert.True(copy.IsEqual, copy.Differences.ToString());
        Assert.Equal((5, 4, 0, 8L, 1, 1), (copy.Days, copy.DaysCopied, copy.DaysDifferent, copy.Rows, copy.SnapshotsCopied, copy.SyncsCopied));
        Assert.Null(LedgerCopy.FailureOf(copy));
        Assert.Equal(LedgerDigest.Of(source.Ledger, Name), LedgerDigest.Of(target.Ledger, Name));
        Assert.Equal("new", (await target.Ledger.ReadNamesAsync(Name, None)).ApiKeys["k1"]);
        Assert.Equal(["old"], (await target.Ledger.ReadNamesAsync(Name, None)).FormerApiKeys["k1"]);

        LedgerCopyRecord again = Assert.Single(await CopyAsync(source, target));
        Assert.Equal((true, 0, 0, 0), (again.IsEqual, again.DaysCopied, again.SnapshotsCopied, again.SyncsCopied));
        Assert.Equal(await SumsAsync(source), await SumsAsync(target));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_day_that_was_read_later_or_is_in_the_target_alone_is_left_and_reported(bool toSqlite)
    {
        using LedgerFixture source = toSqlite ? Postgres() : Sqlite();
        using LedgerFixture target = toSqlite ? Sqlite() : Postgres();
        await FillAsync(source);
        await target.Ledger.ReplaceDaysAsync(Name, Replace([Day(1)], [Usage(Day(1), "a", 99)], syncedAt: new DateTime(2026, 12, 24, 0, 0, 0, DateTimeKind.Utc)), None);
        await target.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(9), "a", 1)), None);
        LedgerCopyRecord copy = Assert.Single(await CopyAsync(source, target));
        Assert.False(copy.IsEqual);
        Assert.Equal(["2026-11-01 was read later in the target", "2026-11-09 is in the target alone"], copy.Differences);
        Assert.Equal(2, copy.DaysDifferent);
        Assert.Equal(99, (await target.Ledger.ReadDaysAsync(Name, new DateRange(Day(1), Day(1)), None))[0].Credits);
        Assert.Equal(FailureCategory.Ledger, LedgerCopy.FailureOf(copy)!.Category);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_that_the_target_read_later_is_kept_and_one_that_the_source_read_later_is_copied(bool toSqlite)
    {
        using LedgerFixture source = toSqlite ? Postgres() : Sqlite();
        using LedgerFixture target = toSqlite ? Sqlite() : Postgres();
        await FillAsync(source);
        await NameAsync(target, "later", new DateTime(2026, 12, 24, 0, 0, 0, DateTimeKind.Utc));
        LedgerCopyRecord copy = Assert.Single(await CopyAsync(source, target));
        Assert.Equal(["2026-11-01 was read later in the target", "1 names of API keys, users or voices were read later in the target"], copy.Differences);
        NameBook names = await target.Ledger.ReadNamesAsync(Name, None);
        Assert.Equal("later", names.ApiKeys["k1"]);
        Assert.Equal(["old", "new"], names.FormerApiKeys["k1"]);

        await NameAsync(source, "latest", new DateTime(2026, 12, 25, 0, 0, 0, DateTimeKind.Utc));
        Assert.Empty(Assert.Single(await CopyAsync(source, target)).Differences);
        Assert.Equal("latest", (await target.Ledger.ReadNamesAsync(Name, None)).ApiKeys["k1"]);

        static Task NameAsync(LedgerFixture fixture, string name, DateTime at) => fixture.Ledger.ReplaceDaysAsync(
            Name, Replace([Day(1)], [Usage(Day(1), "a", 99)], syncedAt: at, names: NameBook.Empty with { ApiKeys = new Dictionary<string, string> { ["k1"] = name } }), None);
    }

    [Fact]
    public async Task A_row_that_was_changed_behind_the_entry_is_found()
    {
        using LedgerFixture source = Sqlite();
        using LedgerFixture target = Sqlite();
        await FillAsync(source);
        await CopyAsync(source, target);
        target.Ledger.Database.Write(session => session.Execute("UPDATE usage_row SET cost_e28 = cost_e28 + 1 WHERE cost_nano IS NOT NULL AND day = @day", ("day", Day(2).DayNumber)), None);
        LedgerCopyRecord copy = Assert.Single(await CopyAsync(source, target));
        Assert.Equal(1, copy.DaysDifferent);
        Assert.False(copy.IsEqual);
    }

    [Theory]
    [InlineData(Dimension.ApiKey)]
    [InlineData(Dimension.User)]
    [InlineData(Dimension.Voice)]
    public async Task Names_that_the_target_lost_are_found(Dimension dimension)
    {
        using LedgerFixture source = Sqlite();
        using LedgerFixture target = Sqlite();
        var names = new Dictionary<string, string> { ["id"] = "name" };
        await source.Ledger.ReplaceDaysAsync(Name, Replace([Day(1)], [Usage(Day(1), "a", 1)], names: new NameBook(names, names) { Voices = names }), None);
        await target.Ledger.ReplaceDaysAsync("other", Replace(Usage(Day(1), "z", 1)), None);
        string trigger = string.Create(CultureInfo.InvariantCulture,
            $"CREATE TRIGGER lost BEFORE INSERT ON value_name WHEN NEW.dimension = {UsageTable.IndexOf(dimension)} BEGIN SELECT RAISE(IGNORE); END");
        target.Ledger.Database.Write(session => session.Execute(trigger), None);
        LedgerCopyRecord copy = Assert.Single(await CopyAsync(source, target));
        Assert.Equal(["1 names of API keys, users or voices"], copy.Differences);
        Assert.False(copy.IsEqual);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prices_and_cost_centers_are_copied_with_their_history_and_later_changes_follow(bool toSqlite)
    {
        using LedgerFixture source = toSqlite ? Postgres() : Sqlite();
        using LedgerFixture target = toSqlite ? Sqlite() : Postgres();
        await DefineAsync(source, "1.10", "ada");
        LedgerCopyRecord[] copies = [.. await CopyAsync(source, target)];
        Assert.Equal([("(cost-centers)", true, 2), ("(prices)", true, 2)], copies.Select(copy => (copy.Connection, copy.IsEqual, copy.ChangesCopied)));
        Assert.Equal(await HistoryAsync(source), await HistoryAsync(target));
        Assert.Equal(["ada", "_zoë"], (await new CostCenterStore(target.Ledger, TimeProvider.System).ReadAsync(None)).Select(rule => rule.Name));

        Assert.Equal([(true, 0), (true, 0)], (await CopyAsync(source, target)).Select(copy => (copy.IsEqual, copy.ChangesCopied)));
        await DefineAsync(source, "1.20", "ada");
        Assert.Equal([(true, 0), (true, 1)], (await CopyAsync(source, target)).Select(copy => (copy.IsEqual, copy.ChangesCopied)));
        Assert.Equal(1.20m, (await new PriceStore(target.Ledger, TimeProvider.System).ListAsync(new PriceQuery { Source = PriceSource.Override }, None))[0].MonthlyPrice);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prices_that_the_target_changed_itself_are_left_and_reported(bool toSqlite)
    {
        using LedgerFixture source = toSqlite ? Postgres() : Sqlite();
        using LedgerFixture target = toSqlite ? Sqlite() : Postgres();
        await DefineAsync(source, "1.10", "ada");
        await CopyAsync(source, target);
        await DefineAsync(target, "9", "ada");
        await DefineAsync(source, "8", "ada");
        await DefineAsync(source, "7", "ada");
        string[] before = await HistoryAsync(target);
        LedgerCopyRecord[] copies = [.. await CopyAsync(source, target)];
        Assert.Equal([true, false], copies.Select(copy => copy.IsEqual));
        Assert.Equal("4 changes in the source, 3 in the target, which differ from change 3 on", Assert.Single(copies[1].Differences));
        Assert.Equal("LedgerCopyDiffers", LedgerCopy.FailureOf(copies[1])!.ErrorId);
        Assert.Equal(before, await HistoryAsync(target));
    }

    private static async Task DefineAsync(LedgerFixture fixture, string price, string rule)
    {
        var prices = new PriceStore(fixture.Ledger, TimeProvider.System);
        foreach (string tier in new[] { "pro", "creator" })
        {
            await prices.SetAsync(new PriceSetting { Tier = tier, MonthlyPrice = tier == "pro" ? price : "1", MonthlyCredits = 1, From = Day(1) }, [], None);
        }

        var rules = new CostCenterStore(fixture.Ledger, TimeProvider.System);
        await rules.SetAsync([new CostCenterRule { Name = rule, Shares = "A", ApiKey = "a" }, new CostCenterRule { Name = "_zoë", Shares = "Z", ApiKey = "z" }], None);
    }

    private static async Task<string[]> HistoryAsync(LedgerFixture fixture) => [.. (await fixture.Open().ReadDefinitionChangesAsync(None)).Select(change => change.ToString())];

    [Fact]
    public async Task A_ledger_is_not_copied_to_itself()
    {
        using LedgerFixture source = Sqlite();
        await FillAsync(source);
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(async () =>
        {
            await foreach (LedgerCopyRecord copy in new LedgerCopy(source.Ledger, source.Open()).RunAsync(None))
            {
                Assert.Fail(copy.Connection);
            }
        });
        Assert.Equal("LedgerCopyToItself", failure.ErrorId);
    }

    private static async Task FillAsync(LedgerFixture fixture)
    {
        foreach (string name in new[] { "old", "new" })
        {
            await fixture.Ledger.ReplaceDaysAsync(Name, Replace(
                [Day(1), Day(2), Day(3)],
                [Usage(Day(1), "a", 5, "0.1"), Usage(Day(1), null, 6, "0.12345678901234567890123456"), Usage(Day(2), "", 1, "2"), Usage(Day(2), "c", 2), Usage(Day(3), "b", 7)],
                series: [new SeriesPoint(Day(1), "tts_characters", "model", "m", 1.50m)],
                names: NameBook.Empty with { ApiKeys = new Dictionary<string, string> { ["k1"] = name } }), None);
        }

        await fixture.Ledger.ReplaceDaysAsync(Name, Replace(Usage(Day(28, 10), "a", 1), Usage(Day(28, 10), "b", 1), Usage(Day(30, 10), "b", 1)), None);

        // A failed day keeps its rows.
        await fixture.Ledger.ReplaceDaysAsync(Name, Replace([Day(30, 10)], [], DayState.Failed, new DateTime(2026, 12, 11, 0, 0, 0, DateTimeKind.Utc)), None);
        await fixture.Ledger.AppendSnapshotAsync(Name, new SubscriptionSnapshot { At = new DateTime(2026, 11, 5, 0, 0, 0, DateTimeKind.Utc), Tier = "pro", CreditsUsed = 1, CreditLimit = 2 }, None);
        await fixture.Ledger.AppendSyncLogAsync(Name, new SyncResult
        {
            Connection = Name,
            Succeeded = true,
            From = Midnight(1),
            To = Midnight(3),
            DaysAsked = 3,
            DaysSynced = 3,
            DaysFailed = 0,
            Records = 5,
            Credits = 21,
            Restatements = [],
            Warnings = [],
            StartedAt = new DateTime(2026, 11, 5, 0, 0, 0, DateTimeKind.Utc),
            Duration = TimeSpan.FromSeconds(1),
            Requests = 2,
        }, None);
    }

    private static async Task<List<LedgerCopyRecord>> CopyAsync(LedgerFixture source, LedgerFixture target)
    {
        var copies = new List<LedgerCopyRecord>();
        await foreach (LedgerCopyRecord copy in new LedgerCopy(source.Open(), target.Open()).RunAsync(None))
        {
            copies.Add(copy);
        }

        return copies;
    }

    /// <summary>The sums by month of the rollups.</summary>
    private static async Task<string> SumsAsync(LedgerFixture fixture)
    {
        var sums = new List<string>();
        await ((IUsageLedger)fixture.Ledger).SumAsync(Name, new DateRange(Day(1, 10), Day(30)), DimensionSet.At(0), state => new SumQuestion(
            [new DaySlot(Day(1, 10), Day(30), UsageTable.FullRecord, 0)], DimensionSet.At(0), []),
            (int slot, ReadOnlySpan<int> values, in UsageSums found) => sums.Add($"{found.Credits} {found.Consumed} {found.UnvaluedCredits}"), None);
        return string.Join(", ", sums.Order(StringComparer.Ordinal));
    }
}
