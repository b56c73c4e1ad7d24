using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>
/// Reads the answers that name models, people, groups and keys, in the forms in which such lists come: as documented, as a plain list, as a map by
/// ID, or within a property. An entry of null is passed over. What would leave out or misplace someone is no answer.
/// </summary>
internal static class DirectoryAnswers
{
    /// <exception cref="JsonException">It is not a list of models.</exception>
    public static IReadOnlyList<ModelInfo> Models(JsonElement answer) =>
    [
        .. Entries(answer, "models")
            .Select(entry => (Id: LenientJson.Text(entry.Value, "model_id") ?? entry.Key, Name: LenientJson.Text(entry.Value, "name")))
            .Where(model => model.Id is not null)
            .Select(model => new ModelInfo(model.Id!, model.Name ?? model.Id!)),
    ];

    /// <exception cref="JsonException">It is not a list of groups, or not all members of a group can be read.</exception>
    public static IReadOnlyList<GroupInfo> Groups(JsonElement answer)
    {
        var groups = new List<GroupInfo>();
        foreach ((string? key, JsonElement group) in Entries(answer, "groups"))
        {
            string id = LenientJson.Text(group, "id") ?? key ?? throw new JsonException("A group has no ID.");
            groups.Add(new GroupInfo(id, LenientJson.Text(group, "name") is { Length: > 0 } name ? name : id, MembersOf(group, id)));
        }

        return groups;
    }

    /// <exception cref="JsonException">It is not a list of members.</exception>
    public static IReadOnlyList<MemberInfo> Members(JsonElement answer) =>
    [
        .. Entries(answer, "members")
            .Select(entry => (Id: LenientJson.Text(entry.Value, "user_id") ?? entry.Key, Member: entry.Value))
            .Where(entry => entry.Id is not null)
            .Select(entry => new MemberInfo(entry.Id!, LenientJson.Text(entry.Member, "email") ?? "", LenientJson.Text(entry.Member, "first_name"))),
    ];

    /// <summary>The accounts, each with its keys; null instead of the keys where the account does not hold them.</summary>
    /// <exception cref="JsonException">It is not a list of accounts.</exception>
    public static IReadOnlyList<(string? UserId, IReadOnlyList<ApiKeyInfo>? Keys)> ServiceAccounts(JsonElement answer) =>
    [
        .. Entries(answer, "service-accounts").Select(entry => (
            LenientJson.Text(entry.Value, "service_account_user_id") ?? entry.Key,
            entry.Value.TryGetProperty("api-keys", out JsonElement keys) && keys.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? Keys(keys) : null)),
    ];

    /// <summary>Keys that have a hash and a name.</summary>
    /// <exception cref="JsonException">It is not a list of keys.</exception>
    public static IReadOnlyList<ApiKeyInfo> Keys(JsonElement answer) =>
    [
        .. Entries(answer, "api-keys")
            .Select(entry => (Hash: LenientJson.Text(entry.Value, "hashed_xi_api_key"), Name: LenientJson.Text(entry.Value, "name"), Fields: entry.Value))
            .Where(key => key is { Hash: not null, Name: not null })
            .Select(key => KeyLimitFields.PutInto(new ApiKeyInfo(key.Hash!, key.Name!), key.Fields)),
    ];

    private static string[] MembersOf(JsonElement group, string id)
    {
        if (!group.TryGetProperty("members", out JsonElement members) || members.ValueKind == JsonValueKind.Null)
        {
            throw new JsonException($"The group '{id}' has no members.");
        }

        // A user who is left out of a group would be shown as one of no group.
        return members.ValueKind == JsonValueKind.Array
            ? [.. members.EnumerateArray().Select(member => LenientJson.Text(member) ?? LenientJson.Text(member, "user_id")
                ?? throw new JsonException($"A member of the group '{id}' has no ID."))]
            : throw new JsonException($"The members of the group '{id}' are not a list.");
    }

    /// <summary>The objects of a list, or of a map with their keys; within a property of that name where there is one.</summary>
    private static IEnumerable<(string? Key, JsonElement Value)> Entries(JsonElement answer, string name)
    {
        JsonElement list = answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out JsonElement inner)
            && inner.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? inner : answer;
        IEnumerable<(string? Key, JsonElement Value)> entries = list.ValueKind switch
        {
            JsonValueKind.Array => list.EnumerateArray().Select(entry => ((string?)null, entry)),
            JsonValueKind.Object => list.EnumerateObject().Select(property => ((string?)property.Name, property.Value)),
            _ => throw new JsonException($"It holds no list of {name}."),
        };
        return entries.Where(entry => entry.Value.ValueKind != JsonValueKind.Null)
            .Select(entry => entry.Value.ValueKind == JsonValueKind.Object ? entry : throw new JsonException($"An entry of {name} is not an object."));
    }
}
