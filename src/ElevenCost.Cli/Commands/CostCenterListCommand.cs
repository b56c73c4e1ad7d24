using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center list</c>: the rules in the order in which they are tried, and what each does.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(10)]
internal sealed class CostCenterListCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string?> _name = new("name")
    {
        Description = "Only the rule of this name, or else those whose name it matches as a wildcard.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly OutputOption _output;

    public CostCenterListCommand(CommandContext context)
        : base("list",
            "List the rules in the order in which they apply: the highest priority first, then more names without a wildcard, then more criteria, "
            + "then the one that was set first. Shows what each matched in the range: taking, no-usage, not-reached (rules before it matched all) or not-in-force.",
            "elevencost cost-center list",
            "elevencost cost-center list 'acme*' --last 90d --output json")
    {
        _context = context;
        Add(_name);
        _connection = new ConnectionOption(this, allByDefault: true);
        _range = new RangeOptions(this);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        // Rules may be written before there is a connection whose usage they could take.
        IReadOnlyList<Connection> connections = services.KnownConnections.ReadAll().Count == 0 ? [] : _connection.Read(parsed, services.KnownConnections);
        IReadOnlyList<CostCenterRule> rules = connections.Count == 0
            ? await services.CostCenterReview.InOrderAsync(cancellationToken)
            : await services.CostCenterReview.CheckAsync(
                connections, await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken), _context.Screen.Warn, cancellationToken);
        rules = parsed.GetValue(_name) is { } name ? CostCenterStore.Select(rules, name) : rules;
        await CostCenterOutput.WriteAsync(_context.Screen, _output.Read(parsed), rules, cancellationToken);
        if (rules.Count == 0)
        {
            _context.Screen.WriteMessage("There is no such rule.");
        }

        foreach (Warning idle in CostCenterReview.Idle(rules))
        {
            _context.Screen.Warn(idle);
        }

        return ExitCode.Done;
    }
}
