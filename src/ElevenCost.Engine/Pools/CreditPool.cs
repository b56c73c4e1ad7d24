namespace ElevenCost.Engine.Pools;

/// <summary>The connections that draw on the pool of credits of one of them, as far as their snapshots prove it. Immutable.</summary>
/// <param name="Usage">
/// The usage of the pool, without any twice: each list is of connections that read the same usage, and no two lists have usage in common. The
/// connection that the pool was asked for comes first in its list; it is in none where another reads all that it reads and more.
/// </param>
/// <param name="Alike">
/// Names of connections outside the pool whose subscriptions look like the connection's and that nothing proves to be another pool.
/// </param>
public sealed record CreditPool(IReadOnlyList<IReadOnlyList<Connection>> Usage, IReadOnlyList<string> Alike)
{
    /// <summary>The pool of a connection alone.</summary>
    public static CreditPool Of(Connection connection) => new([[connection]], []);
}
