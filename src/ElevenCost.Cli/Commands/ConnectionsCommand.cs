using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>connections</c>: the connections that are remembered.</summary>
[HelpPlace(30)]
internal sealed class ConnectionsCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;

    public ConnectionsCommand(CommandContext context)
        : base("connections", "List the connections with plan, latest sync and health, as of the latest sync. Sends no request to ElevenLabs.",
            "elevencost connections",
            "elevencost connections --output json")
    {
        _context = context;
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var connections = new List<Connection>();
        foreach (Connection connection in services.KnownConnections.ReadAll())
        {
            connections.Add(await services.Health.ReadAsync(connection, cancellationToken));
        }

        await ConnectionOutput.WriteAsync(_context.Screen, _output.Read(parsed), connections, cancellationToken);
        return ExitCode.Done;
    }
}
