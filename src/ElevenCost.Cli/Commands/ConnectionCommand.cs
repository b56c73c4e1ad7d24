namespace ElevenCost.Cli.Commands;

/// <summary><c>connection</c>: settings of one connection.</summary>
internal sealed class ConnectionCommand : DocumentedCommand
{
    public ConnectionCommand(CommandContext context)
        : base("connection", "Change the settings of a connection: how its account is billed, and its prepaid balance.",
            "elevencost connection set acme --billing pay-as-you-go",
            "elevencost connection set acme --balance 50.00 --as-of 2026-11-20")
    {
        Add(new ConnectionSetCommand(context));
    }
}
