using System.Globalization;

namespace ElevenCost.Engine.Reconciliation;

/// <summary>Finds out why two figures of a day differ.</summary>
/// <param name="today">Today in the connection's zone.</param>
/// <param name="keyless">Credits without an API key, by day; null if they are not known.</param>
internal sealed class DayJudge(DateOnly today, IReadOnlyDictionary<DateOnly, long>? keyless)
{
    /// <summary>So many days after its end a day's data is all in, as syncs take it by default.</summary>
    public const int LookbackDays = 3;

    /// <summary>Whether a day's data may still change.</summary>
    public bool IsRecent(DateOnly day) => day.AddDays(LookbackDays) >= today;

    /// <summary>Whether two figures agree but for rounding; null if they do not.</summary>
    public static Finding? Agrees(decimal left, decimal right, decimal tolerance) =>
        left == right ? Finding.None : Math.Abs(left - right) <= tolerance ? Finding.Rounding : null;

    /// <summary>Why credits differ: the website's use is just what is missing.</summary>
    public Finding? Website(DateOnly day, decimal difference, string without) =>
        keyless?.GetValueOrDefault(day) is > 0 and long credits && Math.Abs(difference) == credits
            ? new Finding(DifferenceCause.WebsiteUse, string.Create(CultureInfo.InvariantCulture,
                $"The {credits:N0} credits were used without an API key, on the website; {without} leave them out."))
            : null;

    /// <summary>What is left to say where nothing special was found.</summary>
    public Finding Rest(DateOnly day, string what) => IsRecent(day)
        ? new Finding(DifferenceCause.LateData, day == today
            ? "The day is not over, and the two were not read in the same moment."
            : $"The day ended less than {LookbackDays} days ago: late data may not have reached both. Compare again later.")
        : new Finding(DifferenceCause.Unexplained, what);
}
