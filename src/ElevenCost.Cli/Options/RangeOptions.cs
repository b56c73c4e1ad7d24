using System.CommandLine;
using System.Globalization;
using ElevenCost.Engine;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Cli.Options;

/// <summary>The options that say which days: <c>--from --to</c>, <c>--last</c> or <c>--timeframe</c>.</summary>
internal sealed class RangeOptions
{
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day, in the connection's time zone.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day, included; today where it is left out.");
    private readonly Option<string?> _last = ParsedOption.Text("--last", "length", "The last days, weeks, months or years, today included: 30d, 4w, 3m, 1y. Default: 30d.");
    private readonly Option<Timeframe?> _timeframe = ParsedOption.Word<Timeframe>("--timeframe", "A range by name. Weeks begin on Monday.");

    public RangeOptions(Command command)
    {
        command.Add(_from);
        command.Add(_to);
        command.Add(_last);
        command.Add(_timeframe);
        _last.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RangeWords.IsLast(result.Tokens[0].Value))
            {
                result.AddError($"Option '--last' cannot be '{result.Tokens[0].Value}'. It takes a number and d, w, m or y, such as 30d, 4w, 3m or 1y, of 3,660 days at most.");
            }
        });
        command.Validators.Add(result =>
        {
            bool hasDays = result.GetResult(_from) is not null || result.GetResult(_to) is not null;
            int ways = (hasDays ? 1 : 0) + (result.GetResult(_last) is null ? 0 : 1) + (result.GetResult(_timeframe) is null ? 0 : 1);
            if (ways > 1)
            {
                result.AddError("Give the days once: by '--from' and '--to', by '--last', or by '--timeframe'.");
            }

            if (result.GetResult(_to) is not null && result.GetResult(_from) is null)
            {
                result.AddError("Option '--to' needs '--from'.");
            }
        });
    }

    /// <summary>Whether any of them was given.</summary>
    public bool IsGiven(ParseResult parsed) =>
        parsed.GetResult(_from) is not null || parsed.GetResult(_last) is not null || parsed.GetResult(_timeframe) is not null;

    /// <summary>The days that were asked for. Where zones differ, today is the latest of them: a day that has not come is not missing.</summary>
    public async Task<DateRange> ReadAsync(
        ParseResult parsed, IReadOnlyList<Connection> connections, IUsageLedger ledger, TimeProvider time, CancellationToken cancellationToken)
    {
        DateOnly today = connections.Max(connection => DayZone.Find(connection.TimeZone).Today(time));
        if (parsed.GetValue(_last) is { } last)
        {
            return RangeWords.Last(last, today);
        }

        if (parsed.GetValue(_timeframe) is { } timeframe)
        {
            return await OfTimeframeAsync(timeframe, connections, today, ledger, cancellationToken);
        }

        if (parsed.GetValue(_from) is not { } from)
        {
            return RangeWords.Default(today);
        }

        DateOnly to = parsed.GetValue(_to) ?? today;
        return to >= from && from <= today && to.DayNumber - from.DayNumber < RangeWords.MaximumDays
            ? new DateRange(from, to)
            : throw new ElevenCostException("RangeNotValid", FailureCategory.Usage,
                string.Create(CultureInfo.InvariantCulture, $"The range from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} is not valid; today is {today:yyyy-MM-dd}."),
                $"Give a start that is not after the end, nor in the future, and {RangeWords.MaximumDays} days at most.");
    }

    private static async Task<DateRange> OfTimeframeAsync(
        Timeframe timeframe, IReadOnlyList<Connection> connections, DateOnly today, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        var ranges = new HashSet<DateRange>();
        foreach (Connection connection in connections)
        {
            DateTime? reset = timeframe is Timeframe.BillingPeriod or Timeframe.LastBillingPeriod
                ? RangeWords.NextReset(await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken))
                : null;
            ranges.Add(RangeWords.Of(timeframe, today, DayZone.Find(connection.TimeZone), reset));
        }

        return ranges.Count == 1
            ? ranges.Single()
            : throw new ElevenCostException("BillingPeriodsDiffer", FailureCategory.Usage,
                $"The connections' billing periods differ: {string.Join(", ", ranges.Order())}.", "Ask for one connection at a time, or give the days.");
    }
}
