namespace ElevenCost.Engine.Api;

/// <summary>Unix times as the API gives them: milliseconds where it documents milliseconds, yet its examples have been seconds.</summary>
internal static class UnixTime
{
    /// <summary>Numbers above it are milliseconds, below it seconds: 11 digits of seconds end in the year 5138.</summary>
    private const decimal LargestSeconds = 99_999_999_999m;

    /// <summary>The instant of a number; null where no calendar has it.</summary>
    public static DateTimeOffset? Read(decimal number, bool isSeconds = false)
    {
        // Compared before it is multiplied: a number near the end of the type would overflow.
        decimal unit = isSeconds || Math.Abs(number) <= LargestSeconds ? 1000m : 1m;
        return number >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() / unit && number <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / unit
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(number * unit))
            : null;
    }
}
