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

    /// <summary>When the names that are kept were read: every sync reads them with its days. Null if no day is kept.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="latest">Instants after this one are those of a clock that was ahead; null if every instant counts.</param>
    public static DateTime? ReadAt(LedgerSession session, int connection, DateTime? latest = null) =>
        session.Scalar("SELECT max(synced_at) FROM day WHERE connection = @connection AND synced_at <= @latest",
            ("connection", connection), ("latest", LedgerText.Of(latest ?? DateTime.MaxValue))) is string at ? LedgerText.Instant(at) : null;

    /// <summary>Merges names that were learnt into those kept.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="learnt">The names.</param>
    /// <param name="isLatest">Whether they were read last. Otherwise an ID keeps the name that it has, and the learnt one is a former name of it.</param>
    public static void Merge(LedgerSession session, int connection, NameBook learnt, bool isLatest)
    {
        if (learnt.ApiKeys.Count + learnt.Users.Count + learnt.Voices.Count + learnt.FormerApiKeys.Count + learnt.FormerUsers.Count + learnt.FormerVoices.Count == 0)
        {
            return;
        }

        NameBook before = Read(session, connection);
        NameBook after = isLatest ? before.With(learnt) : learnt.With(before);
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
