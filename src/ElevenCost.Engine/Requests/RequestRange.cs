using System.Globalization;
using ElevenCost.Engine.Calendar;

namespace ElevenCost.Engine.Requests;

/// <summary>A range of the request log as a person says it: at most one of <see cref="Last"/>, <see cref="From"/> and <see cref="Timeframe"/>; none for the last 24 hours. Immutable.</summary>
public sealed record RequestRange
{
    private const string DefaultLast = "24h";

    /// <summary>No bound of the API lies before it.</summary>
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Minutes = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF"];

    /// <summary>The last hours (<c>24h</c>, up to now), or days, weeks, months or years (<c>7d</c>, today included); null for another way.</summary>
    public string? Last { get; init; }

    /// <summary>The start: a day, <c>2026-11-01</c>, or an instant, <c>2026-11-01T08:00</c> in the connection's zone or with <c>Z</c> or an offset; null for another way.</summary>
    public string? From { get; init; }

    /// <summary>The end: a day, included, or an instant, not included; null for now. Needs <see cref="From"/>.</summary>
    public string? To { get; init; }

    /// <summary>A range by name; null for another way.</summary>
    public Timeframe? Timeframe { get; init; }

    /// <summary>Whether a text is a day or an instant.</summary>
    public static bool IsInstant(string text) => Parse(text, TimeZoneInfo.Utc, isEnd: false) is not null;

    /// <summary>Whether a text is a length of time, such as <c>24h</c> or <c>7d</c>.</summary>
    public static bool IsLast(string text) => Hours(text) is not null || RangeWords.IsLast(text);

    /// <summary>The instants of the range; those to come, and those before 2020, of which the API reports nothing, are left out.</summary>
    /// <param name="zone">The connection's zone.</param>
    /// <param name="now">The present.</param>
    /// <param name="nextReset">When the credits reset, for the billing periods alone; null if unknown.</param>
    /// <exception cref="ElevenCostException"><c>RangeNotValid</c>, <c>BillingPeriodNotKnown</c>.</exception>
    public InstantRange Resolve(TimeZoneInfo zone, DateTimeOffset now, DateTime? nextReset)
    {
        if (new object?[] { Last, From, Timeframe }.Count(way => way is not null) > 1 || (To is not null && From is null))
        {
            throw RequestErrors.RangeGivenTwice();
        }

        DateOnly today = zone.DayOf(now);
        InstantRange range = Timeframe is { } timeframe ? Of(RangeWords.Of(timeframe, today, zone, nextReset))
            : From is not null ? Between(From, To)
            : Hours(Last ?? DefaultLast) is { } hours ? new InstantRange(now - hours, now)
            : Of(RangeWords.Last(Last!, today));
        range = new InstantRange(range.From < Earliest ? Earliest : range.From, range.To > now ? now : range.To);
        return range.To > range.From ? range : new InstantRange(range.From, range.From);

        InstantRange Of(DateRange days) => new(zone.StartOf(days.Start), zone.StartOf(days.End.AddDays(1)));

        InstantRange Between(string from, string? to)
        {
            DateTimeOffset start = Parse(from, zone, isEnd: false) ?? throw RequestErrors.NotAnInstant(from);
            DateTimeOffset end = to is null ? now : Parse(to, zone, isEnd: true) ?? throw RequestErrors.NotAnInstant(to);
            return start < end && start <= now ? new InstantRange(start, end) : throw RequestErrors.RangeBackwards(from, to, now);
        }
    }

    private static TimeSpan? Hours(string text) =>
        text.Length > 1 && char.ToLowerInvariant(text[^1]) == 'h'
        && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
        && hours is > 0 and <= RangeWords.MaximumDays * 24
            ? TimeSpan.FromHours(hours)
            : null;

    private static DateTimeOffset? Parse(string text, TimeZoneInfo zone, bool isEnd)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
        {
            return day.Year is >= 2000 and < 2200 ? zone.StartOf(isEnd ? day.AddDays(1) : day) : null;
        }

        if (DateTime.TryParseExact(text, Minutes, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
        {
            // Of an hour that the clocks repeat, the first; in one that they skip, as if they had not been moved yet.
            DateTimeOffset midnight = zone.StartOf(DateOnly.FromDateTime(local));
            TimeSpan offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(midnight)
                : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max()
                : zone.GetUtcOffset(local);
            return local.Year is >= 2000 and < 2200 ? new DateTimeOffset(local, offset).ToUniversalTime() : null;
        }

        string[] withOffset = [.. Minutes.Select(format => format + "K")];
        return text.Length > 0 && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.IndexOf(':', StringComparison.Ordinal))
            && DateTimeOffset.TryParseExact(text, withOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            && instant.Year is >= 2000 and < 2200
                ? instant.ToUniversalTime()
                : null;
    }
}
