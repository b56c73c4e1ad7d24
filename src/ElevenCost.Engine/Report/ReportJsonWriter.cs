using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace ElevenCost.Engine.Report;

/// <summary>Writes fields of the JSON of a report. What is unknown is left out. Amounts are texts of decimals, so that no reader makes them binary fractions.</summary>
/// <param name="json">Where to.</param>
internal sealed class ReportJsonWriter(Utf8JsonWriter json)
{
    /// <summary>Escapes &lt;, &gt; and &amp; of every text, so that no name ends the script element that holds the data.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Beyond it a whole number is not exact in a script's plain numbers.</summary>
    public static readonly BigInteger LargestPlain = BigInteger.Pow(2, 53) - 1;

    /// <summary>Begins an object: that of a field, or one without a name.</summary>
    public void StartObject(string? name = null)
    {
        if (name is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(name);
        }
    }

    /// <summary>Ends it.</summary>
    public void EndObject() => json.WriteEndObject();

    /// <summary>A list of objects.</summary>
    public void Each<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A list of texts.</summary>
    public void Texts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(Whole(text));
        }

        json.WriteEndArray();
    }

    /// <summary>A list of whole numbers.</summary>
    public void Numbers(string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>A text.</summary>
    public void Text(string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, Whole(text));
        }
    }

    /// <summary>A decimal, to its last digit.</summary>
    public void Money(string name, decimal? amount)
    {
        if (amount is { } known)
        {
            json.WriteString(name, DayCells.Format(known));
        }
    }

    /// <summary>A whole number.</summary>
    public void Number(string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    /// <summary>A count as a number, or as a text where a script's plain numbers would round it.</summary>
    public void Count(string name, long? count)
    {
        if (count is { } known && BigInteger.Abs(known) > LargestPlain)
        {
            Text(name, known.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Number(name, count);
        }
    }

    /// <summary>Yes or no.</summary>
    public void Flag(string name, bool value) => json.WriteBoolean(name, value);

    /// <summary>A day.</summary>
    public void Date(string name, DateTime? date) => Text(name, date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An instant in UTC.</summary>
    public void Instant(string name, DateTime? instant) => Text(name, instant?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>The text of a day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A lone surrogate, which a hostile name can hold, is no text that JSON could carry.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
