namespace ElevenCost.Engine.Calendar;

/// <summary>Which days a user asks for: by days, by length or by name, or not at all. Immutable.</summary>
public sealed record RangeRequest
{
    /// <summary>The first day; null if the days are asked for in another way.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, included; null for today. Needs <see cref="From"/>.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The last days, weeks, months or years, today included, such as <c>30d</c>; null if not asked for so.</summary>
    public string? Last { get; init; }

    /// <summary>A range by name; null if not asked for so.</summary>
    public Timeframe? Timeframe { get; init; }

    /// <summary>Whether any days were asked for.</summary>
    public bool IsGiven => From is not null || Last is not null || Timeframe is not null;
}
