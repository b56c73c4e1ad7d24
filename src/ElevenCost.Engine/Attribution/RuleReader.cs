using System.Globalization;

namespace ElevenCost.Engine.Attribution;

/// <summary>Something in a rule that is not as it must be. Immutable.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="What">The field, its value, and what is expected; without a full stop.</param>
internal readonly record struct RuleMistake(int Line, string What);

/// <summary>Makes a rule of its fields' texts, the same for the ledger, CSV and what is typed, noting every mistake.</summary>
/// <param name="mistakes">Where mistakes go.</param>
internal sealed class RuleReader(List<RuleMistake> mistakes)
{
    private const int LongestText = 200;

    private static readonly string[] SplitWords = ["by-usage", "even", "fixed"];

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule; null if there was a mistake.</summary>
    /// <param name="line">The line that it begins on.</param>
    /// <param name="fields">Its fields by the names of <see cref="RuleFields"/>; what is empty is not set.</param>
    public CostCenterRule? Read(int line, IReadOnlyDictionary<string, string> fields)
    {
        int before = mistakes.Count;
        string? name = Text("Name");
        if (name is null)
        {
            Add("\"Name\" is missing; expected a name for the rule, such as \"acme-keys\"");
        }
        else if (!_names.Add(name))
        {
            Add($"\"Name\" is \"{Show(name)}\", and another rule has that name; expected each once");
        }

        FeeSplit? split = Split();
        string? shares = Shares(split);
        int priority = 0;
        if (Text("Priority") is { } number && !int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority))
        {
            Wrong("Priority", number, "a whole number");
        }

        DateTime? from = Day("From");
        DateTime? to = Day("To");
        if (from > to)
        {
            Wrong("To", fields["To"], string.Create(CultureInfo.InvariantCulture, $"a day not before \"From\", {from:yyyy-MM-dd}"));
        }

        string[] criteria = [.. RuleFields.Criteria.Where(criterion => Pattern(criterion) is not null)];
        if (split is not null && criteria.Except([nameof(Dimension.Connection)]).FirstOrDefault() is { } odd)
        {
            Wrong(odd, fields[odd], "nothing: a rule that splits a fee has no criterion but \"Connection\"");
        }

        if (split is null && criteria.Length == 0)
        {
            Add($"\"{Show(name ?? "")}\" has no criterion; expected at least one of {string.Join(", ", RuleFields.Criteria)}, which may be \"*\"");
        }

        return mistakes.Count > before ? null : new CostCenterRule
        {
            Name = name!,
            Shares = shares,
            Priority = priority,
            Connection = Text("Connection"),
            Product = Text("Product"),
            Model = Text("Model"),
            ApiKey = Text("ApiKey"),
            Voice = Text("Voice"),
            User = Text("User"),
            Group = Text("Group"),
            Source = Text("Source"),
            Region = Text("Region"),
            From = from,
            To = to,
            FeeSplit = split,
            Note = Text("Note"),
        };

        string? Text(string field)
        {
            if (!fields.TryGetValue(field, out string? text) || string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (text.Length > LongestText || text.Any(char.IsControl))
            {
                Wrong(field, text, "text on one line, no longer than 200 characters");
            }

            if (text.Contains(CostCenterCsv.NotDecoded, StringComparison.Ordinal))
            {
                Wrong(field, text, "text in the right encoding: save the file as UTF-8, or set its encoding in the command that reads it");
            }

            return text;
        }

        FeeSplit? Split()
        {
            if (Text("FeeSplit") is not { } word)
            {
                return null;
            }

            foreach (FeeSplit split in Enum.GetValues<FeeSplit>())
            {
                if (word.Equals(split.ToString(), StringComparison.OrdinalIgnoreCase) || word.Equals(SplitWords[(int)split], StringComparison.OrdinalIgnoreCase))
                {
                    return split;
                }
            }

            Wrong("FeeSplit", word, $"one of {string.Join(", ", Enum.GetNames<FeeSplit>())}, or nothing");
            return null;
        }

        string? Shares(FeeSplit? split)
        {
            string? text = Text("Shares");
            if (split is FeeSplit.ByUsage or FeeSplit.Even)
            {
                if (text is not null)
                {
                    Wrong("Shares", text, $"nothing if a fee is split {(split == FeeSplit.Even ? "evenly" : "by usage")}");
                }

                return null;
            }

            if (CenterShares.TryParse(text, out _, out string? canonical))
            {
                return canonical;
            }

            if (text is null)
            {
                Add($"\"Shares\" is missing; expected {CenterShares.Expected}");
            }
            else
            {
                Wrong("Shares", text, $"{CenterShares.Expected}, each once and none called {CostCenterRule.Unattributed}");
            }

            return null;
        }

        DateTime? Day(string field)
        {
            if (Text(field) is not { } text)
            {
                return null;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                return day.ToDateTime(TimeOnly.MinValue);
            }

            Wrong(field, text, "a day such as \"2026-11-01\"");
            return null;
        }

        string? Pattern(string field)
        {
            if (Text(field) is { } text && !WildcardPattern.TryParse(text, out _))
            {
                Wrong(field, text, "a name or a wildcard pattern; write `[ for a plain bracket");
            }

            return Text(field);
        }

        void Wrong(string field, string value, string expected) => Add($"\"{field}\" is \"{Show(value)}\"; expected {expected}");

        void Add(string what)
        {
            var mistake = new RuleMistake(line, what);
            if (!mistakes.Contains(mistake))
            {
                mistakes.Add(mistake);
            }
        }
    }

    /// <summary>A value as a message may show it: on one line, not too long, and never an API key that was pasted into the wrong place.</summary>
    public static string Show(string value) => ShownText.Of(value);

    /// <summary>The mistakes in a file, a line each, up to 10.</summary>
    public static string Format(List<RuleMistake> mistakes, string where) =>
        Format(mistakes, where, line => string.Create(CultureInfo.InvariantCulture, $"{where}, line {line}"));

    /// <summary>The mistakes, a line each, up to 10.</summary>
    /// <param name="mistakes">The mistakes.</param>
    /// <param name="whole">What they are all in.</param>
    /// <param name="place">What one of a number is in.</param>
    public static string Format(List<RuleMistake> mistakes, string whole, Func<int, string> place)
    {
        const int Most = 10;
        IEnumerable<string> lines = mistakes.OrderBy(mistake => mistake.Line).Take(Most).Select(mistake => $"{place(mistake.Line)}: {mistake.What}.");
        return string.Join('\n', mistakes.Count > Most ? lines.Append(string.Create(CultureInfo.InvariantCulture, $"{whole}: {mistakes.Count - Most} more.")) : lines);
    }
}
