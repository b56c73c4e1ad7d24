using System.Management.Automation;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell.Commands;

/// <summary>A cmdlet over connections that are remembered.</summary>
public abstract class ConnectionCommand : ElevenCostCommand
{
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>Names, wildcards or objects of connections; null where none was given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Connection { get; set; }

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
                IReadOnlyList<Connection> all = allByDefault ? Session.Connections.ReadAll() : [];

                // Without any connection the default one is what is missed.
                found.AddRange(all.Count > 0 ? all : Session.Connections.Resolve([]));
            });
            return found;
        }

        foreach (string name in Connection)
        {
            LacksConnection |= !Try(name, () => found.AddRange(Session.Connections.Resolve([name]).Where(connection => _found.Add(connection.Name))));
        }

        return found;
    }

    /// <summary>What opens the APIs of connections from any thread. The keys are read now, for vaults open on the pipeline's thread alone.</summary>
    private protected OpenApi OpenApis(IReadOnlyList<Connection> connections)
    {
        Dictionary<string, Task<string?>> keys = connections.ToDictionary(connection => connection.Name, ReadKey, StringComparer.Ordinal);
        return async (connection, _) => Open(connection, await keys[connection.Name]);

        // A key that cannot be read is the failure of its connection, told when that is opened.
        Task<string?> ReadKey(Connection connection)
        {
            try
            {
                return Task.FromResult(ConnectionKey.Read(Host, connection, Session.Keys, StopToken));
            }
            catch (ElevenCostException failure)
            {
                return Task.FromException<string?>(failure);
            }
        }
    }
}
