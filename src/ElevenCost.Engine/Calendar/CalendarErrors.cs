using System.Globalization;

namespace ElevenCost.Engine.Calendar;

/// <summary>The errors of ranges, buckets and time zones: id, text and remedy of each in one place.</summary>
internal static class CalendarErrors
{
    internal static readonly ErrorKind BillingPeriodNotKnown = new(FailureCategory.Configuration,
        "No sync has read when the plan's credits reset.",
        "Sync with a key that may read the subscription (`user_read`), or set the days.");

    internal static readonly ErrorKind BillingPeriodsDiffer = new(FailureCategory.Usage,
        "The connections have different billing months, so they cannot be in one result.",
        "Use one connection at a time (pipe them in), or set the days.");

    internal static readonly ErrorKind GranularityNotKept = new(FailureCategory.Usage,
        "The ledger stores days, not hours, and this command reads no hours live.",
        "Use `Day` or longer.");

    internal static readonly ErrorKind HourRangeTooLong = new(FailureCategory.Usage,
        "Hours are read live, for 31 days at most.",
        "Use fewer days, or days instead of hours.");

    internal static readonly ErrorKind RangeNotValid = new(FailureCategory.Usage,
        "The days cannot be a range: the end lies before the start, the start is in the future, the range is longer than 3,660 days, or the length is not valid; `30d` is.",
        "Use days within these bounds.");

    internal static readonly ErrorKind TimeZoneNotFound = new(FailureCategory.Configuration,
        "The system has no time zone with that name.",
        "Use an IANA name such as `Europe/Berlin`; in a container, install its time zone data.",
        FailureNature.NotFound);

    internal static readonly ErrorKind TimeZonesDiffer = new(FailureCategory.Usage,
        "The connections have different time zones, so their hours cannot be in one result.",
        "Use connections of one time zone at a time.");

    public static ElevenCostException ZoneNotFound(string name) => new(TimeZoneNotFound,
        $"The time zone '{name}' is not known to this machine.",
        "Use an IANA name such as UTC, Europe/Berlin or America/New_York; a minimal Linux image may need the package tzdata.");

    public static ElevenCostException ZonesDiffer(IEnumerable<string> zones) => new(TimeZonesDiffer,
        $"The hours of {string.Join(" and ", zones)} are not the same hours.", "Use connections of one time zone at a time.");

    public static ElevenCostException LengthNotValid(string text) => new(RangeNotValid,
        $"'{text}' is not a length of time.", "Use a number of days, or a number and d, w, m or y, such as 30, 30d, 4w, 3m or 1y, of 3,660 days at most.");

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="today">Today in the connection's zone.</param>
    public static ElevenCostException DaysNotValid(DateOnly from, DateOnly to, DateOnly today) => new(RangeNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The range from {from:yyyy-MM-dd} to {to:yyyy-MM-dd} is not valid; today is {today:yyyy-MM-dd}."),
        $"Use a start that is not after the end, nor in the future, and {RangeWords.MaximumDays} days at most.");

    /// <param name="range">The days that were asked for by the hour.</param>
    /// <param name="most">How many days there may be.</param>
    public static ElevenCostException TooManyHours(DateRange range, int most) => new(HourRangeTooLong,
        string.Create(CultureInfo.InvariantCulture, $"Hours are read live, {most} days at most; {range} has {range.Days}."),
        "Use fewer days, or days instead of hours.");

    public static ElevenCostException HoursNotKept() => new(GranularityNotKept,
        "The ledger stores days, not hours.", "Use day, week, month, quarter, year or total.");

    public static ElevenCostException NoBillingPeriod() => new(BillingPeriodNotKnown,
        "The billing period is not known: no sync has read when the credits reset.",
        "Sync first, with a key that may read the subscription (user_read), or set the days.");

    /// <param name="connection">The connection's name.</param>
    /// <param name="remedy">What to do instead of syncing, as the end of a sentence.</param>
    public static ElevenCostException NoBillingPeriod(string connection, string remedy) => new(BillingPeriodNotKnown,
        $"The billing period of connection '{connection}' is not known: no sync has read when the credits reset.",
        $"Sync with a key that may read the subscription (user_read), or {remedy}.");

    /// <param name="periods">The billing periods of the connections.</param>
    /// <param name="remedy">What to do.</param>
    public static ElevenCostException PeriodsDiffer(IEnumerable<DateRange> periods, string remedy) => new(BillingPeriodsDiffer,
        $"The connections' billing periods differ: {string.Join(", ", periods.Order())}.", remedy);
}
