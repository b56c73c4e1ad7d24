using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>
/// Usage against the subscription: its credits, the plan's fee, overage and invoices. Of the billing month that has begun, for ElevenLabs reports
/// these as of now alone.
/// </summary>
/// <param name="connection">The connection's name.</param>
/// <param name="days">The days of the billing month so far; today where it is not known.</param>
/// <param name="subscription">The subscription as of now.</param>
/// <param name="invoices">The invoices as of now.</param>
/// <param name="plan">The plan's price today, or why there is none.</param>
/// <param name="sharedWith">Who else draws on the subscription's credits, in words; null if nobody is known to.</param>
internal sealed class MoneyChecks(
    string connection, DateRange days, SubscriptionSnapshot subscription, InvoiceStatement invoices, PlanRateAnswer plan, string? sharedWith)
{
    public const string CreditsName = "credits of the subscription";

    private const string OverageName = "overage of the subscription";
    private const string OverageByCreditsName = "overage by credits";
    private const string NextInvoiceName = "next invoice";
    private const string FeeAndOverageName = "fee and overage";
    private const string OpenInvoicesName = "open invoices";
    private const string NoneName = "none";
    private const decimal Cents = 100;
    private const decimal CreditsOfRate = 1000;

    /// <summary>The subscription's counter against the analytics query.</summary>
    /// <param name="month">The billing month; null if it could not be read.</param>
    public ReconciliationRecord Credits(BillingMonthFigures? month)
    {
        var comparison = Compare(ReconciliationCheck.BillingMonthCredits, CreditsName, subscription.CreditsUsed,
            EndpointChecks.AnalyticsName, month?.Credits, "credits");
        if (month is null)
        {
            return comparison.With(NotReadable("The billing month is unknown, or the analytics query is rejected."));
        }

        long difference = subscription.CreditsUsed - month.Credits;
        return comparison.With(
            difference == 0 ? Finding.None
            : month.CreditsAroundReset > 0 && difference > 0 && difference <= month.CreditsAroundReset
                ? new Finding(DifferenceCause.Rounding, string.Create(CultureInfo.InvariantCulture,
                    $"The credits were reset at {month.Start:yyyy-MM-dd HH:mm} UTC, within an hour of {month.CreditsAroundReset:N0} credits, which hours can't divide."))
            : Math.Abs(difference) <= month.LateCredits
                ? new Finding(DifferenceCause.LateData, string.Create(CultureInfo.InvariantCulture,
                    $"The last hours have {month.LateCredits:N0} credits, which may not have reached both sides yet. Compare again later."))
            : difference > 0 && sharedWith is not null ? new Finding(DifferenceCause.SharedPool,
                $"The subscription counts the credits of a whole pool, which this workspace shares with {sharedWith}; the analytics query counts those of this workspace.")
            : new Finding(DifferenceCause.Unexplained, difference > 0
                ? "The subscription counts more than the analytics query does. A pool of credits shared with other workspaces would, and so would a plan changed in mid-month; neither shows here."
                : "The subscription counts less than the analytics query does. A plan changed or credits given back in mid-month would explain it; neither shows here."));
    }

    /// <summary>The checks of what ElevenLabs reports as of now, for days that do not reach into the billing month that has begun: not made, and why.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <param name="days">The days.</param>
    /// <param name="running">The first day of the month that has begun; null if unknown.</param>
    public static IEnumerable<ReconciliationRecord> NotReached(string connection, DateRange days, DateOnly? running)
    {
        Finding finding = NotReadable("ElevenLabs reports this only as of now, for the current billing month"
            + (running is { } start ? string.Create(CultureInfo.InvariantCulture, $" on {start:yyyy-MM-dd}") : "") + "; the range ends before it.");
        return new[]
        {
            new Comparison(connection, ReconciliationCheck.BillingMonthCredits, days, CreditsName, null, EndpointChecks.AnalyticsName, null, "credits"),
            new Comparison(connection, ReconciliationCheck.Overage, days, OverageName, null, OverageByCreditsName, null, null),
            new Comparison(connection, ReconciliationCheck.NextInvoice, days, NextInvoiceName, null, FeeAndOverageName, null, null),
            new Comparison(connection, ReconciliationCheck.OpenInvoices, days, OpenInvoicesName, null, NoneName, null, null),
        }.Select(comparison => comparison.With(finding));
    }

    /// <summary>Consumed value so far against the plan's fee: two questions, side by side.</summary>
    public ReconciliationRecord Consumed(BillingMonthFigures? month)
    {
        var comparison = Compare(ReconciliationCheck.ConsumedAgainstFee, FeeChecks.ValueName, month?.Value, FeeChecks.FeeName, plan.Rate?.MonthlyPrice, month?.Currency);
        return month?.Value is null ? comparison.With(NotReadable("The value of the billing month is not known."))
            : plan.Rate is not { } rate ? comparison.With(NotReadable(plan.Reason ?? "The plan's price is not known."))
            : comparison.With(
                new Finding(DifferenceCause.DifferentQuestion, string.Create(CultureInfo.InvariantCulture,
                    $"{FeeChecks.TwoQuestions} The billing month is not over: the value is that of its {days.Days} days so far, the fee that of the whole month.")),
                comparable: rate.Currency == month.Currency);
    }

    /// <summary>Overage against the credits beyond the limit at the plan's rate.</summary>
    public ReconciliationRecord Overage()
    {
        long beyond = Math.Max(0, subscription.CreditsUsed - subscription.CreditLimit);
        long billed = subscription.OverageAllowed == false ? 0 : Math.Min(beyond, subscription.OverageLimit ?? beyond);
        bool isOfCurrency = plan.Rate is { } rate && string.Equals(rate.Currency, subscription.OverageCurrency, StringComparison.OrdinalIgnoreCase);
        decimal? byRate = billed == 0 ? 0 : isOfCurrency ? billed * plan.Rate!.OveragePer1000Credits / CreditsOfRate : null;
        var comparison = Compare(ReconciliationCheck.Overage, OverageName, subscription.CurrentOverage, OverageByCreditsName, byRate, subscription.OverageCurrency);
        return subscription.CurrentOverage is not { } reported ? comparison.With(NotReadable("The subscription reports no overage."))
            : byRate is not { } expected ? comparison.With(NotReadable(string.Create(CultureInfo.InvariantCulture,
                $"{billed:N0} credits were used beyond the limit of {subscription.CreditLimit:N0}, and no overage rate of the plan is known in {subscription.OverageCurrency ?? "the overage's currency"}. {plan.Reason}")))
            : reported == expected ? comparison.With(Finding.None)
            : Math.Abs(reported - expected) < 1 / Cents ? comparison.With(Finding.Rounding)
            : reported == 0 ? comparison.With(new Finding(DifferenceCause.OverageApart, string.Create(CultureInfo.InvariantCulture,
                $"{billed:N0} credits were used beyond the limit of {subscription.CreditLimit:N0}, and the subscription reports an overage of 0, as seen on accounts where it is charged separately.")))
            : comparison.With(new Finding(DifferenceCause.Unexplained, beyond == 0
                ? string.Create(CultureInfo.InvariantCulture, $"Overage is charged although {subscription.CreditLimit - subscription.CreditsUsed:N0} credits are left.")
                : string.Create(CultureInfo.InvariantCulture,
                    $"{billed:N0} credits beyond the limit of {subscription.CreditLimit:N0} come to another amount at {plan.Rate?.OveragePer1000Credits} for 1,000. If you pay another rate, set it as a price of your own.")));
    }

    /// <summary>The next invoice against fee and overage.</summary>
    public ReconciliationRecord NextInvoice()
    {
        int? months = BillingPeriodWords.Months(subscription.BillingPeriod);
        decimal? fee = plan.Rate?.MonthlyPrice * months;
        decimal? due = (invoices.Next?.SubtotalCents ?? invoices.Next?.AmountDueCents) / Cents;
        string? currency = invoices.Currency ?? subscription.Currency;
        var comparison = Compare(ReconciliationCheck.NextInvoice, NextInvoiceName, due, FeeAndOverageName, fee + (subscription.CurrentOverage ?? 0), currency);
        if (invoices.Next is not { } next || due is not { } amount)
        {
            return comparison.With(fee == 0 ? Finding.None : invoices.Next is null && IsEnding ? Ends
                : NotReadable("There is no next invoice, or ElevenLabs does not report its amount."));
        }

        if (fee is not { } plain)
        {
            return comparison.With(NotReadable(plan.Reason ?? $"The billing period '{subscription.BillingPeriod}' is not known."));
        }

        if (plan.Rate!.Currency != currency)
        {
            return comparison.With(new Finding(DifferenceCause.OtherUnit, $"The plan's price is in {plan.Rate.Currency}, the invoice in {currency ?? "a currency that ElevenLabs does not report"}."), comparable: false);
        }

        return comparison.With(Explain(next, amount, plain));
    }

    /// <summary>What is not paid yet.</summary>
    public ReconciliationRecord OpenInvoices()
    {
        decimal? due = invoices.Open.Aggregate((decimal?)0m, (sum, invoice) => sum + (invoice.AmountDueCents / Cents));
        var comparison = Compare(ReconciliationCheck.OpenInvoices, OpenInvoicesName, due, NoneName, 0, invoices.Currency ?? subscription.Currency);
        return invoices.Open.Count == 0 ? comparison.With(Finding.None)
            : comparison.With(new Finding(DifferenceCause.OpenInvoices,
                invoices.Open.Count == 1 ? "An invoice is open: check the account's payments." : $"{invoices.Open.Count} invoices are open: check the account's payments."));
    }

    private static Finding Ends { get; } = new(DifferenceCause.PendingChange, "The plan ends, so no further fee is due. An invoice may still contain overage.");

    private bool IsEnding => subscription.PendingKind == "cancellation";

    private static Finding NotReadable(string why) => new(DifferenceCause.NotReadable, why);

    private Comparison Compare(ReconciliationCheck check, string leftName, decimal? left, string rightName, decimal? right, string? unit) =>
        new(connection, check, days, leftName, left, rightName, right, unit);

    private Finding Explain(Invoice next, decimal amount, decimal fee)
    {
        decimal overage = subscription.CurrentOverage ?? 0;
        decimal expected = fee + overage;
        return amount == expected ? Finding.None
            : amount == fee ? new Finding(DifferenceCause.OverageApart, "The invoice contains only the plan's fee; the overage so far is charged separately, or is not in it yet.")
            : next.TaxCents is > 0 and { } tax && amount - (tax / Cents) is var net && (net == expected || net == fee)
                ? new Finding(DifferenceCause.Tax, string.Create(CultureInfo.InvariantCulture, $"The invoice contains {tax / Cents} of tax."))
            : next.HasDiscount && amount < expected ? new Finding(DifferenceCause.Discount, "The invoice names a discount. To include it in costs, set what you pay as a price of your own.")
            : subscription.PendingTier is { } tier ? new Finding(DifferenceCause.PendingChange, $"A change of the plan to '{tier}' is pending, and the invoice is that plan's.")
            : IsEnding && (amount == overage || amount == 0) ? Ends
            : new Finding(DifferenceCause.Unexplained, "The invoice is neither the plan's fee nor fee and overage. If you pay another price, set it as a price of your own.");
    }
}
