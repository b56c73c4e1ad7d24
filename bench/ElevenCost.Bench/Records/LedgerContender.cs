using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Bench.Records;

/// <summary>ElevenCost: the engine from the question to the rows that a user gets.</summary>
internal sealed class LedgerContender : IContender
{
    private readonly RelationalLedger _ledger;
    private readonly CostCalculator _calculator;

    public LedgerContender(RelationalLedger ledger)
    {
        _ledger = ledger;
        var prices = new PriceBooks();
        _calculator = new CostCalculator(ledger, (connection, token) => prices.ForAsync(connection, ledger, token), Child.Time);
    }

    public async Task<Answer> AskAsync(Question question)
    {
        CostResult result = await _calculator.QueryAsync([LedgerFill.Connection], question.ToCostQuery(), CancellationToken.None);
        var answer = new Answer();
        foreach (CostRecord row in result.Rows)
        {
            // A day without usage is a row of 0, which SQL does not give.
            if (row.Requests is > 0)
            {
                answer.Add(DateOnly.FromDateTime(row.Date).DayNumber, row.Credits, row.Requests.Value, Answer.Billionths(row.Minutes!.Value), Answer.Billionths(row.Cost!.Value));
            }
        }

        return answer;
    }

    public void Dispose() => _ledger.Dispose();
}
