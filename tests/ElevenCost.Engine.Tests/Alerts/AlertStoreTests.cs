using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>Alert targets as users set them.</summary>
public sealed class AlertStoreTests
{
    private readonly MemoryLedger _ledger = new();

    private AlertStore Store => new(_ledger, TimeProvider.System);

    [Fact]
    public async Task A_target_is_set_replaced_listed_and_removed_with_a_history()
    {
        AlertTarget ops = await Store.SetAsync(new AlertSetting { Name = "ops on-call", Kind = AlertTargetKind.Slack }, default);
        Assert.Equal((AlertAddressSource.Environment, "ELEVENCOST_ALERT_OPS_ON_CALL", (string?)null), (ops.AddressSource, ops.Variable, ops.Topics));
        await Store.SetAsync(new AlertSetting
        {
            Name = "Billing", Kind = AlertTargetKind.Mail, SecretName = "mail", Vault = "team", From = "a@example.com", To = "b@example.com, c@example.com",
            Topics = [AlertTopic.Digest, AlertTopic.Budget, AlertTopic.Digest], Connection = "acme*", Note = "monthly",
        }, default);
        AlertTarget replaced = await Store.SetAsync(new AlertSetting { Name = "OPS ON-CALL", Kind = AlertTargetKind.Discord, Path = Path.GetFullPath("/etc/hook") }, default);
        Assert.Equal([replaced.Name, "Billing"], (await Store.ListAsync([], default)).Select(target => target.Name).Order(StringComparer.OrdinalIgnoreCase).Reverse());
        AlertTarget billing = Assert.Single(await Store.ListAsync(["bill*"], default));
        Assert.Equal(("Budget,Digest", "b@example.com,c@example.com", "mail", "team", "acme*"), (billing.Topics, billing.To, billing.SecretName, billing.Vault, billing.Connection));
        Assert.Equal("AlertNotFound", (await Assert.ThrowsAsync<ElevenCostException>(() => Store.ListAsync(["billin"], default))).ErrorId);
        Assert.Equal(billing, Assert.Single(await Store.RemoveAsync("billing", default)));
        Assert.Equal("AlertNotFound", (await Assert.ThrowsAsync<ElevenCostException>(() => Store.RemoveAsync("billing", default))).ErrorId);
        Assert.Equal(
            [("ops on-call", LedgerChangeAction.Added), ("Billing", LedgerChangeAction.Added), ("OPS ON-CALL", LedgerChangeAction.Changed), ("Billing", LedgerChangeAction.Removed)],
            (await new LedgerHistory(_ledger).ReadAsync(["alerts"], [], default)).Select(change => (change.Name, change.Action)));
    }

    public static TheoryData<AlertSetting, string> Mistakes => new()
    {
        { new AlertSetting { Name = " ", Kind = AlertTargetKind.Slack, Variable = "ELEVENCOST_ALERT_X" }, "\"Name\"" },
        { new AlertSetting { Name = "sk_0123456789abcdef", Kind = AlertTargetKind.Slack, Variable = "ELEVENCOST_ALERT_X" }, "\"Name\"" },

        // Whoever writes to a shared ledger must not choose a variable with another secret, such as that of the API key.
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Mail, Variable = "ELEVENLABS_API_KEY", From = "a@example.com", To = "a@example.com" }, "\"Variable\"" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Program, Variable = "SHELL" }, "\"Variable\"" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Program, Path = Path.GetFullPath("/etc/program") }, "path of a program" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Slack, Path = "relative" }, "\"Path\"" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Slack, SecretName = "s", Variable = "ELEVENCOST_ALERT_X" }, "one place alone" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Slack, Vault = "v" }, "one place alone" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Slack, To = "a@example.com" }, "only mail" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Mail, From = "a@example.com" }, "needs a sender and a recipient" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Mail, From = "a@example.com\r\nBcc: b@example.com", To = "a@example.com" }, "\"From\"" },
        { new AlertSetting { Name = "x", Kind = AlertTargetKind.Mail, From = "a@example.com", To = "nobody" }, "\"To\"" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_target_that_is_not_valid_is_rejected_and_changes_nothing(AlertSetting setting, string mistake)
    {
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => Store.SetAsync(setting, default));
        Assert.Equal(("AlertNotValid", FailureCategory.Usage), (failure.ErrorId, failure.Category));
        Assert.Contains(mistake, failure.Message, StringComparison.Ordinal);
        Assert.Empty(await Store.ListAsync([], default));
    }

    [Fact]
    public async Task A_target_that_someone_edited_in_the_ledger_cannot_take_another_secret()
    {
        using var home = new TemporaryFolder();
        using var database = new SqliteDatabase(Path.Combine(home.Path, RelationalLedger.FileName), TimeSpan.FromSeconds(30));
        using var ledger = new RelationalLedger(database);
        var store = new AlertStore(ledger, TimeProvider.System);
        await store.SetAsync(new AlertSetting { Name = "ops", Kind = AlertTargetKind.Slack }, default);
        database.Write(session => session.Execute("UPDATE definition SET document = replace(document, 'ELEVENCOST_ALERT_OPS', 'ELEVENLABS_API_KEY')"), default);
        Assert.Equal("LedgerDefinitionChanged", (await Assert.ThrowsAsync<ElevenCostException>(() => store.ListAsync([], default))).ErrorId);

        // With its history, so that it looks as if it had been set.
        database.Write(session => session.Execute("UPDATE definition_change SET document_after = replace(document_after, 'ELEVENCOST_ALERT_OPS', 'ELEVENLABS_API_KEY')"), default);
        ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(() => store.ListAsync([], default));
        Assert.Equal(("LedgerDefinitionNotValid", FailureCategory.Ledger), (failure.ErrorId, failure.Category));
        Assert.Contains("\"Variable\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'ops'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_comes_from_the_environment_or_a_file()
    {
        var warnings = new List<Warning>();
        var variables = new Dictionary<string, string> { ["ELEVENCOST_ALERT_OPS"] = "https://example.com/SECRET" };
        var reader = new AlertAddressReader(variables.GetValueOrDefault, warnings.Add);
        AlertTarget ops = Samples.Target(AlertTargetKind.Slack);
        Assert.Equal("https://example.com/SECRET", await reader.ReadAsync(ops, default));
        Assert.Equal("AlertAddressNotFound", (await Failure(ops with { Variable = "ELEVENCOST_ALERT_OTHER" })).ErrorId);
        Assert.Equal("AlertAddressNotSupported", (await Failure(ops with { AddressSource = AlertAddressSource.Vault, SecretName = "s" })).ErrorId);

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "address");
        AlertTarget file = ops with { AddressSource = AlertAddressSource.File, Path = path };
        Assert.Contains("no such file", (await Failure(file)).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, "\uFEFFhttps://example.com/FILE\r\n");
        Assert.Equal("https://example.com/FILE", await reader.ReadAsync(file, default));
        Assert.Equal(OperatingSystem.IsWindows() ? [] : ["AlertFileReadableByOthers"], warnings.Select(warning => warning.Id));
        await File.WriteAllTextAsync(path, "https://example.com/SECRET\nSECRET");
        ElevenCostException lines = await Failure(file);
        Assert.Contains("more than one line", lines.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", lines.ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, new string('x', 5000));
        Assert.Contains("4 KiB", (await Failure(file)).Message, StringComparison.Ordinal);

        Task<ElevenCostException> Failure(AlertTarget target) => Assert.ThrowsAsync<ElevenCostException>(() => reader.ReadAsync(target, default));
    }
}
