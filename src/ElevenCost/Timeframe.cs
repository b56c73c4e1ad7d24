namespace ElevenCost;

/// <summary>A range of days by name; "to date" ends with today.</summary>
public enum Timeframe
{
    /// <summary>Today.</summary>
    Today,

    /// <summary>Yesterday.</summary>
    Yesterday,

    /// <summary>From this week's Monday to today.</summary>
    WeekToDate,

    /// <summary>From the first of this month to today.</summary>
    MonthToDate,

    /// <summary>The whole calendar month before this one.</summary>
    LastMonth,

    /// <summary>From 1 January to today.</summary>
    YearToDate,

    /// <summary>From the latest reset of the plan's credits to today.</summary>
    BillingPeriod,

    /// <summary>The whole billing month before that.</summary>
    LastBillingPeriod,
}
