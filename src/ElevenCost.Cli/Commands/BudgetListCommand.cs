using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>budget list</c>: the budgets.</summary>
[SubcommandOf<BudgetCommand>]
[HelpPlace(10)]
internal sealed class BudgetListCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _names = new("name") { Description = "Names or wildcards of budgets. Default: every budget.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<DateOnly?> _on = ParsedOption.Day("--on", "Only budgets that apply on this day.");
    private readonly OutputOption _output;

    public BudgetListCommand(CommandContext context)
        : base("list", "List the budgets by name and first day.",
            "elevencost budget list",
            "elevencost budget list 'voice*' --on 2026-11-01 --output json")
    {
        _context = context;
        Add(_names);
        Add(_on);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Budget> budgets = await services.Budgets.ListAsync(parsed.GetValue(_names) ?? [], parsed.GetValue(_on), cancellationToken);
        await BudgetOutput.WriteAsync(_context.Screen, _output.Read(parsed), budgets, cancellationToken);
        return ExitCode.Done;
    }
}
