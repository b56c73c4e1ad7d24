using ElevenCost.Engine.Budgets;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Budgets;

public sealed class SqliteBudgetStoreTests() : BudgetStoreTests(LedgerFixture.Sqlite());

public sealed class PostgresBudgetStoreTests() : BudgetStoreTests(LedgerFixture.Postgres());

/// <summary>Budgets, set, listed and removed, on every database. Today is 20 November 2026.</summary>
public abstract class BudgetStoreTests : IDisposable
{
    private static readonly FixedClock Clock = new(new DateTimeOffset(2026, 11, 20, 23, 30, 0, TimeSpan.Zero));
    private static readonly BudgetSetting Voices = new() { Name = "voices", Amount = "500.10" };

    private readonly LedgerFixture _fixture;
    private readonly BudgetStore _store;

    private protected BudgetStoreTests(LedgerFixture fixture)
    {
        _fixture = fixture;
        _store = new BudgetStore(fixture.Ledger, Clock);
    }

    public void Dispose() => _fixture.Dispose();

    [SkippableFact]
    public async Task A_budget_is_kept_with_every_field()
    {
        await _store.SetAsync(
            new BudgetSetting
            {
                Name = "hotel", Connection = "acme*", CostCenter = "Hotel", ApiKey = "k[1]", Product = "TTS", Model = "eleven_*", Period = BudgetPeriod.BillingPeriod, Amount = "0.123456789",
                Currency = "eur", Basis = CostBasis.Amortized, Thresholds = ["90", "50.50", "90"], From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 12, 31), Note = "€ \"and\" more",
            }, default);
        Budget budget = Assert.Single(await _store.ListAsync([], null, default));
        Assert.Equal(
            new Budget
            {
                Name = "hotel", Connection = "acme*", CostCenter = "Hotel", ApiKey = "k[1]", Product = "TTS", Model = "eleven_*", Period = BudgetPeriod.BillingPeriod, Amount = 0.123456789m,
                Currency = "EUR", CostBasis = CostBasis.Amortized, Thresholds = "50.5,90", From = new DateTime(2026, 1, 1), To = new DateTime(2026, 12, 31), Note = "€ \"and\" more",
            }, budget);
    }

    [SkippableFact]
    public async Task What_is_left_out_is_usual_and_the_month_counts_as_a_whole()
    {
        BudgetChange change = await _store.SetAsync(Voices, default);
        Assert.Equal(
            new Budget
            {
                Name = "voices", Period = BudgetPeriod.Month, Amount = 500.10m, Currency = "USD", CostBasis = CostBasis.Consumed, Thresholds = "25,50,75,90,100", From = new DateTime(2026, 11, 1),
            }, change.Budget);
        Assert.Null(change.Replaced);
        Budget credits = (await _store.SetAsync(new BudgetSetting { Name = "flash", Credits = 2_000_000, Period = BudgetPeriod.Quarter }, default)).Budget;
        Assert.Equal((2_000_000L, (string?)null, (CostBasis?)null, (decimal?)null), (credits.Credits, credits.Currency, credits.CostBasis, credits.Amount));
        Assert.Equal(["flash", "voices"], (await _store.ListAsync([], null, default)).Select(budget => budget.Name));
    }

    [SkippableFact]
    public async Task A_later_budget_of_the_name_ends_the_one_before_and_its_history_is_kept()
    {
        await _store.SetAsync(Voices with { From = new DateOnly(2026, 1, 1) }, default);
        BudgetChange change = await _store.SetAsync(Voices with { Amount = "600", From = new DateOnly(2026, 12, 1) }, default);
        Assert.Equal(new DateTime(2026, 11, 30), Assert.Single(change.Changed).To);
        Assert.Equal([500.10m, 600m], (await _store.ListAsync(["VOICES"], null, default)).Select(budget => budget.Amount!.Value));
        Assert.Equal(500.10m, Assert.Single(await _store.ListAsync([], new DateOnly(2026, 11, 30), default)).Amount);

        BudgetChange replaced = await _store.SetAsync(Voices with { Amount = "700", From = new DateOnly(2026, 12, 1) }, default);
        Assert.Equal(600m, replaced.Replaced!.Amount);
        Assert.Null((await _store.SetAsync(Voices with { Amount = "700", From = new DateOnly(2026, 12, 1) }, default)).Replaced);
        IReadOnlyList<LedgerChange> history = await new LedgerHistory(_fixture.Ledger).ReadAsync(["budgets"], ["*2026-12-01"], default);
        Assert.Equal([LedgerChangeAction.Added, LedgerChangeAction.Changed], history.Select(one => one.Action));
        Assert.Equal(("Amount: 600", "Amount: 700"), (history[1].Before, history[1].After));
    }

    [SkippableFact]
    public async Task Budgets_are_removed_by_name_day_and_wildcard()
    {
        await _store.SetAsync(Voices with { From = new DateOnly(2026, 1, 1) }, default);
        await _store.SetAsync(Voices with { From = new DateOnly(2026, 6, 1) }, default);
        await _store.SetAsync(Voices with { Name = "try-1" }, default);
        await _store.SetAsync(Voices with { Name = "try-2" }, default);
        Assert.Equal(new DateTime(2026, 6, 1), Assert.Single(await _store.RemoveAsync("voices", new DateOnly(2026, 6, 1), default)).From);
        Assert.Equal(2, (await _store.RemoveAsync("try-*", null, default)).Count);
        Assert.Equal("voices", Assert.Single(await _store.ListAsync([], null, default)).Name);
        Assert.Empty(await _store.ListAsync(["try-*"], null, default));
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => _store.RemoveAsync("voice", null, default));
        Assert.Equal("BudgetNotFound", failure.ErrorId);
        Assert.Contains("Did you mean 'voices'?", failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_budget_that_runs_into_the_next_is_rejected_and_changes_nothing()
    {
        await _store.SetAsync(Voices with { From = new DateOnly(2026, 6, 1) }, default);
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(
            () => _store.SetAsync(Voices with { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 6, 1) }, default));
        Assert.Equal("BudgetOverlaps", failure.ErrorId);
        Assert.Single(await _store.ListAsync([], null, default));
    }

    public static TheoryData<string, BudgetSetting> Mistakes => new()
    {
        { "either an amount of money or a number of credits", new BudgetSetting { Name = "a" } },
        { "either an amount of money or a number of credits", new BudgetSetting { Name = "a", Amount = "1", Credits = 1 } },
        { "\"Amount\" is \"1,5\"", new BudgetSetting { Name = "a", Amount = "1,5" } },
        { "\"Amount\" is \"0\"", new BudgetSetting { Name = "a", Amount = "0" } },
        { "\"Amount\" is \"1.0000000001\"", new BudgetSetting { Name = "a", Amount = "1.0000000001" } },
        { "\"Credits\" is \"0\"", new BudgetSetting { Name = "a", Credits = 0 } },
        { "\"Currency\" is \"Euro\"", new BudgetSetting { Name = "a", Amount = "1", Currency = "Euro" } },
        { "\"Thresholds\" is \"50,0\"", new BudgetSetting { Name = "a", Amount = "1", Thresholds = ["50", "0"] } },
        { "\"Thresholds\" is \"x\"", new BudgetSetting { Name = "a", Amount = "1", Thresholds = ["x"] } },
        { "\"ApiKey\" is \"[a\"", new BudgetSetting { Name = "a", Amount = "1", ApiKey = "[a" } },
        { "the period must be BillingPeriod", new BudgetSetting { Name = "a", Amount = "1", Basis = CostBasis.Overage } },
        { "before its first", new BudgetSetting { Name = "a", Amount = "1", To = new DateOnly(2026, 1, 1) } },
        { "(hidden: it looks like an API key)", new BudgetSetting { Name = "sk_0123456789abcdef0123456789abcdef0123456789abcdef", Amount = "1" } },
    };

    [SkippableTheory]
    [MemberData(nameof(Mistakes))]
    public async Task What_cannot_be_a_budget_is_named_and_not_kept(string told, BudgetSetting setting)
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => _store.SetAsync(setting, default));
        Assert.Equal("BudgetNotValid", failure.ErrorId);
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk_", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await _store.ListAsync([], null, default));
    }
}
