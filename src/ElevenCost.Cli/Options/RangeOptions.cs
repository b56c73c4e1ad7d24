using System.CommandLine;
using System.CommandLine.Parsing;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Cli.Options;

/// <summary>The options that say which days: <c>--from --to</c>, <c>--last</c> or <c>--timeframe</c>.</summary>
internal sealed class RangeOptions
{
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day, in the connection's time zone.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day, included. Default: today.");
    private readonly Option<string?> _last;
    private readonly Option<Timeframe?> _timeframe = ParsedOption.Word<Timeframe>("--timeframe", "A range by name. Weeks begin on Monday.");

    public RangeOptions(Command command, string whenNone = "Default: 30d.")
    {
        _last = ParsedOption.Text("--last", "length", $"The last days, weeks, months or years, today included: 30d, 4w, 3m, 1y; 30 is 30 days. {whenNone}");
        command.Add(_from);
        command.Add(_to);
        command.Add(_last);
        command.Add(_timeframe);
        _last.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RangeWords.IsLast(result.Tokens[0].Value))
            {
                result.AddError($"Option '--last' cannot be '{result.Tokens[0].Value}'. Use a number of days, or a number and d, w, m or y, such as 30, 30d, 4w, 3m or 1y, of 3,660 days at most.");
            }
        });
        command.Validators.Add(result =>
        {
            bool hasDays = result.GetResult(_from) is not null || result.GetResult(_to) is not null;
            int ways = (hasDays ? 1 : 0) + (result.GetResult(_last) is null ? 0 : 1) + (result.GetResult(_timeframe) is null ? 0 : 1);
            if (ways > 1)
            {
                result.AddError("Set the days once: with '--from' and '--to', with '--last', or with '--timeframe'.");
            }

            if (result.GetResult(_to) is not null && result.GetResult(_from) is null)
            {
                result.AddError("Option '--to' needs '--from'.");
            }
        });
    }

    /// <summary>Whether any days were given.</summary>
    public bool IsGiven(CommandResult result) => new Option[] { _from, _to, _last, _timeframe }.Any(option => result.GetResult(option) is not null);

    /// <summary>What was asked for.</summary>
    public RangeRequest Read(ParseResult parsed) => new()
    {
        From = parsed.GetValue(_from),
        To = parsed.GetValue(_to),
        Last = parsed.GetValue(_last),
        Timeframe = parsed.GetValue(_timeframe),
    };
}
