using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost</c>: what usage cost.</summary>
[HelpPlace(70)]
internal sealed class CostCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis",
        "The cost basis. consumed: the value at ElevenLabs' own prices. plan-rate: the plan's price over its credits. "
        + "amortized: the plan's fee spread over the usage of its billing month, and overage on top; in the current month, over the usage so far. "
        + "overage: what was used beyond the plan and its rollover. A billing month begins on the day on which credits reset. "
        + "Default: consumed if all usage has it, else plan-rate.");

    private readonly Option<bool> _cumulative = new("--cumulative") { Description = "Sum each group from the start of the range to each bucket's end." };
    private readonly Option<bool> _unitCost = new("--unit-cost") { Description = "Show in the table the cost of 1,000 credits, a minute and a request, and by model of 1,000 characters. JSON and CSV always have it." };
    private readonly Option<int?> _top = ParsedOption.Number("--top", "Show this many groups with the highest cost, and one row for all others.", 1, int.MaxValue);
    private readonly Option<bool> _share = new("--share") { Description = "Add each row's share of the total, in percent." };
    private readonly Option<bool> _compare = new("--compare") { Description = "Add the cost of the period before, and the change. The period before is the same days of the month before if the range begins with a month, else as many days right before the range." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so sums are a lower bound." };

    public CostCommand(CommandContext context)
        : base("cost", "Show what synced usage cost: by group for the range as a whole, or by day without --group-by.",
            "elevencost cost --group-by model",
            "elevencost cost --last 7d --group-by model --granularity day",
            "elevencost cost --timeframe last-month --group-by api-key",
            "elevencost cost --last 3m --granularity month --group-by model,api-key --model 'eleven_flash*'",
            "elevencost cost --timeframe last-billing-period --basis amortized --group-by api-key",
            "elevencost cost --timeframe last-month --basis amortized --group-by cost-center",
            "elevencost cost --last 30d --group-by model --unit-cost",
            "elevencost cost --timeframe month-to-date --group-by api-key --top 5 --share --compare",
            "elevencost cost --timeframe month-to-date --cumulative --output csv > cost.csv",
            "elevencost cost --from 2026-10-01 --to 2026-10-31 --group-by user --basis plan-rate --strict --output json")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "What to group rows by, joined by commas, in that order.");
        Add(_basis);
        Add(_cumulative);
        Add(_unitCost);
        Add(_top);
        Add(_share);
        Add(_compare);
        Add(_strict);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        CostQuery query = _query.Read(parsed, range, parsed.GetValue(_cumulative)) with { Basis = parsed.GetValue(_basis) };
        var list = new CostListOptions { Top = parsed.GetValue(_top), WithShare = parsed.GetValue(_share), WithPrevious = parsed.GetValue(_compare) };
        if (list.WithPrevious && !_query.HasGranularity(parsed) && !query.Cumulative)
        {
            query = query with { Granularity = Granularity.Total };
        }

        // What is the matter with one of several must not keep the others from answering.
        var failures = new List<ElevenCostException>();
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? (_, e) => failures.Add(e) : null;
        CostResult result = await services.CostLists.QueryAsync(connections, query, list, failed, cancellationToken);
        await CostOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, query, list, parsed.GetValue(_unitCost), cancellationToken);
        int worst = Failures.Report(failures, _context.Screen);
        return worst != ExitCode.Done ? worst
            : result.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
