using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>Reads the fields of one definition, noting every mistake: field, value and what is expected.</summary>
/// <param name="fields">The fields.</param>
/// <param name="mistakes">Receives the mistakes.</param>
internal sealed class FieldReader(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
{
    /// <summary>The fields that are given, as a dictionary.</summary>
    /// <param name="given">Names and texts; what is null is not given.</param>
    public static Dictionary<string, string> Given(params (string Name, string? Value)[] given) =>
        given.Where(field => field.Value is not null).ToDictionary(field => field.Name, field => field.Value!, StringComparer.Ordinal);

    /// <summary>Notes the fields that are none of a definition's.</summary>
    /// <param name="known">The names of its fields.</param>
    /// <param name="definition">What it is, such as <c>a price</c>.</param>
    public void NoteUnknown(IEnumerable<string> known, string definition) =>
        mistakes.AddRange(fields.Keys.Except(known, StringComparer.Ordinal).Select(unknown => $"\"{ShownText.Of(unknown)}\" is not a field of {definition}"));

    /// <summary>A field that must be given; null if it is not, or is a mistake.</summary>
    public T? Required<T>(string name, string expected, Func<string, T?> read)
    {
        if (fields.ContainsKey(name))
        {
            return Optional(name, expected, read);
        }

        mistakes.Add($"\"{name}\" is missing; expected {expected}");
        return default;
    }

    /// <summary>A field that may be left out; null if it is, or is a mistake.</summary>
    public T? Optional<T>(string name, string expected, Func<string, T?> read)
    {
        T? value = fields.TryGetValue(name, out string? text) ? read(text) : default;
        if (value is null && text is not null)
        {
            NoteMistake(name, expected);
        }

        return value;
    }

    /// <summary>Notes that a field that is given is a mistake.</summary>
    public void NoteMistake(string name, string expected) => mistakes.Add($"\"{name}\" is \"{ShownText.Of(fields[name])}\"; expected {expected}");

    /// <summary>A day, written year-month-day; null for any other text.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    /// <summary>A day as <see cref="Day"/> reads it; null for none.</summary>
    public static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A currency of three letters, in upper case; null for any other text.</summary>
    public static string? Currency(string text) => text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;

    /// <summary>A whole number above 0, up to the most that an account can hold; null for any other text.</summary>
    public static long? Credits(string text)
    {
        const long Most = 1_000_000_000_000_000;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long credits) && credits is > 0 and <= Most ? credits : null;
    }

    /// <summary>A word of an enumeration, as it is spelled; null for any other text.</summary>
    /// <remarks>Not Enum.Parse: it takes numbers, too.</remarks>
    public static T? Word<T>(string text)
        where T : struct, Enum => Array.IndexOf(Enum.GetNames<T>(), text) is >= 0 and int index ? Enum.GetValues<T>()[index] : null;

    /// <summary>The words of an enumeration, for what is expected.</summary>
    public static string OneOf<T>()
        where T : struct, Enum => $"one of {string.Join(", ", Enum.GetNames<T>())}";
}
