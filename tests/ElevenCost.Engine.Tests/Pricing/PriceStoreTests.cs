using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class SqlitePriceStoreTests() : PriceStoreTests(LedgerFixture.Sqlite());

public sealed class PostgresPriceStoreTests() : PriceStoreTests(LedgerFixture.Postgres());

/// <summary>The user's own prices, on every database.</summary>
public abstract class PriceStoreTests : IDisposable
{
    private static readonly PriceSetting Pro = new() { Tier = "pro", MonthlyPrice = "89.10", MonthlyCredits = 600_000, OveragePer1000Credits = "0.20" };
    private static readonly FixedClock Clock = new(new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.Zero));

    private readonly LedgerFixture _fixture;
    private readonly PriceTestHome _home;
    private readonly PriceStore _store;

    private protected PriceStoreTests(LedgerFixture fixture)
    {
        _fixture = fixture;
        _home = new PriceTestHome(fixture.Ledger);
        _store = new PriceStore(fixture.Ledger, Clock);
    }

    public void Dispose()
    {
        _home.Dispose();
        _fixture.Dispose();
    }

    [SkippableFact]
    public async Task The_catalogue_and_the_users_own_are_listed_with_their_versions()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), To = new DateOnly(2026, 6, 30), Connection = "acme*", BillingPeriod = BillingPeriod.Annual, Note = "a \"discount\" in €" });
        IReadOnlyList<Price> all = await _store.ListAsync(new PriceQuery { Tiers = ["pro"] }, default);
        Assert.Equal(
            [
                ("catalog 2026-11-28/pro until 2026-05-07", PriceSource.Catalog, null, new DateTime(2026, 5, 6)),
                ("catalog 2026-11-28/pro pay-as-you-go", PriceSource.Catalog, new DateTime(2026, 5, 7), null),
                ("catalog 2026-11-28/pro usage-based", PriceSource.Catalog, new DateTime(2026, 5, 7), null),
                ("catalog 2026-11-28/pro usage-based former", PriceSource.Catalog, new DateTime(2026, 5, 7), null),
                ("override/pro@acme* annual_period from 2026-06-01", PriceSource.Override, new DateTime(2026, 6, 1), (DateTime?)new DateTime(2026, 6, 30)),
            ],
            all.Select(price => (price.Version, price.Source, price.From, price.To)));
        Price own = all[^1];
        Assert.Equal((89.10m, 600_000L, 0.20m, "USD", BillingPeriod.Annual, "acme*", "a \"discount\" in €"),
            (own.MonthlyPrice!.Value, own.MonthlyCredits!.Value, own.OveragePer1000Credits!.Value, own.Currency, own.BillingPeriod!.Value, own.Connection!, own.Note!));
        Assert.Equal(["catalog 2026-11-28/pro pay-as-you-go", "catalog 2026-11-28/pro usage-based", "catalog 2026-11-28/pro usage-based former"], (await _store.ListAsync(new PriceQuery { Tiers = ["PRO"], Source = PriceSource.Catalog, On = new DateOnly(2026, 6, 1) }, default)).Select(price => price.Version));
        Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default));
        Assert.Equal(4, (await _store.ListAsync(new PriceQuery { Tiers = ["Busin*"] }, default)).Count);
    }

    [SkippableFact]
    public async Task A_removal_by_version_takes_that_price_and_no_other()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1) });
        string own = Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default)).Version;

        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => _store.RemoveAsync(new PriceRemoval { Tier = "pro", Version = "catalog 2026-11-28/pro usage-based" }, default));

        Assert.Equal("PriceNotFound", e.ErrorId);
        Assert.Equal(own, Assert.Single(await _store.RemoveAsync(new PriceRemoval { Tier = "pro", Version = own }, default)).Version);
    }

    [SkippableFact]
    public async Task A_price_may_end_on_the_last_day_there_is()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), To = DateOnly.MaxValue });
        Assert.Null(Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default)).To);
    }

    [SkippableFact]
    public async Task The_price_in_force_is_the_one_that_costs_come_from()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), Connection = "acme" });
        var ledger = new MemoryLedger { Snapshots = [Snapshot("pro", "2026-05-10T06:00:00Z")], Definitions = _fixture.Ledger };
        Assert.Equal("catalog 2026-11-28/pro usage-based by overage limit", (await InForceAsync("acme", "2026-05-31")).Price!.Version);
        PriceInForce own = await InForceAsync("acme", "2026-06-01");
        Assert.Equal(("override/pro@acme from 2026-06-01", 89.10m, false), (own.Price!.Version, own.Price.MonthlyPrice!.Value, own.IsAssumed));
        Assert.Equal("catalog 2026-11-28/pro usage-based by overage limit", (await InForceAsync("globex", "2026-06-01")).Price!.Version);
        Assert.True((await InForceAsync("acme", "2026-05-09")).IsAssumed);
        ledger.Snapshots[0] = ledger.Snapshots[0] with { Tier = "enterprise" };
        PriceInForce none = await InForceAsync("acme", "2026-06-01");
        Assert.Null(none.Price);
        Assert.Contains("no public price", none.Reason);

        Task<PriceInForce> InForceAsync(string connection, string day) => _home.Books.InForceAsync(Connection(connection), ledger, DateOnly.Parse(day), default);
    }

    [SkippableFact]
    public async Task A_price_from_today_leaves_history_alone_and_says_what_it_ended()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        IPriceBook before = await _home.BookAsync(Snapshot("pro"));
        PriceChange change = await _store.SetAsync(Pro with { MonthlyPrice = "120" }, [Connection("acme")], default);
        Assert.Equal(new DateTime(2026, 11, 20), change.Price.From);
        Assert.Equal(("override/pro from 2026-01-01", new DateTime(2026, 11, 19)), (change.Changed.Single().Version, change.Changed.Single().To!.Value));
        Assert.Null(change.Replaced);
        IPriceBook after = await _home.BookAsync(Snapshot("pro"));
        Assert.All(new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2026, 11, 19)).EachDay(), day => Assert.Equal(before.PlanRateOn(day), after.PlanRateOn(day)));
        Assert.Equal((120m, "override/pro from 2026-11-20"), (after.RateOn("2026-11-20")!.MonthlyPrice, after.RateOn("2026-11-20")!.Version));
    }

    [SkippableFact]
    public async Task Today_is_that_of_the_connections_that_the_price_is_for()
    {
        PriceChange change = await _store.SetAsync(Pro with { Connection = "berlin" }, [Connection("acme"), Connection("berlin", "Europe/Berlin")], default);
        Assert.Equal(new DateTime(2026, 11, 21), change.Price.From);
    }

    [SkippableFact]
    public async Task A_price_with_a_last_day_lets_the_old_one_hold_again()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), To = new DateOnly(2026, 6, 30), MonthlyPrice = "50" });
        await SetAsync(Pro with { From = new DateOnly(2026, 3, 1), MonthlyPrice = "70" });
        Assert.Equal(
            [("2026-01-01..2026-02-28", 89.10m), ("2026-03-01..2026-05-31", 70m), ("2026-06-01..2026-06-30", 50m), ("2026-07-01..", 89.10m)],
            (await OwnAsync()).OrderBy(price => price.From).Select(price => ($"{price.From:yyyy-MM-dd}..{price.To:yyyy-MM-dd}", price.MonthlyPrice!.Value)));
        Assert.Equal("PriceOverlaps", (await Assert.ThrowsAsync<ElevenCostException>(
            () => SetAsync(Pro with { From = new DateOnly(2026, 5, 1), To = new DateOnly(2026, 6, 10) }))).ErrorId);
    }

    [SkippableFact]
    public async Task A_price_of_the_same_first_day_takes_the_place_of_the_old_one()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        PriceChange change = await SetAsync(Pro with { From = new DateOnly(2026, 1, 1), MonthlyPrice = "1" });
        Assert.Equal((1m, 89.10m), (Assert.Single(await OwnAsync()).MonthlyPrice!.Value, change.Replaced!.MonthlyPrice!.Value));
    }

    [SkippableFact]
    public async Task The_same_price_again_replaces_nothing_and_is_no_change()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        Assert.Null((await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) })).Replaced);
        Assert.Single(await HistoryAsync());
    }

    [SkippableFact]
    public async Task Every_change_is_kept_with_what_was_before_and_what_is_after()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), MonthlyPrice = "70" });
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), MonthlyPrice = "71", Note = "a \"deal\"" });
        await _store.RemoveAsync(new PriceRemoval { Tier = "pro", All = true }, default);
        IReadOnlyList<LedgerChange> history = await HistoryAsync();
        Assert.Equal(
            [
                "1 Added pro from 2026-01-01: () -> (Tier: pro; From: 2026-01-01; MonthlyPrice: 89.10; MonthlyCredits: 600000; OveragePer1000Credits: 0.20; Currency: USD)",
                "2 Changed pro from 2026-01-01: () -> (To: 2026-05-31)",
                "2 Added pro from 2026-06-01: () -> (Tier: pro; From: 2026-06-01; MonthlyPrice: 70; MonthlyCredits: 600000; OveragePer1000Credits: 0.20; Currency: USD)",
                "3 Changed pro from 2026-06-01: (MonthlyPrice: 70) -> (MonthlyPrice: 71; Note: a \"deal\")",
                "4 Removed pro from 2026-01-01: (Tier: pro; From: 2026-01-01; To: 2026-05-31; MonthlyPrice: 89.10; MonthlyCredits: 600000; OveragePer1000Credits: 0.20; Currency: USD) -> ()",
                "4 Removed pro from 2026-06-01: (Tier: pro; From: 2026-06-01; MonthlyPrice: 71; MonthlyCredits: 600000; OveragePer1000Credits: 0.20; Currency: USD; Note: a \"deal\") -> ()",
            ],
            history.Select(change => $"{change.Number} {change.Action} {change.Name}: ({change.Before}) -> ({change.After})"));
        if (_fixture.Address is null)
        {
            // A shared ledger has the time of its server.
            Assert.All(history, change => Assert.Equal(Clock.GetUtcNow().UtcDateTime, change.ChangedAt));
        }
    }

    [SkippableFact]
    public async Task A_price_that_someone_wrote_wrongly_into_the_table_is_named_and_nothing_is_changed()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        _fixture.Ledger.Database.Write(session => session.Execute(
            "UPDATE definition SET document = replace(document, '89.10', '89,10')"), default);
        ElevenCostException changed = await Assert.ThrowsAsync<ElevenCostException>(() => OwnAsync());
        Assert.Equal("LedgerDefinitionChanged", changed.ErrorId);

        // With its history, as a newer version would write it.
        _fixture.Ledger.Database.Write(session => session.Execute(
            "UPDATE definition_change SET document_after = replace(document_after, '89.10', '89,10')"), default);
        foreach (Func<Task> work in new Func<Task>[] { () => OwnAsync(), () => SetAsync(Pro), () => _home.BookAsync(Snapshot("pro")) })
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(work);
            Assert.Equal("LedgerDefinitionNotValid", e.ErrorId);
            Assert.Contains("\"MonthlyPrice\" is \"89,10\"", e.Message, StringComparison.Ordinal);
        }

        Assert.Single(await HistoryAsync());
    }

    [SkippableTheory]
    [InlineData("UPDATE definition SET document = replace(document, '89.10', '89.11')", "\"MonthlyPrice\" is \"89.11\", recorded is \"89.10\"")]
    [InlineData("UPDATE definition_change SET document_after = replace(document_after, '89.10', '88.10')", "\"MonthlyPrice\" is \"89.10\", recorded is \"88.10\"")]
    [InlineData("UPDATE definition SET document = replace(document, '600000', '700000')", "\"MonthlyCredits\" is \"700000\", recorded is \"600000\"")]
    [InlineData("UPDATE definition SET place = 7", "\"place\" is \"7\", recorded is \"1\"")]
    [InlineData("DELETE FROM definition", "was removed")]
    [InlineData("INSERT INTO definition SELECT kind, 'X FROM 2026-02-01', 'x from 2026-02-01', 2, document FROM definition", "'x from 2026-02-01' was added")]
    public async Task A_price_that_was_changed_outside_is_named_with_its_fields_and_never_believed(string sql, string words)
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        _fixture.Ledger.Database.Write(session => session.Execute(sql), default);
        foreach (Func<Task> work in new Func<Task>[] { () => OwnAsync(), () => _home.BookAsync(Snapshot("pro")) })
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(work);
            Assert.Equal("LedgerDefinitionChanged", e.ErrorId);
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
        }

        // What the history has is restored by the next change, whatever that is of.
        bool isOfHistory = sql.Contains("definition_change", StringComparison.Ordinal);
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), MonthlyPrice = "70" });
        Assert.Equal([isOfHistory ? 88.10m : 89.10m, 70m], (await OwnAsync()).Select(price => price.MonthlyPrice!.Value));
    }

    [SkippableFact]
    public void Any_order_of_settings_and_removals_leaves_one_price_a_day_and_all_others_as_they_were()
    {
        Gen<(int From, int? Length, int Price)> step =
            from day in Gen.Choose(0, 60)
            from length in Gen.Elements<int?>(null, 1, 5, 20)
            from price in Gen.Choose(0, 99)
            select (day, length, price);
        Prop.ForAll(Arb.From(step.ListOf()), steps =>
        {
            _home.WritePrices();
            var store = new PriceStore(_fixture.Ledger, new FixedClock(DateTimeOffset.UnixEpoch));
            var first = new DateOnly(2026, 1, 1);
            string?[] model = new string?[120];
            foreach ((int from, int? length, int price) in steps)
            {
                try
                {
                    PriceSetting setting = Pro with { From = first.AddDays(from), To = length is { } days ? first.AddDays(from + days - 1) : null, MonthlyPrice = $"{price}" };
                    PriceChange change = store.SetAsync(setting, [], default).Result;
                    for (int day = from; day < 120 && (change.Price.To is not { } to || first.AddDays(day) <= DateOnly.FromDateTime(to)); day++)
                    {
                        model[day] = $"{price}";
                    }
                }
                catch (AggregateException e) when (e.InnerException is ElevenCostException { ErrorId: "PriceOverlaps" })
                {
                    continue;
                }
            }

            if (steps.Count > 0 && steps[0].From % 2 == 0)
            {
                Price removed = store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default).Result[^1];
                store.RemoveAsync(new PriceRemoval { Tier = "pro", From = DateOnly.FromDateTime(removed.From!.Value) }, default).Wait();
                foreach (DateOnly day in new DateRange(first, first.AddDays(119)).EachDay().Where(day => day >= DateOnly.FromDateTime(removed.From!.Value) && (removed.To is not { } to || day <= DateOnly.FromDateTime(to))))
                {
                    model[day.DayNumber - first.DayNumber] = null;
                }
            }

            IPriceBook book = _home.BookAsync(Snapshot("pro")).Result;
            return Enumerable.Range(0, 120).All(day => book.PlanRateOn(first.AddDays(day)).Rate is { } rate
                    && (rate.Version.StartsWith("override", StringComparison.Ordinal) ? $"{rate.MonthlyPrice}" : null) == model[day]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(_fixture.Address is null ? 40 : 20).WithEndSize(40));
    }

    [SkippableTheory]
    [InlineData("1,5", "USD", null, "\"MonthlyPrice\" is \"1,5\"")]
    [InlineData("-1", "USD", null, "\"MonthlyPrice\" is \"-1\"")]
    [InlineData("1e3", "USD", null, "\"MonthlyPrice\" is \"1e3\"")]
    [InlineData("1", "dollars", null, "\"Currency\" is \"dollars\"")]
    [InlineData("1", "USD", "0.3 USD", "\"OveragePer1000Credits\" is \"0.3 USD\"")]
    public async Task A_price_that_is_not_valid_is_told_by_field_and_changes_nothing(string price, string currency, string? overage, string words)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => SetAsync(Pro with { MonthlyPrice = price, Currency = currency, OveragePer1000Credits = overage }));
        Assert.Equal(("PriceNotValid", FailureCategory.Usage), (e.ErrorId, e.Category));
        Assert.Contains(words, e.Message);
        Assert.Empty(await HistoryAsync());
    }

    [SkippableFact]
    public async Task Days_that_end_before_they_begin_are_refused() => Assert.Contains("is before its first, ", (await Assert.ThrowsAsync<ElevenCostException>(
        () => SetAsync(Pro with { From = new DateOnly(2026, 2, 2), To = new DateOnly(2026, 2, 1) }))).Message);

    [SkippableFact]
    public async Task A_tier_or_connection_that_nobody_knows_is_doubted()
    {
        PriceChange change = await _store.SetAsync(Pro with { Tier = "creater", Connection = "acmee" }, [Connection("acme")], default);
        Assert.Equal(["TierNotKnown", "ConnectionNotKnown"], change.Warnings.Select(warning => warning.Id));
        Assert.Contains("'creator'", change.Warnings[0].Message);
        Assert.Contains("acme.", change.Warnings[1].Message);
    }

    [SkippableFact]
    public async Task What_is_not_there_or_not_unique_is_not_removed()
    {
        Assert.Contains("catalogue cannot be removed", (await FailureAsync(new PriceRemoval { Tier = "pro" })).Remedy);
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1) });
        Assert.Contains("override/pro from 2026-06-01", (await FailureAsync(new PriceRemoval { Tier = "pro", Connection = "acme" })).Message);
        Assert.Equal("PriceNotUnique", (await FailureAsync(new PriceRemoval { Tier = "pro" })).ErrorId);
        Assert.Equal(2, (await _store.RemoveAsync(new PriceRemoval { Tier = "pro", All = true }, default)).Count);
        Assert.Empty(await OwnAsync());

        async Task<ElevenCostException> FailureAsync(PriceRemoval removal) => await Assert.ThrowsAsync<ElevenCostException>(() => _store.RemoveAsync(removal, default));
    }

    [SkippableFact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        RelationalLedger[] ledgers = [.. Enumerable.Range(0, 12).Select(_ => _fixture.Open())];
        await Task.WhenAll(Enumerable.Range(0, 12).Select(index => Task.Run(() => new PriceStore(ledgers[index], TimeProvider.System)
            .SetAsync(Pro with { Connection = $"acme-{index}", From = new DateOnly(2026, 1, 1) }, [], default))));
        Assert.Equal(12, (await OwnAsync()).Count);
        Assert.Equal(Enumerable.Range(1, 12), (await HistoryAsync()).Select(change => change.Number));
    }

    private Task<IReadOnlyList<LedgerChange>> HistoryAsync() => new LedgerHistory(_fixture.Ledger).ReadAsync(["prices"], [], default);

    private Task<PriceChange> SetAsync(PriceSetting setting) => _store.SetAsync(setting, [Connection("acme")], default);

    private Task<IReadOnlyList<Price>> OwnAsync() => _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default);
}
