using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Commands;

/// <summary><c>usage</c>: the usage records.</summary>
internal sealed class UsageCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<bool> _strict = new("--strict") { Description = "End with 1 if a day is missing or failed, so that sums are a lower bound." };

    public UsageCommand(CommandContext context)
        : base("usage", "Show usage as it was synced. Without --group-by and --granularity: json and csv give every record, a table sums by model.",
            "elevencost usage --last 7d",
            "elevencost usage --group-by api-key --granularity week --exclude-source 'website*'",
            "elevencost usage --timeframe last-month --output csv > usage.csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "What to sum by, joined by commas, in that order.");
        Add(_strict);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.Connections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        CostQuery query = _query.Read(parsed, range);
        OutputFormat format = _output.Read(parsed);
        if (format == OutputFormat.Table && !_query.IsSummed(parsed))
        {
            // Records of all dimensions are wider than any terminal.
            query = query with { GroupBy = [Dimension.Model] };
        }

        var warnings = new List<Warning>();
        IAsyncEnumerable<UsageRecord> records = services.Usage.ReadAsync(connections, query, warnings.Add, cancellationToken);
        if (format == OutputFormat.Table)
        {
            await UsageOutput.WriteTableAsync(_context.Screen, records, query, connections.Count > 1, cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(_context.Screen, format, ExportColumns.Usage, records, cancellationToken);
        }

        foreach (Warning warning in warnings)
        {
            _context.Screen.Warn(warning);
        }

        bool isPartial = warnings.Any(warning => warning.Days is not null || warning.Id == "UsageLeftOut");
        return isPartial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
