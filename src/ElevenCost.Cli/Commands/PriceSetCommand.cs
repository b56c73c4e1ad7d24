using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Cli.Commands;

/// <summary><c>price set</c>: a price of the user's own.</summary>
[SubcommandOf<PriceCommand>]
[HelpPlace(20)]
internal sealed class PriceSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _tier = new("tier") { Description = "The tier as ElevenLabs names it, such as creator or enterprise." };
    private readonly Option<string?> _price = ParsedOption.Text("--monthly-price", "amount",
        "What the plan costs a month, with a point: 1200.00. For a plan paid by the year, a twelfth of the year's price.");

    private readonly Option<long?> _credits = ParsedOption.Count("--monthly-credits", "The plan's credits a month, without rollover.", 1, 1_000_000_000_000_000);
    private readonly Option<string?> _overage = ParsedOption.Text("--overage-per-1000-credits", "amount", "What 1,000 credits beyond the plan cost. Default: unknown.");
    private readonly Option<BillingGeneration?> _billing = ParsedOption.Word<BillingGeneration>("--billing",
        "How accounts at this price pay use beyond it. Default: usage-based if it has an overage rate, else as the connection is billed.");

    private readonly Option<string?> _currency = ParsedOption.Text("--currency", "code", "The currency of the amounts. Default: USD.");
    private readonly Option<string?> _connection = ParsedOption.Text("--connection", "pattern", "The connection, or a wildcard, that it applies to. Default: every connection.");
    private readonly Option<BillingPeriod?> _period = ParsedOption.Word<BillingPeriod>("--billing-period", "The billing period that it applies to. Default: every one.");
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day it applies. Default: today. A plan's fee is due when its billing month begins, so amortized cost uses a new price from the next billing month on.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day it applies, included. Default: the day before the next price of the same tier, connection and period, or no end.");
    private readonly Option<string?> _note = ParsedOption.Text("--note", "text", "A note to store with it.");
    private readonly OutputOption _output;

    public PriceSetCommand(CommandContext context)
        : base("set", "Set a price of your own: for Enterprise, a discount, annual billing or another currency. Earlier days keep their old price.",
            "elevencost price set enterprise --monthly-price 1200.00 --monthly-credits 10000000 --from 2026-01-01",
            "elevencost price set pro --connection 'acme*' --monthly-price 89.10 --monthly-credits 600000 --overage-per-1000-credits 0.24",
            "elevencost price set creator --billing-period annual --monthly-price 18.33 --monthly-credits 121000")
    {
        _context = context;
        _price.Required = true;
        _credits.Required = true;
        Add(_tier);
        Add(_price);
        Add(_credits);
        Add(_overage);
        Add(_billing);
        Add(_currency);
        Add(_connection);
        Add(_period);
        Add(_from);
        Add(_to);
        Add(_note);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var setting = new PriceSetting
        {
            Tier = parsed.GetValue(_tier)!,
            MonthlyPrice = parsed.GetValue(_price)!,
            MonthlyCredits = parsed.GetValue(_credits)!.Value,
            OveragePer1000Credits = parsed.GetValue(_overage),
            Billing = parsed.GetValue(_billing),
            Connection = parsed.GetValue(_connection),
            BillingPeriod = parsed.GetValue(_period),
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            Note = parsed.GetValue(_note),
        };
        setting = parsed.GetValue(_currency) is { } currency ? setting with { Currency = currency } : setting;
        PriceChange change = await services.Prices.SetAsync(setting, services.KnownConnections.ReadAll(), cancellationToken);
        await PriceOutput.WriteAsync(_context.Screen, _output.Read(parsed), [change.Price], cancellationToken);
        if (change.Replaced is { } replaced)
        {
            _context.Screen.WriteMessage($"note: replaced {PriceOutput.Describe(replaced)}.");
        }

        foreach (Price changed in change.Changed)
        {
            _context.Screen.WriteMessage($"note: {PriceOutput.Describe(changed)} now applies {PriceOutput.Days(changed)}.");
        }

        foreach (Warning warning in change.Warnings)
        {
            _context.Screen.Warn(warning);
        }

        return ExitCode.Done;
    }
}
