using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The ids of errors and warnings that the source files make, found in their text.</summary>
internal static partial class SourceIds
{
    // What only passes on the warnings of others has no id of its own.
    private const string PassedOn = "Sync";

    /// <summary>Each id of an error, with the categories that it is made with.</summary>
    public static ILookup<string, string> Errors(string sources) => Texts(sources)
        .SelectMany(text => ErrorPattern().Matches(text))
        .Select(match => (Id: match.Groups["id"].Value, Category: match.Groups["category"].Value))
        .Distinct()
        .ToLookup(error => error.Id, error => error.Category);

    /// <summary>Each id of a warning.</summary>
    /// <exception cref="InvalidOperationException">A warning is made in a way that is not known here: its id would go unseen.</exception>
    public static IReadOnlySet<string> Warnings(string sources)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (string text in Texts(sources))
        {
            foreach (Match made in WarningPattern().Matches(text))
            {
                ids.UnionWith(IdsOf(made.Groups["id"].Value.Trim(), text));
            }
        }

        ids.Remove(PassedOn);
        return ids;
    }

    /// <summary>Each id of what is the matter with a connection: the states of its health, and the ids of what is the matter with the payment.</summary>
    public static IReadOnlySet<string> Health(string sources) => Texts(sources)
        .SelectMany(text => HealthPattern().Matches(text))
        .SelectMany(match => new[] { match.Groups["health"].Value, match.Groups["id"].Value })
        .Where(id => id.Length > 0 && id != nameof(ConnectionHealth.Healthy))
        .ToHashSet(StringComparer.Ordinal);

    private static string[] IdsOf(string expression, string text)
    {
        string[] ids = expression switch
        {
            _ when expression.StartsWith('"') => [expression.Trim('"')],
            _ when SuffixPattern().Match(expression) is { Success: true } suffix =>
                [.. StemPattern().Matches(text).Select(stem => stem.Groups["stem"].Value + suffix.Groups["suffix"].Value)],
            "id" => [.. PassedIdPattern().Matches(text).Select(call => call.Groups["id"].Value)],
            _ => [.. ConstantPattern().Matches(text).Where(constant => constant.Groups["name"].Value == expression)
                .Select(constant => constant.Groups["id"].Value)],
        };
        return ids.Length > 0 ? ids : throw new InvalidOperationException($"Which ids does 'new Warning({expression}, ...)' make?");
    }

    private static IEnumerable<string> Texts(string sources) => Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file[sources.Length..].Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Select(file => CommentPattern().Replace(File.ReadAllText(file), ""));

    [GeneratedRegex("""^\s*//.*$""", RegexOptions.Multiline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(""" "(?<id>[A-Z][A-Za-z]+)",\s*FailureCategory\.(?<category>\w+)""", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ErrorPattern();

    [GeneratedRegex("""ConnectionHealth\.(?<health>[A-Z]\w+)(?:,\s*"(?<id>\w+)",)?""")]
    private static partial Regex HealthPattern();

    [GeneratedRegex("""new\s+Warning\(\s*(?<id>[^,)]+),""")]
    private static partial Regex WarningPattern();

    [GeneratedRegex("""^\w+\s*\+\s*"(?<suffix>\w+)"$""")]
    private static partial Regex SuffixPattern();

    [GeneratedRegex("""ListAsync\("(?<stem>\w+)",""")]
    private static partial Regex StemPattern();

    [GeneratedRegex("""(?:Tell\(|WarnOf\(\w+,\s*)"(?<id>\w+)",""")]
    private static partial Regex PassedIdPattern();

    [GeneratedRegex("""const\s+string\s+(?<name>\w+)\s*=\s*"(?<id>\w+)";""")]
    private static partial Regex ConstantPattern();
}
