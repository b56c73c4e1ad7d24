using System.Globalization;

namespace ElevenCost;

/// <summary>The generation of billing that a user set for a connection, from one day on. Immutable.</summary>
/// <param name="Billing">What was set.</param>
/// <param name="From">
/// The first day on which it applies, in the connection's zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for every day.
/// </param>
public sealed record BillingTerm(BillingChoice Billing, DateTime? From)
{
    /// <summary>The choice and its first day, such as <c>PayAsYouGo from 2026-11-05</c>.</summary>
    public override string ToString() =>
        From is { } day ? string.Create(CultureInfo.InvariantCulture, $"{Billing} from {day:yyyy-MM-dd}") : Billing.ToString();
}
