using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Plans;

namespace ElevenCost.Cli.Commands;

/// <summary><c>plan compare</c>: what every plan would have cost.</summary>
[SubcommandOf<PlanCommand>]
[HelpPlace(10)]
internal sealed class PlanCompareCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly OutputOption _output;
    private readonly Option<bool> _forecast = new("--forecast") { Description = "Compare by the forecast of the next billing period, instead of past usage." };
    private readonly Option<string[]> _plan = ParsedOption.Patterns("--plan", "Only the plans that a wildcard matches by name or tier, and your own; repeat it for any of several.");
    private readonly Option<bool> _byPeriod = new("--by-period") { Description = "One row per plan and billing period, instead of one per plan." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so every cost is a lower bound." };

    public PlanCompareCommand(CommandContext context)
        : base("compare", "Show what each plan would have cost for your usage, on Pay As You Go and usage-based billing, paid by the month and by the year: the cheapest first, with the saving against your own.",
            "elevencost plan compare",
            "elevencost plan compare --last 6m --plan creator --plan pro",
            "elevencost plan compare --forecast",
            "elevencost plan compare --by-period --output csv > plans.csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this, "The billing periods of these days count as wholes. Without any of these: the last three whole billing periods.");
        Add(_forecast);
        Add(_plan);
        Add(_byPeriod);
        Add(_strict);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_forecast) is not null && _range.IsGiven(result))
            {
                result.AddError("Use '--forecast' or days, not both: a forecast covers the next billing period.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        RangeRequest asked = _range.Read(parsed);
        var options = new PlanOptions
        {
            Range = asked.IsGiven ? await services.Ranges.ResolveAsync(asked, connections, cancellationToken) : null,
            Forecast = parsed.GetValue(_forecast),
            Plans = parsed.GetValue(_plan) ?? [],
        };
        PlanResult result = await services.Plans.CompareAsync(connections, options, cancellationToken);
        await PlanOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, parsed.GetValue(_byPeriod), cancellationToken);
        return result.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
