using System.Text;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Attribution;

public sealed class SqliteCostCenterStoreTests() : CostCenterStoreTests(LedgerFixture.Sqlite());

public sealed class PostgresCostCenterStoreTests() : CostCenterStoreTests(LedgerFixture.Postgres());

/// <summary>The rules of cost centers, on every database.</summary>
public abstract class CostCenterStoreTests : IDisposable
{
    private readonly LedgerFixture _fixture;
    private readonly CostCenterStore _store;

    private protected CostCenterStoreTests(LedgerFixture fixture)
    {
        _fixture = fixture;
        _store = new CostCenterStore(fixture.Ledger, TimeProvider.System);
    }

    public void Dispose() => _fixture.Dispose();

    [SkippableFact]
    public void Rules_go_through_csv_and_the_ledger_and_come_back_as_they_were()
    {
        Gen<string> text = from characters in Gen.Elements("acme", "=1+1", "'", "\"", ",", "a b", "-x", "@", "é", "*", "'=x", "''", " ").ArrayOf()
                           let joined = string.Concat(characters)
                           select joined[..Math.Min(joined.Length, 200)];
        Prop.ForAll(Arb.From(AttributionSumsTests.Rules()), Arb.From(text), (rules, odd) =>
        {
            CostCenterRule[] odder = [.. rules.Where(rule => rule is not { FeeSplit: null, Model: null, ApiKey: null, Product: null, Connection: null })
                .Select(rule => string.IsNullOrWhiteSpace(odd) ? rule : rule with { Note = odd, Connection = odd })];
            using var csv = new MemoryStream();
            CostCenterCsv.WriteAsync(csv, Stream(odder), default).Wait();
            _store.ImportAsync(Encoding.UTF8.GetString(csv.ToArray()), "test", replaceAll: true, default).Wait();
            return _store.ReadAsync(default).Result.SequenceEqual(odder);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(_fixture.Address is null ? 100 : 20));
    }

    [SkippableFact]
    public async Task A_rule_is_set_in_the_place_of_the_one_of_its_name_and_removed_by_wildcard()
    {
        await _store.SetAsync(Rule("one"), default);
        await _store.SetAsync(Rule("two"), default);
        CostCenterChange change = await _store.SetAsync(Rule("ONE") with { Shares = " Acme : 60 ;Beta:40" }, default);
        Assert.Equal(("Acme:60; Beta:40", "one"), (change.Rule!.Shares!, change.Replaced!.Name));
        Assert.Equal(["ONE", "two"], (await _store.ReadAsync(default)).Select(rule => rule.Name));
        Assert.Equal("ONE", Assert.Single(await _store.RemoveAsync("o*", default)).Name);
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _store.RemoveAsync("tow", default));
        Assert.Equal(("CostCenterRuleNotFound", true), (e.ErrorId, e.Message.Contains("'two'", StringComparison.Ordinal)));
    }

