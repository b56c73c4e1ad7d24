using System.Globalization;

namespace ElevenCost.Engine.Tables;

/// <summary>Numbers as a person reads them in a table, the same in every culture; an unknown one is <c>-</c>, never 0.</summary>
public static class Figures
{
    private const string Unknown = "-";
    private const decimal Cent = 0.01m;

    /// <summary>A count, with separators.</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>Minutes, to a tenth.</summary>
    public static string Minutes(decimal? number) => number?.ToString("N1", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>With two decimals; what is less than a cent and yet not nothing says so.</summary>
    public static string Money(decimal? amount) => amount switch
    {
        null => Unknown,
        > 0 and < Cent => "<0.01",
        < 0 and > -Cent => ">-0.01",
        _ => amount.Value.ToString("N2", CultureInfo.InvariantCulture),
    };

    /// <summary>A day: <c>2026-11-01</c>.</summary>
    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An instant in UTC, to the minute.</summary>
    public static string Minute(DateTime? instant) => instant?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? Unknown;

    /// <summary>A bucket by the day that it begins on; an hour by its time on the clock and the zone's offset, which distinguishes a repeated hour.</summary>
    public static string Bucket(DateTime day, Granularity granularity, DateTime? startedAt) => granularity switch
    {
        Granularity.Hour when startedAt is { } instant => Hour(day, day - DateTime.SpecifyKind(instant, DateTimeKind.Unspecified)),
        Granularity.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Granularity.Quarter => string.Create(CultureInfo.InvariantCulture, $"{day:yyyy}-Q{((day.Month - 1) / 3) + 1}"),
        Granularity.Year => day.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => Day(day),
    };

    private static string Hour(DateTime time, TimeSpan offset) => string.Create(CultureInfo.InvariantCulture,
        $"{time:yyyy-MM-dd HH:mm}{(offset == TimeSpan.Zero ? "Z" : $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}")}");
}
