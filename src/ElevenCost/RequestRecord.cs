using System.Globalization;

namespace ElevenCost;

/// <summary>One request of ElevenLabs' request log, read live. Immutable.</summary>
/// <remarks>Which columns the log has is not documented: whatever it does not name is null, never guessed.</remarks>
public sealed record RequestRecord
{
    /// <summary>The connection's name.</summary>
    public required string Connection { get; init; }

    /// <summary>When the request was made, in UTC, as exactly as the log reports.</summary>
    public required DateTime At { get; init; }

    /// <summary>The request's ID; null if the log names none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP method, such as <c>POST</c>; null if unknown.</summary>
    public string? Method { get; init; }

    /// <summary>The path, such as <c>/v1/text-to-speech/{voice}</c> with the voice's ID in it; without a query string. Null if unknown.</summary>
    public string? Path { get; init; }

    /// <summary>The HTTP status; null if unknown.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the request succeeded: what the log says, else whether <see cref="Status"/> is 200 to 399; null if neither is known.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>From the request to its answer, in milliseconds; null if unknown.</summary>
    public decimal? LatencyMs { get; init; }

    /// <summary>The product as ElevenLabs labels it; null if unknown.</summary>
    public string? Product { get; init; }

    /// <summary>The model's ID; null if there is none or it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The name of the API key as the log gives it, else the latest known one, else its hash; <c>(no key)</c> for use without one.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The hash of the API key: two keys of one name differ in it. Null for use without a key, or where not known.</summary>
    public string? ApiKeyId { get; init; }

    /// <summary>The latest known name of the user, else the user's ID; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>The user's ID; null if unknown.</summary>
    public string? UserId { get; init; }

    /// <summary>The voice's ID; null if there is none or it is not known.</summary>
    public string? Voice { get; init; }

    /// <summary>Where the request came from; null if unknown.</summary>
    public string? Source { get; init; }

    /// <summary>The region that served the request; null if unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Credits used; null if unknown.</summary>
    public long? Credits { get; init; }

    /// <summary>Minutes of audio; null if unknown.</summary>
    public decimal? Minutes { get; init; }

    /// <summary>The value consumed, in <see cref="Currency"/>; null if unknown.</summary>
    public decimal? ConsumedCost { get; init; }

    /// <summary>ISO 4217 code of <see cref="ConsumedCost"/>; null if that is null.</summary>
    public string? Currency { get; init; }

    /// <summary>When, and the path; the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd HH:mm:ss} {Path}");
}
