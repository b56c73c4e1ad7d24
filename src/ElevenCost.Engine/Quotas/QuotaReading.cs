using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Quotas;

/// <summary>The subscription of one connection as it was read, and what is known of the usage behind it.</summary>
internal sealed class QuotaReading
{
    private BillingIdentity? _identity;

    /// <summary>The connection.</summary>
    public required Connection Connection { get; init; }

    /// <summary>Its API; null if it can't be reached.</summary>
    public required IElevenLabsApi? Api { get; init; }

    /// <summary>The subscription.</summary>
    public required SubscriptionSnapshot Snapshot { get; init; }

    /// <summary>The subscription as it was stored before, in order of time.</summary>
    public required IReadOnlyList<SubscriptionSnapshot> Snapshots { get; init; }

    /// <summary>Whether it was read now.</summary>
    public bool IsLive => Api is not null;

    /// <summary>Today in its zone.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The credits of the last days that are known whole.</summary>
    public required IReadOnlyDictionary<DateOnly, long> Days { get; init; }

    /// <summary>The names of its keys and users.</summary>
    public required NameBook Names { get; init; }

    /// <summary>Which workspaces and billing groups it read when that was last kept.</summary>
    public required BillingIdentity Kept { get; init; }

    /// <summary>The burn of its own usage.</summary>
    public Burn Burn => Burn.Of(Days, Today);

    /// <summary>Which workspaces and billing groups it reads, as far as its key may tell; asked for once.</summary>
    public async Task<BillingIdentity> IdentityAsync(CancellationToken cancellationToken)
    {
        if (_identity is null)
        {
            BillingIdentity current = Api is null ? BillingIdentity.Unknown : await BillingIdentity.AskAsync(Api, Today, cancellationToken);
            _identity = current.IsKnown ? current : Kept;
        }

        return _identity;
    }
}
