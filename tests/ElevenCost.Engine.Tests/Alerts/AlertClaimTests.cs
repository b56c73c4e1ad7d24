using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Tests.Ledger;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>Who may send an alert, on both databases.</summary>
public sealed class AlertClaimTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_that_claim_an_alert_one_gets_it(bool isShared)
    {
        using LedgerFixture fixture = Fixture(isShared);
        string?[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => fixture.Open().ClaimAlertAsync("ops", "a", "{}", TimeProvider.System, None)));
        Assert.Single(claims, claim => claim is not null);
        Assert.NotNull(await fixture.Ledger.ClaimAlertAsync("other", "a", "{}", TimeProvider.System, None));
        Assert.Null(await fixture.Ledger.ClaimAlertAsync("OPS", "a", "{}", TimeProvider.System, None));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_that_was_given_up_is_free_and_an_alert_that_was_sent_is_done(bool isShared)
    {
        using LedgerFixture fixture = Fixture(isShared);
        RelationalLedger ledger = fixture.Ledger;
        string first = (await ledger.ClaimAlertAsync("ops", "a", "{\"n\":1}", TimeProvider.System, None))!;
        Assert.True(Assert.Single(await ledger.ReadAlertsAsync(TimeProvider.System, None)).IsClaimed);
        await ledger.ReleaseAlertAsync(first, TimeProvider.System, None);
        KeptAlert kept = Assert.Single(await fixture.Open().ReadAlertsAsync(TimeProvider.System, None));
        Assert.Equal(("OPS", "a", null, false, "{\"n\":1}"), (kept.Target, kept.Name, kept.SentAt, kept.IsClaimed, kept.Document));

        string second = (await ledger.ClaimAlertAsync("ops", "a", "{\"n\":2}", TimeProvider.System, None))!;
        await ledger.MarkAlertSentAsync(first, "ops", [], TimeProvider.System, None);
        Assert.Null(Assert.Single(await ledger.ReadAlertsAsync(TimeProvider.System, None)).SentAt);
        await ledger.MarkAlertSentAsync(second, "ops", ["lower"], TimeProvider.System, None);
        IReadOnlyList<KeptAlert> sent = await ledger.ReadAlertsAsync(TimeProvider.System, None);
        Assert.Equal(["a", "lower"], sent.Select(alert => alert.Name).Order(StringComparer.Ordinal));
        Assert.All(sent, alert => Assert.Equal((true, null), (alert.SentAt is not null, alert.Document)));
        await ledger.ReleaseAlertAsync(second, TimeProvider.System, None);
        Assert.Null(await ledger.ClaimAlertAsync("ops", "a", "{}", TimeProvider.System, None));
        Assert.Null(await ledger.ClaimAlertAsync("ops", "lower", "{}", TimeProvider.System, None));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_claim_of_a_process_that_died_ends_by_itself(bool isShared)
    {
        using LedgerFixture fixture = Fixture(isShared);
        Assert.NotNull(await fixture.Ledger.ClaimAlertAsync("ops", "a", "{}", TimeProvider.System, None));
        Assert.Null(await fixture.Open().ClaimAlertAsync("ops", "a", "{}", TimeProvider.System, None));

        // As if ten minutes had passed: PostgreSQL has a clock of its own.
        fixture.Ledger.Database.Write(session => session.Execute("UPDATE alert SET claimed_until = '2026-01-01T00:00:00.0000000Z'"), None);
        Assert.False(Assert.Single(await fixture.Ledger.ReadAlertsAsync(TimeProvider.System, None)).IsClaimed);
        Assert.NotNull(await fixture.Open().ClaimAlertAsync("ops", "a", "{}", TimeProvider.System, None));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_sent_is_copied_with_a_ledger_so_that_it_is_not_sent_again(bool toSqlite)
    {
        using LedgerFixture source = Fixture(toSqlite);
        using LedgerFixture target = Fixture(!toSqlite);
        string claim = (await source.Ledger.ClaimAlertAsync("ops", "sent", "{}", TimeProvider.System, None))!;
        await source.Ledger.MarkAlertSentAsync(claim, "ops", [], TimeProvider.System, None);
        Assert.NotNull(await source.Ledger.ClaimAlertAsync("ops", "unsent", "{\"n\":1}", TimeProvider.System, None));
        Assert.NotNull(await target.Ledger.ClaimAlertAsync("ops", "own", "{}", TimeProvider.System, None));
        Assert.Equal(("(alerts sent)", true, 2), await CopyAsync());
        Assert.Equal(("(alerts sent)", true, 0), await CopyAsync());
        Assert.Null(await target.Ledger.ClaimAlertAsync("ops", "sent", "{}", TimeProvider.System, None));
        Assert.NotNull(await target.Ledger.ClaimAlertAsync("ops", "unsent", "{}", TimeProvider.System, None));

        async Task<(string, bool, int)> CopyAsync()
        {
            var records = new List<LedgerCopyRecord>();
            await foreach (LedgerCopyRecord record in new LedgerCopy(source.Ledger, target.Ledger).RunAsync(None))
            {
                records.Add(record);
            }

            LedgerCopyRecord one = Assert.Single(records);
            return (one.Connection, one.IsEqual, one.ChangesCopied);
        }
    }

    private static LedgerFixture Fixture(bool isShared) => isShared ? LedgerFixture.Postgres() : LedgerFixture.Sqlite();
}
