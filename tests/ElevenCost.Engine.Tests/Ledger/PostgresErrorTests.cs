namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>How an error of PostgreSQL reads.</summary>
public sealed class PostgresErrorTests
{
    [SkippableFact]
    public void The_message_is_that_of_the_server_on_one_line_without_its_detail()
    {
        using LedgerFixture fixture = LedgerFixture.Postgres();
        ElevenCostException failure = Assert.Throws<ElevenCostException>(() => fixture.Ledger.Database.Write(
            session => session.Execute("DO $$ BEGIN RAISE EXCEPTION 'no luck' USING DETAIL = 'of row 7'; END $$"), LedgerFixture.None));
        Assert.Equal(("LedgerFailed", $"The ledger '{fixture.Address}' failed: P0001: no luck"), (failure.ErrorId, failure.Message));
    }
    [SkippableTheory]
    [InlineData("psql of Ada", "psql of Ada (server process ")]
    [InlineData(null, "ElevenCost (process ")]
    public async Task Who_writes_all_the_while_is_named_also_when_others_wait(string? program, string named)
    {
        using LedgerFixture fixture = LedgerFixture.Postgres();
        await fixture.Ledger.ReplaceDaysAsync(LedgerFixture.Name, LedgerFixture.Replace(LedgerFixture.Usage(LedgerFixture.Day(1), "a", 1)), LedgerFixture.None);
        using var held = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        Task holder = Task.Run(() => fixture.Open().Database.Write(session =>
        {
            if (program is not null)
            {
                session.Execute("SELECT set_config('application_name', @program, true)", ("program", program));
            }

            session.Execute("UPDATE connection SET name = name");
            held.Set();
            end.Wait();
            return true;
        }, LedgerFixture.None));
        held.Wait();
        try
        {
            Task waiting = fixture.Open(TimeSpan.FromSeconds(2)).ReplaceDaysAsync(LedgerFixture.Name, LedgerFixture.Replace(), LedgerFixture.None);
            await Task.Delay(500);
            ElevenCostException failure = await Assert.ThrowsAsync<ElevenCostException>(
                () => fixture.Open(TimeSpan.FromMilliseconds(500)).ReplaceDaysAsync(LedgerFixture.Name, LedgerFixture.Replace(), LedgerFixture.None));
            Assert.Equal("LedgerLocked", failure.ErrorId);
            Assert.StartsWith($"The ledger '{fixture.Address}' is in use: {named}", failure.Message, StringComparison.Ordinal);
            Assert.Matches(", role 'postgres', from 127.0.0.1\\) has been writing since 20[0-9: -]+ UTC\\.$", failure.Message);
            await Assert.ThrowsAsync<ElevenCostException>(() => waiting);
        }
        finally
        {
            end.Set();
            await holder;
        }
    }
}
