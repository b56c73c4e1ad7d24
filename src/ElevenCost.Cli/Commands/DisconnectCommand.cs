using System.CommandLine;

namespace ElevenCost.Cli.Commands;

/// <summary><c>disconnect</c>: forgets a connection.</summary>
[HelpPlace(20)]
internal sealed class DisconnectCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("NAME") { Description = "The connection's name." };

    public DisconnectCommand(CommandContext context)
        : base("disconnect", "Remove a connection. Its ledger and its key are kept.",
            "elevencost disconnect acme")
    {
        _context = context;
        Add(_name);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        string name = parsed.GetRequiredValue(_name);
        await services.Connections.RemoveAsync(name, cancellationToken);
        _context.Screen.WriteMessage($"'{name}' is disconnected. Its ledger is kept.");
        return ExitCode.Done;
    }
}
