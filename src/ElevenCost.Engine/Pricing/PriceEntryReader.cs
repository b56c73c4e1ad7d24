using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes one price of the fields of an object, noting every mistake.</summary>
/// <param name="mistakes">Where mistakes go.</param>
/// <param name="line">The line on which the object begins.</param>
internal sealed class PriceEntryReader(List<PriceMistake> mistakes, int line)
{
    // More digits than these are no price, and fewer keep every sum of a cost exact.
    private const int MostWholeDigits = 12;
    private const int MostFractionDigits = 8;
    private const long MostCredits = 1_000_000_000_000_000;

    private const string ExpectedTier = "the tier as the API names it, such as \"enterprise\"";
    private const string ExpectedPrice = "a price of 0 or more with a point, such as \"1200.00\"";
    private const string ExpectedCredits = "the plan's credits a month, a whole number above 0 such as 10000000";
    private const string ExpectedCurrency = "a currency of three letters, such as \"USD\"";

    private static readonly string[] Fields =
    [
        "tier", "connection", "from", "until", "monthlyPrice", "monthlyCredits", "currency", "billingPeriod", "overagePer1000Credits", "billing", "note",
    ];

    private readonly Dictionary<string, PriceField> _fields = new(StringComparer.Ordinal);
    private readonly int _mistakesBefore = mistakes.Count;

    /// <summary>Takes a field up.</summary>
    public void Add(PriceField field)
    {
        if (!Fields.Contains(field.Name, StringComparer.Ordinal))
        {
            mistakes.Add(PriceField.Unknown(field.Name, field.Line, "a price", Fields));
        }
        else if (!_fields.TryAdd(field.Name, field))
        {
            mistakes.Add(new PriceMistake(field.Line, $"\"{field.Name}\" is given twice; expected once"));
        }
    }

    /// <summary>The price; null where there was a mistake.</summary>
    public PriceEntry? Read()
    {
        string? tier = Required("tier", ExpectedTier, Token);
        WildcardPattern? connection = Optional("connection", "a connection's name, or a pattern such as \"acme*\"", Pattern);
        DateOnly? from = Optional("from", "a day such as \"2026-01-01\"", Day);
        DateOnly? until = Optional("until", "a day such as \"2027-01-01\", the first one that it no longer holds", Day);
        decimal? price = Required("monthlyPrice", ExpectedPrice, Price);
        long? credits = Required("monthlyCredits", ExpectedCredits, Credits);
        string? currency = Required("currency", ExpectedCurrency, Currency);
        string? period = Optional("billingPeriod", $"one of {string.Join(", ", BillingPeriodWords.All)}", Period);
        decimal? overage = Optional("overagePer1000Credits", ExpectedPrice, Price);
        BillingGeneration? billing = Optional("billing", $"one of {string.Join(", ", Enum.GetNames<BillingGeneration>())}", Billing);
        string? note = Optional("note", "text", Text);
        if (from >= until)
        {
            mistakes.Add(_fields["until"].Mistake(
                string.Create(CultureInfo.InvariantCulture, $"a day after \"from\", {from:yyyy-MM-dd}: the day of \"until\" is not included")));
        }

        return mistakes.Count > _mistakesBefore ? null : new PriceEntry
        {
            Tier = tier!,
            PlanName = tier!,
            Connection = connection,
            From = from,
            Until = until,
            MonthlyPrice = price,
            MonthlyCredits = credits,
            Currency = currency!,
            BillingPeriod = period,
            OveragePer1000Credits = overage,
            Billing = billing,
            Note = note,
            Version = PriceOverlay.VersionOf(tier!, connection, period, from),
        };
    }

    private T? Required<T>(string name, string expected, Func<PriceField, T?> read)
    {
        if (_fields.TryGetValue(name, out PriceField field))
        {
            return Checked(field, expected, read);
        }

        mistakes.Add(new PriceMistake(line, $"\"{name}\" is missing; expected {expected}"));
        return default;
    }

    private T? Optional<T>(string name, string expected, Func<PriceField, T?> read) =>
        _fields.TryGetValue(name, out PriceField field) && field.Kind != JsonTokenType.Null ? Checked(field, expected, read) : default;

    private T? Checked<T>(PriceField field, string expected, Func<PriceField, T?> read)
    {
        T? value = read(field);
        if (value is null)
        {
            mistakes.Add(field.Mistake(expected));
        }

        return value;
    }

    private static string? Text(PriceField field) => field.Kind == JsonTokenType.String ? field.Text : null;

    private static string? Token(PriceField field) =>
        Text(field) is { Length: > 0 } text
        && text.All(character => char.IsAsciiLetterOrDigit(character) || "_-.".Contains(character, StringComparison.Ordinal))
            ? text
            : null;

    // Only characters that a connection's name may have, and those of patterns: any other could never match.
    private static WildcardPattern? Pattern(PriceField field) =>
        Text(field) is { Length: > 0 } text
        && text.All(character => char.IsLetterOrDigit(character) || "_-.*?[]`".Contains(character, StringComparison.Ordinal))
        && WildcardPattern.TryParse(text, out WildcardPattern? pattern)
            ? pattern
            : null;

    private static DateOnly? Day(PriceField field) =>
        DateOnly.TryParseExact(Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    private static decimal? Price(PriceField field)
    {
        string text = field.Kind is JsonTokenType.String or JsonTokenType.Number ? field.Text : "";
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? text.Length : point;
        int fraction = point < 0 ? 1 : text.Length - point - 1;
        return whole is > 0 and <= MostWholeDigits
            && fraction is > 0 and <= MostFractionDigits
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal price)
                ? price
                : null;
    }

    private static long? Credits(PriceField field) =>
        field.Kind == JsonTokenType.Number
        && long.TryParse(field.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long credits)
        && credits is > 0 and <= MostCredits
            ? credits
            : null;

    private static string? Currency(PriceField field) =>
        Text(field) is { Length: 3 } text && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;

    private static string? Period(PriceField field) => BillingPeriodWords.All.FirstOrDefault(period => period == Text(field));

    // Not Enum.Parse: it takes numbers, too.
    private static BillingGeneration? Billing(PriceField field) =>
        Array.IndexOf(Enum.GetNames<BillingGeneration>(), Text(field)) is >= 0 and int index ? Enum.GetValues<BillingGeneration>()[index] : null;
}
