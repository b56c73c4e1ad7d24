using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Cli.Commands;

/// <summary><c>show</c>: cost as charts.</summary>
[HelpPlace(72)]
internal sealed class ShowCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis",
        "The cost basis of all amounts. Default: consumed if all usage has it, else plan-rate.");

    private readonly Option<int?> _top = ParsedOption.Number("--top",
        $"How many groups to show; the rest is one row. Default: {CostOverviewText.UsualTop}.", 1, CostOverviewText.MostTop);

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so sums are a lower bound." };

    public ShowCommand(CommandContext context)
        : base("show", "Show cost as charts: the total, bars by group, columns by day, a calendar, and the credits left. For data, use elevencost cost.",
            "elevencost show",
            "elevencost show --last 90d --group-by api-key --top 5",
            "elevencost show --timeframe last-month --basis amortized --group-by cost-center",
            "elevencost show --last 1y --group-by product,model --exclude-source website")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "The dimensions of the bars, joined by commas, in that order. Default: model.", hasGranularity: false);
        Add(_basis);
        Add(_top);
        Add(_strict);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        CostQuery query = _query.Read(parsed, range) with { Basis = parsed.GetValue(_basis) };

        // What is the matter with one of several must not keep the others from answering.
        var failures = new List<ElevenCostException>();
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? (_, e) => failures.Add(e) : null;
        CostOverview overview = await services.Overviews.ReadAsync(connections, query, failed, cancellationToken);
        await OverviewOutput.WriteAsync(_context.Screen, overview, parsed.GetValue(_top) ?? CostOverviewText.UsualTop, cancellationToken);
        int worst = Failures.Report(failures, _context.Screen);
        return worst != ExitCode.Done ? worst
            : overview.Groups.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
