using System.Globalization;
using ElevenCost.Engine.Api;

namespace ElevenCost.Engine.Requests;

/// <summary>The filters of a request query: what the API is asked for, and what every row is held against all the same.</summary>
internal sealed class RequestFilter
{
    private const int HashLength = 64;

    private readonly WildcardPattern[] _paths;
    private readonly WildcardPattern[] _statuses;
    private readonly WildcardPattern[] _apiKeys;
    private readonly WildcardPattern[] _users;
    private readonly WildcardPattern[] _models;

    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>, <c>StatusNotValid</c>.</exception>
    public RequestFilter(RequestQuery query)
    {
        _paths = Parse(query.Paths);
        _statuses = [.. query.Statuses.Select(Status)];
        _apiKeys = Parse(query.ApiKeys);
        _users = Parse(query.Users);
        _models = Parse(query.Models);
        Conditions = [.. AsConditions(query)];
        IsWhole = (_paths.Length == 0 && _users.Length == 0)
            && Conditions.Count == new[] { _statuses, _apiKeys, _models }.Count(filter => filter.Length > 0);
    }

    /// <summary>What the API is asked for: only what can't leave out a row that passes.</summary>
    public IReadOnlyList<RequestCondition> Conditions { get; }

    /// <summary>Whether the conditions say all that the filters do.</summary>
    public bool IsWhole { get; }

    public bool Takes(RequestRecord request) =>
        (_paths.Length == 0 || (request.Path is { } path && (Any(_paths, path) || Any(_paths, RequestRoute.Of(path)))))
        && (_statuses.Length == 0 || Any(_statuses, request.Status?.ToString(CultureInfo.InvariantCulture)))
        && (_apiKeys.Length == 0 || Any(_apiKeys, request.ApiKey) || Any(_apiKeys, request.ApiKeyId))
        && (_users.Length == 0 || Any(_users, request.User) || Any(_users, request.UserId))
        && (_models.Length == 0 || Any(_models, request.Model));

    private static bool Any(WildcardPattern[] patterns, string? text) => text is not null && patterns.Any(pattern => pattern.IsMatch(text) || NamePattern.IsNameOf(pattern, text));

    private static WildcardPattern[] Parse(IReadOnlyList<string> patterns) => [.. patterns.Select(WildcardPattern.Parse)];

    /// <summary>The API compares as the column is written; our patterns don't mind case. Statuses, hashes and model IDs are written in one way alone.</summary>
    private static IEnumerable<RequestCondition> AsConditions(RequestQuery query)
    {
        if (query.Statuses.Count > 0 && query.Statuses.All(IsNumber))
        {
            yield return new RequestCondition("status_code", "in",
                [.. query.Statuses.Select(status => (object)int.Parse(status, NumberStyles.None, CultureInfo.InvariantCulture))]);
        }

        if (query.ApiKeys.Count > 0 && query.ApiKeys.All(key => key.Length == HashLength && key.All(char.IsAsciiHexDigitLower)))
        {
            yield return new RequestCondition(ApiNames.GroupBy(Dimension.ApiKey), "in", [.. query.ApiKeys]);
        }

        if (query.Models.Count > 0 && query.Models.All(IsModelId))
        {
            yield return new RequestCondition(ApiNames.GroupBy(Dimension.Model), "in", [.. query.Models]);
        }
    }

    private static bool IsModelId(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.');

    private static bool IsNumber(string status) => status.Length == 3 && status.All(char.IsAsciiDigit);

    private static WildcardPattern Status(string text)
    {
        string pattern = text.Replace('x', '?').Replace('X', '?');
        return pattern.Length is > 0 and <= 3 && pattern[0] is (>= '1' and <= '5') or '?' or '*' && pattern.All(c => char.IsAsciiDigit(c) || c is '?' or '*')
            ? WildcardPattern.Parse(pattern)
            : throw RequestErrors.NotAStatus(text);
    }
}
