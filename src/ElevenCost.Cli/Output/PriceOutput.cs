using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;

namespace ElevenCost.Cli.Output;

/// <summary>Writes prices.</summary>
internal static class PriceOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        if (format != OutputFormat.Table)
        {
            await Rows.ExportAsync(screen, format, ExportColumns.Prices, prices.AsAsync(), cancellationToken);
            return;
        }

        List<(TableColumn Column, Func<Price, string> Cell)> columns = [(new TableColumn("Tier", CanShorten: true), price => price.Tier)];
        if (prices.Any(price => price.Connection is not null))
        {
            columns.Add((new TableColumn("Connection", CanShorten: true), price => price.Connection ?? "(every)"));
        }

        columns.Add((new TableColumn("From"), price => Day(price.From)));
        columns.Add((new TableColumn("To"), price => Day(price.To)));
        columns.Add((new TableColumn("Price", IsNumber: true), price => Amount(price.MonthlyPrice)));
        columns.Add((new TableColumn("Credits", IsNumber: true), price => Figures.Count(price.MonthlyCredits)));
        columns.Add((new TableColumn("Per 1k", IsNumber: true), price => Amount(price.OveragePer1000Credits)));
        if (prices.Any(price => price.Billing is not null))
        {
            columns.Add((new TableColumn("Beyond"), price => price.Billing switch { BillingGeneration.PayAsYouGo => "balance", BillingGeneration.UsageBased => "overage", _ => "-" }));
        }

        string[] currencies = [.. prices.Select(price => price.Currency).Distinct()];
        if (currencies.Length > 1)
        {
            columns.Add((new TableColumn("Cur"), price => price.Currency));
        }

        if (prices.Any(price => price.BillingPeriod != BillingPeriod.Monthly))
        {
            columns.Add((new TableColumn("Paid"), price => price.BillingPeriod is { } period ? Words.Of(period) : "any"));
        }

        columns.Add((new TableColumn("Source"), price => Words.Of(price.Source)));
        await new TextTable([.. columns.Select(column => column.Column)], screen.Width).WriteAsync(
            screen.Output,
            $"Plans by the month{(currencies.Length == 1 ? " in " + currencies[0] : "")}, before tax; beyond the plan per 1,000 credits",
            prices.Select(price => columns.Select(column => column.Cell(price)).ToArray()).AsAsync(),
            () => [],
            cancellationToken);
        foreach (Price decided in prices.Where(price => price.BillingReason is not null))
        {
            screen.Tell($"note: {decided.InForceFor}: {Words.Of(decided.Billing!.Value)}, because {decided.BillingReason}.");
        }
    }

    /// <summary>A price in a few words.</summary>
    public static string Describe(Price price) => $"{price.Version} ({Amount(price.MonthlyPrice)} {price.Currency})";

    /// <summary>The days of a price in words.</summary>
    public static string Days(Price price) => (price.From, price.To) switch
    {
        (null, null) => "always",
        ({ } from, null) => $"from {Figures.Day(from)} on",
        (null, { } to) => $"until {Figures.Day(to)}",
        ({ } from, { } to) => $"from {Figures.Day(from)} to {Figures.Day(to)}",
    };

    private static string Day(DateTime? day) => day is { } known ? Figures.Day(known) : "-";

    /// <summary>All digits, for a price is what it is.</summary>
    private static string Amount(decimal? amount) => amount?.ToString("#,##0.00######", CultureInfo.InvariantCulture) ?? "-";
}
