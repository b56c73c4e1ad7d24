using System.CommandLine;
using ElevenCost.Engine.Requests;

namespace ElevenCost.Cli.Options;

/// <summary>The options that say which requests: a range of instants, and filters.</summary>
internal sealed class RequestOptions
{
    private readonly Option<string?> _from = ParsedOption.Text("--from", "time",
        "The start: a day as 2026-11-01, or a time as 2026-11-01T08:00 in the connection's time zone, or with Z or an offset such as +01:00.");

    private readonly Option<string?> _to = ParsedOption.Text("--to", "time", "The end: a day, included, or a time, not included. Default: now.");
    private readonly Option<string?> _last = ParsedOption.Text("--last", "length", "The last hours up to now, or days, weeks, months or years, today included: 24h, 7d, 4w, 3m, 1y; 7 is 7 days. Default: 24h.");
    private readonly Option<Timeframe?> _timeframe = ParsedOption.Word<Timeframe>("--timeframe", "A range by name. Weeks begin on Monday.");
    private readonly Option<string[]> _path = ParsedOption.Patterns("--path", "Only paths that a wildcard matches, such as '/v1/text-to-speech/*'; repeat it for any of several.");
    private readonly Option<string[]> _status = Named(ParsedOption.Patterns("--status", "Only HTTP statuses such as 429, 5xx or '4*'; repeat it for any of several."), "status");
    private readonly Option<string[]> _apiKey = ParsedOption.Patterns("--api-key", "Only API keys that a wildcard matches by name or hash.");
    private readonly Option<string[]> _user = ParsedOption.Patterns("--user", "Only users that a wildcard matches by name or ID.");
    private readonly Option<string[]> _model = ParsedOption.Patterns("--model", "Only models that a wildcard matches.");
    private readonly Option<string?> _text = ParsedOption.Text("--text", "text", "Only requests in which ElevenLabs finds this text. ElevenLabs decides which fields it searches.");
    private readonly Option<int?> _limit = ParsedOption.Number("--limit", "Show at most this many requests per connection, the latest first.", 1, int.MaxValue);

    public RequestOptions(Command command)
    {
        foreach (Option option in new Option[] { _from, _to, _last, _timeframe, _path, _status, _apiKey, _user, _model, _text, _limit })
        {
            command.Add(option);
        }

        _last.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !RequestRange.IsLast(result.Tokens[0].Value))
            {
                result.AddError($"Option '--last' cannot be '{result.Tokens[0].Value}'. Use a number of days, or a number and h, d, w, m or y, such as 7, 24h, 7d or 1m, of 3,660 days at most.");
            }
        });
        foreach (Option<string?> instant in new[] { _from, _to })
        {
            instant.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && !RequestRange.IsInstant(result.Tokens[0].Value))
                {
                    result.AddError($"Option '{instant.Name}' cannot be '{result.Tokens[0].Value}'. Use a day as yyyy-MM-dd, or a time as yyyy-MM-ddTHH:mm, with Z or an offset if need be.");
                }
            });
        }

        command.Validators.Add(result =>
        {
            bool hasInstants = result.GetResult(_from) is not null || result.GetResult(_to) is not null;
            int ways = (hasInstants ? 1 : 0) + (result.GetResult(_last) is null ? 0 : 1) + (result.GetResult(_timeframe) is null ? 0 : 1);
            if (ways > 1)
            {
                result.AddError("Set the range once: with '--from' and '--to', with '--last', or with '--timeframe'.");
            }

            if (result.GetResult(_to) is not null && result.GetResult(_from) is null)
            {
                result.AddError("Option '--to' needs '--from'.");
            }
        });
    }

    public RequestQuery Read(ParseResult parsed) => new()
    {
        Range = new RequestRange
        {
            Last = parsed.GetValue(_last),
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            Timeframe = parsed.GetValue(_timeframe),
        },
        Paths = parsed.GetValue(_path) ?? [],
        Statuses = parsed.GetValue(_status) ?? [],
        ApiKeys = parsed.GetValue(_apiKey) ?? [],
        Users = parsed.GetValue(_user) ?? [],
        Models = parsed.GetValue(_model) ?? [],
        Text = parsed.GetValue(_text),
        Limit = parsed.GetValue(_limit),
    };

    private static Option<string[]> Named(Option<string[]> option, string helpName)
    {
        option.HelpName = helpName;
        return option;
    }
}
