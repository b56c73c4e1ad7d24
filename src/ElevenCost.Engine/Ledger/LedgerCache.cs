namespace ElevenCost.Engine.Ledger;

/// <summary>Months that were parsed, held for the ledgers of one process within a limit. Safe for several threads.</summary>
/// <remarks>A session that asks again and again makes a ledger a question, each with its own warnings, over one cache.</remarks>
/// <param name="limit">How many bytes of months are held.</param>
public sealed class LedgerCache(long limit = LedgerCache.DefaultLimit) : IDisposable
{
    /// <summary>The limit by default: 128 MiB.</summary>
    public const long DefaultLimit = 128L * 1024 * 1024;

    internal MonthStore Months { get; } = new(limit);

    /// <summary>Lets go of all months.</summary>
    public void Dispose() => Months.Dispose();
}
