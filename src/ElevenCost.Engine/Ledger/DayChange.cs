using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Ledger;

/// <summary>Whether two readings of a day differ.</summary>
internal static class DayChange
{
    /// <summary>Whether two entries say the same.</summary>
    public static bool IsSame(DayEntry old, DayEntry current) =>
        old.Date == current.Date && old.State == current.State && old.SyncedAt == current.SyncedAt && old.Source == current.Source
        && old.Currency == current.Currency && old.Dimensions.SequenceEqual(current.Dimensions) && old.Rows == current.Rows
        && old.Credits == current.Credits && old.Requests == current.Requests && old.Minutes == current.Minutes
        && old.ConsumedCost == current.ConsumedCost && old.Reason == current.Reason;

    /// <summary>Whether a new reading of a day says other than one that was made after the day had ended.</summary>
    /// <param name="old">The entry as stored.</param>
    /// <param name="current">The entry that replaces it.</param>
    /// <param name="rowsDiffer">Whether any row's dimension or measure differs.</param>
    /// <param name="zone">The zone of the days.</param>
    public static bool IsRestatement(DayEntry old, DayEntry current, bool rowsDiffer, TimeZoneInfo zone)
    {
        bool hadEnded = old.SyncedAt >= zone.StartOf(old.Date.AddDays(1)).UtcDateTime;
        bool wasRead = old.State != DayState.Failed || old.Rows > 0;
        if (!hadEnded || !wasRead || current.State == DayState.Failed)
        {
            return false;
        }

        // Rows of another source or breakdown are other rows of the same usage; only their sums can be compared.
        bool rowsCompare = old.Source == current.Source && old.Dimensions.SequenceEqual(current.Dimensions);
        return old.Credits != current.Credits || old.Requests != current.Requests || old.ConsumedCost != current.ConsumedCost
            || (rowsCompare && rowsDiffer);
    }
}
