namespace ElevenCost.Engine.Ledger;

/// <summary>Which endpoint a day's usage came from.</summary>
public enum UsageSource
{
    /// <summary>The workspace analytics query: full records.</summary>
    Analytics,

    /// <summary>The deprecated usage statistics: one slice a dimension and the day's total.</summary>
    UsageStatistics,
}

/// <summary>What the ledger knows of one day beside its rows. Immutable.</summary>
public sealed record DayEntry
{
    /// <summary>The day, in the connection's zone.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Provisional, final or failed; a missing day has no entry.</summary>
    public required DayState State { get; init; }

    /// <summary>When the day was last asked for, in UTC.</summary>
    public required DateTime SyncedAt { get; init; }

    /// <summary>Where its rows came from.</summary>
    public required UsageSource Source { get; init; }

    /// <summary>ISO 4217 code of the consumed costs; null if the response named none.</summary>
    public string? Currency { get; init; }

    /// <summary>The dimensions that the rows are broken down by; the others are unknown in every row.</summary>
    public required IReadOnlyList<Dimension> Dimensions { get; init; }

    /// <summary>How many rows are stored, slices included.</summary>
    public required int Rows { get; init; }

    /// <summary>How many usage records that makes: slices are other views of one total.</summary>
    public int Records => Source == UsageSource.Analytics ? Rows : Math.Min(Rows, 1);

    /// <summary>Credits of the day: of its full records, or of its total slice.</summary>
    public required long Credits { get; init; }

    /// <summary>Requests of the day; null if any row's are not known.</summary>
    public long? Requests { get; init; }

    /// <summary>Minutes of the day; null if any row's are not known.</summary>
    public decimal? Minutes { get; init; }

    /// <summary>Value consumed on the day; null if any row's is not known.</summary>
    public decimal? ConsumedCost { get; init; }

    /// <summary>Why the day failed; null if it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The state as of an instant. A day that was read later than that was made final by a clock that was ahead: it is provisional.</summary>
    /// <param name="now">The instant, in UTC.</param>
    public DayState StateAt(DateTime now) => State == DayState.Final && SyncedAt > now + DayReplacement.ClockTolerance ? DayState.Provisional : State;
}

/// <summary>One series value: what only the deprecated endpoint gives. Never added to records. Immutable.</summary>
/// <param name="Date">The day, in UTC as that endpoint counts, or in the connection's zone where hours allow it.</param>
/// <param name="Metric">The metric, as the endpoint names it, such as <c>tts_characters</c>.</param>
/// <param name="Breakdown">The breakdown, as the endpoint names it, such as <c>model</c>.</param>
/// <param name="Key">The value of the breakdown, such as a model's name.</param>
/// <param name="Value">The value in the metric's own unit.</param>
public sealed record SeriesPoint(DateOnly Date, string Metric, string Breakdown, string Key, decimal Value);
