using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Commands;

/// <summary><c>coverage</c>: which days are final, provisional, missing or failed.</summary>
[HelpPlace(60)]
internal sealed class CoverageCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly OutputOption _output;
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day is missing or failed." };

    public CoverageCommand(CommandContext context)
        : base("coverage", "Show which days are final, provisional, missing or failed. Without days: from the earliest day kept to today.",
            "elevencost coverage",
            "elevencost coverage --timeframe last-month --strict",
            "elevencost coverage --output csv")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        Add(_strict);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        RangeRequest asked = _range.Read(parsed);
        DateRange? range = asked.IsGiven ? await services.Ranges.ResolveAsync(asked, connections, cancellationToken) : null;
        bool isPartial = false;
        IAsyncEnumerable<CoverageRecord> days = NotingAsync();
        if (_output.Read(parsed) is var format && format == OutputFormat.Table)
        {
            await CoverageOutput.WriteTableAsync(_context.Screen, days, cancellationToken);
        }
        else
        {
            await Rows.ExportAsync(_context.Screen, format, ExportColumns.Coverage, days, cancellationToken);
        }

        return isPartial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;

        async IAsyncEnumerable<CoverageRecord> NotingAsync()
        {
            await foreach (CoverageRecord day in services.Usage.ReadCoverageAsync(connections, range, cancellationToken))
            {
                isPartial |= day.State is DayState.Missing or DayState.Failed;
                yield return day;
            }
        }
    }
}
