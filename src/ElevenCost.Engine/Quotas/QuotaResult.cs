namespace ElevenCost.Engine.Quotas;

/// <summary>What was read of quotas. Immutable.</summary>
/// <param name="Quotas">One a pool, in order of the connections.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Failures">The connections of which nothing could be read, and why.</param>
public sealed record QuotaResult(IReadOnlyList<Quota> Quotas, IReadOnlyList<Warning> Warnings, IReadOnlyList<QuotaFailure> Failures)
{
    /// <summary>Whether any pool runs out, or has run out, before its reset.</summary>
    public bool RunsOut => Quotas.Any(quota => quota.RunsOutBeforeReset == true);
}

/// <summary>A connection whose quota could not be read. Immutable.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="Failure">Why.</param>
public sealed record QuotaFailure(string Connection, ElevenCostException Failure);
