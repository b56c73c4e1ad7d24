using System.Globalization;

namespace ElevenCost;

/// <summary>Days on which something cost unusually much or little, began, or stopped. Immutable.</summary>
public sealed record CostAnomaly : GroupedRecord
{
    /// <summary>What is unusual.</summary>
    public required AnomalyKind Kind { get; init; }

    /// <summary>The first day: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day, included. Of <see cref="AnomalyKind.New"/> the end of its first week at most.</summary>
    public required DateTime To { get; init; }

    /// <summary>What the days cost, exactly.</summary>
    public required decimal Cost { get; init; }

    /// <summary>What such days usually cost, rounded to four decimals.</summary>
    public required decimal ExpectedCost { get; init; }

    /// <summary><see cref="Cost"/> less <see cref="ExpectedCost"/>: below 0 for a drop.</summary>
    public required decimal Difference { get; init; }

    /// <summary>ISO 4217 code of the amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>Which question the amounts answer.</summary>
    public required CostBasis CostBasis { get; init; }

    /// <summary>
    /// How unusual the most unusual of the days is: its distance from the usual amount in robust standard deviations, to a tenth, 99 at most. Null
    /// for <see cref="AnomalyKind.New"/> and <see cref="AnomalyKind.Stopped"/>, which have nothing to measure by.
    /// </summary>
    public decimal? Score { get; init; }

    /// <summary>The API key with the largest part in the difference; null if the ledger does not have it, or no key has half of it.</summary>
    public string? DriverApiKey { get; init; }

    /// <summary>The model with the largest part in the difference; null as with <see cref="DriverApiKey"/>.</summary>
    public string? DriverModel { get; init; }

    /// <summary>The user with the largest part in the difference; null as with <see cref="DriverApiKey"/>.</summary>
    public string? DriverUser { get; init; }

    /// <summary>The voice with the largest part in the difference; null as with <see cref="DriverApiKey"/>.</summary>
    public string? DriverVoice { get; init; }

    /// <summary>How far the cost can be trusted.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>What drove it, in one text: key, model and user; the voice, which is an ID without a name, only if it is all that is known. Null if nothing is.</summary>
    public string? Driver =>
        string.Join(", ", new[] { DriverApiKey, DriverModel, DriverUser }.Where(driver => !string.IsNullOrEmpty(driver))) is { Length: > 0 } drivers ? drivers : DriverVoice;

    /// <summary>What, when and how much, such as <c>Spike 2026-11-08: 201.25 USD</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {From:yyyy-MM-dd}: {Cost} {Currency}");
}
