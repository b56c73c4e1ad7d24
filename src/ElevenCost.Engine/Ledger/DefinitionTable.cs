using System.Data.Common;
using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>The definitions of a kind as stored, and every change of them: nothing is overwritten without a trace.</summary>
internal static class DefinitionTable
{
    /// <summary>The kinds of which any definition was ever kept, in order of name.</summary>
    public static List<string> Kinds(LedgerSession session) =>
        [.. session.List("SELECT kind FROM definition_kind WHERE last_change > 0", reader => reader.GetString(0)).Order(StringComparer.Ordinal)];

    /// <summary>The definitions of a kind, in their order.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerDefinitionChanged</c>: one is not as its last change left it, so it was changed outside ElevenCost.</exception>
    public static List<Definition> Read(LedgerSession session, string kind)
    {
        List<(Definition Definition, int Place)> stored = ReadPlaced(session, kind);
        List<(Definition Definition, int Place)> recorded = ReadRecorded(session, kind);
        return stored.SequenceEqual(recorded) ? [.. stored.Select(placed => placed.Definition)]
            : throw LedgerErrors.DefinitionChanged(kind, session.Database.Location, [.. DefinitionDifferences.Of(stored, recorded)]);
    }

    /// <summary>The changes of a kind, in order.</summary>
    public static List<DefinitionChange> ReadChanges(LedgerSession session, string kind)
    {
        List<DefinitionChange> changes = session.List(
            "SELECT number, name, changed_at, place_before, place_after, document_before, document_after FROM definition_change WHERE kind = @kind",
            reader => new DefinitionChange(
                kind, reader.GetInt32(0), reader.GetString(1), LedgerText.Instant(reader.GetString(2)), (int?)reader.LongOrNull(3), (int?)reader.LongOrNull(4),
                reader.TextOrNull(5), reader.TextOrNull(6)),
            ("kind", kind));

        // Not by the database, whose order of texts may be another one than that of the ledger that it is compared with.
        return [.. changes.OrderBy(change => change.Number).ThenBy(IdOf, StringComparer.Ordinal)];
    }

    /// <summary>Replaces the definitions of a kind; each that differs then is a change. Other writers of the kind wait until the transaction ends.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="change">Makes the definitions of those that are stored. What it throws leaves everything as it was.</param>
    /// <param name="time">This machine's clock.</param>
    public static void Change(LedgerSession session, string kind, Func<IReadOnlyList<Definition>, IReadOnlyList<Definition>> change, TimeProvider time)
    {
        int number = Lock(session, kind) + 1;

        // Not what is stored: if someone changed it outside ElevenCost, what the history has holds, and is stored again with the change.
        List<(Definition Definition, int Place)> before = ReadRecorded(session, kind);
        Restore(session, kind, before);
        IReadOnlyList<Definition> after = change([.. before.Select(placed => placed.Definition)]);
        Dictionary<string, (Definition Definition, int Place)> left = before.ToDictionary(placed => placed.Definition.Id, StringComparer.Ordinal);
        int[] places = PlacesOf(after, left);
        DateTime now = session.Database.Now(session, time);
        var changes = new List<DefinitionChange>();
        for (int index = 0; index < after.Count; index++)
        {
            Definition definition = after[index];
            if (!left.Remove(definition.Id, out (Definition Definition, int Place) was))
            {
                changes.Add(new DefinitionChange(kind, number, definition.Name, now, null, places[index], null, definition.Document));
            }
            else if (was.Definition != definition || was.Place != places[index])
            {
                changes.Add(new DefinitionChange(kind, number, definition.Name, now, was.Place, places[index], was.Definition.Document, definition.Document));
            }
        }

        changes.AddRange(left.Values.OrderBy(gone => gone.Place)
            .Select(gone => new DefinitionChange(kind, number, gone.Definition.Name, now, gone.Place, null, gone.Definition.Document, null)));
        Append(session, kind, changes);
    }

