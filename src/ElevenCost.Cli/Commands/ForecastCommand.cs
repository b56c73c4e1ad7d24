using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Forecasts;

namespace ElevenCost.Cli.Commands;

/// <summary><c>forecast</c>: what a period will have cost.</summary>
[HelpPlace(82)]
internal sealed class ForecastCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<ForecastPeriod?> _period = ParsedOption.Word<ForecastPeriod>("--period", "The period to forecast. Default: month.");
    private readonly Option<int?> _days = ParsedOption.Number("--days", "Forecast this many days from today on, instead of a period.", 1, CostForecaster.MostDays);
    private readonly Option<CostBasis?> _basis = ParsedOption.Word<CostBasis>("--basis",
        "The cost basis. amortized and overage need --period billing-period: ElevenCost forecasts credits, and prices them with the plan's fee and overage. "
        + "Default: consumed if all usage has it, else plan-rate.");

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if a day of the cost so far is missing or failed." };

    public ForecastCommand(CommandContext context)
        : base("forecast", "Forecast the cost of this month, this billing period or the next days, with 80 % and 95 % intervals.",
            "elevencost forecast",
            "elevencost forecast --period billing-period --basis amortized",
            "elevencost forecast --days 30 --group-by api-key --output json")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        Add(_period);
        Add(_days);
        _query = new QueryOptions(this, "What to group rows by, joined by commas; each group has its own forecast.", hasGranularity: false);
        Add(_basis);
        Add(_strict);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_period) is not null && result.GetResult(_days) is not null)
            {
                result.AddError("Use '--period' or '--days', not both.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var options = new ForecastOptions
        {
            Period = parsed.GetValue(_period) ?? ForecastPeriod.Month,
            Days = parsed.GetValue(_days),
            GroupBy = _query.GroupBy(parsed),
            Filters = _query.Filters(parsed),
            Basis = parsed.GetValue(_basis),
        };
        ForecastResult result = await services.Forecasts.ForecastAsync(_connection.Read(parsed, services.KnownConnections), options, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, options, cancellationToken);
        return result.Completeness == Completeness.Partial && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
