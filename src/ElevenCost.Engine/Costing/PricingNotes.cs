using System.Globalization;
using ElevenCost.Engine.Pools;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>What was met while days were priced, told once each when the whole result is known.</summary>
internal sealed class PricingNotes
{
    private readonly SortedSet<string> _unpriced = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _withoutOverage = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DateOnly> _assumed = new(StringComparer.Ordinal);
    private readonly List<Warning> _warnings = [];

    /// <summary>Why credits have no price.</summary>
    public void Unpriced(string reason) => _unpriced.Add(reason);

    /// <summary>Why the overage of credits is not known.</summary>
    public void WithoutOverage(string reason) => _withoutOverage.Add(reason);

    /// <summary>That usage of a connection was priced at the plan that was first seen later.</summary>
    public void Assumed(string connection, IPriceBook book)
    {
        if (book.FirstSeen is { } seen)
        {
            _assumed[connection] = seen;
        }
    }

    /// <summary>Which connections may share the credits of a priced one.</summary>
    /// <param name="connection">The priced connection.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="hasFee">Whether a fee is due for it.</param>
    public void Pooled(string connection, CreditPool pool, bool hasFee)
    {
        if (hasFee && pool.Alike.Count > 0)
        {
            Add(new Warning(CostingWarnings.PoolNotProven,
                $"{string.Join(", ", pool.Alike.Append(connection).Order(StringComparer.Ordinal))}: their subscriptions are alike, so they may share one pool of credits, but nothing proves it. " +
                "Each is priced with a whole plan of its own; if they share one pool, the total contains one fee too many, and overage is too low. Sync them with keys that may read the workspace analytics."));
        }
    }

    /// <summary>Something else to tell; what was told already is told once.</summary>
    public void Add(Warning warning)
    {
        if (!_warnings.Contains(warning))
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>The warnings of a result.</summary>
    /// <param name="basis">Its basis.</param>
    /// <param name="unpriced">Credits without a price.</param>
    /// <param name="withoutOverage">Credits that have one, but for their overage.</param>
    public IEnumerable<Warning> Warnings(CostBasis basis, long unpriced, long withoutOverage)
    {
        if (unpriced > 0)
        {
            string why = basis == CostBasis.Consumed ? "ElevenLabs reported no value for them." : string.Join(" ", _unpriced.Concat(basis == CostBasis.Overage ? _withoutOverage : []));
            yield return new Warning(CostingWarnings.CreditsUnpriced, string.Create(CultureInfo.InvariantCulture, $"{unpriced:N0} credits have no price, so no cost includes them. {why}"));
        }

        if (withoutOverage > 0)
        {
            yield return new Warning(CostingWarnings.OverageNotKnown, string.Create(CultureInfo.InvariantCulture,
                $"{withoutOverage:N0} credits include their share of the plan's fee, but not the overage that they may have caused. {string.Join(" ", _withoutOverage)}"));
        }

        if (basis == CostBasis.Consumed)
        {
            yield break;
        }

        foreach ((string connection, DateOnly seen) in _assumed)
        {
            yield return new Warning(PriceWarnings.PlanAssumed, string.Create(CultureInfo.InvariantCulture,
                $"{connection}: the plan was first seen on {seen:yyyy-MM-dd}; usage before that day is priced as if the plan had been the same."));
        }

        foreach (Warning warning in _warnings)
        {
            yield return warning;
        }
    }
}
