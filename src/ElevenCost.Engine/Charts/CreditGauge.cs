using System.Globalization;
using ElevenCost.Engine.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ElevenCost.Engine.Charts;

/// <summary>The credits left of one pool, and the day on which they run out.</summary>
internal static class CreditGauge
{
    private const int MostBar = 40;
    private const int PercentWidth = 9;

    /// <summary>The gauge.</summary>
    /// <param name="quota">The quota; it must have a limit.</param>
    /// <param name="at">The present, in UTC.</param>
    /// <param name="glyphs">The characters.</param>
    /// <param name="width">The columns that it takes.</param>
    /// <param name="safe">Makes a name fit for the terminal.</param>
    public static IEnumerable<IRenderable> Of(Quota quota, DateTime at, ChartGlyphs glyphs, int width, Func<string, string> safe)
    {
        long left = quota.CreditsLeft!.Value;
        long limit = quota.CreditLimit!.Value;
        decimal share = limit > 0 ? Math.Max(0, (decimal)left / limit) : 0;
        string pool = quota.SharedWith is { } others ? $"{quota.Connection} and {others}" : quota.Connection;
        yield return new Text(safe($"{pool}, {quota.Tier}: ") + (left < 0
            ? $"{Figures.Count(-left)} used beyond {Figures.Count(limit)}"
            : $"{Figures.Count(left)} of {Figures.Count(limit)}"));
        int cells = Math.Min(MostBar, width - PercentWidth);
        int filled = share > 0 ? Math.Clamp((int)decimal.Round(share * cells), 1, cells) : 0;
        yield return new Columns(
            new Text(new string(glyphs.Growing[8], filled), StyleOf(quota)),
            new Text(new string(glyphs.Track, cells - filled), ChartStyles.Quiet),
            new Text(" " + share.ToString("P1", CultureInfo.InvariantCulture))) { Expand = false, Padding = new Padding(0) };
        yield return new Text(Outlook(quota, at), StyleOf(quota));
        yield return new Text($"As of {Figures.Minute(quota.At)} UTC.", ChartStyles.Quiet);
    }

    private static Style StyleOf(Quota quota) => quota.State switch
    {
        QuotaState.Lasts => ChartStyles.Good,
        QuotaState.RunsOut or QuotaState.OnBalance => ChartStyles.Warning,
        QuotaState.Exhausted or QuotaState.Overage => ChartStyles.Bad,
        _ => ChartStyles.Quiet,
    };

    private static string Outlook(Quota quota, DateTime at) => quota switch
    {
        { NextResetAt: { } reset } when reset <= at => $"The credits were reset on {Figures.Day(reset)}. Sync to see this month's.",
        { State: QuotaState.OnBalance } => "The plan's credits are used up. Usage draws on the prepaid balance.",
        { State: QuotaState.Overage } => $"The credits are used up.{Reset(quota)}",
        { State: QuotaState.Exhausted } => $"The credits are used up.{Reset(quota)}",
        { RunsOutBeforeReset: true, RunsOutOn: { } day, NextResetAt: { } reset } => $"They run out on {Figures.Day(day)}, before the reset on {Figures.Day(reset)}.",
        { RunsOutBeforeReset: false, NextResetAt: { } reset } => $"They last until the reset on {Figures.Day(reset)}.",
        { RunsOutOn: { } day } => $"They run out on {Figures.Day(day)}. The reset is not known.",
        _ => $"When they run out is not known.{Reset(quota)}",
    };

    private static string Reset(Quota quota) => quota.NextResetAt is { } reset ? $" They reset on {Figures.Day(reset)}." : "";
}
