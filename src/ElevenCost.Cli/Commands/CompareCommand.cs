using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Comparisons;

namespace ElevenCost.Cli.Commands;

/// <summary><c>compare</c>: two ranges, and what made the difference.</summary>
[HelpPlace(86)]
internal sealed class CompareCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<DateOnly?> _previousFrom = ParsedOption.Day("--previous-from",
        "The first day to compare with. Default: the same days of the month before for a range that begins with a month, else as many days right before the range.");

    private readonly Option<DateOnly?> _previousTo = ParsedOption.Day("--previous-to", "The last day to compare with, included. Default: as many days as the range has.");
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis",
        "The cost basis. Default: consumed if all usage of both ranges has it, else plan-rate.");

    private readonly Option<int?> _top = ParsedOption.Number("--top", "Show this many groups with the largest change, and one row for all others.", 1, int.MaxValue);
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day of either range is missing or failed." };

    public CompareCommand(CommandContext context)
        : base("compare", "Compare the cost of two ranges, this month with the same days of last month by default, and explain the change: volume, mix, price, new, gone.",
            "elevencost compare --group-by api-key",
            "elevencost compare --timeframe last-month --group-by model --top 5",
            "elevencost compare --from 2026-10-01 --to 2026-10-31 --previous-from 2025-10-01 --output csv > october.csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this, "Without any of these: this month up to today.");
        Add(_previousFrom);
        Add(_previousTo);
        _query = new QueryOptions(this, "What to group rows by, joined by commas, in that order.", hasGranularity: false);
        Add(_basis);
        Add(_top);
        Add(_strict);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_previousTo) is not null && result.GetResult(_previousFrom) is null)
            {
                result.AddError("Option '--previous-to' needs '--previous-from'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        RangeRequest asked = _range.Read(parsed);
        DateRange range = await services.Ranges.ResolveAsync(asked.IsGiven ? asked : new RangeRequest { Timeframe = Timeframe.MonthToDate }, connections, cancellationToken);
        var options = new ComparisonOptions
        {
            Range = range,
            Previous = ComparisonOptions.PreviousOf(range, parsed.GetValue(_previousFrom), parsed.GetValue(_previousTo)),
            GroupBy = _query.GroupBy(parsed),
            Filters = _query.Filters(parsed),
            Basis = parsed.GetValue(_basis),
            Top = parsed.GetValue(_top),
        };
        ComparisonResult result = await services.Comparisons.CompareAsync(connections, options, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, options, cancellationToken);
        return result.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
