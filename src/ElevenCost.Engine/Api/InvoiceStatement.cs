namespace ElevenCost.Engine.Api;

/// <summary>What the subscription reports of invoices. Immutable.</summary>
/// <param name="Currency">ISO 4217 code of the subscription, upper case, which invoices name no other than; null if the account has none.</param>
/// <param name="Next">The next invoice; null if there is none.</param>
/// <param name="Open">The open invoices.</param>
public sealed record InvoiceStatement(string? Currency, Invoice? Next, IReadOnlyList<Invoice> Open);

/// <summary>An invoice, in whole cents of the subscription's currency. Immutable.</summary>
/// <param name="AmountDueCents">What is due; null if the response does not say.</param>
/// <param name="SubtotalCents">The amount before tax and discounts; null if the response does not say.</param>
/// <param name="TaxCents">The tax; null if the response does not say.</param>
/// <param name="HasDiscount">Whether a discount is named.</param>
/// <param name="NextPaymentAttempt">When payment is tried next, in UTC; null if it is not.</param>
public sealed record Invoice(long? AmountDueCents, long? SubtotalCents, long? TaxCents, bool HasDiscount, DateTime? NextPaymentAttempt);
