using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>Error bodies as observed.</summary>
internal static class ErrorBodies
{
    /// <summary>The real service leaves apostrophes as they are.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Detail(string? type, string? code, string? message, string? status, string? requestId)
    {
        JsonObject detail = [];
        Set(detail, "type", type);
        Set(detail, "code", code);
        Set(detail, "message", message);
        Set(detail, "status", status);
        Set(detail, "request_id", requestId);
        return Bytes(new JsonObject { ["detail"] = detail });
    }

    public static byte[] Text(string detail) => Bytes(new JsonObject { ["detail"] = detail });

    public static byte[] NeedsAuthorization(string id) => Detail(
        "authentication_error", "unauthorized", "Neither authorization header nor xi-api-key received, please provide one.", "needs_authorization", id);

    public static byte[] InvalidKey(string id) => Detail("authentication_error", "unauthorized", "Invalid API key", "invalid_api_key", id);

    public static byte[] InvalidAuthorizationHeader() => Detail(
        "authentication_error", "unauthorized", "Provided authorization header was invalid.", "invalid_authorization_header", null);

    public static byte[] KeyIdAsKey(string id) => Detail(
        "authentication_error",
        "invalid_api_key",
        "API key ID used as API key - only valid API keys can be used. API keys start with 'sk_' and are shown when the key is created or rotated.",
        "api_key_id_used_as_api_key",
        id);

    public static byte[] MissingPermission(string permission) => Detail(
        "authentication_error",
        "unauthorized",
        $"The API key you used is missing the permission {permission} to execute this operation.",
        "missing_permissions",
        null);

    public static byte[] QuotaExceeded() => Detail(
        null,
        null,
        "This request exceeds your quota of 10000. You have 0 credits remaining, while 91 credits are required for this request.",
        "quota_exceeded",
        null);

    public static byte[] UnusualActivity() => Detail(
        null, null, "Unusual activity detected. Free Tier usage disabled. ...", "detected_unusual_activity", null);

    public static byte[] PaymentRequired() => Detail("payment_required", "paid_plan_required", null, "payment_required", null);

    public static byte[] WorkspaceNotFound() => Detail(null, "workspace_not_found", "Workspace 1anonymous1 not found.", null, null);

    public static byte[] Validation(IEnumerable<ValidationFailure> failures)
    {
        JsonArray list = [];
        foreach (ValidationFailure failure in failures)
        {
            JsonArray location = [];
            foreach (object part in failure.Location)
            {
                location.Add(part is int number ? JsonValue.Create(number) : JsonValue.Create(part.ToString()));
            }

            JsonObject entry = new() { ["type"] = failure.Type, ["loc"] = location, ["msg"] = failure.Message };
            entry["input"] = failure.Input?.DeepClone();
            list.Add(entry);
        }

        return Bytes(new JsonObject { ["detail"] = list });
    }

    public static byte[] Bytes(JsonNode? node) => node is null ? [.. "null"u8] : JsonSerializer.SerializeToUtf8Bytes(node, Plain);

    private static void Set(JsonObject target, string name, string? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
