using System.Globalization;

namespace ElevenCost.Engine.Api;

/// <summary>Times as the API gives them: Unix milliseconds where it documents milliseconds, yet its examples have been seconds; or texts.</summary>
internal static class ApiTime
{
    /// <summary>Numbers above it are milliseconds, below it seconds: 11 digits of seconds end in the year 5138.</summary>
    private const decimal LargestSeconds = 99_999_999_999m;

    // Two days from the ends of the calendar: the days beside an instant, in any time zone, are still in it.
    private static readonly DateTimeOffset Earliest = DateTimeOffset.MinValue.AddDays(2);
    private static readonly DateTimeOffset Latest = DateTimeOffset.MaxValue.AddDays(-2);

    /// <summary>The instant of a number; null if it is beyond the calendar, or within two days of its ends.</summary>
    public static DateTimeOffset? Read(decimal number, bool isSeconds = false)
    {
        // Compared before it is multiplied: a number near the end of the type would overflow.
        decimal unit = isSeconds || Math.Abs(number) <= LargestSeconds ? 1000m : 1m;
        return number >= Earliest.ToUnixTimeMilliseconds() / unit && number <= Latest.ToUnixTimeMilliseconds() / unit
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number * unit))
            : null;
    }

    /// <summary>The instant of a text, in UTC if it names no offset; null if it is none, or within two days of the calendar's ends.</summary>
    public static DateTimeOffset? Read(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && time >= Earliest && time <= Latest ? time : null;
}
