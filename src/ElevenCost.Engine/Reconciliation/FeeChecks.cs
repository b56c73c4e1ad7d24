using System.Globalization;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>The value consumed in whole billing months that are over, from the ledger, against the plan's fee: two questions, side by side.</summary>
/// <param name="connection">The connection's name.</param>
/// <param name="ledger">What is kept.</param>
/// <param name="book">The connection's prices.</param>
internal sealed class FeeChecks(string connection, IUsageLedger ledger, IPriceBook book)
{
    public const string ValueName = "value consumed";
    public const string FeeName = "plan's monthly fee";
    public const string TwoQuestions =
        "The value is what the usage is worth at ElevenLabs' prices, without the fee; the fee is paid whatever is used. The invoice follows the fee and overage, not the value.";

    /// <summary>A row for each billing month that some days belong to; of all its days, whichever were asked for.</summary>
    /// <param name="days">Days before <paramref name="running"/>.</param>
    /// <param name="running">The first day of the month that is not over; null if unknown.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<ReconciliationRecord>> CompareAsync(DateRange days, DateOnly? running, CancellationToken cancellationToken)
    {
        var records = new List<ReconciliationRecord>();
        for (DateOnly day = days.Start; day <= days.End;)
        {
            if (book.BillingMonthOf(day) is not { } month)
            {
                records.Add(Compare(new DateRange(day, days.End), null, null, null)
                    .With(NotReadable("The billing months are not known, because no sync has read when credits reset. Sync with a key that may read the subscription (user_read); a plan without a reset has none.")));
                break;
            }

            records.Add(month.Days.End >= running
                ? Compare(new DateRange(month.Days.Start, running.Value.AddDays(-1)), null, null, null)
                    .With(NotReadable("A new billing month has begun that the ledger does not have yet, so the length of this one is unknown. Sync first."))
                : Compare(month, await ledger.ReadDaysAsync(connection, month.Days, cancellationToken)));
            day = month.Days.End.AddDays(1);
        }

        return records;
    }

    private static Finding NotReadable(string why) => new(DifferenceCause.NotReadable, why);

    private ReconciliationRecord Compare(BillingMonth month, IReadOnlyList<DayEntry> entries)
    {
        (decimal? fee, string? feeCurrency, string? noFee) = FeeOf(month);
        DayEntry[] kept = [.. entries.Where(entry => entry.State != DayState.Failed || entry.Rows > 0)];
        string[] currencies = [.. kept.Select(entry => entry.Currency).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? currency = currencies.Length == 1 ? currencies[0] : null;
        if (kept.Length < month.Days.Days)
        {
            return Compare(month.Days, null, fee, currency ?? feeCurrency).With(new Finding(DifferenceCause.NotKept, string.Create(CultureInfo.InvariantCulture,
                $"Of the {month.Days.Days} days of the billing month the ledger has {kept.Length}, so the month's value is not known. Sync it from {month.Days.Start:yyyy-MM-dd} to {month.Days.End:yyyy-MM-dd}.")));
        }

        decimal? value = currencies.Length > 1 ? null : kept.Aggregate((decimal?)0, (sum, entry) => sum + entry.ConsumedCost);
        Comparison comparison = Compare(month.Days, value, fee, currency ?? feeCurrency);
        return value is null
            ? comparison.With(NotReadable(currencies.Length > 1
                ? $"The ledger's values of the billing month are in several currencies: {string.Join(", ", currencies)}."
                : "Some days of the billing month were read from the usage statistics, which report no value."))
            : fee is null ? comparison.With(NotReadable(noFee ?? "The plan's price is not known."))
            : comparison.With(new Finding(DifferenceCause.DifferentQuestion, TwoQuestions + Notes(month)), comparable: currency is null || currency == feeCurrency);
    }

    /// <summary>The fee of a month, and its currency; null, and the reason, where it is not known.</summary>
    private static (decimal? Fee, string? Currency, string? Reason) FeeOf(BillingMonth month)
    {
        decimal fee = 0;
        string? currency = null;
        foreach (BilledPlan plan in month.Plans)
        {
            if (plan.Price.Rate is not { } rate)
            {
                return (null, null, plan.Price.Reason);
            }

            if (currency is not null && currency != rate.Currency)
            {
                return (null, null, "The currency of the plan changed within the billing month, so its fee has no single currency.");
            }

            currency = rate.Currency;
            fee += plan.Days.Days == month.FullDays ? rate.MonthlyPrice : rate.MonthlyPrice * plan.Days.Days / month.FullDays;
        }

        return (decimal.Round(fee, 6), currency, null);
    }

    private static string Notes(BillingMonth month) =>
        (month.Plans.Count > 1 || month.Days.Days < month.FullDays
            ? " The plan or the reset changed within the month, so each plan's fee counts for its days of it; the invoice may differ." : "")
        + (month.Plans.Any(plan => plan.Price.Rate is { IsAssumed: true })
            ? " The plan was first seen later; ElevenCost assumes that it was the same." : "");

    private Comparison Compare(DateRange days, decimal? value, decimal? fee, string? currency) =>
        new(connection, ReconciliationCheck.ConsumedAgainstFee, days, ValueName, value, FeeName, fee, currency);
}
