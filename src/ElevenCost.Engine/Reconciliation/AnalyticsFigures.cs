using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>What the analytics query says of some days now. Immutable by agreement.</summary>
/// <param name="Totals">The total of each day that has usage.</param>
/// <param name="Rows">The sums of the rows by every dimension, of each day that has usage.</param>
/// <param name="Keyless">Credits without an API key; null if the connection does not read by key.</param>
/// <param name="Currency">ISO 4217 code of the value; null if none is named.</param>
internal sealed record AnalyticsFigures(
    IReadOnlyDictionary<DateOnly, DaySums> Totals, IReadOnlyDictionary<DateOnly, DaySums> Rows, IReadOnlyDictionary<DateOnly, long>? Keyless, string? Currency)
{
    /// <summary>As short as a sync's, for a large workspace has many rows.</summary>
    private const int LongestWindow = 8;

    public static async Task<AnalyticsFigures> ReadAsync(
        IElevenLabsApi api, Connection connection, TimeZoneInfo zone, DateRange range, string? userId, CancellationToken cancellationToken)
    {
        Dimension[] dimensions = [.. connection.Dimensions.Where(dimension => UsageTable.IndexOf(dimension) >= 0 && dimension != Dimension.Group)];
        var totals = new Dictionary<DateOnly, DaySums>();
        var rows = new Dictionary<DateOnly, DaySums>();
        var keyless = new Dictionary<DateOnly, long>();
        string? currency = null;
        foreach (DateRange window in Windows.Of(range, LongestWindow))
        {
            AnalyticsUsage total = await api.QueryAnalyticsAsync(new AnalyticsQuery(window, zone, [], userId), cancellationToken);
            AnalyticsUsage usage = await api.QueryAnalyticsAsync(new AnalyticsQuery(window, zone, dimensions, userId), cancellationToken);
            AddTo(totals, DaySums.ByDay(total.Table));
            AddTo(rows, DaySums.ByDay(usage.Table));
            currency ??= total.Currency ?? usage.Currency;
            AddKeyless(keyless, usage.Table);
        }

        return new AnalyticsFigures(totals, rows, dimensions.Contains(Dimension.ApiKey) ? keyless : null, currency);
    }

    /// <summary>A day's total; of a day without usage, nothing.</summary>
    public DaySums On(DateOnly day) => Totals.GetValueOrDefault(day, DaySums.None);

    private static void AddTo(Dictionary<DateOnly, DaySums> all, Dictionary<DateOnly, DaySums> days)
    {
        foreach ((DateOnly day, DaySums sums) in days)
        {
            all[day] = sums;
        }
    }

    private static void AddKeyless(Dictionary<DateOnly, long> keyless, UsageTable table)
    {
        DimensionColumn keys = table.Dimensions[UsageTable.IndexOf(Dimension.ApiKey)];
        for (int row = 0; row < table.Count; row++)
        {
            if (keys.Index[row] is >= 0 and int key && keys.Values[key].Length == 0)
            {
                var day = DateOnly.FromDayNumber(table.Day[row]);
                keyless[day] = keyless.GetValueOrDefault(day) + table.Credits[row];
            }
        }
    }
}
