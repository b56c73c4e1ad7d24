using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Requests;

namespace ElevenCost.Cli.Commands;

/// <summary><c>requests</c>: the request log.</summary>
[HelpPlace(120)]
internal sealed class RequestsCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RequestOptions _requests;
    private readonly OutputOption _output;
    private readonly Option<bool> _summary = new("--summary") { Description = "Sum by path: count, share of successes, average, median and 95th percentile of the latency." };
    private readonly Option<Granularity?> _granularity = ParsedOption.Word<Granularity>("--granularity", "With --summary: the length of a bucket. Default: total, the range as a whole.");

    public RequestsCommand(CommandContext context)
        : base("requests", "Show the request log live, the latest request first.",
            "elevencost requests --limit 20",
            "elevencost requests --last 7d --status 4xx --status 5xx",
            "elevencost requests --path '/v1/text-to-speech/*' --model 'eleven_flash*' --output csv > requests.csv",
            "elevencost requests --timeframe yesterday --summary",
            "elevencost requests --last 30d --summary --granularity week")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _requests = new RequestOptions(this);
        Add(_summary);
        Add(_granularity);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_granularity) is not null && result.GetResult(_summary) is null)
            {
                result.AddError("Option '--granularity' needs '--summary'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KeyedConnections);
        RequestQuery query = _requests.Read(parsed);
        OutputFormat format = _output.Read(parsed);
        if (parsed.GetValue(_summary))
        {
            Granularity granularity = parsed.GetValue(_granularity) ?? Granularity.Total;
            IAsyncEnumerable<RequestSummary> summaries = services.Requests.SummarizeAsync(connections, query, granularity, cancellationToken);
            await (format == OutputFormat.Table
                ? RequestOutput.WriteTableAsync(_context.Screen, summaries, connections, granularity, cancellationToken)
                : Rows.ExportAsync(_context.Screen, format, InsightColumns.RequestSummaries, summaries, cancellationToken));
            return ExitCode.Done;
        }

        IAsyncEnumerable<RequestRecord> requests = services.Requests.ReadAsync(connections, query, cancellationToken);
        await (format == OutputFormat.Table
            ? RequestOutput.WriteTableAsync(_context.Screen, requests, connections, cancellationToken)
            : Rows.ExportAsync(_context.Screen, format, InsightColumns.Requests, requests, cancellationToken));
        return ExitCode.Done;
    }
}
