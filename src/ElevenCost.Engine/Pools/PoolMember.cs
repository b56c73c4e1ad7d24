using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pools;

/// <summary>A connection, and what its snapshots report of its pool of credits.</summary>
/// <param name="connection">The connection.</param>
/// <param name="snapshots">Its snapshots in order of time.</param>
internal sealed class PoolMember(Connection connection, IReadOnlyList<SubscriptionSnapshot> snapshots)
{
    /// <summary>The connection.</summary>
    public Connection Connection { get; } = connection;

    /// <summary>Its snapshots in order of time.</summary>
    public IReadOnlyList<SubscriptionSnapshot> Snapshots { get; } = snapshots;

    /// <summary>Whose usage it reads, as last told.</summary>
    public BillingIdentity Identity { get; } = BillingIdentity.KeptIn(snapshots);

    private bool IsWhole => Connection.Scope == ConnectionScope.Workspace;

    private string? UserId { get; } = snapshots.LastOrDefault(snapshot => snapshot.UserId is not null)?.UserId;

    /// <summary>The pool of a connection.</summary>
    /// <param name="own">The connection.</param>
    /// <param name="others">Every other connection.</param>
    /// <returns>The pool, and its members, the connection first.</returns>
    public static (CreditPool Pool, IReadOnlyList<PoolMember> Members) PoolOf(PoolMember own, IEnumerable<PoolMember> others)
    {
        var members = new List<PoolMember> { own };
        var apart = others.OrderBy(other => other.Connection.Name, StringComparer.Ordinal).ToList();

        // What shares a workspace or a group with any member is a member.
        for (int index = 0; index < members.Count; index++)
        {
            PoolMember member = members[index];
            members.AddRange(apart.Where(other => other.Identity.IsOnePoolWith(member.Identity)));
            apart.RemoveAll(members.Contains);
        }

        string[] alike = [.. apart.Where(other => other.MaySharePool(own) && !members.Exists(member => member.Identity.IsApartFrom(other.Identity))).Select(other => other.Connection.Name)];
        return (new CreditPool(UsageOf(own, members), alike), members);
    }

    /// <summary>Every snapshot of the pool's subscription: the connection's own, and of other members those that name the pool.</summary>
    /// <param name="members">The members, the connection first.</param>
    public static IReadOnlyList<SubscriptionSnapshot> SnapshotsOf(IReadOnlyList<PoolMember> members) => members.Count == 1 ? members[0].Snapshots
        : [.. members.Skip(1).SelectMany(member => member.Snapshots)
            .Where(snapshot => members.Any(member => member.Identity.IsOnePoolWith(BillingIdentity.KeptIn(snapshot))))
            .Concat(members[0].Snapshots).OrderBy(snapshot => snapshot.At)];

    private static List<IReadOnlyList<Connection>> UsageOf(PoolMember own, List<PoolMember> members)
    {
        var usage = new List<List<PoolMember>>();
        foreach (PoolMember member in members
            .OrderByDescending(member => member.IsWhole).ThenByDescending(member => member.Identity.Workspaces.Count).ThenByDescending(member => member == own))
        {
            if (usage.Find(same => same[0].SharesUsage(member)) is not { } known)
            {
                usage.Add([member]);
            }
            else if (known[0].HasExtentOf(member))
            {
                known.Insert(member == own ? 0 : known.Count, member);
            }
        }

        return [.. usage.Select(same => (IReadOnlyList<Connection>)[.. same.Select(member => member.Connection)])];
    }

    /// <summary>Whether it reads some of the other's usage: a workspace is read whole, or what one user used of it.</summary>
    public bool SharesUsage(PoolMember other) => Identity.SharesWorkspace(other.Identity)
        && (IsWhole || other.IsWhole || UserId is null || other.UserId is null || UserId == other.UserId);

    private bool HasExtentOf(PoolMember other) =>
        IsWhole == other.IsWhole && Identity.Workspaces.Count == other.Identity.Workspaces.Count && !Identity.Workspaces.Except(other.Identity.Workspaces).Any();

    private bool MaySharePool(PoolMember other) => Snapshots.Count > 0 && other.Snapshots.Count > 0
        && Snapshots[^1].NextResetAt is not null && Snapshots[^1].MaySharePool(other.Snapshots[^1]);
}
