using ElevenCost.Engine.Api;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Sync;

/// <summary>Names of users and keys, and the groups of each user, as far as they were asked for and the key may list them.</summary>
/// <param name="Names">Names of IDs.</param>
/// <param name="GroupsOfUser">The label of each user's groups, joined by <c>" + "</c>; null if groups were not asked for or can't be listed.</param>
/// <param name="NotListed">The capabilities that the key lacked, in order.</param>
internal sealed record WorkspaceDirectory(
    NameBook Names, IReadOnlyDictionary<string, string>? GroupsOfUser, IReadOnlyList<string> NotListed)
{
    /// <summary>Lists members, keys and groups. Warns once of a list that the key can't read: when the connection is created, or in the first sync that finds it.</summary>
    public static async Task<WorkspaceDirectory> ReadAsync(
        Connection connection, IElevenLabsApi api, DirectorySections parts, IUsageLedger ledger, Action<Warning> warn, CancellationToken cancellationToken)
    {
        HashSet<string> warned = await WarnedAsync(connection, ledger, cancellationToken);
        var notListed = new List<string>();
        IReadOnlyList<MemberInfo>? members = !parts.HasFlag(DirectorySections.Members) ? null
            : await ListAsync("Members", SyncWarnings.MembersNotListed, SyncWarnings.MembersNotRead, "the workspace's members: users are shown by ID", api.GetMembersAsync);
        IReadOnlyList<ApiKeyInfo>? keys = !parts.HasFlag(DirectorySections.ApiKeys) ? null
            : await ListAsync("ServiceAccounts", SyncWarnings.ServiceAccountsNotListed, SyncWarnings.ServiceAccountsNotRead,
                "the service accounts' keys: keys that usage does not name are shown by hash", api.GetServiceAccountKeysAsync);
        IReadOnlyList<GroupInfo>? groups = !parts.HasFlag(DirectorySections.Groups) ? null
            : await ListAsync("Groups", SyncWarnings.GroupsNotListed, SyncWarnings.GroupsNotRead, "the workspace's groups: usage is not broken down by group", api.GetGroupsAsync);
        return new WorkspaceDirectory(
            new NameBook(
                (keys ?? []).GroupBy(key => key.Hash).ToDictionary(same => same.Key, same => same.Last().Name, StringComparer.Ordinal),
                (members ?? []).GroupBy(member => member.UserId).ToDictionary(same => same.Key, same => NameOf(same.Last()), StringComparer.Ordinal)),
            groups is null ? null : GroupLabels(groups),
            [.. notListed.Order(StringComparer.Ordinal)]);

        async Task<IReadOnlyList<T>?> ListAsync<T>(
            string capability, WarningKind refused, WarningKind failed, string what, Func<CancellationToken, Task<IReadOnlyList<T>>> list)
        {
            try
            {
                return await list(cancellationToken);
            }
            catch (ElevenLabsApiException e) when (e.IsEndpointClosed)
            {
                notListed.Add(capability);
                if (!warned.Contains(capability))
                {
                    warn(new Warning(refused, $"The key can't list {what}. {e.Message}"));
                }

                return null;
            }
            catch (ElevenLabsApiException e) when (e.IsOfOneEndpoint)
            {
                warn(new Warning(failed, $"The sync did not read {what}. {e.Message} {e.Remedy}"));
                return null;
            }
        }
    }

    /// <summary>The lists that the key can't read and that the user has been warned of: by the latest sync since the key was probed, else by the probe.</summary>
    private static async Task<HashSet<string>> WarnedAsync(Connection connection, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        DateTime probedAt = connection.Capabilities.Count == 0 ? DateTime.MinValue : connection.Capabilities.Max(capability => capability.CheckedAt);
        IReadOnlyList<SyncResult> log = await ledger.ReadSyncLogAsync(connection.Name, cancellationToken);
        return log.LastOrDefault(sync => sync.NotListed is not null && sync.StartedAt >= probedAt)?.NotListed is { } latest
            ? [.. latest]
            : [.. connection.Capabilities.Where(capability => !capability.Passed).Select(capability => capability.Name)];
    }

    /// <summary>
    /// The table with its column of groups filled from its column of users: the groups stored for the day, else the current ones; unknown if they can't be
    /// listed now.
    /// </summary>
    public UsageTable WithGroups(UsageTable table, KeptGroups kept)
    {
        DimensionColumn users = table.Dimensions[UsageTable.IndexOf(Dimension.User)];
        var labels = new List<string>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] index = new int[table.Count];
        for (int row = 0; row < index.Length; row++)
        {
            string? label = users.Index[row] == DimensionColumn.Unknown ? null
                : kept.Of(table.Day[row], users.Values[users.Index[row]]) ?? GroupsOfUser?.GetValueOrDefault(users.Values[users.Index[row]], "");
            index[row] = label is null ? DimensionColumn.Unknown : NumberOf(label);
        }

        DimensionColumn[] dimensions = [.. table.Dimensions];
        dimensions[UsageTable.IndexOf(Dimension.Group)] = new DimensionColumn { Values = [.. labels], Index = index };
        return new UsageTable
        {
            Count = table.Count,
            Day = table.Day,
            Breakdown = table.Breakdown,
            Dimensions = dimensions,
            Credits = table.Credits,
            Requests = table.Requests,
            Minutes = table.Minutes,
            ConsumedCost = table.ConsumedCost,
        };

        int NumberOf(string label)
        {
            if (!known.TryGetValue(label, out int number))
            {
                number = labels.Count;
                labels.Add(label);
                known.Add(label, number);
            }

            return number;
        }
    }

    private static string NameOf(MemberInfo member) => member.Email.Length > 0 ? member.Email : member.FirstName ?? member.UserId;

    private static Dictionary<string, string> GroupLabels(IReadOnlyList<GroupInfo> groups) =>
        groups.SelectMany(group => group.Members.Select(user => (User: user, group.Name)))
            .GroupBy(pair => pair.User, pair => pair.Name)
            .ToDictionary(same => same.Key, same => string.Join(DimensionLabel.GroupSeparator, same.Distinct().Order(StringComparer.Ordinal)), StringComparer.Ordinal);
}
