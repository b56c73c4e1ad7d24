using System.Collections;
using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes days that ranges often begin or end with, in the time zone of the connection; UTC if there is none.</summary>
public sealed class DayCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound)
    {
        Connection? connection = Find(session, bound);
        DateOnly today = DayZone.Find(connection?.TimeZone ?? "UTC").Today(EngineSession.Time);
        var month = new DateOnly(today.Year, today.Month, 1);
        var days = new List<(DateOnly Day, string Name)>
        {
            (today, "today"),
            (today.AddDays(-1), "yesterday"),
            (month, "first of this month"),
            (month.AddMonths(-1), "first of last month"),
            (month.AddDays(-1), "last of last month"),
            (new DateOnly(today.Year, 1, 1), "first of this year"),
        };
        if (connection is not null
            && session.Ledger.ReadDaysAsync(connection.Name, null, session.Stopping).GetAwaiter().GetResult() is [DayEntry first, ..])
        {
            days.Add((first.Date, "first synced day"));
        }

        return days.GroupBy(day => day.Day)
            .Select(same => (same.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), string.Join(", ", same.Select(day => day.Name))));
    }

    /// <inheritdoc/>
    private protected override bool TakesWildcards(string commandName, string parameterName) => false;

    private static Connection? Find(EngineSession session, IDictionary bound)
    {
        try
        {
            return ConnectionsOf(session, bound) is [var first, ..] ? first : null;
        }
        catch (ElevenCostException)
        {
            // Without a connection a day is a day all the same.
            return null;
        }
    }
}
