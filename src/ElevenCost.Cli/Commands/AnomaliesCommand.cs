using System.CommandLine;
using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Anomalies;

namespace ElevenCost.Cli.Commands;

/// <summary><c>anomalies</c>: unusual days.</summary>
[HelpPlace(84)]
internal sealed class AnomaliesCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly ConnectionOption _connection;
    private readonly RangeOptions _range;
    private readonly QueryOptions _query;
    private readonly OutputOption _output;
    private readonly Option<decimal?> _minimum = new("--minimum-amount")
    {
        Description = string.Create(CultureInfo.InvariantCulture,
            $"The smallest difference from the usual cost to report, in the currency of the cost, such as 2.50. Default: {AnomalyOptions.DefaultMinimum}."),
        HelpName = "amount",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount))
            {
                return amount;
            }

            ParsedOption.Refuse(result, "--minimum-amount", "an amount of 0 or more with a point, such as 2.50");
            return null;
        },
    };

    private readonly Option<CostBasis?> _basis = ParsedOption.Word("--basis",
        "The cost basis. Default: consumed if all usage has it, else plan-rate.", CostBasis.Consumed, CostBasis.PlanRate);

    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 1 if anything unusual was found." };

    public AnomaliesCommand(CommandContext context)
        : base("anomalies", "Find days with unusually high or low cost, and usage that began or stopped, with the key, model, user and voice behind it.",
            "elevencost anomalies",
            "elevencost anomalies --last 7d --group-by api-key --minimum-amount 5",
            "elevencost anomalies --timeframe yesterday --strict || mail -s 'unusual usage' ops@example.com < /dev/null   (cron)")
    {
        _context = context;
        _connection = new ConnectionOption(this);
        _range = new RangeOptions(this);
        _query = new QueryOptions(this, "Group by these dimensions, joined by commas, and check each group separately. Default: the total.", hasGranularity: false);
        Add(_minimum);
        Add(_basis);
        Add(_strict);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        IReadOnlyList<Connection> connections = _connection.Read(parsed, services.KnownConnections);
        var options = new AnomalyOptions
        {
            Range = await services.Ranges.ResolveAsync(_range.Read(parsed), connections, cancellationToken),
            GroupBy = _query.GroupBy(parsed),
            Filters = _query.Filters(parsed),
            Basis = parsed.GetValue(_basis),
            MinimumAmount = parsed.GetValue(_minimum) ?? AnomalyOptions.DefaultMinimum,
        };
        AnomalyResult result = await services.Anomalies.FindAsync(connections, options, cancellationToken);
        await TrendOutput.WriteAsync(_context.Screen, _output.Read(parsed), result, options, cancellationToken);
        return result.Rows.Count > 0 && parsed.GetValue(_strict) ? ExitCode.CheckFailed : ExitCode.Done;
    }
}
