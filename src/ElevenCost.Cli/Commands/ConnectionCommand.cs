namespace ElevenCost.Cli.Commands;

/// <summary><c>connection</c>: settings of one connection.</summary>
[HelpPlace(35)]
internal sealed class ConnectionCommand : DocumentedCommand
{
    public ConnectionCommand()
        : base("connection", "Change the settings of a connection: how its account is billed, and its prepaid balance.",
            "elevencost connection set acme --billing pay-as-you-go",
            "elevencost connection set acme --balance 50.00 --as-of 2026-11-20")
    {
    }
}
