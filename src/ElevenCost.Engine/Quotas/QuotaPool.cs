using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Quotas;

/// <summary>The readings of one pool of credits.</summary>
/// <remarks>
/// A subscription names no pool. Two connections are of one pool where their subscriptions are alike (tier, limit, the second of the reset,
/// currency, billing period), and the analytics tell of the same workspace or billing group, now or when a sync last kept it. Where they tell
/// of different ones, there are two pools. Where they don't tell, the credits used decide: they are equal and not 0, or they rose while they
/// were read and the three readings are in order. What is only likely is warned of.
/// </remarks>
internal sealed class QuotaPool(QuotaReading first)
{
    private readonly List<QuotaReading> _readings = [first];

    /// <summary>Whether it was only likely that a reading is of this pool.</summary>
    public bool IsAssumed { get; private set; }

    /// <summary>The readings, in order of their connections.</summary>
    public IReadOnlyList<QuotaReading> Readings => _readings;

    /// <summary>The reading whose figures are shown: the first live one, else the latest.</summary>
    public QuotaReading Shown => _readings.FirstOrDefault(reading => reading.IsLive) ?? _readings.MaxBy(reading => reading.Snapshot.At)!;

    /// <summary>Puts the readings into pools, in their order.</summary>
    public static async Task<IReadOnlyList<QuotaPool>> FindAsync(IReadOnlyList<QuotaReading> readings, CancellationToken cancellationToken)
    {
        var pools = new List<QuotaPool>();
        foreach (QuotaReading reading in readings)
        {
            QuotaPool? found = null;
            foreach (QuotaPool pool in pools)
            {
                if (await pool.TakesAsync(reading, cancellationToken))
                {
                    found = pool;
                    break;
                }
            }

            if (found is null)
            {
                pools.Add(new QuotaPool(reading));
            }
        }

        return pools;
    }

    /// <summary>The readings whose usage is different usage: of several of one workspace, the one that knows most.</summary>
    public async Task<IReadOnlyList<QuotaReading>> DistinctUsageAsync(CancellationToken cancellationToken)
    {
        var distinct = new List<QuotaReading>();
        foreach (QuotaReading reading in _readings
            .OrderByDescending(reading => reading.Connection.Scope == ConnectionScope.Workspace).ThenByDescending(reading => reading.Days.Count))
        {
            bool isNew = true;
            foreach (QuotaReading other in distinct)
            {
                isNew &= !await IsSameUsageAsync(other, reading, cancellationToken);
            }

            if (isNew)
            {
                distinct.Add(reading);
            }
        }

        return distinct;
    }

    private async Task<bool> TakesAsync(QuotaReading reading, CancellationToken cancellationToken)
    {
        QuotaReading first = _readings[0];
        if (!first.Snapshot.MaySharePool(reading.Snapshot))
        {
            return false;
        }

        BillingIdentity left = await first.IdentityAsync(cancellationToken);
        BillingIdentity right = await reading.IdentityAsync(cancellationToken);
        bool isSame = left.IsOnePoolWith(right);
        if (!isSame && !left.IsApartFrom(right))
        {
            isSame = await MovesWithAsync(first, reading, cancellationToken);
            IsAssumed |= isSame;
        }

        if (isSame)
        {
            _readings.Add(reading);
        }

        return isSame;
    }

    private static async Task<bool> MovesWithAsync(QuotaReading first, QuotaReading second, CancellationToken cancellationToken)
    {
        long used = first.Snapshot.CreditsUsed;
        long other = second.Snapshot.CreditsUsed;
        if (used == other)
        {
            // Nothing used: every fresh account looks like that.
            return used > 0;
        }

        if (first.Api is { } api && second.IsLive)
        {
            // The second was read after the first: read now, the first must have passed it.
            try
            {
                return used < other && other <= (await api.GetSubscriptionAsync(cancellationToken)).CreditsUsed;
            }
            catch (ElevenLabsApiException)
            {
                // Both were read: that they are not proven to be one is no reason to show neither.
                return false;
            }
        }

        // Figures of different times prove nothing: every account uses more as the month goes on.
        return false;
    }

    private static async Task<bool> IsSameUsageAsync(QuotaReading left, QuotaReading right, CancellationToken cancellationToken)
    {
        BillingIdentity leftIdentity = await left.IdentityAsync(cancellationToken);
        BillingIdentity rightIdentity = await right.IdentityAsync(cancellationToken);
        if (leftIdentity.Workspaces.Count > 0 && rightIdentity.Workspaces.Count > 0)
        {
            return leftIdentity.SharesWorkspace(rightIdentity);
        }

        // A key is of one workspace.
        if (left.Names.ApiKeys.Count > 0 && right.Names.ApiKeys.Count > 0)
        {
            return left.Names.ApiKeys.Keys.Intersect(right.Names.ApiKeys.Keys).Any();
        }

        DateOnly[] both = [.. left.Days.Keys.Intersect(right.Days.Keys)];
        return both.Any(day => left.Days[day] > 0) && both.All(day => left.Days[day] == right.Days[day]);
    }
}
