namespace ElevenCost.Engine.Plans;

/// <summary>What to compare plans by. Immutable.</summary>
public sealed record PlanOptions
{
    /// <summary>Days whose billing periods count, each as a whole; null for the last <see cref="PlanComparer.UsualPeriods"/> whole ones that are in the ledger.</summary>
    public DateRange? Range { get; init; }

    /// <summary>Whether the forecast of the next billing period counts, and not past usage. Then <see cref="Range"/> must be null.</summary>
    public bool Forecast { get; init; }

    /// <summary>Wildcards, without regard to case: any of them matches the plan's name or tier; empty for every plan. The own plan is always there.</summary>
    public IReadOnlyList<string> Plans { get; init; } = [];
}

/// <summary>A comparison of plans. Immutable.</summary>
/// <param name="Rows">
/// One row a connection and plan over all its billing periods: first what the account can have, the cheapest first; then what it can't, what does not
/// serve the usage, and what has no known cost.
/// </param>
/// <param name="Periods">The same plans by billing period: in order of periods, and within one in the order of <paramref name="Rows"/>.</param>
/// <param name="Warnings">What the user should know, each once.</param>
/// <param name="Completeness">The least complete of the rows.</param>
public sealed record PlanResult(
    IReadOnlyList<PlanComparison> Rows, IReadOnlyList<PlanComparison> Periods, IReadOnlyList<Warning> Warnings, Completeness Completeness);
