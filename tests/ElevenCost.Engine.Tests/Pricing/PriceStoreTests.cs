using ElevenCost.Engine.Pricing;
using ElevenCost.Engine.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static ElevenCost.Engine.Tests.Pricing.PriceTestHome;

namespace ElevenCost.Engine.Tests.Pricing;

public sealed class PriceStoreTests : IDisposable
{
    private static readonly PriceSetting Pro = new() { Tier = "pro", MonthlyPrice = "89.10", MonthlyCredits = 600_000, OveragePer1000Credits = "0.20" };

    private readonly PriceTestHome _home = new();
    private readonly PriceStore _store;

    public PriceStoreTests() => _store = new PriceStore(_home.Home, new FixedClock(new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.Zero)));

    public void Dispose() => _home.Dispose();

    [Fact]
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
                ("prices.json/pro@acme* annual_period from 2026-06-01", PriceSource.Override, new DateTime(2026, 6, 1), (DateTime?)new DateTime(2026, 6, 30)),
            ],
            all.Select(price => (price.Version, price.Source, price.From, price.To)));
        Price own = all[^1];
        Assert.Equal((89.10m, 600_000L, 0.20m, "USD", BillingPeriod.Annual, "acme*", "a \"discount\" in €"),
            (own.MonthlyPrice!.Value, own.MonthlyCredits!.Value, own.OveragePer1000Credits!.Value, own.Currency, own.BillingPeriod!.Value, own.Connection!, own.Note!));
        Assert.Equal(["catalog 2026-11-28/pro pay-as-you-go", "catalog 2026-11-28/pro usage-based", "catalog 2026-11-28/pro usage-based former"], (await _store.ListAsync(new PriceQuery { Tiers = ["PRO"], Source = PriceSource.Catalog, On = new DateOnly(2026, 6, 1) }, default)).Select(price => price.Version));
        Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default));
        Assert.Equal(4, (await _store.ListAsync(new PriceQuery { Tiers = ["Busin*"] }, default)).Count);
    }

    [Fact]
    public async Task A_removal_by_version_takes_that_price_and_no_other()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1) });
        string own = Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default)).Version;

        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => _store.RemoveAsync(new PriceRemoval { Tier = "pro", Version = "catalog 2026-11-28/pro usage-based" }, default));

        Assert.Equal("PriceNotFound", e.ErrorId);
        Assert.Equal(own, Assert.Single(await _store.RemoveAsync(new PriceRemoval { Tier = "pro", Version = own }, default)).Version);
    }

    [Fact]
    public async Task A_price_may_end_on_the_last_day_there_is()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), To = DateOnly.MaxValue });
        Assert.Null(Assert.Single(await _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default)).To);
    }

    [Fact]
    public async Task The_price_in_force_is_the_one_that_costs_come_from()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1), Connection = "acme" });
        var ledger = new MemoryLedger { Snapshots = [Snapshot("pro", "2026-05-10T06:00:00Z")] };
        Assert.Equal("catalog 2026-11-28/pro usage-based by overage limit", (await InForceAsync("acme", "2026-05-31")).Price!.Version);
        PriceInForce own = await InForceAsync("acme", "2026-06-01");
        Assert.Equal(("prices.json/pro@acme from 2026-06-01", 89.10m, false), (own.Price!.Version, own.Price.MonthlyPrice!.Value, own.IsAssumed));
        Assert.Equal("catalog 2026-11-28/pro usage-based by overage limit", (await InForceAsync("globex", "2026-06-01")).Price!.Version);
        Assert.True((await InForceAsync("acme", "2026-05-09")).IsAssumed);
        ledger.Snapshots[0] = ledger.Snapshots[0] with { Tier = "enterprise" };
        PriceInForce none = await InForceAsync("acme", "2026-06-01");
        Assert.Null(none.Price);
        Assert.Contains("no public price", none.Reason);

        Task<PriceInForce> InForceAsync(string connection, string day) => _home.Books.InForceAsync(Connection(connection), ledger, DateOnly.Parse(day), default);
    }

    [Fact]
    public async Task A_price_from_today_leaves_history_alone_and_says_what_it_ended()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        IPriceBook before = await _home.BookAsync(Snapshot("pro"));
        PriceChange change = await _store.SetAsync(Pro with { MonthlyPrice = "120" }, [Connection("acme")], default);
        Assert.Equal(new DateTime(2026, 11, 20), change.Price.From);
        Assert.Equal(("prices.json/pro from 2026-01-01", new DateTime(2026, 11, 19)), (change.Changed.Single().Version, change.Changed.Single().To!.Value));
        Assert.Null(change.Replaced);
        IPriceBook after = await _home.BookAsync(Snapshot("pro"));
        Assert.All(new DateRange(new DateOnly(2025, 1, 1), new DateOnly(2026, 11, 19)).EachDay(), day => Assert.Equal(before.PlanRateOn(day), after.PlanRateOn(day)));
        Assert.Equal((120m, "prices.json/pro from 2026-11-20"), (after.RateOn("2026-11-20")!.MonthlyPrice, after.RateOn("2026-11-20")!.Version));
    }

    [Fact]
    public async Task Today_is_that_of_the_connections_that_the_price_is_for()
    {
        PriceChange change = await _store.SetAsync(Pro with { Connection = "berlin" }, [Connection("acme"), Connection("berlin", "Europe/Berlin")], default);
        Assert.Equal(new DateTime(2026, 11, 21), change.Price.From);
    }

    [Fact]
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

    [Fact]
    public async Task A_price_of_the_same_first_day_takes_the_place_of_the_old_one()
    {
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        PriceChange change = await SetAsync(Pro with { From = new DateOnly(2026, 1, 1), MonthlyPrice = "1" });
        Assert.Equal((1m, 89.10m), (Assert.Single(await OwnAsync()).MonthlyPrice!.Value, change.Replaced!.MonthlyPrice!.Value));
    }

    [Fact]
    public async Task What_is_written_by_hand_stays_byte_for_byte()
    {
        const string Before = """
            // Our contracts, see the folder "legal".
            {
                "schema": 1,
                "prices": [
                    /* the old one */ { "monthlyPrice": 10.50, "tier": "enterprise", "monthlyCredits": 100000,   "currency": "eur" } , // by mail
                    {
                        "tier": "pro",
                        "connection": "acme",
                        "from": "2026-01-01", // signed
                        "monthlyPrice": "90", "monthlyCredits": 600000, "currency": "USD"
                    }   // ends with us
                    // nothing below
                ],
            }

            """;
        _home.Write(Before);
        await SetAsync(new PriceSetting { Tier = "enterprise", MonthlyPrice = "12", MonthlyCredits = 5, Currency = "EUR", From = new DateOnly(2026, 11, 1) });
        await SetAsync(Pro with { Connection = "ACME", From = new DateOnly(2026, 11, 1) });
        string expected = Before
            .Replace("\"tier\": \"enterprise\",", "\"tier\": \"enterprise\", \"until\": \"2026-11-01\",", StringComparison.Ordinal)
            .Replace("\"from\": \"2026-01-01\",", "\"from\": \"2026-01-01\", \"until\": \"2026-11-01\",", StringComparison.Ordinal)
            .Replace("}   // ends with us", "},   // ends with us", StringComparison.Ordinal)
            .Replace("// nothing below\n", """
                // nothing below
                    { "tier": "enterprise", "from": "2026-11-01", "monthlyPrice": "12", "monthlyCredits": 5, "currency": "EUR" },
                    { "tier": "pro", "connection": "ACME", "from": "2026-11-01", "monthlyPrice": "89.10", "monthlyCredits": 600000, "currency": "USD", "overagePer1000Credits": "0.20" }

                """, StringComparison.Ordinal);
        Assert.Equal(expected, await File.ReadAllTextAsync(_home.File));

        await _store.RemoveAsync(new PriceRemoval { Tier = "Enterprise", From = new DateOnly(2026, 11, 1) }, default);
        await _store.RemoveAsync(new PriceRemoval { Tier = "pro", Connection = "acme", From = new DateOnly(2026, 11, 1) }, default);
        await _store.RemoveAsync(new PriceRemoval { Tier = "enterprise" }, default);
        string left = await File.ReadAllTextAsync(_home.File);
        Assert.All(new[] { "legal", "the old one", "by mail", "signed", "ends with us", "nothing below" }, comment => Assert.Contains(comment, left));
        Assert.Equal("prices.json/pro@acme from 2026-01-01", Assert.Single(await OwnAsync()).Version);
    }

    [Fact]
    public void Any_order_of_settings_and_removals_leaves_one_price_a_day_and_all_others_as_they_were()
    {
        Gen<(int From, int? Length, int Price)> step =
            from day in Gen.Choose(0, 60)
            from length in Gen.Elements<int?>(null, 1, 5, 20)
            from price in Gen.Choose(0, 99)
            select (day, length, price);
        Prop.ForAll(Arb.From(step.ListOf()), steps =>
        {
            using var home = new PriceTestHome();
            var store = new PriceStore(home.Home, new FixedClock(DateTimeOffset.UnixEpoch));
            var first = new DateOnly(2026, 1, 1);
            string?[] model = new string?[120];
            home.Write("{\r\n\t\"schema\": 1, // by hand\r\n\t\"prices\": [ ] }\r\n");
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

            IPriceBook book = home.BookAsync(Snapshot("pro")).Result;
            return File.ReadAllText(home.File).StartsWith("{\r\n\t\"schema\": 1, // by hand\r\n\t\"prices\": [", StringComparison.Ordinal)
                && Enumerable.Range(0, 120).All(day => book.PlanRateOn(first.AddDays(day)).Rate is { } rate
                    && (rate.Version.StartsWith("prices.json", StringComparison.Ordinal) ? $"{rate.MonthlyPrice}" : null) == model[day]);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("1,5", "USD", null, "\"monthlyPrice\" is \"1,5\"")]
    [InlineData("-1", "USD", null, "\"monthlyPrice\" is \"-1\"")]
    [InlineData("1e3", "USD", null, "\"monthlyPrice\" is \"1e3\"")]
    [InlineData("1", "dollars", null, "\"currency\" is \"dollars\"")]
    [InlineData("1", "USD", "0.3 USD", "\"overagePer1000Credits\" is \"0.3 USD\"")]
    public async Task A_price_that_is_not_valid_is_told_by_field_and_changes_nothing(string price, string currency, string? overage, string words)
    {
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(
            () => SetAsync(Pro with { MonthlyPrice = price, Currency = currency, OveragePer1000Credits = overage }));
        Assert.Equal(("PriceNotValid", FailureCategory.Usage), (e.ErrorId, e.Category));
        Assert.Contains(words, e.Message);
        Assert.False(File.Exists(_home.File));
    }

    [Fact]
    public async Task Days_that_end_before_they_begin_are_refused() => Assert.Contains("is before its first, ", (await Assert.ThrowsAsync<ElevenCostException>(
        () => SetAsync(Pro with { From = new DateOnly(2026, 2, 2), To = new DateOnly(2026, 2, 1) }))).Message);

    [Fact]
    public async Task A_tier_or_connection_that_nobody_knows_is_doubted()
    {
        PriceChange change = await _store.SetAsync(Pro with { Tier = "creater", Connection = "acmee" }, [Connection("acme")], default);
        Assert.Equal(["TierNotKnown", "ConnectionNotKnown"], change.Warnings.Select(warning => warning.Id));
        Assert.Contains("'creator'", change.Warnings[0].Message);
        Assert.Contains("acme.", change.Warnings[1].Message);
    }

    [Fact]
    public async Task What_is_not_there_or_not_unique_is_not_removed()
    {
        Assert.Contains("catalogue cannot be removed", (await FailureAsync(new PriceRemoval { Tier = "pro" })).Remedy);
        await SetAsync(Pro with { From = new DateOnly(2026, 1, 1) });
        await SetAsync(Pro with { From = new DateOnly(2026, 6, 1) });
        Assert.Contains("prices.json/pro from 2026-06-01", (await FailureAsync(new PriceRemoval { Tier = "pro", Connection = "acme" })).Message);
        Assert.Equal("PriceNotUnique", (await FailureAsync(new PriceRemoval { Tier = "pro" })).ErrorId);
        Assert.Equal(2, (await _store.RemoveAsync(new PriceRemoval { Tier = "pro", All = true }, default)).Count);
        Assert.Empty(await OwnAsync());

        async Task<ElevenCostException> FailureAsync(PriceRemoval removal) => await Assert.ThrowsAsync<ElevenCostException>(() => _store.RemoveAsync(removal, default));
    }

    [Fact]
    public async Task A_file_with_a_mistake_is_not_changed()
    {
        _home.Write("{ \"schema\": 2, \"prices\": [] }");
        Assert.Equal("PriceFileNotValid", (await Assert.ThrowsAsync<ElevenCostException>(() => SetAsync(Pro))).ErrorId);
        Assert.Equal("{ \"schema\": 2, \"prices\": [] }", await File.ReadAllTextAsync(_home.File));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(index => Task.Run(() => new PriceStore(_home.Home, TimeProvider.System)
            .SetAsync(Pro with { Connection = $"acme-{index}", From = new DateOnly(2026, 1, 1) }, [], default))));
        Assert.Equal(12, (await OwnAsync()).Count);
    }

    [Fact]
    public async Task A_link_to_a_file_elsewhere_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string elsewhere = _home.File + ".elsewhere";
        await File.WriteAllTextAsync(elsewhere, "{ \"schema\": 1, \"prices\": [] }");
        File.CreateSymbolicLink(_home.File, elsewhere);
        await SetAsync(Pro);
        Assert.NotNull(new FileInfo(_home.File).LinkTarget);
        Assert.Contains("89.10", await File.ReadAllTextAsync(elsewhere));
    }

    private Task<PriceChange> SetAsync(PriceSetting setting) => _store.SetAsync(setting, [Connection("acme")], default);

    private Task<IReadOnlyList<Price>> OwnAsync() => _store.ListAsync(new PriceQuery { Source = PriceSource.Override }, default);
}
