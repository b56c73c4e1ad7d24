using System.Globalization;
using System.Net.Http.Headers;

namespace ElevenCost.Engine.Api;

/// <summary>How long a response asks to wait: <c>retry-after-ms</c>, <c>retry-after</c> or <c>x-ratelimit-reset</c>, in that order.</summary>
internal static class RetryDelay
{
    /// <summary>A reset larger than this many seconds is a Unix time, not a delay.</summary>
    private const decimal LargestDelay = 1_000_000_000m;

    public static TimeSpan? From(HttpResponseHeaders headers, TimeProvider time)
    {
        if (Number(headers, "retry-after-ms") is { } milliseconds)
        {
            return Seconds(milliseconds / 1000m);
        }

        if (headers.RetryAfter is { } after)
        {
            return after.Delta ?? (after.Date is { } date ? NotNegative(date - time.GetUtcNow()) : null);
        }

        return Number(headers, "x-ratelimit-reset") is { } reset
            ? reset > LargestDelay ? NotNegative(DateTimeOffset.FromUnixTimeSeconds((long)reset) - time.GetUtcNow()) : Seconds(reset)
            : null;
    }

    private static decimal? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && decimal.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
        && number < 100_000_000_000m
            ? number
            : null;

    private static TimeSpan Seconds(decimal seconds) => TimeSpan.FromMilliseconds((double)(seconds * 1000m));

    private static TimeSpan NotNegative(TimeSpan delay) => delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
}
