using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Cli.Commands;

/// <summary><c>price remove</c>: takes prices of the user's own away.</summary>
[SubcommandOf<PriceCommand>]
[HelpPlace(30)]
internal sealed class PriceRemoveCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _tier = new("tier") { Description = "The tier of the price." };
    private readonly Option<string?> _connection = ParsedOption.Text("--connection", "pattern", "The connection or wildcard of the price. Default: the price for every connection.");
    private readonly Option<BillingPeriod?> _period = ParsedOption.Word<BillingPeriod>("--billing-period", "The billing period of the price. Default: the price for every one.");
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day of the price, if there are several.");
    private readonly Option<bool> _all = new("--all") { Description = "Remove every price of the tier, connection and period." };
    private readonly OutputOption _output;

    public PriceRemoveCommand(CommandContext context)
        : base("remove", "Remove a price of your own; the catalogue's price applies again, if there is one. Shows what was removed.",
            "elevencost price remove enterprise",
            "elevencost price remove pro --connection 'acme*' --from 2026-06-01")
    {
        _context = context;
        Add(_tier);
        Add(_connection);
        Add(_period);
        Add(_from);
        Add(_all);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Price> removed = await services.Prices.RemoveAsync(
            new PriceRemoval
            {
                Tier = parsed.GetValue(_tier)!,
                Connection = parsed.GetValue(_connection),
                BillingPeriod = parsed.GetValue(_period),
                From = parsed.GetValue(_from),
                All = parsed.GetValue(_all),
            },
            cancellationToken);
        await PriceOutput.WriteAsync(_context.Screen, _output.Read(parsed), removed, cancellationToken);
        return ExitCode.Done;
    }
}
