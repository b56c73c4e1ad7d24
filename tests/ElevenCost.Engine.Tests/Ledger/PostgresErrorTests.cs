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
}
