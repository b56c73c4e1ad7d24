using System.Globalization;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes one price of its fields, noting every mistake: a price that is silently left out would show as a wrong cost.</summary>
internal static class PriceEntryReader
{
    // More digits than these are no price, and fewer keep every sum of a cost exact.
    private const int MostWholeDigits = 12;
    private const int MostFractionDigits = 8;
    private const long MostCredits = 1_000_000_000_000_000;

    private const string ExpectedTier = "the tier as the API names it, such as \"enterprise\"";
    private const string ExpectedPrice = "a price of 0 or more with a point, such as \"1200.00\"";
    private const string ExpectedCredits = "the plan's credits a month, a whole number above 0 such as 10000000";
    private const string ExpectedCurrency = "a currency of three letters, such as \"USD\"";

    /// <summary>The fields, by the names that users know, in the order in which they are kept.</summary>
    private static readonly string[] Fields =
    [
        nameof(Price.Tier), nameof(Price.Connection), nameof(Price.From), nameof(Price.To), nameof(Price.MonthlyPrice), nameof(Price.MonthlyCredits),
        nameof(Price.OveragePer1000Credits), nameof(Price.Currency), nameof(Price.BillingPeriod), nameof(Price.Billing), nameof(Price.Note),
    ];

    /// <summary>The price; null where there was a mistake.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public static PriceEntry? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        int before = mistakes.Count;
        foreach (string unknown in fields.Keys.Except(Fields, StringComparer.Ordinal))
        {
            mistakes.Add($"\"{ShownText.Of(unknown)}\" is not a field of a price");
        }

        string? tier = Required(nameof(Price.Tier), ExpectedTier, Token);
        WildcardPattern? connection = Optional(nameof(Price.Connection), "a connection's name, or a pattern such as \"acme*\"", Pattern);
        DateOnly? from = Optional(nameof(Price.From), "a day such as \"2026-01-01\"", Day);
        DateOnly? to = Optional(nameof(Price.To), "a day such as \"2026-12-31\"", Day);
        decimal? price = Required(nameof(Price.MonthlyPrice), ExpectedPrice, Amount);
        long? credits = Required(nameof(Price.MonthlyCredits), ExpectedCredits, Credits);
        decimal? overage = Optional(nameof(Price.OveragePer1000Credits), ExpectedPrice, Amount);
        string? currency = Required(nameof(Price.Currency), ExpectedCurrency, Currency);
        string? period = Optional(nameof(Price.BillingPeriod), $"one of {string.Join(", ", BillingPeriodWords.All)}", Period);
        BillingGeneration? billing = Optional(nameof(Price.Billing), $"one of {string.Join(", ", Enum.GetNames<BillingGeneration>())}", Billing);
        if (from > to)
        {
            mistakes.Add(Mistake(nameof(Price.To), string.Create(CultureInfo.InvariantCulture, $"a day not before \"From\", {from:yyyy-MM-dd}")));
        }

        return mistakes.Count > before ? null : new PriceEntry
        {
            Tier = tier!,
            PlanName = tier!,
            Connection = connection,
            From = from,
            Until = to < DateOnly.MaxValue ? to.Value.AddDays(1) : null,
            MonthlyPrice = price,
            MonthlyCredits = credits,
            Currency = currency!,
            BillingPeriod = period,
            OveragePer1000Credits = overage,
            Billing = billing,
            Note = fields.GetValueOrDefault(nameof(Price.Note)),
            Version = "",
        }.AsOwn();

        T? Required<T>(string name, string expected, Func<string, T?> read)
        {
            if (fields.ContainsKey(name))
            {
                return Optional(name, expected, read);
            }

            mistakes.Add($"\"{name}\" is missing; expected {expected}");
            return default;
        }

        T? Optional<T>(string name, string expected, Func<string, T?> read)
        {
            T? value = fields.TryGetValue(name, out string? text) ? read(text) : default;
            if (value is null && text is not null)
            {
                mistakes.Add(Mistake(name, expected));
            }

            return value;
        }

        string Mistake(string name, string expected) => $"\"{name}\" is \"{ShownText.Of(fields[name])}\"; expected {expected}";
    }

    /// <summary>The fields of a price.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(PriceEntry entry)
    {
        foreach (string name in Fields)
        {
            string? text = name switch
            {
                nameof(Price.Tier) => entry.Tier,
                nameof(Price.Connection) => entry.Connection?.ToString(),
                nameof(Price.From) => Text(entry.From),
                nameof(Price.To) => Text(entry.Until?.AddDays(-1)),
                nameof(Price.MonthlyPrice) => entry.MonthlyPrice?.ToString(CultureInfo.InvariantCulture),
                nameof(Price.MonthlyCredits) => entry.MonthlyCredits?.ToString(CultureInfo.InvariantCulture),
                nameof(Price.OveragePer1000Credits) => entry.OveragePer1000Credits?.ToString(CultureInfo.InvariantCulture),
                nameof(Price.Currency) => entry.Currency,
                nameof(Price.BillingPeriod) => entry.BillingPeriod,
                nameof(Price.Billing) => entry.Billing?.ToString(),
                _ => entry.Note,
            };
            if (text is not null)
            {
                yield return new KeyValuePair<string, string>(name, text);
            }
        }

        static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string? Token(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || "_-.".Contains(character, StringComparison.Ordinal)) ? text : null;

    // Only characters that a connection's name may have, and those of patterns: any other could never match.
    private static WildcardPattern? Pattern(string text) =>
        text.Length > 0
        && text.All(character => char.IsLetterOrDigit(character) || "_-.*?[]`".Contains(character, StringComparison.Ordinal))
        && WildcardPattern.TryParse(text, out WildcardPattern? pattern)
            ? pattern
            : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    private static decimal? Amount(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? text.Length : point;
        int fraction = point < 0 ? 1 : text.Length - point - 1;
        return whole is > 0 and <= MostWholeDigits
            && fraction is > 0 and <= MostFractionDigits
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal price)
                ? price
                : null;
    }

    private static long? Credits(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long credits) && credits is > 0 and <= MostCredits ? credits : null;

    private static string? Currency(string text) => text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;

    private static string? Period(string text) => BillingPeriodWords.All.FirstOrDefault(period => period == text);

    // Not Enum.Parse: it takes numbers, too.
    private static BillingGeneration? Billing(string text) =>
        Array.IndexOf(Enum.GetNames<BillingGeneration>(), text) is >= 0 and int index ? Enum.GetValues<BillingGeneration>()[index] : null;
}
