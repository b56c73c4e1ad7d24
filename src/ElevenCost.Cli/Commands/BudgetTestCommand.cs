using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;

namespace ElevenCost.Cli.Commands;

/// <summary><c>budget test</c>: how budgets stand.</summary>
[SubcommandOf<BudgetCommand>]
[HelpPlace(40)]
internal sealed class BudgetTestCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _names = new("name") { Description = "Names or wildcards of budgets. Default: every budget that applies today.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _failOpen = new("--fail-open") { Description = "Exit with 0 instead of 69 if the state of a budget is unknown." };
    private readonly OutputOption _output;

    public BudgetTestCommand(CommandContext context)
        : base("test", "Show the state of budgets: used, left, and expected by the end of the period. Exits with 1 if one is at risk, 2 if one is over, 69 if one is unknown.",
            "elevencost budget test",
            "elevencost budget test voices --output json",
            "elevencost sync && elevencost budget test --fail-open")
    {
        _context = context;
        Add(_names);
        Add(_failOpen);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Budget> budgets = await services.Budgets.ListAsync(parsed.GetValue(_names) ?? [], null, cancellationToken);
        var statuses = new List<BudgetStatus>();
        await foreach (BudgetStatus status in services.BudgetCheck.CheckAsync(budgets, services.KnownConnections.ReadAll(), _context.Screen.Warn, cancellationToken))
        {
            statuses.Add(status);
        }

        await BudgetOutput.WriteAsync(_context.Screen, _output.Read(parsed), statuses, cancellationToken);
        return statuses.Exists(status => status.State == BudgetState.Over) ? ExitCode.BudgetOver
            : statuses.Exists(status => status.State == BudgetState.Unknown) && !parsed.GetValue(_failOpen) ? ExitCode.Unavailable
            : statuses.Exists(status => status.State == BudgetState.AtRisk) ? ExitCode.CheckFailed
            : ExitCode.Done;
    }
}