    /// <summary>Appends changes and brings the definitions to what holds after them.</summary>
    public static void Append(LedgerSession session, string kind, IReadOnlyList<DefinitionChange> changes)
    {
        foreach (DefinitionChange change in changes)
        {
            (string, object?)[] parameters =
            [
                ("kind", kind), ("number", change.Number), ("id", IdOf(change)), ("name", change.Name), ("at", LedgerText.Of(change.ChangedAt)),
                ("place_before", change.PlaceBefore), ("place_after", change.PlaceAfter), ("before", change.Before), ("after", change.After),
            ];
            session.Execute(
                "INSERT INTO definition_change (kind, number, id, name, changed_at, place_before, place_after, document_before, document_after) "
                + "VALUES (@kind, @number, @id, @name, @at, @place_before, @place_after, @before, @after)", parameters);
            session.Execute("DELETE FROM definition WHERE kind = @kind AND id = @id", ("kind", kind), ("id", IdOf(change)));
            if (change.After is not null)
            {
                Insert(session, kind, new Definition(change.Name, change.After), change.PlaceAfter);
            }
        }

        if (changes.Count > 0)
        {
            session.Execute("UPDATE definition_kind SET last_change = @number WHERE kind = @kind", ("number", changes[^1].Number), ("kind", kind));
        }
    }

    /// <summary>Takes the right to change the definitions of a kind, until the end of the transaction.</summary>
    /// <returns>The number of the last change; 0 if there was none.</returns>
    public static int Lock(LedgerSession session, string kind)
    {
        session.Execute("INSERT INTO definition_kind (kind, last_change) VALUES (@kind, 0) ON CONFLICT DO NOTHING", ("kind", kind));
        session.Execute("UPDATE definition_kind SET last_change = last_change WHERE kind = @kind", ("kind", kind));
        return Convert.ToInt32(session.Scalar("SELECT last_change FROM definition_kind WHERE kind = @kind", ("kind", kind)), CultureInfo.InvariantCulture);
    }

    /// <summary>The definitions as their last changes left them, in their order.</summary>
    private static List<(Definition Definition, int Place)> ReadRecorded(LedgerSession session, string kind)
    {
        var last = new Dictionary<string, (string Name, int? Place, string? Document)>(StringComparer.Ordinal);
        session.Query("SELECT id, name, place_after, document_after FROM definition_change WHERE kind = @kind ORDER BY number",
            reader => last[reader.GetString(0)] = (reader.GetString(1), (int?)reader.LongOrNull(2), reader.TextOrNull(3)), ("kind", kind));
        return
        [
            .. last.Values.Where(change => change.Document is not null)
                .Select(change => (new Definition(change.Name, change.Document!), change.Place ?? 0)).OrderBy(placed => placed.Item2),
        ];
    }

    private static void Restore(LedgerSession session, string kind, List<(Definition Definition, int Place)> recorded)
    {
        if (ReadPlaced(session, kind).SequenceEqual(recorded))
        {
            return;
        }

        session.Execute("DELETE FROM definition WHERE kind = @kind", ("kind", kind));
        foreach ((Definition definition, int place) in recorded)
        {
            Insert(session, kind, definition, place);
        }
    }

    private static void Insert(LedgerSession session, string kind, Definition definition, int? place) =>
        session.Execute("INSERT INTO definition (kind, id, name, place, document) VALUES (@kind, @id, @name, @place, @document)",
            ("kind", kind), ("id", definition.Id), ("name", definition.Name), ("place", place), ("document", definition.Document));

    private static string IdOf(DefinitionChange change) => new Definition(change.Name, "").Id;

    private static List<(Definition Definition, int Place)> ReadPlaced(LedgerSession session, string kind) => session.List(
        "SELECT name, place, document FROM definition WHERE kind = @kind ORDER BY place", Placed, ("kind", kind));

    private static (Definition Definition, int Place) Placed(DbDataReader reader) => (new Definition(reader.GetString(0), reader.GetString(2)), reader.GetInt32(1));

    /// <summary>The places of definitions: those that are stored stay where they are if that is in order, so that adding one is no change of the others.</summary>
    private static int[] PlacesOf(IReadOnlyList<Definition> after, Dictionary<string, (Definition Definition, int Place)> before)
    {
        int last = before.Count == 0 ? 0 : before.Values.Max(placed => placed.Place);
        int[] places = [.. after.Select(definition => before.TryGetValue(definition.Id, out (Definition Definition, int Place) was) ? was.Place : ++last)];
        return places.Zip(places.Skip(1)).All(pair => pair.First < pair.Second) ? places : [.. Enumerable.Range(1, after.Count)];
    }
}
