using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>The generation of billing of a connection on each day: as the user set it, else as its snapshots report. Immutable.</summary>
/// <remarks>
/// An account switches to Pay As You Go at a cycle's end and for good. So a snapshot that tells nothing itself has the generation of another one of
/// its cycle; else it is Pay As You Go if an earlier one was, and usage-based if a later one is.
/// </remarks>
internal sealed class BillingTerms
{
    private static readonly TimeSpan LongestCycle = TimeSpan.FromDays(32);

    private readonly IReadOnlyList<BillingTerm> _stated;
    private readonly Dictionary<SubscriptionSnapshot, (BillingGeneration Billing, BillingReason Reason)> _decisions = new(ReferenceEqualityComparer.Instance);

    /// <summary>Decides what can be decided.</summary>
    /// <param name="snapshots">The subscription in order of time.</param>
    /// <param name="dayOf">The day of an instant in the connection's zone.</param>
    /// <param name="stated">What the user set.</param>
    public BillingTerms(IReadOnlyList<SubscriptionSnapshot> snapshots, Func<DateTime, DateOnly> dayOf, IReadOnlyList<BillingTerm> stated)
    {
        _stated = stated;
        var own = new (BillingGeneration Billing, BillingReason Reason)?[snapshots.Count];
        for (int index = 0; index < own.Length; index++)
        {
            BillingDecision decision = BillingEvidence.Decide(snapshots[index], PriceCatalog.FindAll(snapshots[index].Tier, dayOf(snapshots[index].At)));
            own[index] = decision is { Billing: { } billing, Reason: { } reason } ? (billing, reason) : null;
        }

        for (int index = 0; index < own.Length; index++)
        {
            if ((own[index] ?? Carried(index)) is { } decided)
            {
                _decisions[snapshots[index]] = decided;
            }
        }

        (BillingGeneration Billing, BillingReason Reason)? Carried(int index)
        {
            int earlier = Array.FindLastIndex(own, index, other => other is { Billing: BillingGeneration.PayAsYouGo });
            int from = OfOneCycle(index) ?? (earlier >= 0 ? earlier : Array.FindIndex(own, index, other => other is { Billing: BillingGeneration.UsageBased }));
            return from < 0 ? null : (own[from]!.Value.Billing, own[from]!.Value.Reason with
            {
                Text = string.Create(CultureInfo.InvariantCulture, $"{own[from]!.Value.Reason.Text} (seen {dayOf(snapshots[from].At):yyyy-MM-dd})"),
            });
        }

        int? OfOneCycle(int index)
        {
            for (int step = 1; index - step >= 0 || index + step < own.Length; step++)
            {
                bool isNear = false;
                foreach (int other in new[] { index - step, index + step }.Where(other => other >= 0 && other < own.Length))
                {
                    isNear |= (snapshots[other].At - snapshots[index].At).Duration() <= LongestCycle;
                    if (own[other] is not null && IsOfOneCycle(snapshots[index], snapshots[other]))
                    {
                        return other;
                    }
                }

                if (!isNear)
                {
                    return null;
                }
            }

            return null;
        }
    }

    /// <summary>What the user set for a day; null if that is left to the evidence.</summary>
    public (BillingGeneration Billing, BillingReason Reason)? StatedOn(DateOnly day) =>
        _stated.LastOrDefault(term => term.From is not { } from || DateOnly.FromDateTime(from) <= day)?.Billing switch
        {
            BillingChoice.UsageBased => (BillingGeneration.UsageBased, AsSet),
            BillingChoice.PayAsYouGo => (BillingGeneration.PayAsYouGo, AsSet),
            _ => null,
        };

    /// <summary>How a snapshot is billed on a day: as the user set, else as it or the other snapshots report; null if unknown.</summary>
    public (BillingGeneration Billing, BillingReason Reason)? Of(SubscriptionSnapshot snapshot, DateOnly day) =>
        StatedOn(day) ?? (_decisions.TryGetValue(snapshot, out (BillingGeneration, BillingReason) decision) ? decision : null);

    private static BillingReason AsSet { get; } = new("as set", "it is set for the connection");

    private static bool IsOfOneCycle(SubscriptionSnapshot left, SubscriptionSnapshot right) =>
        left.Tier == right.Tier && left.NextResetAt is { } reset && right.NextResetAt is { } other && ResetCalendar.IsSame(reset, other);
}
