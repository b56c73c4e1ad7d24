using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes one price of its fields, noting every mistake: a price that is silently left out would show as a wrong cost.</summary>
internal static class PriceEntryReader
{
    // More digits than these are no price, and fewer keep every sum of a cost exact.
    private const int MostWholeDigits = 12;
    private const int MostFractionDigits = 8;

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

    /// <summary>The price; null if there was a mistake.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="mistakes">Where mistakes go.</param>
    public static PriceEntry? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        int before = mistakes.Count;
        var reader = new FieldReader(fields, mistakes);
        reader.NoteUnknown(Fields, "a price");

        string? tier = reader.Required(nameof(Price.Tier), ExpectedTier, Token);
        WildcardPattern? connection = reader.Optional(nameof(Price.Connection), "a connection's name, or a pattern such as \"acme*\"", Pattern);
        DateOnly? from = reader.Optional(nameof(Price.From), "a day such as \"2026-01-01\"", FieldReader.Day);
        DateOnly? to = reader.Optional(nameof(Price.To), "a day such as \"2026-12-31\"", FieldReader.Day);
        decimal? price = reader.Required(nameof(Price.MonthlyPrice), ExpectedPrice, Amount);
        long? credits = reader.Required(nameof(Price.MonthlyCredits), ExpectedCredits, FieldReader.Credits);
        decimal? overage = reader.Optional(nameof(Price.OveragePer1000Credits), ExpectedPrice, Amount);
        string? currency = reader.Required(nameof(Price.Currency), ExpectedCurrency, FieldReader.Currency);
        string? period = reader.Optional(nameof(Price.BillingPeriod), $"one of {string.Join(", ", BillingPeriodWords.All)}", Period);
        BillingGeneration? billing = reader.Optional(nameof(Price.Billing), FieldReader.OneOf<BillingGeneration>(), FieldReader.Word<BillingGeneration>);
        if (from > to)
        {
            reader.NoteMistake(nameof(Price.To), string.Create(CultureInfo.InvariantCulture, $"a day not before \"From\", {from:yyyy-MM-dd}"));
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
                nameof(Price.From) => FieldReader.Text(entry.From),
                nameof(Price.To) => FieldReader.Text(entry.Until?.AddDays(-1)),
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

    private static string? Period(string text) => BillingPeriodWords.All.FirstOrDefault(period => period == text);
}
