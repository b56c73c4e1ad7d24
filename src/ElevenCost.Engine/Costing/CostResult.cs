namespace ElevenCost.Engine.Costing;

/// <summary>The sums of a cost result in one currency. Immutable.</summary>
/// <param name="Currency">ISO 4217 code; null for the usage that has no price.</param>
/// <param name="Cost">The cost; null if nothing of it has a price.</param>
/// <param name="Credits">Credits.</param>
/// <param name="Requests">Requests; null if any row's are not known.</param>
/// <param name="Minutes">Minutes; null if any row's are not known.</param>
/// <param name="UnpricedCredits">Credits without a price.</param>
public sealed record CostTotal(string? Currency, decimal? Cost, long Credits, long? Requests, decimal? Minutes, long UnpricedCredits)
{
    /// <summary>Characters of text to speech; null if any row's are not known.</summary>
    public long? Characters { get; init; }

    /// <summary>As <see cref="CostRecord.CostPer1000Characters"/>.</summary>
    public decimal? CostPer1000Characters => UnitCost.Of(Cost, Characters, UnpricedCredits, 1000);

    /// <summary>As <see cref="CostRecord.SharePercent"/>.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>As <see cref="CostRecord.PreviousCost"/>.</summary>
    public decimal? PreviousCost { get; init; }

    /// <summary>As <see cref="CostRecord.Change"/>.</summary>
    public decimal? Change { get; init; }

    /// <summary>As <see cref="CostRecord.ChangePercent"/>.</summary>
    public decimal? ChangePercent { get; init; }

    /// <summary>As <see cref="CostRecord.CostPer1000Credits"/>.</summary>
    public decimal? CostPer1000Credits => UnitCost.Of(Cost, Credits, UnpricedCredits, 1000);

    /// <summary>As <see cref="CostRecord.CostPerMinute"/>.</summary>
    public decimal? CostPerMinute => UnitCost.Of(Cost, Minutes, UnpricedCredits);

    /// <summary>As <see cref="CostRecord.CostPerRequest"/>.</summary>
    public decimal? CostPerRequest => UnitCost.Of(Cost, Requests, UnpricedCredits);
}

/// <summary>A cost result. Immutable.</summary>
/// <param name="Basis">The basis of every row.</param>
/// <param name="Rows">The rows, by date, then by the grouped dimensions in their order, ordinal; then by currency.</param>
/// <param name="Totals">One row a currency: exactly the sums of the rows (of the last buckets where cumulative).</param>
/// <param name="Warnings">What the user should know, each once.</param>
/// <param name="Completeness">The least complete of the days in the range.</param>
public sealed record CostResult(
    CostBasis Basis, IReadOnlyList<CostRecord> Rows, IReadOnlyList<CostTotal> Totals, IReadOnlyList<Warning> Warnings, Completeness Completeness)
{
    /// <summary>Whether a filter names what the ledger knows nothing of, so that the rows, of 0, are no facts about it.</summary>
    public bool IsNameUnknown { get; init; }

    /// <summary>Whether any day of the range is known, of any connection.</summary>
    public bool IsAnyDayKnown { get; init; } = true;
}
