using System.Globalization;

namespace ElevenCost;

/// <summary>One day, or one hour, of one combination of dimensions. Immutable.</summary>
/// <remarks>A dimension is null if it was not asked for or is not known; use without an API key reads <c>(no key)</c>.</remarks>
public sealed record UsageRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>
    /// The day in the connection's time zone: midnight of kind <see cref="DateTimeKind.Unspecified"/>. Of an hour the time on the clock as it
    /// begins; where clocks repeat an hour, two hours have the same, and <see cref="StartedAt"/> distinguishes them.
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

    /// <summary>The latest known name of the API key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The hash of the API key: two keys of one name differ in it.</summary>
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

    /// <summary>The cost center that the usage is attributed to; null if it was not asked for.</summary>
    public string? CostCenter { get; init; }

    /// <summary>Credits used.</summary>
    public required long Credits { get; init; }

    /// <summary>Minutes of audio; null if ElevenLabs does not say.</summary>
    public decimal? Minutes { get; init; }

    /// <summary>Requests; null if ElevenLabs does not say.</summary>
    public long? Requests { get; init; }

    /// <summary>The value consumed at ElevenLabs' prices, in <see cref="Currency"/>; null if ElevenLabs does not say.</summary>
    public decimal? ConsumedCost { get; init; }

    /// <summary>ISO 4217 code of <see cref="ConsumedCost"/>; null if that is null.</summary>
    public string? Currency { get; init; }

    /// <summary>
    /// The state of the day: final, provisional or failed. Of several days the least: failed, else missing if the usage of one is not known to
    /// the ledger or could not be filtered, else provisional.
    /// </summary>
    public required DayState State { get; init; }

    /// <summary>The instant at which the hour begins, in UTC; null for a day and longer.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>How far the figures can be trusted: <see cref="Completeness.Partial"/> is a lower bound, as in <see cref="CostRecord.Completeness"/>.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>The day and its credits, such as <c>2026-11-01: 1250 credits</c>; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {Credits} credits");
}
