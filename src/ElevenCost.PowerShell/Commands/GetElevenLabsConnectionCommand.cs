using System.Management.Automation;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Lists the connections with plan, latest sync and health.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsConnection", HelpUri = HelpAddress + "Get-ElevenLabsConnection.md")]
[OutputType(typeof(Connection))]
public sealed class GetElevenLabsConnectionCommand : ElevenCostCommand
{
    /// <summary>Names or wildcards; null for all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Connection")]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Name is null)
        {
            Try(null, () => Write(Session.KnownConnections.ReadAll()));
            return;
        }

        foreach (string name in Name)
        {
            Try(name, () => Write(Find(name)));
        }
    }

    private IReadOnlyList<Connection> Find(string name)
    {
        try
        {
            return Session.KnownConnections.Resolve([name]);
        }
        catch (ElevenCostException e) when (e.Kind.Nature == FailureNature.NotFound && WildcardPattern.ContainsWildcardCharacters(name))
        {
            // A wildcard that matches none is no mistake.
            return [];
        }
    }

    private void Write(IReadOnlyList<Connection> connections)
    {
        foreach (Connection connection in connections)
        {
            // What cannot be looked up in the ledger leaves the connection itself known.
            if (!Try(connection.Name, () => WriteObject(Wait(Session.Health.ReadAsync(connection, StopToken)))))
            {
                WriteObject(connection);
            }
        }
    }
}
