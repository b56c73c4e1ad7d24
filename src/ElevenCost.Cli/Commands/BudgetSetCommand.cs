using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Budgets;

namespace ElevenCost.Cli.Commands;

/// <summary><c>budget set</c>: sets a budget.</summary>
[SubcommandOf<BudgetCommand>]
[HelpPlace(20)]
internal sealed class BudgetSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The name of the budget. If there is one of this name, it ends the day before the new one begins." };
    private readonly Option<string?> _amount = ParsedOption.Text("--amount", "amount", "The amount per period, with a point: 500.00. Use this or --credits.");
    private readonly Option<long?> _credits = ParsedOption.Count("--credits", "The credits per period. Use this or --amount.", 1, 1_000_000_000_000_000);
    private readonly Option<string?> _currency = ParsedOption.Text("--currency", "code", "The currency of the amount. Default: USD.");
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis", "Which cost counts. Amortized and overage need --period billing-period. Default: consumed.");
    private readonly Option<BudgetPeriod?> _period = ParsedOption.Word<BudgetPeriod>("--period", "The period of the budget. Default: month.");
    private readonly Option<string?> _connection = ParsedOption.Text("--connection", "pattern", "The connection, or a wildcard, whose usage counts. Default: every connection.");
    private readonly Option<string?> _center = ParsedOption.Text("--cost-center", "pattern", "The cost center, or a wildcard, whose usage counts.");
    private readonly Option<string?> _key = ParsedOption.Text("--api-key", "pattern", "The API key, by name, ID or wildcard, whose usage counts.");
    private readonly Option<string?> _product = ParsedOption.Text("--product", "pattern", "The product, or a wildcard, whose usage counts.");
    private readonly Option<string?> _model = ParsedOption.Text("--model", "pattern", "The model, or a wildcard, whose usage counts.");
    private readonly Option<string?> _thresholds = ParsedOption.Text("--thresholds", "percent,...", "Percentages of the budget that send an alert. Default: 25,50,75,90,100.");
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day it applies. Default: the first of this month, in UTC.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day it applies, included. Default: the day before the next budget of this name, or no end.");
    private readonly Option<string?> _note = ParsedOption.Text("--note", "text", "A note to store with it.");
    private readonly OutputOption _output;

    public BudgetSetCommand(CommandContext context)
        : base("set", "Set a budget in money or in credits. Earlier periods keep the budget that they had.",
            "elevencost budget set voices --amount 500.00",
            "elevencost budget set hotel --amount 120.00 --cost-center Hotel --thresholds 50,90,100",
            "elevencost budget set flash --credits 2000000 --model 'eleven_flash*' --period quarter")
    {
        _context = context;
        Add(_name);
        foreach (Option option in new Option[]
        {
            _amount, _credits, _currency, _basis, _period, _connection, _center, _key, _product, _model, _thresholds, _from, _to, _note,
        })
        {
            Add(option);
        }

        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var setting = new BudgetSetting
        {
            Name = parsed.GetValue(_name)!,
            Amount = parsed.GetValue(_amount),
            Credits = parsed.GetValue(_credits),
            Currency = parsed.GetValue(_currency),
            Basis = parsed.GetValue(_basis),
            Period = parsed.GetValue(_period) ?? BudgetPeriod.Month,
            Connection = parsed.GetValue(_connection),
            CostCenter = parsed.GetValue(_center),
            ApiKey = parsed.GetValue(_key),
            Product = parsed.GetValue(_product),
            Model = parsed.GetValue(_model),
            Thresholds = parsed.GetValue(_thresholds) is { } thresholds ? [thresholds] : null,
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            Note = parsed.GetValue(_note),
        };
        BudgetChange change = await services.Budgets.SetAsync(setting, cancellationToken);
        await BudgetOutput.WriteAsync(_context.Screen, _output.Read(parsed), [change.Budget], cancellationToken);
        if (change.Replaced is not null)
        {
            _context.Screen.WriteMessage("note: replaced the budget of this name that began on the same day.");
        }

        foreach (Budget changed in change.Changed)
        {
            _context.Screen.WriteMessage($"note: the earlier budget now applies {BudgetOutput.Days(changed)}.");
        }

        return ExitCode.Done;
    }
}
