using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Api;

/// <summary>What the subscription's body says of invoices; every field optional.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(InvoicesBody))]
internal sealed partial class InvoiceJson : JsonSerializerContext;

internal sealed record InvoicesBody(
    [property: JsonPropertyName("currency")] string? Currency,
    [property: JsonPropertyName("next_invoice")] InvoiceBody? Next,
    [property: JsonPropertyName("open_invoices")] List<InvoiceBody?>? Open)
{
    public InvoiceStatement ToStatement() =>
        new(CurrencyCode.Read(Currency), Next?.ToInvoice(), [.. (Open ?? []).OfType<InvoiceBody>().Select(invoice => invoice.ToInvoice())]);
}

internal sealed record InvoiceBody(
    [property: JsonPropertyName("amount_due_cents")] long? AmountDueCents,
    [property: JsonPropertyName("subtotal_cents")] long? SubtotalCents,
    [property: JsonPropertyName("tax_cents")] long? TaxCents,
    [property: JsonPropertyName("discount_percent_off")] decimal? PercentOff,
    [property: JsonPropertyName("discount_amount_off")] decimal? AmountOff,
    [property: JsonPropertyName("discounts")] List<JsonElement>? Discounts,
    [property: JsonPropertyName("next_payment_attempt_unix")] long? NextPaymentAttemptUnix)
{
    public Invoice ToInvoice() => new(AmountDueCents, SubtotalCents, TaxCents, PercentOff is > 0 || AmountOff is > 0 || Discounts is { Count: > 0 },
        NextPaymentAttemptUnix is > 0 and { } attempt ? ApiTime.Read(attempt)?.UtcDateTime : null);
}