    [SkippableTheory]
    [InlineData("Name,Shares,ApiKey\na,Acme,x\na,Beta,y\n", "line 3", "another rule has that name")]
    [InlineData("Name,Shares,ApiKey\na,\"Acme:0; Beta:1\",x\n", "line 2", "weights above 0")]
    [InlineData("Name,Shares,ApiKey\na,Acme; Beta,x\n", "line 2", "weights above 0")]
    [InlineData("Name,Shares,ApiKey\na,unattributed,x\n", "line 2", "Unattributed")]
    [InlineData("Name,Shares,ApiKey\n\"a\nb\",Acme,x\n\nc,Acme,[\n", "line 5", "write `[")]
    [InlineData("Name,Shares,ApiKey\na,Acme\n", "line 2", "2 cells; expected 3")]
    [InlineData("Name,Shares,Key\na,Acme,x\n", "line 1", "\"Key\" is not a column")]
    [InlineData("Name,Shares,ApiKey\na,Acme,\"x\n", "line 2", "none that ends it")]
    [InlineData("Name,Shares,ApiKey\na,Acme,\n", "line 2", "no criterion")]
    [InlineData("Name,Shares,ApiKey,From,To\na,Acme,x,2026-02-02,2026-02-01\n", "line 2", "not before \"From\"")]
    [InlineData("Name,FeeSplit,ApiKey\na,even,x\n", "line 2", "splits a fee")]
    [InlineData("", "line 1", "it is empty")]
    public async Task A_mistake_is_told_by_line_and_changes_nothing(string csv, string line, string words)
    {
        await _store.SetAsync(Rule("one"), default);
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _store.ImportAsync(csv, "rules.csv", replaceAll: true, default));
        Assert.Equal("CostCenterCsvNotValid", e.ErrorId);
        Assert.Contains(line, e.Message);
        Assert.Contains(words, e.Message);
        Assert.Equal([Rule("one")], await _store.ReadAsync(default));
        Assert.Single(await HistoryAsync());
    }

    [SkippableFact]
    public async Task A_rule_that_someone_wrote_wrongly_into_the_table_is_named_and_nothing_is_changed()
    {
        await _store.SetAsync(Rule("one"), default);
        _fixture.Ledger.Database.Write(session => session.Execute("UPDATE definition SET document = replace(document, 'ApiKey', 'Key')"), default);
        _fixture.Ledger.Database.Write(session => session.Execute("UPDATE definition_change SET document_after = replace(document_after, 'ApiKey', 'Key')"), default);
        foreach (Func<Task> work in new Func<Task>[] { () => _store.ReadAsync(default), () => _store.SetAsync(Rule("two"), default), () => _store.RemoveAsync("one", default) })
        {
            ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(work);
            Assert.Equal("LedgerDefinitionNotValid", e.ErrorId);
            Assert.Contains("'one'", e.Message, StringComparison.Ordinal);
            Assert.Contains("\"Key\" is not a field", e.Message, StringComparison.Ordinal);
        }

        Assert.Single(await HistoryAsync());
    }

    [SkippableFact]
    public async Task A_share_that_was_changed_outside_is_named_and_never_believed()
    {
        await _store.SetAsync(Rule("one") with { Shares = "Acme:60; Beta:40" }, default);
        string shares = (await _store.ReadAsync(default))[0].Shares!;
        string other = shares.Replace("60", "61", StringComparison.Ordinal).Replace("40", "39", StringComparison.Ordinal);
        _fixture.Ledger.Database.Write(session => session.Execute(
            "UPDATE definition SET document = replace(document, @shares, @other)", ("shares", shares), ("other", other)), default);
        ElevenCostException e = await Assert.ThrowsAsync<ElevenCostException>(() => _store.ReadAsync(default));
        Assert.Equal(("LedgerDefinitionChanged", FailureCategory.Ledger), (e.ErrorId, e.Category));
        Assert.Contains($"'one': \"Shares\" is \"{other}\", recorded is \"{shares}\"", e.Message, StringComparison.Ordinal);
        await _store.SetAsync(Rule("two"), default);
        Assert.Equal([shares, "Acme"], (await _store.ReadAsync(default)).Select(rule => rule.Shares));
    }

    [SkippableFact]
    public async Task An_imported_order_is_kept_and_each_rule_that_moves_or_changes_is_in_the_history()
    {
        await _store.SetAsync([Rule("a"), Rule("b"), Rule("c")], default);
        await _store.ImportAsync("Name,Shares,ApiKey\na,Acme,x\nc,Beta,x\nd,Acme,y\n", "rules.csv", replaceAll: true, default);
        await _store.ImportAsync("Name,Shares,ApiKey\nd,Acme,y\nC,Beta,x\na,Acme,x\n", "rules.csv", replaceAll: true, default);
        Assert.Equal(["d", "C", "a"], (await _store.ReadAsync(default)).Select(rule => rule.Name));
        Assert.Equal(
            [
                "1 Added a", "1 Added b", "1 Added c", "2 Removed b", "2 Changed c (Shares: Acme) (Shares: Beta)", "2 Added d",
                "3 Moved a (place 1) (place 3)", "3 Changed C (Name: c) (Name: C)", "3 Moved d (place 4) (place 1)",
            ],
            (await HistoryAsync()).Select(change => $"{change.Number} {change.Action} {change.Name}"
                + (change.Action is LedgerChangeAction.Changed or LedgerChangeAction.Moved ? $" ({change.Before}) ({change.After})" : "")));
    }

    [SkippableFact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        RelationalLedger[] ledgers = [.. Enumerable.Range(0, 12).Select(_ => _fixture.Open())];
        await Task.WhenAll(Enumerable.Range(0, 12).Select(index => Task.Run(() => new CostCenterStore(ledgers[index], TimeProvider.System).SetAsync(Rule($"rule-{index}"), default))));
        Assert.Equal(12, (await _store.ReadAsync(default)).Count);
        Assert.Equal(Enumerable.Range(1, 12), (await HistoryAsync()).Select(change => change.Number));
    }

    [SkippableFact]
    public async Task Rules_given_as_texts_are_all_set_or_none_and_each_mistake_names_its_rule()
    {
        Dictionary<string, string>[] rules = [new() { ["Name"] = "one", ["Shares"] = "A", ["ApiKey"] = "x" }, new() { ["Name"] = "two", ["Shares"] = "A:0", ["ApiKey"] = "x" }, new() { ["Shares"] = "A", ["ApiKey"] = "x" }];
        ElevenCostException e = Assert.Throws<ElevenCostException>(() => CostCenterStore.Parse(rules));
        Assert.Equal("CostCenterRuleNotValid", e.ErrorId);
        string[] lines = e.Message.Split('\n');
        Assert.StartsWith("Rule 2 of 3, 'two': \"Shares\" is \"A:0\"", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Rule 3 of 3: \"Name\" is missing", lines[1], StringComparison.Ordinal);
        await Assert.ThrowsAsync<ElevenCostException>(async () => await _store.SetAsync([Rule("one"), Rule("two") with { Shares = "A:0" }], default));
        Assert.Empty(await _store.ReadAsync(default));
        IReadOnlyList<CostCenterChange> changes = await _store.SetAsync([.. CostCenterStore.Parse(rules[..1]), Rule("two")], default);
        Assert.Equal(["one", "two"], changes.Select(change => change.Rule!.Name));
    }

    [SkippableFact]
    public async Task A_rule_of_exactly_that_name_is_meant_before_a_wildcard_and_several_go_at_once()
    {
        await _store.SetAsync([Rule("a*"), Rule("ab"), Rule("b[1]"), Rule("c")], default);
        Assert.Equal("b[1]", Assert.Single(await _store.RemoveAsync("B[1]", default)).Name);
        Assert.Equal("a*", Assert.Single(await _store.RemoveAsync("a*", default)).Name);
        Assert.Equal("ab", Assert.Single(await _store.RemoveAsync("a*", default)).Name);
        Assert.Equal(["c"], (await _store.RemoveAsync(["C", "gone"], default)).Select(rule => rule.Name));
        Assert.Empty(await _store.ReadAsync(default));
    }

    private Task<IReadOnlyList<LedgerChange>> HistoryAsync() => new LedgerHistory(_fixture.Ledger).ReadAsync(["cost-*"], [], default);

    private static async IAsyncEnumerable<CostCenterRule> Stream(CostCenterRule[] rules)
    {
        foreach (CostCenterRule rule in rules)
        {
            await Task.Yield();
            yield return rule;
        }
    }

    private static CostCenterRule Rule(string name) => new() { Name = name, Shares = "Acme", ApiKey = "x" };
}
