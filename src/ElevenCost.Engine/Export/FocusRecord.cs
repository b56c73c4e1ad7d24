namespace ElevenCost.Engine.Export;

/// <summary>A row of cost as a charge of FOCUS. Immutable.</summary>
/// <param name="Row">The row. It has a cost, a currency and a connection.</param>
/// <param name="Cost">The row's cost.</param>
/// <param name="Start">When the charge period begins, in UTC.</param>
/// <param name="End">When it ends, excluded.</param>
/// <param name="BillingStart">When the calendar month of the charge begins in the connection's zone, in UTC.</param>
/// <param name="BillingEnd">When that month ends, excluded.</param>
/// <param name="RecordId">The same for the same charge in every export, whatever it costs by then.</param>
internal sealed record FocusRecord(
    CostRecord Row, decimal Cost, DateTime Start, DateTime End, DateTime BillingStart, DateTime BillingEnd, string RecordId);
