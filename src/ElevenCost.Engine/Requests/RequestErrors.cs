using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Requests;

/// <summary>The errors of the request log: id, text and remedy of each in one place.</summary>
internal static class RequestErrors
{
    internal static readonly ErrorKind StatusNotValid = new(FailureCategory.Usage,
        "The text is not an HTTP status or a pattern of one.",
        "Use one such as `429`, `5xx` or `4*`.");

    public static ElevenCostException NotAStatus(string text) => new(StatusNotValid, $"'{text}' is not an HTTP status.", "Use a status such as 429, 5xx or 4*.");

    public static ElevenCostException RangeGivenTwice() => new(CalendarErrors.RangeNotValid,
        "The range is given twice, or has an end and no start.", "Set a start and an end, or a length, or a timeframe.");

    public static ElevenCostException RangeBackwards(string from, string? to, DateTimeOffset now) => new(CalendarErrors.RangeNotValid,
        string.Create(CultureInfo.InvariantCulture, $"The range from {from} to {to ?? "now"} is not valid; it is {now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."),
        "Use a start that lies before the end, and not in the future.");

    public static ElevenCostException NotAnInstant(string text) => new(CalendarErrors.RangeNotValid, $"'{text}' is not a day or a time.",
        "Use a day such as 2026-11-01, or a time such as 2026-11-01T08:00, with Z or an offset such as +01:00 if it is not in the connection's time zone.");
}
