using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Calendar;

/// <summary>Ranges of days as a person says them: "the last 30 days", "month to date".</summary>
public static class RangeWords
{
    /// <summary>The longest range.</summary>
    public const int MaximumDays = 3660;

    /// <summary>The range that a report covers where none is said: the last 30 days, today included.</summary>
    public static DateRange Default(DateOnly today) => new(today.AddDays(-29), today);

    /// <summary>Whether a text is a length of time such as <c>30d</c>, <c>4w</c>, <c>3m</c> or <c>1y</c>, of 1 to 3,660 days; a number alone is days.</summary>
    public static bool IsLast(string text) => TryLast(text, new DateOnly(2026, 1, 1), out _);

    /// <summary>The last so many days, weeks, months or years, today included: <c>1m</c> on 14 March begins on 15 February.</summary>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>.</exception>
    public static DateRange Last(string text, DateOnly today) => TryLast(text, today, out DateRange range)
        ? range
        : throw CalendarErrors.LengthNotValid(text);

    /// <summary>The days of a timeframe.</summary>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="today">Today in the connection's zone.</param>
    /// <param name="zone">The connection's zone.</param>
    /// <param name="nextReset">When the credits reset, of the latest snapshot that reports it; null if none does. For the billing periods alone.</param>
    /// <exception cref="ElevenCostException"><c>BillingPeriodNotKnown</c>.</exception>
    public static DateRange Of(Timeframe timeframe, DateOnly today, TimeZoneInfo zone, DateTime? nextReset)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        return timeframe switch
        {
            Timeframe.Today => new(today, today),
            Timeframe.Yesterday => new(today.AddDays(-1), today.AddDays(-1)),
            Timeframe.WeekToDate => new(BucketCalendar.WeekOf(today), today),
            Timeframe.MonthToDate => new(month, today),
            Timeframe.LastMonth => new(month.AddMonths(-1), month.AddDays(-1)),
            Timeframe.YearToDate => new(new DateOnly(today.Year, 1, 1), today),
            Timeframe.BillingPeriod => new(PeriodStart(0), today),
            Timeframe.LastBillingPeriod => new(PeriodStart(-1), PeriodStart(0).AddDays(-1)),
            _ => throw new ArgumentOutOfRangeException(nameof(timeframe), timeframe, null),
        };

        DateOnly PeriodStart(int offset)
        {
            DateTime reset = nextReset is { } instant ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : throw CalendarErrors.NoBillingPeriod();

            // Counted from the reset that was seen, so that one of the 31st comes back to the 31st after a shorter month. A day belongs to the
            // period that begins on it, although the reset falls on some hour of it.
            int months = ((today.Year - reset.Year) * 12) + today.Month - reset.Month + 1;
            while (zone.DayOf(reset.AddMonths(months)) > today)
            {
                months--;
            }

            return zone.DayOf(reset.AddMonths(months + offset));
        }
    }

    /// <summary>When the credits reset, by the latest snapshot that reports it; null if none does.</summary>
    public static DateTime? NextReset(IReadOnlyList<SubscriptionSnapshot> snapshots) =>
        snapshots.LastOrDefault(snapshot => snapshot.NextResetAt is not null)?.NextResetAt;

    private static bool TryLast(string text, DateOnly today, out DateRange range)
    {
        range = default;
        bool isDays = text.Length > 0 && char.IsAsciiDigit(text[^1]);
        if (text.Length == 0 || !int.TryParse(text.AsSpan(0, text.Length - (isDays ? 0 : 1)), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is 0 or > MaximumDays)
        {
            return false;
        }

        DateOnly? before = (isDays ? 'd' : char.ToLowerInvariant(text[^1])) switch
        {
            'd' => today.AddDays(-count),
            'w' => today.AddDays(-7 * count),
            'm' => today.AddMonths(-Math.Min(count, 1200)),
            'y' => today.AddYears(-Math.Min(count, 100)),
            _ => null,
        };
        if (before is not { } last || today.DayNumber - last.DayNumber > MaximumDays)
        {
            return false;
        }

        range = new DateRange(last.AddDays(1), today);
        return true;
    }
}
