using System.Management.Automation;
using ElevenCost.Engine.Api;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Probes what the keys of connections may do.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ElevenLabsConnection", HelpUri = HelpAddress + "Test-ElevenLabsConnection.md")]
[OutputType(typeof(Capability), typeof(bool))]
public sealed class TestElevenLabsConnectionCommand : ConnectionCommand
{
    private bool _fails;
    private int _tested;

    /// <summary>One boolean over all connections, instead of rows.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        _fails |= LacksConnection;
        _tested += connections.Count;
        foreach (Connection connection in connections)
        {
            bool isProbed = Try(connection.Name, () =>
            {
                foreach (Capability capability in FindCapabilities(connection))
                {
                    _fails |= !capability.Passed && capability.Required;
                    if (!Quiet)
                    {
                        WriteObject(capability);
                    }
                }
            });
            _fails |= !isProbed;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Quiet)
        {
            // Nothing tested is nothing proven.
            WriteObject(!_fails && _tested > 0);
        }
    }

    private IReadOnlyList<Capability> FindCapabilities(Connection connection)
    {
        try
        {
            using IElevenLabsApi api = Session.OpenApi(connection, Session.ReadKey(connection, StopToken));
            Capability? schedule = Wait(Session.ScheduleStatus.ProbeAsync(connection, StopToken));
            return
            [
                .. Probe(connection, api), Wait(Session.Health.ProbeAsync(connection, StopToken)),
                .. schedule is null ? [] : new[] { schedule },
            ];
        }
        catch (ElevenCostException e)
        {
            // A key that is missing, say, is what the test is there to find.
            return [new Capability(connection.Name, "Key", false, true, e.Message, e.Remedy, e.ErrorId, EngineSession.Time.GetUtcNow().UtcDateTime, e.Category)];
        }
    }
}
