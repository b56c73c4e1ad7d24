using System.Globalization;

namespace ElevenCost;

/// <summary>What a group cost in two ranges, and what made the difference. Immutable.</summary>
/// <remarks>
/// <see cref="Volume"/>, <see cref="Mix"/>, <see cref="Price"/>, <see cref="New"/> and <see cref="Gone"/> add up to <see cref="Change"/> exactly.
/// The costs of all rows of a currency add up to those of the two ranges exactly.
/// </remarks>
public sealed record CostComparison : GroupedRecord
{
    /// <summary>The first day of the range: midnight of kind <see cref="DateTimeKind.Unspecified"/>.</summary>
    public required DateTime From { get; init; }

    /// <summary>The last day of the range, included.</summary>
    public required DateTime To { get; init; }

    /// <summary>The first day of the range before.</summary>
    public required DateTime PreviousFrom { get; init; }

    /// <summary>The last day of the range before, included.</summary>
    public required DateTime PreviousTo { get; init; }

    /// <summary>The cost in the range; 0 without usage, null if none of its usage has a price.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The cost in the range before; 0 without usage, null if none of its usage has a price.</summary>
    public decimal? PreviousCost { get; init; }

    /// <summary><see cref="Cost"/> less <see cref="PreviousCost"/>; null if either is.</summary>
    public decimal? Change { get; init; }

    /// <summary><see cref="Change"/> in percent of <see cref="PreviousCost"/>, to a tenth; null if that is 0 or unknown.</summary>
    public decimal? ChangePercent { get; init; }

    /// <summary><see cref="Change"/> in percent of the change of all rows of the currency, to a tenth; null if that is 0.</summary>
    public decimal? ShareOfChangePercent { get; init; }

    /// <summary>What more or fewer credits made, at the prices and the mix of the range before; null if the change is.</summary>
    public decimal? Volume { get; init; }

    /// <summary>What a shift between dearer and cheaper models and products made; null if the change is.</summary>
    public decimal? Mix { get; init; }

    /// <summary>What other prices of a credit made, of the same model and product; null if the change is.</summary>
    public decimal? Price { get; init; }

    /// <summary>The cost of models and products that the group did not use before; null if the change is.</summary>
    public decimal? New { get; init; }

    /// <summary>The former cost of those that it no longer uses, below 0; null if the change is.</summary>
    public decimal? Gone { get; init; }

    /// <summary>ISO 4217 code of the amounts; null if unknown.</summary>
    public string? Currency { get; init; }

    /// <summary>Which question the amounts answer.</summary>
    public required CostBasis CostBasis { get; init; }

    /// <summary>Credits in the range.</summary>
    public required long Credits { get; init; }

    /// <summary>Credits in the range before.</summary>
    public required long PreviousCredits { get; init; }

    /// <summary>Credits of both ranges that have no price and so are in no cost.</summary>
    public required long UnpricedCredits { get; init; }

    /// <summary>How far both costs can be trusted: the least complete decides.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>How many groups the row sums up: 1, or more for the row of all groups after the first ones.</summary>
    public required int Groups { get; init; }

    /// <summary>The range and its change, such as <c>2026-11-01..2026-11-28: -0.39 USD</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{From:yyyy-MM-dd}..{To:yyyy-MM-dd}: {(Change is null ? "not known" : string.Create(CultureInfo.InvariantCulture, $"{Change} {Currency}"))}");
}
