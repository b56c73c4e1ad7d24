using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes prices.</summary>
internal static class PriceOutput
{
    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        if (await Rows.WriteAsync(screen, format, ResultTables.Prices(prices), ExportColumns.Prices, prices.AsAsync(), cancellationToken) is null)
        {
            return;
        }

        foreach (Price decided in prices.Where(price => price.BillingReason is not null))
        {
            screen.WriteMessage($"note: {decided.InForceFor}: {Words.Of(decided.Billing!.Value)}, because {decided.BillingReason}.");
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

    /// <summary>All digits, for a price is what it is.</summary>
    private static string Amount(decimal? amount) => amount?.ToString("#,##0.00######", CultureInfo.InvariantCulture) ?? "-";
}
