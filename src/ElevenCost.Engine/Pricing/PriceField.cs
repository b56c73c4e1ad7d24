using System.Text.Json;

namespace ElevenCost.Engine.Pricing;

/// <summary>One field of the price file. Immutable.</summary>
/// <param name="Name">Its name as written.</param>
/// <param name="Line">The line of its name, counted from 1.</param>
/// <param name="Kind">What kind of value it has.</param>
/// <param name="Text">The text of a string, else the value as written, or what it is.</param>
internal readonly record struct PriceField(string Name, int Line, JsonTokenType Kind, string Text)
{
    private const int LongestShown = 40;

    /// <summary>That the value is not what is expected.</summary>
    /// <param name="expected">What is.</param>
    public PriceMistake Mistake(string expected) =>
        new(Line, $"\"{Name}\" is {(Kind == JsonTokenType.String ? $"\"{Show(Text)}\"" : Show(Text))}; expected {expected}");

    /// <summary>That a name is no field's.</summary>
    public static PriceMistake Unknown(string name, int line, string of, IReadOnlyList<string> known) =>
        new(line, $"\"{Show(name)}\" is not a field of {of}; " + (NearestName.Of(name, known) is { } near
            ? $"did you mean \"{near}\"?"
            : $"expected one of {string.Join(", ", known)}"));

    /// <summary>A value as a message may show it: on one line, not too long, and never an API key that was pasted into the wrong file.</summary>
    public static string Show(string value)
    {
        if (value.Contains("sk_", StringComparison.OrdinalIgnoreCase))
        {
            return "(hidden: it looks like an API key)";
        }

        string shown = value.Length > LongestShown ? string.Concat(value.AsSpan(0, LongestShown), "...") : value;
        return string.Concat(shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character));
    }
}
