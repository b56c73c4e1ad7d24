using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Quotas;

/// <summary>Credits a day over the last whole days, exactly; null if one of the days is not known whole. Immutable.</summary>
/// <param name="PerDay1">Yesterday.</param>
/// <param name="PerDay7">The 7 days before today.</param>
/// <param name="PerDay30">The 30 days before today.</param>
internal readonly record struct Burn(decimal? PerDay1, decimal? PerDay7, decimal? PerDay30)
{
    /// <summary>How many days are looked at.</summary>
    public const int MostDays = 30;

    private const int Week = 7;

    /// <summary>What everything projected rests on: 7 days, else 30, else 1; null if unknown.</summary>
    public (decimal PerDay, int Days)? Basis =>
        PerDay7 is { } week ? (week, Week)
        : PerDay30 is { } month ? (month, MostDays)
        : PerDay1 is { } day ? (day, 1)
        : null;

    /// <summary>Nothing is burnt; what sums begin with.</summary>
    public static Burn None { get; } = new(0, 0, 0);

    /// <summary>The burn of two kinds of usage together; null if one of them is not known.</summary>
    public static Burn operator +(Burn left, Burn right) =>
        new(left.PerDay1 + right.PerDay1, left.PerDay7 + right.PerDay7, left.PerDay30 + right.PerDay30);

    /// <summary>The burn by some days' credits.</summary>
    /// <param name="credits">The credits of the days that are known whole.</param>
    /// <param name="today">Today, which is not over.</param>
    public static Burn Of(IReadOnlyDictionary<DateOnly, long> credits, DateOnly today)
    {
        return new Burn(Over(1), Over(Week), Over(MostDays));

        decimal? Over(int days)
        {
            decimal sum = 0;
            for (int back = 1; back <= days; back++)
            {
                if (!credits.TryGetValue(today.AddDays(-back), out long day))
                {
                    return null;
                }

                sum += day;
            }

            return sum / days;
        }
    }

    /// <summary>The credits of each of the last days that is known whole: read without failure, and after it had ended.</summary>
    public static async Task<IReadOnlyDictionary<DateOnly, long>> ReadAsync(
        IUsageLedger ledger, Connection connection, DateOnly today, CancellationToken cancellationToken)
    {
        TimeZoneInfo zone = DayZone.Find(connection.TimeZone);
        var range = new DateRange(today.AddDays(-MostDays), today.AddDays(-1));
        IReadOnlyList<DayEntry> days = await ledger.ReadDaysAsync(connection.Name, range, cancellationToken);
        return days
            .Where(day => day.State is DayState.Final or DayState.Provisional && day.SyncedAt >= zone.StartOf(day.Date.AddDays(1)).UtcDateTime)
            .ToDictionary(day => day.Date, day => day.Credits);
    }
}
