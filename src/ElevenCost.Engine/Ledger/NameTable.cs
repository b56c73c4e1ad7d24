namespace ElevenCost.Engine.Ledger;

/// <summary>The names of IDs as stored: each ID's names in the order in which they were seen, the latest last.</summary>
internal static class NameTable
{
    private static readonly int ApiKeys = UsageTable.IndexOf(Dimension.ApiKey);
    private static readonly int Users = UsageTable.IndexOf(Dimension.User);
    private static readonly int Voices = UsageTable.IndexOf(Dimension.Voice);
    private static readonly int[] Kinds = [ApiKeys, Users, Voices];

    /// <summary>Reads the names of a connection.</summary>
    public static NameBook Read(LedgerSession session, int connection)
    {
        Dictionary<string, string>[] names = [.. Kinds.Select(_ => new Dictionary<string, string>(StringComparer.Ordinal))];
        Dictionary<string, IReadOnlyList<string>>[] former = [.. Kinds.Select(_ => new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))];
        session.Query("SELECT dimension, id, name FROM value_name WHERE connection = @connection ORDER BY dimension, id, place", reader =>
        {
            int kind = Array.IndexOf(Kinds, reader.GetInt32(0));
            string id = reader.GetString(1);
            if (names[kind].TryGetValue(id, out string? before))
            {
                former[kind][id] = [.. former[kind].GetValueOrDefault(id, []), before];
            }

            names[kind][id] = reader.GetString(2);
        }, ("connection", connection));
        return new NameBook(names[0], names[1]) { Voices = names[2], FormerApiKeys = former[0], FormerUsers = former[1], FormerVoices = former[2] };
    }

    /// <summary>Merges names that were learnt into those kept.</summary>
    public static void Merge(LedgerSession session, int connection, NameBook learnt)
    {
        if (learnt.ApiKeys.Count + learnt.Users.Count + learnt.Voices.Count + learnt.FormerApiKeys.Count + learnt.FormerUsers.Count + learnt.FormerVoices.Count == 0)
        {
            return;
        }

        NameBook before = Read(session, connection);
        NameBook after = before.With(learnt);
        Write(session, connection, ApiKeys, (before.ApiKeys, before.FormerApiKeys), (after.ApiKeys, after.FormerApiKeys));
        Write(session, connection, Users, (before.Users, before.FormerUsers), (after.Users, after.FormerUsers));
        Write(session, connection, Voices, (before.Voices, before.FormerVoices), (after.Voices, after.FormerVoices));
    }

    private static void Write(
        LedgerSession session, int connection, int dimension,
        (IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, IReadOnlyList<string>> Former) before,
        (IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, IReadOnlyList<string>> Former) after)
    {
        foreach ((string id, string name) in after.Names)
        {
            IReadOnlyList<string> former = after.Former.GetValueOrDefault(id, []);
            if (before.Names.GetValueOrDefault(id) == name && former.SequenceEqual(before.Former.GetValueOrDefault(id, []), StringComparer.Ordinal))
            {
                continue;
            }

            session.Execute("DELETE FROM value_name WHERE connection = @connection AND dimension = @dimension AND id = @id",
                ("connection", connection), ("dimension", dimension), ("id", id));
            int place = 0;
            foreach (string known in former.Append(name))
            {
                session.Execute("INSERT INTO value_name (connection, dimension, id, place, name) VALUES (@connection, @dimension, @id, @place, @name)",
                    ("connection", connection), ("dimension", dimension), ("id", id), ("place", place++), ("name", known));
            }
        }
    }
}
