using System.Globalization;

namespace ElevenCost;

/// <summary>What a period will have cost when it is over: the cost so far, and what is expected to come, with intervals. Immutable.</summary>
/// <remarks>
/// <see cref="Actual"/> is an exact sum. Everything else is an estimate, rounded to four decimals. Each row is forecast on its own, so intervals
/// of rows do not add up to the interval of their sum.
/// </remarks>
public sealed record CostForecast : GroupedRecord
{
    /// <summary>The first day of the period: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of the period, included.</summary>
    public required DateTime To { get; init; }

    /// <summary>The cost of the period so far, exactly as <c>Get-ElevenLabsCost</c> sums it; null if none of it has a price.</summary>
    public decimal? Actual { get; init; }

    /// <summary>The cost of the whole period that is expected: <see cref="Actual"/> and the rest. Null if the history is too short or has no price.</summary>
    public decimal? Expected { get; init; }

    /// <summary>The lower bound of the interval that holds the final cost in 80 of 100 cases; null if <see cref="Expected"/> is.</summary>
    public decimal? Low80 { get; init; }

    /// <summary>The upper bound of that interval.</summary>
    public decimal? High80 { get; init; }

    /// <summary>The lower bound of the interval that holds the final cost in 95 of 100 cases; null if <see cref="Expected"/> is.</summary>
    public decimal? Low95 { get; init; }

    /// <summary>The upper bound of that interval.</summary>
    public decimal? High95 { get; init; }

    /// <summary>ISO 4217 code of the amounts; null if unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>Which question the amounts answer.</summary>
    public required CostBasis CostBasis { get; init; }

    /// <summary>Days of the period that are estimated: those to come, today, and those that are not in the ledger.</summary>
    public required int EstimatedDays { get; init; }

    /// <summary>Known days that the forecast rests on. Fewer than 28 make it wide.</summary>
    public required int HistoryDays { get; init; }

    /// <summary>Credits of the period so far.</summary>
    public required long Credits { get; init; }

    /// <summary>Credits of the whole period that are expected; null if they are not forecast.</summary>
    public long? ExpectedCredits { get; init; }

    /// <summary>How far the cost so far can be trusted.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>Credits so far that have no price and so are not in <see cref="Actual"/>.</summary>
    public required long UnpricedCredits { get; init; }

    /// <summary>The period and what it is expected to cost, such as <c>2026-11-01..2026-11-30: 12.5 USD</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}: {(Expected is null ? "not known" : string.Create(CultureInfo.InvariantCulture, $"{Expected} {Currency}"))}");
}
