using System.Globalization;

namespace ElevenCost.Engine.Connections;

/// <summary>Settings of an account that the API does not report: how it is billed, its prepaid balance, and whose usage counts. Immutable. A null setting is left unchanged.</summary>
public sealed record ConnectionSettings
{
    private const int MostDecimals = 8;
    private const decimal MostMoney = 1_000_000_000_000m;

    /// <summary>The generation of billing.</summary>
    public BillingChoice? Billing { get; init; }

    /// <summary>The first day of <see cref="Billing"/>: earlier days keep what was set before. Null for every day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The prepaid balance at the end of <see cref="AsOf"/>: 0 or more with a point, such as <c>50.00</c>.</summary>
    public string? Balance { get; init; }

    /// <summary>ISO 4217 code of <see cref="Balance"/>; null for the plan's currency when last seen, else USD.</summary>
    public string? BalanceCurrency { get; init; }

    /// <summary>The day of <see cref="Balance"/>, in the connection's zone; null for today.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whose usage is read; changed only while nothing is synced, because days of two scopes must not mix.</summary>
    public ConnectionScope? Scope { get; init; }

    /// <summary>Whether to forget the balance.</summary>
    public bool ForgetBalance { get; init; }

    /// <summary>The connection as it is to be.</summary>
    /// <param name="connection">The connection as it is.</param>
    /// <param name="planCurrency">The currency of its plan when last seen; null if unknown.</param>
    /// <param name="today">Today in the connection's zone.</param>
    /// <exception cref="ElevenCostException"><c>SettingMissing</c>, <c>BalanceNotValid</c>.</exception>
    public Connection ApplyTo(Connection connection, string? planCurrency, DateOnly today)
    {
        // Nothing to set confirms what was edited outside ElevenCost.
        if (Billing is null && Balance is null && Scope is null && !ForgetBalance && connection.Edit is null)
        {
            throw ConnectionErrors.NothingToSet(connection.Name);
        }

        Connection changed = Billing is { } billing ? connection with { Billing = Terms(connection.Billing, billing, From) } : connection;
        changed = Scope is { } scope ? changed with { Scope = scope } : changed;
        if (ForgetBalance)
        {
            return changed with { Balance = null, BalanceCurrency = null, BalanceAsOf = null };
        }

        if (Balance is null)
        {
            return changed;
        }

        DateOnly day = AsOf ?? today;
        if (day > today)
        {
            throw ConnectionErrors.BalanceRejected(string.Create(CultureInfo.InvariantCulture, $"its day, {day:yyyy-MM-dd}, is in the future"), "Set the day of the balance.");
        }

        return changed with
        {
            Balance = ReadAmount(Balance) ?? throw ConnectionErrors.BalanceRejected($"'{Balance}' is not an amount", "Write it with a point and no sign, such as 50.00."),
            BalanceCurrency = ReadCurrency(BalanceCurrency ?? planCurrency ?? "USD") ?? throw ConnectionErrors.BalanceRejected($"'{BalanceCurrency}' is not a currency", "Use a currency of three letters, such as USD."),
            BalanceAsOf = day.ToDateTime(TimeOnly.MinValue),
        };
    }

    /// <summary>What was set before, and a choice from one day on.</summary>
    /// <param name="before">What was set before, in order of the first days.</param>
    /// <param name="billing">The choice.</param>
    /// <param name="from">Its first day; null for every day.</param>
    internal static IReadOnlyList<BillingTerm> Terms(IReadOnlyList<BillingTerm> before, BillingChoice billing, DateOnly? from)
    {
        DateTime? day = from?.ToDateTime(TimeOnly.MinValue);
        BillingTerm[] earlier = day is null ? [] : [.. before.Where(term => term.From is null || term.From < day)];

        // To leave every day to the evidence is what holds where nothing is set.
        return billing == BillingChoice.Auto && earlier.Length == 0 ? [] : [.. earlier, new BillingTerm(billing, day)];
    }

    /// <summary>An amount of money, 0 or more, with a point; null if the text is none.</summary>
    internal static decimal? ReadAmount(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal amount) && amount <= MostMoney && amount.Scale <= MostDecimals
            ? amount
            : null;

    /// <summary>A currency in upper case; null if the text is none.</summary>
    internal static string? ReadCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetter) ? text.ToUpperInvariant() : null;
}
