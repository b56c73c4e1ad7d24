using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Budgets;

/// <summary>Makes one budget of its fields, noting every mistake.</summary>
internal static class BudgetReader
{
    private const int LongestText = 256;
    private const decimal MostMoney = 1_000_000_000_000m;
    private const decimal MostPercent = 1_000;

    private const string ExpectedAmount = "an amount above 0 with a point, such as \"500.00\"";

    private static readonly string[] Filters = [nameof(Budget.Connection), nameof(Budget.CostCenter), nameof(Budget.ApiKey), nameof(Budget.Product), nameof(Budget.Model)];

    /// <summary>The fields, by the names that users know, in the order in which they are kept.</summary>
    private static readonly string[] Fields =
    [
        nameof(Budget.Name), .. Filters, nameof(Budget.Period), nameof(Budget.Amount), nameof(Budget.Currency), nameof(Budget.CostBasis), nameof(Budget.Credits),
        nameof(Budget.Thresholds), nameof(Budget.From), nameof(Budget.To), nameof(Budget.Note),
    ];

    /// <summary>The budget; null if there was a mistake.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="mistakes">Receives what is not as it must be: field, value and what is expected.</param>
    public static BudgetEntry? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes)
    {
        int before = mistakes.Count;
        var reader = new FieldReader(fields, mistakes);
        reader.NoteUnknown(Fields, "a budget");
        string? name = reader.Optional(nameof(Budget.Name), "a name of at most 256 characters that is no API key", Text);
        var filters = Filters.ToDictionary(field => field, field => reader.Optional(field, "a name or a pattern such as \"acme*\"", Pattern), StringComparer.Ordinal);
        BudgetPeriod? period = reader.Optional(nameof(Budget.Period), FieldReader.OneOf<BudgetPeriod>(), FieldReader.Word<BudgetPeriod>);
        decimal? amount = reader.Optional(nameof(Budget.Amount), ExpectedAmount, Money);
        string? currency = reader.Optional(nameof(Budget.Currency), "a currency of three letters, such as \"USD\"", FieldReader.Currency);
        CostBasis? basis = reader.Optional(nameof(Budget.CostBasis), FieldReader.OneOf<CostBasis>(), FieldReader.Word<CostBasis>);
        long? credits = reader.Optional(nameof(Budget.Credits), "a whole number of credits above 0", FieldReader.Credits);
        string? thresholds = reader.Optional(nameof(Budget.Thresholds), "percentages above 0, at most 1000, such as \"50,90,100\"", Thresholds);
        DateOnly? from = reader.Optional(nameof(Budget.From), "a day such as \"2026-01-01\"", FieldReader.Day);
        DateOnly? to = reader.Optional(nameof(Budget.To), "a day such as \"2026-12-31\"", FieldReader.Day);
        string? note = reader.Optional(nameof(Budget.Note), "a text of at most 256 characters", Text);
        if (name is null && !fields.ContainsKey(nameof(Budget.Name)))
        {
            mistakes.Add("\"Name\" is missing");
        }

        if (fields.ContainsKey(nameof(Budget.Amount)) == fields.ContainsKey(nameof(Budget.Credits)))
        {
            mistakes.Add("it needs either an amount of money or a number of credits");
        }

        if (from > to)
        {
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"its last day, {to:yyyy-MM-dd}, is before its first, {from:yyyy-MM-dd}"));
        }

        if (basis is CostBasis.Amortized or CostBasis.Overage && period is not (null or BudgetPeriod.BillingPeriod))
        {
            mistakes.Add($"the basis {basis} is that of a billing month, so the period must be {nameof(BudgetPeriod.BillingPeriod)}");
        }

        bool isMoney = credits is null;
        return mistakes.Count > before ? null : new BudgetEntry
        {
            From = from,
            Until = to < DateOnly.MaxValue ? to.Value.AddDays(1) : null,
            Budget = new Budget
            {
                Name = name!,
                Connection = filters[nameof(Budget.Connection)],
                CostCenter = filters[nameof(Budget.CostCenter)],
                ApiKey = filters[nameof(Budget.ApiKey)],
                Product = filters[nameof(Budget.Product)],
                Model = filters[nameof(Budget.Model)],
                Period = period ?? BudgetPeriod.Month,
                Amount = amount,
                Currency = isMoney ? currency ?? "USD" : null,
                CostBasis = isMoney ? basis ?? CostBasis.Consumed : null,
                Credits = credits,
                Thresholds = thresholds ?? BudgetEntry.UsualThresholds,
                Note = note,
            },
        };
    }

    /// <summary>The fields of a budget.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(BudgetEntry entry)
    {
        Budget budget = entry.Budget;
        foreach (string field in Fields)
        {
            string? text = field switch
            {
                nameof(Budget.Name) => budget.Name,
                nameof(Budget.Connection) => budget.Connection,
                nameof(Budget.CostCenter) => budget.CostCenter,
                nameof(Budget.ApiKey) => budget.ApiKey,
                nameof(Budget.Product) => budget.Product,
                nameof(Budget.Model) => budget.Model,
                nameof(Budget.Period) => budget.Period.ToString(),
                nameof(Budget.Amount) => budget.Amount?.ToString(CultureInfo.InvariantCulture),
                nameof(Budget.Currency) => budget.Currency,
                nameof(Budget.CostBasis) => budget.CostBasis?.ToString(),
                nameof(Budget.Credits) => budget.Credits?.ToString(CultureInfo.InvariantCulture),
                nameof(Budget.Thresholds) => budget.Thresholds,
                nameof(Budget.From) => FieldReader.Text(entry.From),
                nameof(Budget.To) => FieldReader.Text(entry.Until?.AddDays(-1)),
                _ => budget.Note,
            };
            if (text is not null)
            {
                yield return new KeyValuePair<string, string>(field, text);
            }
        }
    }

    private static string? Text(string text) =>
        text.Length is > 0 and <= LongestText && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && !KeyText.LooksLikeKey(text) ? text : null;

    private static string? Pattern(string text) => Text(text) is not null && WildcardPattern.TryParse(text, out _) ? text : null;

    private static decimal? Money(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) && amount is > 0 and <= MostMoney && amount.Scale <= 9 ? amount : null;

    /// <summary>Percentages, rising, each once.</summary>
    private static string? Thresholds(string text)
    {
        var percentages = new SortedSet<decimal>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent) || percent is <= 0 or > MostPercent)
            {
                return null;
            }

            percentages.Add(ScaledDecimal.Plain(percent));
        }

        return string.Join(',', percentages.Select(percent => percent.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>How budgets are stored.</summary>
internal sealed class BudgetKind : DefinitionKind<BudgetEntry>
{
    private BudgetKind()
    {
    }

    /// <summary>The only one there is.</summary>
    public static BudgetKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "budgets";

    /// <inheritdoc/>
    public override string NameOf(BudgetEntry definition) => definition.Name;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> FieldsOf(BudgetEntry definition) => BudgetReader.FieldsOf(definition);

    /// <inheritdoc/>
    public override BudgetEntry? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes) => BudgetReader.Read(fields, mistakes);
}
