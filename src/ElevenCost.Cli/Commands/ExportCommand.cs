using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Engine;
using ElevenCost.Engine.Comparisons;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Commands;

/// <summary><c>export</c>: cost into a file.</summary>
[HelpPlace(75)]
internal sealed class ExportCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _file = new("file")
    {
        Description = "The file to write. Its extension names the format: .csv, .json, .md, .xlsx, .parquet, or .prom for metrics.",
    };

    private readonly Option<ExportFormat?> _format = ParsedOption.Word<ExportFormat>("--format",
        "The format, if the extension does not name it. focus, the FinOps Open Cost and Usage Specification, can only be given here; its file is .csv or .parquet.");

    private readonly Option<string?> _focusVersion = ParsedOption.Text("--focus-version", "version", $"The version of FOCUS: {FocusVersions.V12} or {FocusVersions.V14}. Default: {FocusVersions.V12}.");
    private readonly Option<Dimension?> _splitBy = ParsedOption.Word("--split-by", "Write a file for each cost center, with the cost center in the file's name.", Dimension.CostCenter);
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite files that exist." };
    private readonly Option<bool> _omitEmptyColumns = new("--omit-empty-columns") { Description = "Leave columns without any value out of a CSV." };
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis", "The cost basis, as in elevencost cost. Default: consumed if all usage has it, else plan-rate.");
    private readonly Option<bool> _cumulative = new("--cumulative") { Description = "Sum each group from the start of the range to each bucket's end." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so sums are a lower bound." };

    public ExportCommand(CommandContext context)
        : base("export", "Write cost to a file: CSV, JSON, Markdown, Excel, Parquet, FOCUS or metrics. The file is written in one step, never in part, and replaces an existing file only with --force.",
            "elevencost export cost.xlsx --timeframe last-month --group-by cost-center,model",
            "elevencost export cost.csv --timeframe last-month --group-by model --omit-empty-columns",
            "elevencost export cost.parquet --last 3m --group-by model,api-key --granularity day --force",
            "elevencost export focus.csv --format focus --focus-version 1.4 --timeframe last-month",
            "elevencost export /var/lib/node_exporter/elevencost.prom --timeframe month-to-date --group-by model --force",
            "elevencost export invoice.xlsx --timeframe last-month --group-by model --split-by cost-center")
    {
        _context = context;
        Add(_file);
        Add(_format);
        Add(_focusVersion);
        Add(_splitBy);
        Add(_force);
        Add(_omitEmptyColumns);
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "What to group rows by, joined by commas, in that order.");
        Add(_basis);
        Add(_cumulative);
        Add(_strict);
        _focusVersion.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not (FocusVersions.V12 or FocusVersions.V14) } token])
            {
                result.AddError($"Option '--focus-version' cannot be '{token.Value}'. Use {FocusVersions.V12} or {FocusVersions.V14}.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new CostExportOptions
        {
            Path = Path.GetFullPath(parsed.GetValue(_file)!),
            Format = parsed.GetValue(_format),
            FocusVersion = FocusVersions.Of(parsed.GetValue(_focusVersion) ?? ""),
            Overwrite = parsed.GetValue(_force),
            SplitByCostCenter = parsed.GetValue(_splitBy) is not null,
            OmitEmptyColumns = parsed.GetValue(_omitEmptyColumns),
        };

        // A file that can't be written is told before the ledger is asked.
        await using CostExport export = CostExport.Open(options);
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        DateRange range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken);
        CostQuery query = options.Ask(_query.Read(parsed, range, parsed.GetValue(_cumulative)) with { Basis = parsed.GetValue(_basis) }, _query.HasGranularity(parsed));
        var failures = new List<ElevenCostException>();
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? (_, e) => failures.Add(e) : null;
        CostResult result = await services.CostLists.QueryAsync(connections, query, CostListOptions.Plain, failed, cancellationToken);
        foreach (CostRecord row in result.Rows)
        {
            await export.AddAsync(row, cancellationToken);
        }

        IReadOnlyList<string> files = await export.CompleteAsync(cancellationToken);
        foreach (Warning warning in result.Warnings.Concat(export.Warnings))
        {
            _context.Screen.Warn(warning);
        }

        foreach (string file in files)
        {
            _context.Screen.WriteMessage($"Wrote {file}");
        }

        if (files.Count == 0)
        {
            _context.Screen.WriteMessage($"No usage is known in {range}: no file was written.");
        }

        int worst = Failures.Report(failures, _context.Screen);
        return worst != ExitCode.Done ? worst
            : result.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
