using System.Management.Automation;
using ElevenCost.Engine.Connections;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>A cmdlet over connections that are remembered.</summary>
public abstract class ConnectionCommand : ElevenCostCommand
{
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Names, wildcards or objects of connections; null if none was given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Connection { get; set; }

    /// <summary>Whether the ledger alone can answer, so that connections without a key on this machine count, too.</summary>
    private protected virtual bool AsksLedger => false;

    private IConnectionSource Source => AsksLedger ? Session.KnownConnections : Session.KeyedConnections;

    /// <summary>Whether a name was asked for that there is no connection of.</summary>
    private protected bool LacksConnection { get; private set; }

    /// <summary>
    /// The connections that were asked for and have not been yet: rows of one connection that are piped in are one question, not many. Each
    /// name that there is none of is an error of its own.
    /// </summary>
    /// <param name="allByDefault">Whether all are meant where none was given, not the default one.</param>
    private protected IReadOnlyList<Connection> FindConnections(bool allByDefault = false)
    {
        var found = new List<Connection>();
        if (Connection is null)
        {
            LacksConnection |= !Try(null, () =>
            {
                IReadOnlyList<Connection> all = allByDefault ? Source.ReadAll() : [];

                // Without any connection the default one is what is missed.
                found.AddRange(all.Count > 0 ? all : Source.Resolve([]));
            });
            return found;
        }

        foreach (string name in Connection)
        {
            LacksConnection |= !Try(name, () => found.AddRange(Source.Resolve([name]).Where(connection => _found.Add(connection.Name))));
        }

        return found;
    }
}
