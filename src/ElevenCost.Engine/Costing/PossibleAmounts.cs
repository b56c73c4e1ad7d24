using System.Globalization;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Costing;

/// <summary>Shows what undecided billing months cost under each generation of billing: both amounts, so that nobody has to guess which is meant.</summary>
internal static class PossibleAmounts
{
    private const int Decimals = 2;

    /// <summary>One warning for a connection, with the sums of its undecided months; none where the amounts are the same.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="costs">The months that were asked for.</param>
    /// <param name="costOf">Adds a month up with other prices.</param>
    /// <param name="basis">The basis of the result.</param>
    /// <param name="notes">Where the warning goes.</param>
    public static void AddNotes(
        Connection connection, IReadOnlyList<BillingMonthCost> costs, Func<BillingMonth, BillingMonthCost> costOf, CostBasis basis, PricingNotes notes)
    {
        BillingMonth[] open = [.. costs.Select(cost => cost.Month).Where(month => month.IsUndecided)];
        BillingMonthCost[][] possible = [.. open.Select(month => month.Possible().Select(costOf).ToArray())];
        string[] amounts = [.. Enumerable.Range(0, possible.Max(choices => choices.Length))
            .Select(choice => InWords([.. possible.Select(choices => choices[Math.Min(choice, choices.Length - 1)])], basis))];
        if (amounts.Distinct(StringComparer.Ordinal).Count() == 1)
        {
            return;
        }

        string[] ways = [.. possible[0].Select(choice => WayOf(choice.Month))];
        string months = open.Length == 1 ? $"the billing month {open[0].Days}" : string.Create(CultureInfo.InvariantCulture,
            $"{open.Length} billing months from {open[0].Days.Start:yyyy-MM-dd} to {open[^1].Days.End:yyyy-MM-dd}");
        notes.Add(new Warning(PriceWarnings.BillingNotDecided,
            $"{connection.Name}: ElevenLabs' reports do not show how the account is billed. For {months} that is {string.Join(", or ", amounts.Select((amount, index) => $"{amount} {ways[Math.Min(index, ways.Length - 1)]}"))}. "
            + $"Set it: {Advice.Of($"Set-ElevenLabsConnection {connection.Name} -Billing PayAsYouGo|UsageBased", $"elevencost connection set {connection.Name} --billing pay-as-you-go|usage-based")}."));
    }

    private static string WayOf(BillingMonth month) =>
        month.Plans.Select(plan => plan.Price.Rate).OfType<PlanRate>().LastOrDefault() is not { } rate ? "at an unknown price"
        : string.Create(CultureInfo.InvariantCulture,
            $"{(rate.Billing == BillingGeneration.PayAsYouGo ? "on Pay As You Go" : "on usage-based billing")} at {rate.MonthlyPrice:0.00} for {rate.MonthlyCredits:N0} credits");

    private static string InWords(BillingMonthCost[] months, CostBasis basis)
    {
        Fraction? sum = Fraction.Zero;
        foreach (BillingMonthCost month in months)
        {
            bool isDrawn = month.Month.Plans.Any(plan => plan.Price.Rate is { Billing: BillingGeneration.PayAsYouGo });
            Fraction? amount = month.Reason is not null ? null
                : basis == CostBasis.Overage ? (isDrawn ? Fraction.Zero : month.Beyond)
                : month.Beyond is { } beyond ? month.Fee + beyond
                : null;
            sum = sum is { } so && amount is { } more ? so + more : null;
        }

        return sum is { } known ? $"{known.Rounded(Decimals).ToString($"N{Decimals}", CultureInfo.InvariantCulture)} {months[0].Currency}" : "an unknown amount";
    }
}
