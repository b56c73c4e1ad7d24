using System.Globalization;

namespace ElevenCost;

/// <summary>What one bucket of one combination of the grouped dimensions cost, in one currency, on one basis. Immutable.</summary>
/// <remarks>A dimension is null if the result is not grouped by it.</remarks>
public sealed record CostRecord
{
    /// <summary>The connection's name; null if rows of several connections are summed.</summary>
    public string? Connection { get; init; }

    /// <summary>
    /// The first day of the bucket in the connection's time zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>. Of an hour the time
    /// on the clock as it begins; where clocks repeat an hour, two hours have the same, and <see cref="StartedAt"/> distinguishes them.
    /// </summary>
    public required DateTime Date { get; init; }

    /// <summary>
    /// The last day of the bucket, included, cut off by the range: midnight of kind <see cref="DateTimeKind.Unspecified"/>; null for an hour.
    /// </summary>
    public DateTime? EndDate { get; init; }

    /// <summary>The product as ElevenLabs labels it.</summary>
    public string? Product { get; init; }

    /// <summary>The model's ID.</summary>
    public string? Model { get; init; }

    /// <summary>The latest known name of the API key; <c>(no key)</c> for use without one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The hash of the API key: two keys of one name differ in it. Null for use without a key.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The voice's ID.</summary>
    public string? Voice { get; init; }

    /// <summary>The latest known name of the user, else the user's ID.</summary>
    public string? User { get; init; }

    /// <summary>The workspace groups of the user, as of the sync.</summary>
    public string? Group { get; init; }

    /// <summary>Where the request came from.</summary>
    public string? Source { get; init; }

    /// <summary>The region that served the request.</summary>
    public string? Region { get; init; }

    /// <summary>The cost center that the usage is attributed to.</summary>
    public string? CostCenter { get; init; }

    /// <summary>Credits used.</summary>
    public required long Credits { get; init; }

    /// <summary>Minutes of audio; null if any part of the bucket's is not known.</summary>
    public decimal? Minutes { get; init; }

    /// <summary>Requests; null if any part of the bucket's is not known.</summary>
    public long? Requests { get; init; }

    /// <summary>
    /// The cost of the priced usage in <see cref="Currency"/>; null if none of it has a price. On the basis <see cref="CostBasis.Overage"/>
    /// also null if some credits are unpriced and the others caused no overage: 0 is not known to be the answer then.
    /// </summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217 code of <see cref="Cost"/>; null if that is null.</summary>
    public string? Currency { get; init; }

    /// <summary>Which question <see cref="Cost"/> answers.</summary>
    public required CostBasis CostBasis { get; init; }

    /// <summary>Which response or catalogue entries <see cref="Cost"/> came from, joined by <c>"; "</c>; null if it is null.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>How far the row can be trusted.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>
    /// Credits of this row that have no price and so are not in <see cref="Cost"/>; 0 where all are priced. On the basis
    /// <see cref="CostBasis.Amortized"/> also those that bear their share of the fee, but whose overage is not known.
    /// </summary>
    public required long UnpricedCredits { get; init; }

    /// <summary>The instant at which the hour begins, in UTC; null for a day and longer.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>
    /// The price of 1,000 credits of this row in <see cref="Currency"/>: <see cref="Cost"/> over <see cref="Credits"/>, rounded to ten digits after the
    /// point, away from zero. Null if the cost is not known or lacks some of the credits, and where there are none.
    /// </summary>
    public decimal? CostPer1000Credits => UnitCost.Of(Cost, Credits, UnpricedCredits, 1000);

    /// <summary>
    /// The price of a minute of audio in <see cref="Currency"/>: <see cref="Cost"/> over <see cref="Minutes"/>, rounded likewise. Null if the cost is not
    /// known or lacks some of the credits, where the minutes are not known, and where there are none.
    /// </summary>
    public decimal? CostPerMinute => UnitCost.Of(Cost, Minutes, UnpricedCredits);

    /// <summary>
    /// The price of a request in <see cref="Currency"/>: <see cref="Cost"/> over <see cref="Requests"/>, rounded likewise. Null if the cost is not known or
    /// lacks some of the credits, where the requests are not known, and where there are none.
    /// </summary>
    public decimal? CostPerRequest => UnitCost.Of(Cost, Requests, UnpricedCredits);

    /// <summary>
    /// Characters of text to speech; null if they are not known. They are known of rows that are grouped by model alone, or by connection and model, from
    /// days on which a sync could read them: ElevenLabs reports characters by one breakdown at a time.
    /// </summary>
    public long? Characters { get; init; }

    /// <summary>
    /// The price of 1,000 characters in <see cref="Currency"/>: <see cref="Cost"/> over <see cref="Characters"/>, rounded likewise. Null if the cost is not
    /// known or lacks some of the credits, where the characters are not known, and where there are none.
    /// </summary>
    public decimal? CostPer1000Characters => UnitCost.Of(Cost, Characters, UnpricedCredits, 1000);

    /// <summary><see cref="Cost"/> in percent of the total, to a tenth; null if it was not asked for, if the total is 0 or unknown, or in several currencies.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>The cost of the group in the period before; 0 without usage, null if it was not asked for, or none of the usage has a price.</summary>
    public decimal? PreviousCost { get; init; }

    /// <summary><see cref="Cost"/> less <see cref="PreviousCost"/>; null if either is.</summary>
    public decimal? Change { get; init; }

    /// <summary><see cref="Change"/> in percent of <see cref="PreviousCost"/>, to a tenth; null if that is 0 or unknown.</summary>
    public decimal? ChangePercent { get; init; }

    /// <summary>How many groups the row sums up: 1, or more for the row of all groups after the first ones; null if the first ones were not asked for.</summary>
    public int? Groups { get; init; }

    /// <summary>What was asked: exports need the end of the bucket and the zone, which nobody else is to see.</summary>
    internal CostOrigin Origin { get; init; }

    /// <summary>The bucket and its cost, such as <c>2026-11-01: 1.25 USD</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Date:yyyy-MM-dd}: {(Cost is null ? $"{Credits} credits" : string.Create(CultureInfo.InvariantCulture, $"{Cost} {Currency}"))}");
}
