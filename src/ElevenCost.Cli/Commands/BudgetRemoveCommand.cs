using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>budget remove</c>: removes budgets.</summary>
[SubcommandOf<BudgetCommand>]
[HelpPlace(30)]
internal sealed class BudgetRemoveCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The name, or a wildcard." };
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day of the one to remove. Default: all of the name.");
    private readonly OutputOption _output;

    public BudgetRemoveCommand(CommandContext context)
        : base("remove", "Remove budgets. Shows what was removed.",
            "elevencost budget remove voices",
            "elevencost budget remove 'try-*' --output json")
    {
        _context = context;
        Add(_name);
        Add(_from);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Budget> removed = await services.Budgets.RemoveAsync(parsed.GetValue(_name)!, parsed.GetValue(_from), cancellationToken);
        await BudgetOutput.WriteAsync(_context.Screen, _output.Read(parsed), removed, cancellationToken);
        return ExitCode.Done;
    }
}
