using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ElevenCost.Cli.Options;

/// <summary>Options whose mistakes name the option and what it takes.</summary>
internal static class ParsedOption
{
    /// <summary>One word of an enumeration.</summary>
    public static Option<T?> Word<T>(string name, string description)
        where T : struct, Enum => Word(name, description, Enum.GetValues<T>());

    /// <summary>One word of some of an enumeration.</summary>
    public static Option<T?> Word<T>(string name, string description, params T[] allowed)
        where T : struct, Enum => new(name)
        {
            Description = $"{description} One of: {string.Join(", ", allowed.Select(value => Words.Of(value)))}.",
            HelpName = "word",
            Arity = ArgumentArity.ExactlyOne,
            CompletionSources = { _ => allowed.Select(value => new System.CommandLine.Completions.CompletionItem(Words.Of(value))) },
            CustomParser = result =>
            {
                if (Words.TryParse(result.Tokens[0].Value, out T value) && allowed.Contains(value))
                {
                    return value;
                }

                Refuse(result, name, $"one of {string.Join(", ", allowed.Select(value => Words.Of(value)))}");
                return null;
            },
        };

    /// <summary>Words of an enumeration, by commas or by repeating the option, each once.</summary>
    public static Option<IReadOnlyList<T>> WordList<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = $"{description} Of: {Words.List<T>()}.",
            HelpName = "word,...",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var values = new List<T>();
                foreach (string word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
                {
                    if (!Words.TryParse(word, out T value))
                    {
                        result.AddError($"Option '{name}' cannot be '{word}'. Use any of {Words.List<T>()}, joined by commas.");
                        return [];
                    }

                    if (!values.Contains(value))
                    {
                        values.Add(value);
                    }
                }

                return values;
            },
        };

    /// <summary>A day.</summary>
    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "yyyy-MM-dd",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                && day.Year is >= 2000 and < 2200)
            {
                return day;
            }

            Refuse(result, name, "a day as yyyy-MM-dd, such as 2026-11-01");
            return null;
        },
    };

    /// <summary>A whole number within bounds, both included.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "n",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
            {
                return number;
            }

            Refuse(result, name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}"));
            return null;
        },
    };

    /// <summary>A count within bounds, both included.</summary>
    public static Option<long?> Count(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        HelpName = "n",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
            {
                return number;
            }

            Refuse(result, name, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least:N0} to {most:N0}, without separators"));
            return null;
        },
    };

    /// <summary>A text.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName, Arity = ArgumentArity.ExactlyOne };

    /// <summary>Wildcard patterns: the option is repeated for more than one, for names may hold commas.</summary>
    public static Option<string[]> Patterns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "pattern",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    public static void Refuse(ArgumentResult result, string name, string allowed) =>
        result.AddError($"Option '{name}' cannot be '{result.Tokens[0].Value}'. Use {allowed}.");
}
