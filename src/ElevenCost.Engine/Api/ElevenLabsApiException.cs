namespace ElevenCost.Engine.Api;

/// <summary>A failure that ElevenLabs' API, or the network on the way to it, caused. Its text never holds a key.</summary>
public sealed class ElevenLabsApiException : ElevenCostException
{
    internal ElevenLabsApiException(
        ErrorKind kind, string message, string? remedy, Exception? innerException = null)
        : base(kind, message, remedy, innerException)
    {
    }

    /// <summary>The HTTP status; null if there was no response.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The response's <c>request-id</c>, for ElevenLabs' support; null if there was none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The permission that the key lacks; null if the failure is another.</summary>
    public string? MissingPermission { get; init; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>Whether nothing answered at all, so that interactive commands give up sooner.</summary>
    internal bool IsUnreachable { get; init; }

    /// <summary>
    /// Whether a host that was silent had answered anything of this run before: then what it was asked for may be too much for it; else it, or
    /// the network, is what fails.
    /// </summary>
    internal bool HostAnswered { get; init; }

    /// <summary>
    /// Whether it concerns what was asked alone: the endpoint is closed, or fails by itself. What does not need the answer can go on. Not so where
    /// the host never answered, or refuses the key altogether.
    /// </summary>
    internal bool IsOfOneEndpoint =>
        IsEndpointClosed || StatusCode is 402 or 403 || (Category == FailureCategory.Unavailable && (!IsUnreachable || HostAnswered));

    /// <summary>How long the server asks to wait before the next try; null if it doesn't say.</summary>
    internal TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether the endpoint is rejected or absent for this key, so that another way may still work.</summary>
    public bool IsEndpointClosed => Kind == ApiErrors.MissingPermission || Kind == ApiErrors.EndpointNotFound || Kind == ApiErrors.AccessDenied;

    /// <summary>The same failure without any piece of a key in its texts, and without its cause, whose text is not ours.</summary>
    internal ElevenLabsApiException Masked(string key) => new(Kind, KeyMask.Apply(Message, key), Remedy is null ? null : KeyMask.Apply(Remedy, key))
    {
        StatusCode = StatusCode,
        RequestId = RequestId is null ? null : KeyMask.Apply(RequestId, key),
        MissingPermission = MissingPermission is null ? null : KeyMask.Apply(MissingPermission, key),
        IsTransient = IsTransient,
        IsUnreachable = IsUnreachable,
        HostAnswered = HostAnswered,
        RetryAfter = RetryAfter,
    };
}
