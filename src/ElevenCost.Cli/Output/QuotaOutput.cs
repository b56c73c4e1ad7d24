using System.Globalization;
using System.Text;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Quotas;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes quotas: for a person each as a list of what there is to know, for there are few of them.</summary>
internal static class QuotaOutput
{
    private const string Unknown = "-";

    public static async Task WriteAsync(Screen screen, OutputFormat format, QuotaResult result, CancellationToken cancellationToken)
    {
        if (format == OutputFormat.Table)
        {
            await using var writer = new StreamWriter(screen.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            bool isFirst = true;
            foreach (Quota quota in result.Quotas)
            {
                await WriteAsync(writer, quota, isFirst);
                isFirst = false;
            }
        }
        else
        {
            await Rows.ExportAsync(screen, format, InsightColumns.Quotas, result.Quotas.AsAsync(), cancellationToken);
        }

        foreach (Warning warning in result.Warnings)
        {
            screen.Warn(warning);
        }
    }

    private static async Task WriteAsync(StreamWriter writer, Quota quota, bool isFirst)
    {
        string title = quota.Connection + (quota.SharedWith is { } others ? $" (one pool with {others})" : "");
        await writer.WriteLineAsync((isFirst ? "" : "\n") + SafeText.Escape($"{title}: {Words.Of(quota.State)}"));
        foreach ((string label, string value) in Lines(quota))
        {
            await writer.WriteLineAsync(SafeText.Escape($"  {label,-18}{value}"));
        }
    }

    private static IEnumerable<(string Label, string Value)> Lines(Quota quota)
    {
        yield return ("plan", $"{quota.Tier}{(quota.Status is { } status ? $", {status}" : "")}");
        if (quota.Billing is not null || quota.BillingReason is not null)
        {
            string billing = quota.Billing is { } known ? Words.Of(known) : "not decided";
            yield return ("billing", billing + (quota.Billing is not null && quota.BillingReason is { } reason ? $": {reason}" : ""));
        }

        yield return ("credits used", Figures.Count(quota.CreditsUsed));
        if (quota.CreditLimit is { } limit)
        {
            yield return ("credits left", $"{Figures.Count(quota.CreditsLeft)} of {Figures.Count(limit)} (plan {Figures.Count(quota.PlanCredits)}, rollover {Figures.Count(quota.RolloverCredits)})");
        }

        yield return ("burn per day", $"{Rate(quota.BurnPerDay1)} yesterday, {Rate(quota.BurnPerDay7)} over 7 days, {Rate(quota.BurnPerDay30)} over 30 days");
        yield return ("runs out", RunsOut(quota));
        yield return ("resets", quota.NextResetAt is { } reset ? Instant(reset) : Unknown);
        if (quota.OverageCredits is > 0 || quota.OverageCost is > 0)
        {
            yield return ("overage so far", $"{Figures.Count(quota.OverageCredits)} credits, {Money(quota.OverageCost, quota.OverageCurrency)}");
        }

        if (quota.ProjectedOverageCredits is > 0)
        {
            string refused = quota.OverageAllowed == false ? " (rejected: the plan allows no overage)" : "";
            yield return ("overage by reset", $"{Figures.Count(quota.ProjectedOverageCredits)} credits{refused}, {Money(quota.ProjectedOverageCost, quota.ProjectedOverageCurrency)}");
        }

        if (quota.Billing == BillingGeneration.PayAsYouGo)
        {
            if (quota.DrawnCredits is > 0)
            {
                yield return ("drawn so far", $"{Figures.Count(quota.DrawnCredits)} credits, {Money(quota.DrawnCost, quota.DrawnCurrency)}");
            }

            if (quota.ProjectedDrawnCredits is > 0)
            {
                yield return ("drawn by reset", $"{Figures.Count(quota.ProjectedDrawnCredits)} credits, {Money(quota.ProjectedDrawnCost, quota.DrawnCurrency)}");
            }

            yield return ("balance", BalanceOf(quota));
        }

        if (quota.PendingChange is { } pending)
        {
            string what = string.Join(", ", new[] { pending, quota.PendingTier, quota.PendingBillingPeriod }.OfType<string>());
            yield return ("pending", what + (quota.PendingAt is { } at ? $" on {Instant(at)}" : ""));
        }

        yield return ("voices", $"{Slots(quota.VoiceSlotsUsed, quota.VoiceSlotLimit)}, professional {Slots(quota.ProfessionalVoiceSlotsUsed, quota.ProfessionalVoiceSlotLimit)}");
        yield return ("as of", Instant(quota.At) + (quota.IsLive ? "" : ", from the last sync"));
    }

    private static string RunsOut(Quota quota) => quota switch
    {
        { State: QuotaState.NoQuota } => "never: pay as you go",
        { CreditsLeft: <= 0, RunsOutBeforeReset: true } => "has run out" + TakesOver(quota),
        { RunsOutOn: { } day, ProjectedOverDays: { } over } => $"{Figures.Day(day)}, {Against(quota)}, at the burn of {(over == 1 ? "yesterday" : $"{Figures.Count(over)} days")}{TakesOver(quota)}",
        { RunsOutBeforeReset: false } => "not before the reset",
        _ => Unknown,
    };

    private static string TakesOver(Quota quota) =>
        quota is { Billing: BillingGeneration.PayAsYouGo, RunsOutBeforeReset: true } ? "; then the prepaid balance takes over" : "";

    private static string BalanceOf(Quota quota) => quota switch
    {
        { Balance: { } balance, BalanceRunsOutOn: { } day } => $"{Figures.Money(balance)} {quota.BalanceCurrency}, used up on {Figures.Day(day)}",
        { Balance: { } balance } => $"{Figures.Money(balance)} {quota.BalanceCurrency}",
        { BalanceAsOf: not null } => Unknown,
        _ => "not reported by the API; state it: elevencost connection set " + quota.Connection + " --balance 50.00",
    };

    private static string Against(Quota quota) => quota.RunsOutBeforeReset switch
    {
        true => "before the reset",
        false => "after the reset",
        null => "reset unknown",
    };

    private static string Rate(decimal? perDay) => perDay?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    private static string Money(decimal? amount, string? currency) => amount is null ? "cost unknown" : $"{Figures.Money(amount)} {currency}";

    private static string Slots(int? used, int? limit) => $"{Figures.Count(used)}/{Figures.Count(limit)}";

    private static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
