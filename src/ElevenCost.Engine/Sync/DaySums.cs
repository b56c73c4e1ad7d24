using System.Globalization;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>The sums of one day's rows.</summary>
internal sealed class DaySums
{
    /// <summary>The fewest decimals that a cost is taken to be rounded to: the query's costs have been seen with six.</summary>
    private const int FewestDecimals = 6;

    /// <summary>Sums of doubles differ in their last digits by the order of summing; a double has 15 to 17.</summary>
    private const decimal DoubleNoise = 1e-12m;

    private int _decimals;

    public static DaySums None { get; } = new();

    public int Rows { get; private set; }

    public long Credits { get; private set; }

    /// <summary>Null if any row's are not known.</summary>
    public long? Requests { get; private set; } = 0;

    /// <summary>Null if any row's are not known.</summary>
    public decimal? Minutes { get; private set; } = 0;

    /// <summary>Null if any row's is not known.</summary>
    public decimal? Cost { get; private set; } = 0;

    /// <summary>The sums of each day that has rows, of full records or of one slice.</summary>
    /// <exception cref="ElevenLabsApiException"><c>FigureOutOfBounds</c>: a sum is beyond what a day can have.</exception>
    public static Dictionary<DateOnly, DaySums> ByDay(UsageTable table, sbyte breakdown = UsageTable.FullRecord)
    {
        var days = new Dictionary<DateOnly, DaySums>();
        for (int row = 0; row < table.Count; row++)
        {
            if (table.Breakdown[row] != breakdown)
            {
                continue;
            }

            var date = DateOnly.FromDayNumber(table.Day[row]);
            if (!days.TryGetValue(date, out DaySums? sums))
            {
                days.Add(date, sums = new DaySums());
            }

            sums.Add(table, row);
            sums.Check(date);
        }

        return days;
    }

    /// <summary>Why this breakdown does not add up to the total; null if it does.</summary>
    public string? DifferenceFrom(DaySums total)
    {
        if (total.Rows > 1)
        {
            // As with rows that come twice, which would be twice in the breakdown too.
            return string.Create(CultureInfo.InvariantCulture, $"its total came in {total.Rows} rows instead of one");
        }

        if (Credits != total.Credits)
        {
            return string.Create(CultureInfo.InvariantCulture, $"its rows add up to {Credits} credits, the total is {total.Credits}");
        }

        if (Requests is { } requests && total.Requests is { } allRequests && requests != allRequests)
        {
            return string.Create(CultureInfo.InvariantCulture, $"its rows add up to {requests} requests, the total is {allRequests}");
        }

        // Each row is rounded by half a unit of its last digit at most.
        decimal tolerance = ((Rows + 1) * 0.5m * new decimal(1, 0, 0, false, (byte)Math.Max(_decimals, FewestDecimals)))
            + (Math.Abs(total.Cost ?? 0) * DoubleNoise);
        return Cost is { } cost && total.Cost is { } allCost && Math.Abs(cost - allCost) > tolerance
            ? string.Create(CultureInfo.InvariantCulture, $"its rows are worth {cost}, the total is {allCost}")
            : null;
    }

    private void Check(DateOnly day)
    {
        FigureBounds.CheckDay(day, "credits", Credits, FigureBounds.CreditsOfDay);
        FigureBounds.CheckDay(day, "requests", Requests ?? 0, FigureBounds.Requests);
        FigureBounds.CheckDay(day, "minutes", Minutes ?? 0, FigureBounds.AmountOfDay);
        FigureBounds.CheckDay(day, "consumed values", Cost ?? 0, FigureBounds.AmountOfDay);
    }

    private void Add(UsageTable table, int row)
    {
        Rows++;
        Credits += table.Credits[row];
        Requests += table.Requests[row];
        Minutes += table.Minutes[row];
        Cost += table.ConsumedCost[row];
        if (table.ConsumedCost[row] is { } cost)
        {
            _decimals = Math.Max(_decimals, cost.Scale);
        }
    }
}
