namespace ElevenLabs.Simulator;

/// <summary>Which permission an endpoint asks of a restricted key. Only workspace_members_read is documented; the rest is likely.</summary>
internal static class Permissions
{
    private static readonly string[] Asked = ["models_read", "user_read", "workspace_analytics_full_read", "workspace_read", "workspace_members_read"];

    public static bool IsAskedAnywhere(string permission) => Array.IndexOf(Asked, permission) >= 0;

    public static string? Of(string path) => path switch
    {
        "/v1/models" => "models_read",
        "/v1/user" or "/v1/user/subscription" or "/v1/usage/character-stats" => "user_read",
        "/v1/workspace/members" => "workspace_members_read",
        _ when path.StartsWith("/v1/workspace/analytics/", StringComparison.Ordinal) => "workspace_analytics_full_read",
        _ when path.StartsWith("/v1/workspace/", StringComparison.Ordinal) => "workspace_read",
        _ when path.StartsWith("/v1/service-accounts", StringComparison.Ordinal) => "workspace_read",
        _ => null,
    };
}
