using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Series;

namespace ElevenCost.Cli.Commands;

/// <summary><c>usage</c>: the usage records.</summary>
[HelpPlace(80)]
internal sealed class UsageCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so sums are a lower bound." };

    private readonly Option<bool> _cumulative = new("--cumulative") { Description = "Sum each group from the start of the range to each bucket's end." };

    private readonly Option<SeriesMetric?> _metric = ParsedOption.Word<SeriesMetric>("--metric",
        "Show a series instead of records, from ElevenLabs' deprecated usage statistics. A sync stores characters by model and total concurrency; the others are read live.");

    private readonly Option<SeriesBreakdown?> _breakdown = ParsedOption.Word<SeriesBreakdown>("--breakdown", "What to break a series down by, including breakdowns that --group-by does not have. Default: what --group-by names, else total.");
    private readonly Option<string[]> _key = ParsedOption.Patterns("--key", "Only the keys of a series' breakdown that a wildcard matches by name or ID; repeat it for any of several.");

    public UsageCommand(CommandContext context)
        : base("usage", "Show synced usage. Without --group-by and --granularity, json and csv have every record, and a table sums by model.",
            "elevencost usage --last 7d",
            "elevencost usage --group-by api-key --granularity week --exclude-source 'website*'",
            "elevencost usage --timeframe yesterday --granularity hour --group-by model",
            "elevencost usage --timeframe month-to-date --cumulative",
            "elevencost usage --metric characters --group-by model",
            "elevencost usage --metric characters --breakdown model --granularity week",
            "elevencost usage --metric ttfb-p95 --breakdown model --last 2d --granularity hour",
            "elevencost usage --timeframe last-month --output csv > usage.csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "What to sum by, joined by commas, in that order; with --metric one of them.");
        Add(_cumulative);
        Add(_metric);
        Add(_breakdown);
        Add(_key);
        Add(_strict);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            bool hasMetric = result.GetResult(_metric) is not null;
            if (!hasMetric && (result.GetResult(_breakdown) is not null || result.GetResult(_key) is { Implicit: false }))
            {
                result.AddError("Options '--breakdown' and '--key' need '--metric'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        CostQuery query = _query.Read(parsed, range, parsed.GetValue(_cumulative));
        OutputFormat format = _output.Read(parsed);
        if (parsed.GetValue(_metric) is { } metric)
        {
            return await RunSeriesAsync(services, connections, parsed, metric, query, format, cancellationToken);
        }

        if (format == OutputFormat.Table && !_query.IsSummed(parsed) && !query.Cumulative)
        {
            // Records of all dimensions are wider than any terminal.
            query = query with { GroupBy = [Dimension.Model] };
        }

        var warnings = new List<Warning>();

        // What is the matter with one of several must not keep the others from answering.
        var failures = new List<ElevenCostException>();
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? (_, e) => failures.Add(e) : null;
        IAsyncEnumerable<UsageRecord> records = services.Usage.ReadAsync(connections, query, warnings.Add, failed, cancellationToken);
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

        int worst = Failures.Report(failures, _context.Screen);
        bool isPartial = warnings.Any(warning => warning.MakesPartial);
        return worst != ExitCode.Done ? worst : isPartial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private async Task<int> RunSeriesAsync(
        CommandServices services, IReadOnlyList<Connection> connections, ParseResult parsed, SeriesMetric metric, CostQuery query, OutputFormat format,
        CancellationToken cancellationToken)
    {
        if (query.Filters.Count > 0 || SeriesQuery.BreakdownOf(query.GroupBy, parsed.GetValue(_breakdown)) is not { } breakdown)
        {
            throw SeriesErrors.NotGrouped("'--group-by'", "Use one dimension with '--group-by', or use '--breakdown'; filter with '--key'.");
        }

        if (query.Cumulative)
        {
            throw SeriesErrors.NotCumulative("'--cumulative'", "'--metric'");
        }

        var series = new SeriesQuery
        {
            Range = query.Range,
            Metric = metric,
            Breakdown = breakdown,
            Granularity = _query.HasGranularity(parsed) ? query.Granularity : SeriesQuery.UsualGranularity(metric, query.GroupBy),
            Keys = parsed.GetValue(_key) ?? [],
        };
        var warnings = new List<Warning>();
        var failures = new List<ElevenCostException>();
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? (_, e) => failures.Add(e) : null;
        IAsyncEnumerable<SeriesRecord> records = services.Series.ReadAsync(connections, series, warnings.Add, failed, cancellationToken);
        if (format == OutputFormat.Table)
        {
            await SeriesOutput.WriteTableAsync(_context.Screen, records, series, connections.Count > 1, cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(_context.Screen, format, SeriesColumns.Series, records, cancellationToken);
        }

        foreach (Warning warning in warnings)
        {
            _context.Screen.Warn(warning);
        }

        int worst = Failures.Report(failures, _context.Screen);
        return worst != ExitCode.Done ? worst
            : warnings.Any(warning => warning.MakesPartial) && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
