using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Cli.Commands;

/// <summary><c>price list</c>: every price, or the one in force.</summary>
[SubcommandOf<PriceCommand>]
[HelpPlace(10)]
internal sealed class PriceListCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Option<string[]> _tier = ParsedOption.Patterns("--tier", "Only tiers that a wildcard matches by tier or plan name; repeat it for any of several.");
    private readonly Option<PriceSource?> _source = ParsedOption.Word<PriceSource>("--source", "Only the catalogue's prices, or only your own.");
    private readonly Option<DateOnly?> _on = ParsedOption.Day("--on", "Only prices that apply on this day; with --connection, the day whose price to show, today by default.");
    private readonly Option<string[]> _connection = ParsedOption.Patterns("--connection",
        "Show the one price in force for the plan of each of these connections, by name or wildcard.");

    private readonly OutputOption _output;

    public PriceListCommand(CommandContext context)
        : base("list", "List the prices of the catalogue and your own, or with --connection the price in force.",
            "elevencost price list --source override",
            "elevencost price list --tier 'c*' --on 2026-05-01",
            "elevencost price list --connection acme --on 2026-11-12 --output json")
    {
        _context = context;
        Add(_tier);
        Add(_source);
        Add(_on);
        Add(_connection);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_connection) is { Implicit: false } && (result.GetResult(_source) is not null || result.GetResult(_tier) is { Implicit: false }))
            {
                result.AddError("Option '--connection' shows the one price in force: leave out '--tier' and '--source'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        string[] connections = parsed.GetValue(_connection) ?? [];
        IReadOnlyList<Price> prices = connections.Length > 0
            ? await InForceAsync(services, services.KnownConnections.Resolve(connections), parsed.GetValue(_on), cancellationToken)
            : await services.Prices.ListAsync(
                new PriceQuery { Tiers = parsed.GetValue(_tier) ?? [], Source = parsed.GetValue(_source), On = parsed.GetValue(_on) }, cancellationToken);
        await PriceOutput.WriteAsync(_context.Screen, _output.Read(parsed), prices, cancellationToken);
        if (prices.Count == 0 && connections.Length == 0)
        {
            _context.Screen.WriteMessage("There is no such price.");
        }

        return ExitCode.Done;
    }

    private async Task<IReadOnlyList<Price>> InForceAsync(
        CommandServices services, IReadOnlyList<Connection> connections, DateOnly? on, CancellationToken cancellationToken)
    {
        var prices = new List<Price>();
        foreach (Connection connection in connections)
        {
            DateOnly day = on ?? DayZone.Find(connection.TimeZone).Today(_context.Time);
            PriceInForce inForce = await services.InForceAsync(connection, day, cancellationToken);
            if (inForce.Price is { } price)
            {
                prices.Add(price);
            }
            else
            {
                _context.Screen.WriteMessage($"warning: {inForce.Reason}");
            }

            if (inForce.Undecided is { } undecided)
            {
                _context.Screen.WriteMessage($"warning: {undecided}");
            }

            if (inForce.IsAssumed)
            {
                _context.Screen.WriteMessage($"note: {connection.Name}: the plan was first seen later; ElevenCost assumes the same plan on that day.");
            }
        }

        return prices;
    }
}
