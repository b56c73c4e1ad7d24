using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>Users, keys and groups in the API's shapes.</summary>
internal sealed class WorkspaceJson(Workspace workspace)
{
    public JsonObject User(ApiKeyEntry key, JsonObject subscription)
    {
        Member? member = workspace.Members.FirstOrDefault(m => m.UserId == key.UserId);
        return new JsonObject
        {
            ["user_id"] = key.UserId,
            ["subscription"] = subscription,
            ["is_new_user"] = false,
            ["can_use_delayed_payment_methods"] = false,
            ["is_onboarding_completed"] = true,
            ["is_onboarding_checklist_completed"] = true,
            ["show_compliance_terms"] = false,
            ["first_name"] = member?.FirstName,
            ["is_api_key_hashed"] = true,
            ["xi_api_key_preview"] = key.Secret[^4..],
            ["referral_link_code"] = null,
            ["partnerstack_partner_default_link"] = null,
            ["created_at"] = Unix(workspace.FirstDay.AddDays(-60)),
            ["seat_type"] = member?.SeatType ?? "workspace_member",
        };
    }

    public JsonObject ServiceAccounts()
    {
        JsonArray list = [];
        foreach (ServiceAccount account in workspace.ServiceAccounts)
        {
            list.Add(new JsonObject
            {
                ["service_account_user_id"] = account.UserId,
                ["name"] = account.Name,
                ["created_at_unix"] = account.CreatedAtUnix,
                ["api-keys"] = KeysOf(account.UserId),
                ["default_sharing_groups"] = new JsonArray(),
            });
        }

        return new JsonObject { ["service-accounts"] = list };
    }

    /// <summary>The keys of a service account, or null when there is no such account.</summary>
    public JsonObject? ApiKeys(string accountId) => workspace.ServiceAccounts.Any(a => a.UserId == accountId)
        ? new JsonObject { ["api-keys"] = KeysOf(accountId) } : null;

    public JsonObject Groups()
    {
        JsonObject map = [];
        foreach (Group group in workspace.Groups)
        {
            map[group.Id] = new JsonObject
            {
                ["name"] = group.Name,
                ["id"] = group.Id,
                ["members"] = new JsonArray([.. group.Members.Select(m => JsonValue.Create(m))]),
                ["permissions"] = new JsonArray("text_to_speech", "speech_to_text"),
                ["group_usage_limit"] = "unlimited",
                ["group_pvc_limit"] = null,
                ["character_count"] = null,
                ["is_scim_synced"] = false,
                ["scim_group"] = null,
                ["scim_frozen"] = false,
            };
        }

        return map;
    }

    public JsonArray SearchGroups(string name) => new(
        [.. workspace.Groups.Where(g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)).Select(g => new JsonObject
        {
            ["name"] = g.Name,
            ["id"] = g.Id,
            ["members_emails"] = new JsonArray(
                [.. workspace.Members.Where(m => g.Members.Contains(m.UserId)).Select(m => JsonValue.Create(m.Email))]),
        })]);

    public JsonArray Members() => new([.. workspace.Members.Select(m => new JsonObject
    {
        ["user_id"] = m.UserId,
        ["email"] = m.Email,
        ["first_name"] = m.FirstName,
        ["seat_type"] = m.SeatType,
        ["is_owner"] = m.IsOwner,
        ["is_locked"] = m.IsLocked,
    })]);

    public JsonObject Webhooks(bool usages) => new()
    {
        ["webhooks"] = workspace.Options.Webhooks is { } given ? JsonNode.Parse(given) : new JsonArray(new JsonObject
        {
            ["name"] = "Transcripts",
            ["webhook_id"] = "wh_" + workspace.Id[..20],
            ["webhook_url"] = "https://hooks.example.com/transcripts",
            ["is_disabled"] = false,
            ["is_auto_disabled"] = false,
            ["created_at_unix"] = Unix(workspace.FirstDay),
            ["auth_type"] = "hmac",
            ["usage"] = usages ? new JsonArray(new JsonObject { ["usage_type"] = "Speech to Text" }) : null,
            ["events"] = usages ? new JsonArray("speech_to_text") : null,
            ["most_recent_failure_error_code"] = null,
            ["most_recent_failure_timestamp"] = null,
        }),
    };

    private JsonArray KeysOf(string accountId) => new([.. workspace.Keys.Where(k => k.ServiceAccountId == accountId).Select(k => KeyOf(k, accountId))]);

    private JsonObject KeyOf(ApiKeyEntry k, string accountId)
    {
        JsonObject made = new()
        {
            ["name"] = k.Name,
            ["hint"] = k.Secret[^4..],
            ["key_id"] = k.KeyId,
            ["service_account_user_id"] = accountId,
            ["created_at_unix"] = Unix(k.FirstDay),
            ["is_disabled"] = k.IsDisabled,
            ["permissions"] = workspace.Options.Permissions is { } set
                ? new JsonArray([.. set.Order(StringComparer.Ordinal).Select(p => JsonValue.Create(p))]) : null,
            ["disable_reason"] = k.IsDisabled ? "self_disabled" : null,
            ["character_limit"] = null,
            ["character_count"] = null,
            ["platform_limits"] = null,
            ["hashed_xi_api_key"] = k.Hash,
            ["allowed_ips"] = null,
            ["third_party_disable_allowed"] = null,
        };
        foreach ((string name, string json) in workspace.Options.KeyFields)
        {
            made[name] = JsonNode.Parse(json);
        }

        return made;
    }

    private static long Unix(DateOnly day) => Epoch.DayOf(day) * 86_400L;
}
