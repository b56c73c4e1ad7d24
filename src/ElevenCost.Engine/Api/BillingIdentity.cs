using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Api;

/// <summary>The workspaces and billing groups whose usage the analytics report; they identify workspaces and pools of credits. Immutable.</summary>
/// <param name="Workspaces">The workspaces of the usage; empty if unknown.</param>
/// <param name="BillingGroups">The groups of workspaces that are billed together; empty if unknown, or there are none.</param>
public sealed record BillingIdentity(IReadOnlyList<string> Workspaces, IReadOnlyList<string> BillingGroups)
{
    /// <summary>The days before today whose usage is asked about.</summary>
    private const int Days = 30;

    /// <summary>Nothing is known.</summary>
    public static BillingIdentity Unknown { get; } = new([], []);

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => Workspaces.Count > 0 || BillingGroups.Count > 0;

    /// <summary>Read from the usage of the last days; unknown if the key may not read it, or the request fails.</summary>
    /// <exception cref="ElevenLabsApiException">The key is rejected altogether.</exception>
    public static async Task<BillingIdentity> AskAsync(IElevenLabsApi api, DateOnly today, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetBillingIdentityAsync(new DateRange(today.AddDays(-Days), today), cancellationToken);
        }
        catch (ElevenLabsApiException e) when (e.IsEndpointClosed || e.Category == FailureCategory.Unavailable)
        {
            // It is proof of a shared pool and no figure: without it subscriptions themselves are compared.
            return Unknown;
        }
    }

    /// <summary>The identity that a snapshot stored.</summary>
    public static BillingIdentity KeptIn(SubscriptionSnapshot snapshot) => new(snapshot.Workspaces ?? [], snapshot.BillingGroups ?? []);

    /// <summary>The latest identity that was stored; unknown if none was.</summary>
    /// <param name="snapshots">In order of time.</param>
    public static BillingIdentity KeptIn(IEnumerable<SubscriptionSnapshot> snapshots) =>
        snapshots.Select(KeptIn).LastOrDefault(identity => identity.IsKnown) ?? Unknown;

    /// <summary>The snapshot with it.</summary>
    public SubscriptionSnapshot PutInto(SubscriptionSnapshot snapshot) => snapshot with
    {
        Workspaces = Workspaces.Count == 0 ? null : Workspaces,
        BillingGroups = BillingGroups.Count == 0 ? null : BillingGroups,
    };

    /// <summary>Whether some usage is of one workspace.</summary>
    public bool SharesWorkspace(BillingIdentity other) => Workspaces.Intersect(other.Workspaces).Any();

    /// <summary>Whether it is proven that both draw on one pool of credits: a workspace or a billing group in common.</summary>
    public bool IsOnePoolWith(BillingIdentity other) => SharesWorkspace(other) || BillingGroups.Intersect(other.BillingGroups).Any();

    /// <summary>Whether it is proven that they do not: different groups, or different workspaces and no group.</summary>
    public bool IsApartFrom(BillingIdentity other) => !IsOnePoolWith(other)
        && ((BillingGroups.Count > 0 && other.BillingGroups.Count > 0)
            || (BillingGroups.Count == 0 && other.BillingGroups.Count == 0 && Workspaces.Count > 0 && other.Workspaces.Count > 0));
}
