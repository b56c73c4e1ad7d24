namespace ElevenCost.Engine.Api;

/// <summary>Unix times as the API gives them: milliseconds where it documents milliseconds, yet its examples have been seconds.</summary>
internal static class UnixTime
{
    /// <summary>Numbers above it are milliseconds, below it seconds: 11 digits of seconds end in the year 5138.</summary>
    private const decimal LargestSeconds = 99_999_999_999m;

    /// <summary>The instant of a number; null if no calendar has it.</summary>
    public static DateTimeOffset? Read(decimal number, bool isSeconds = false)
    {
        decimal milliseconds = isSeconds || Math.Abs(number) <= LargestSeconds ? number * 1000m : number;
        return milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
    }
}
