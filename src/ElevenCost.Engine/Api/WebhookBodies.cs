using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Api;

internal sealed record WebhooksBody([property: JsonPropertyName("webhooks")] List<WebhookBody?>? Webhooks);

internal sealed record WebhookBody(
    [property: JsonPropertyName("webhook_id")] string? Id,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("webhook_url")] string? Url,
    [property: JsonPropertyName("is_disabled")] bool? IsDisabled,
    [property: JsonPropertyName("is_auto_disabled")] bool? IsAutoDisabled,
    [property: JsonPropertyName("created_at_unix")] long? CreatedAtUnix,
    [property: JsonPropertyName("auth_type")] string? AuthType,
    [property: JsonPropertyName("usage")] List<WebhookUsageBody?>? Usage,
    [property: JsonPropertyName("events")] List<string?>? Events,
    [property: JsonPropertyName("most_recent_failure_error_code")] int? LastFailureCode,
    [property: JsonPropertyName("most_recent_failure_timestamp")] long? LastFailureUnix)
{
    public WebhookInfo ToInfo() => new()
    {
        Id = Id!,
        Name = Name ?? Id!,
        Url = Url,
        IsDisabled = IsDisabled ?? false,
        IsAutoDisabled = IsAutoDisabled ?? false,
        CreatedAt = CreatedAtUnix is { } made ? ApiTime.Read(made)?.UtcDateTime : null,
        AuthType = AuthType,
        Usage = Usage is null ? null : [.. Usage.Select(usage => usage?.Type).OfType<string>()],
        Events = Events is null ? null : [.. Events.OfType<string>()],
        LastFailureCode = LastFailureCode,
        LastFailureAt = LastFailureUnix is { } failed ? ApiTime.Read(failed)?.UtcDateTime : null,
    };
}

internal sealed record WebhookUsageBody([property: JsonPropertyName("usage_type")] string? Type);
