using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Export;

/// <summary>One value of an exported record, the same in every culture: its text, and how JSON holds it. Immutable.</summary>
public readonly record struct ExportValue
{
    private readonly ExportKind _kind;
    private readonly string? _text;
    private readonly decimal _number;
    private readonly Action<Utf8JsonWriter>? _structure;

    private ExportValue(ExportKind kind, string? text, decimal number = 0, Action<Utf8JsonWriter>? structure = null)
    {
        _kind = kind;
        _text = text;
        _number = number;
        _structure = structure;
    }

    private enum ExportKind
    {
        Null,
        Text,
        Number,
        Truth,
        Structure,
    }

    /// <summary>Whether it is free text, which a spreadsheet could take for a formula.</summary>
    internal bool IsText => _kind is ExportKind.Text or ExportKind.Structure;

    /// <summary>A text.</summary>
    public static ExportValue Of(string? text) => text is null ? default : new(ExportKind.Text, text);

    /// <summary>A count.</summary>
    public static ExportValue Of(long? number) => number is { } value ? new(ExportKind.Number, null, value) : default;

    /// <summary>An amount, with the digits that it has: <c>0.10</c> stays <c>0.10</c>.</summary>
    public static ExportValue Of(decimal? number) => number is { } value ? new(ExportKind.Number, null, value) : default;

    /// <summary>True or false.</summary>
    public static ExportValue Of(bool? value) => value is { } truth ? new(ExportKind.Truth, truth ? "true" : "false", truth ? 1 : 0) : default;

    /// <summary>An enumeration's name.</summary>
    public static ExportValue OfName<T>(T? value)
        where T : struct, Enum => value is { } name ? new(ExportKind.Text, name.ToString()) : default;

    /// <summary>A day: <c>2026-11-01</c>.</summary>
    public static ExportValue OfDay(DateTime? day) => Of(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>What a bucket begins with: a day, or of an hour the time on the clock, <c>2026-11-01T14:00</c>.</summary>
    /// <param name="date">The day, or the time.</param>
    /// <param name="startedAt">The instant at which an hour begins; null for a day.</param>
    public static ExportValue OfBucket(DateTime date, DateTime? startedAt) => startedAt is null
        ? OfDay(date)
        : new(ExportKind.Text, date.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));

    /// <summary>An instant in UTC: <c>2026-11-01T06:00:00Z</c>, with as many decimals of a second as it has.</summary>
    public static ExportValue OfInstant(DateTime? utc) => utc is { } instant
        ? new(ExportKind.Text, instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture))
        : default;

    /// <summary>A length of time: <c>00:01:30.5000000</c>.</summary>
    public static ExportValue OfDuration(TimeSpan duration) => new(ExportKind.Text, duration.ToString("c", CultureInfo.InvariantCulture));

    /// <summary>Texts: an array in JSON, joined by <c>"; "</c> in CSV.</summary>
    public static ExportValue OfList(IReadOnlyList<string> texts) => OfStructure(string.Join("; ", texts), json =>
    {
        json.WriteStartArray();
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    });

    /// <summary>What is more than one value: written to JSON as it is, and told by a text in CSV.</summary>
    public static ExportValue OfStructure(string text, Action<Utf8JsonWriter> write) => new(ExportKind.Structure, text, 0, write);

    /// <summary>The text; empty for null.</summary>
    public override string ToString() => _kind == ExportKind.Number ? _number.ToString(CultureInfo.InvariantCulture) : _text ?? "";

    /// <summary>The text, so that no spreadsheet takes it for a formula.</summary>
    internal string ToCell() => IsText ? FormulaGuard.Of(ToString()) : ToString();

    /// <summary>Writes it as a JSON value.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        switch (_kind)
        {
            case ExportKind.Text:
                json.WriteStringValue(_text);
                break;
            case ExportKind.Number:
                json.WriteNumberValue(_number);
                break;
            case ExportKind.Truth:
                json.WriteBooleanValue(_number != 0);
                break;
            case ExportKind.Structure:
                _structure!(json);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}

/// <summary>A column of an export. Immutable.</summary>
/// <param name="Name">Its name: the property's.</param>
/// <param name="Value">Its value of a record.</param>
public sealed record ExportColumn<T>(string Name, Func<T, ExportValue> Value);
