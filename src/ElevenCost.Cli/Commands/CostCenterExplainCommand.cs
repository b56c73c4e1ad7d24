using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center explain</c>: which rule took a key.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(60)]
internal sealed class CostCenterExplainCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Dictionary<Dimension, Option<string[]>> _values = [];
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly OutputOption _output;

    public CostCenterExplainCommand(CommandContext context)
        : base("explain", "Show which rule matched the usage of each API key, or of another dimension, and by which name or ID.",
            "elevencost cost-center explain",
            "elevencost cost-center explain --api-key 'acme-*' --last 90d",
            "elevencost cost-center explain --user '*' --output json")
    {
        _context = context;
        foreach (Dimension dimension in UsageTable.RecordDimensions)
        {
            string word = Words.Of(dimension);
            Option<string[]> option = ParsedOption.Patterns($"--{word}", $"Explain the {word}s that a wildcard matches by name or ID; repeat it for any of several.");
            _values.Add(dimension, option);
            Add(option);
        }

        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (_values.Values.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError($"One of {string.Join(", ", _values.Values.Select(option => option.Name))} is explained at a time.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        Dimension[] asked = [.. _values.Where(value => parsed.GetValue(value.Value) is { Length: > 0 }).Select(value => value.Key)];
        Dimension dimension = asked.Length == 0 ? Dimension.ApiKey : asked[0];
        IReadOnlyList<CostCenterMatch> matches = await services.CostCenterReview.ExplainAsync(
            connections, range, dimension, parsed.GetValue(_values[dimension]) ?? [], _context.Screen.Warn, cancellationToken);
        await CostCenterOutput.WriteAsync(_context.Screen, _output.Read(parsed), matches, cancellationToken);
        if (matches.Count == 0)
        {
            _context.Screen.WriteMessage($"No such usage is known in {range}.");
        }

        return ExitCode.Done;
    }
}
