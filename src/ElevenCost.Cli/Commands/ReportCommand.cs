using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Engine.Report;

namespace ElevenCost.Cli.Commands;

/// <summary><c>report</c>: one HTML file with charts and tables.</summary>
[HelpPlace(88)]
internal sealed class ReportCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _path = new("file") { Description = "The HTML file to write." };
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis",
        "The cost basis of all amounts in the report. Default: consumed if all usage has it, else plan-rate.");

    private readonly Option<string?> _title = ParsedOption.Text("--title", "text", "The heading of the report.");
    private readonly Option<bool> _force = new("--force") { Description = "Replace the file if it exists." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed, so sums are a lower bound. The report is written anyway." };

    public ReportCommand(CommandContext context)
        : base("report", "Write a report of cost as one HTML file: charts, tables, budgets and forecast. It needs no network and can be mailed.",
            "elevencost report cost.html",
            "elevencost report november.html --from 2026-11-01 --to 2026-11-30 --title 'November 2026' --force",
            "elevencost report acme.html --timeframe last-month --cost-center acme --basis amortized")
    {
        _context = context;
        Add(_path);
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, null, hasGranularity: false);
        Add(_basis);
        Add(_title);
        Add(_force);
        Add(_strict);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string path = parsed.GetRequiredValue(_path);
        using var file = ReportFile.Begin(path, parsed.GetValue(_force));
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        var options = new ReportOptions
        {
            Range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken),
            Basis = parsed.GetValue(_basis),
            Filters = _query.Filters(parsed),
            Title = parsed.GetValue(_title),
        };
        CostReport report = await services.Reports.ReadAsync(connections, options, cancellationToken);
        foreach (Engine.Warning warning in report.Warnings)
        {
            _context.Screen.Warn(warning);
        }

        await file.WriteAsync(report, cancellationToken);
        _context.Screen.WriteMessage($"Wrote {path}");
        return report.Total.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
