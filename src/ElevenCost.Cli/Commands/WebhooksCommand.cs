using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Commands;

/// <summary><c>webhooks</c>: what uses each, and whether it works.</summary>
[HelpPlace(130)]
internal sealed class WebhooksCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly OutputOption _output;

    public WebhooksCommand(CommandContext context)
        : base("webhooks", "Show the webhooks live: what uses each, whether it is disabled, and when it failed last.",
            "elevencost webhooks",
            "elevencost webhooks --connection '*' --output json")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KeyedConnections);
        IAsyncEnumerable<WebhookRecord> webhooks = services.Webhooks.ReadAsync(connections, cancellationToken);
        OutputFormat format = _output.Read(parsed);
        await (format == OutputFormat.Table
            ? WebhookOutput.WriteTableAsync(_context.Screen, webhooks, connections.Count > 1, cancellationToken)
            : Rows.ExportAsync(_context.Screen, format, InsightColumns.Webhooks, webhooks, cancellationToken));
        return ExitCode.Done;
    }
}
