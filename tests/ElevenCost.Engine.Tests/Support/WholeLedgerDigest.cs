using System.Data.Common;
using System.Globalization;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>All that a ledger holds as text, whatever its database: whoever compares two sees whether anything was lost or changed.</summary>
internal static class WholeLedgerDigest
{
    /// <summary>What the engine reads of it: connections, days, rows, series, names, snapshots, the sync log, definitions, their changes, and alerts.</summary>
    /// <remarks>Instants stay as the ledger has them; nothing of it depends on the clock.</remarks>
    public static async Task<string> OfAsync(RelationalLedger ledger)
    {
        // Records write their dates in the current culture; it is that of this method alone.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var lines = new List<string>();
        foreach (Connection connection in await ledger.ReadConnectionsAsync(default))
        {
            lines.Add($"== connection {connection.Name}: {connection.BaseUri} {connection.TimeZone} {connection.Scope} {string.Join(',', connection.Dimensions)} {connection.Billing} {connection.Balance}");
            foreach ((string month, string digest) in LedgerDigest.Of(ledger, connection.Name))
            {
                lines.Add($"-- {month}");
                lines.AddRange(digest.Split('\n'));
            }

            NameBook names = await ledger.ReadNamesAsync(connection.Name, default);
            lines.Add("-- names");
            lines.AddRange(new[] { names.ApiKeys, names.Users, names.Voices }.SelectMany(of => of.OrderBy(name => name.Key, StringComparer.Ordinal)).Select(name => $"{name.Key} {name.Value}"));
            lines.AddRange(Documents(ledger, connection.Name, "snapshot", "at"));
            lines.AddRange(Documents(ledger, connection.Name, "sync_log", "started_at"));
            lines.Add("-- sums");
            lines.AddRange(Sums(ledger, connection.Name));
        }

        lines.Add("== changes");
        IReadOnlyList<DefinitionChange> changes = await ledger.ReadDefinitionChangesAsync(default);
        lines.AddRange(changes.Select(change => string.Create(CultureInfo.InvariantCulture,
            $"{change.Kind} {change.Number} {change.Name} {change.ChangedAt:O} {change.PlaceBefore} {change.PlaceAfter} {change.Before} -> {change.After}")));
        lines.Add("== definitions");
        foreach (string kind in changes.Select(change => change.Kind).Distinct())
        {
            lines.AddRange((await ledger.ReadDefinitionsAsync(kind, default)).Select(definition => $"{kind} {definition.Name} {definition.Document}"));
        }

        lines.Add("== alerts");
        lines.AddRange(ledger.Database.Read<List<AlertRow>>(AlertTable.ReadRows, [], default).Select(alert => alert.ToString()).Order(StringComparer.Ordinal));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Every row of every table of a database, as it is stored, without asking the engine, which rejects a newer schema.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="tables">SQL that lists the tables.</param>
    public static string OfTables(DbConnection connection, string tables)
    {
        var lines = new List<string>();
        foreach (string table in Rows(connection, tables).Order(StringComparer.Ordinal))
        {
            lines.Add($"== {table}");
            lines.AddRange(Rows(connection, $"SELECT * FROM \"{table}\"").Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }

    private static List<string> Documents(RelationalLedger ledger, string connection, string table, string column) => ledger.Database.Read<List<string>>(
        session => session.List($"SELECT {column}, document FROM {table} WHERE connection = @connection ORDER BY number", reader => $"{table} {reader.GetString(0)} {reader.GetString(1)}",
            ("connection", RelationalLedger.NumberOf(session, connection))), [], default);

    /// <summary>The stored sums, by the values that they are of.</summary>
    private static List<string> Sums(RelationalLedger ledger, string connection) => ledger.Database.Read<List<string>>(session =>
    {
        int number = RelationalLedger.NumberOf(session, connection)!.Value;
        string?[][] values = ValueNumbers.ReadValues(session, number, DimensionSet.All);
        List<string> sums = [];
        foreach ((string table, string period) in new[] { ("usage_day_by", "day"), ("usage_month_by", "month") })
        {
            sums.AddRange(session.List(
                $"SELECT dimension, {period}, value_no, {string.Join(", ", SchemaMigration.SumColumns)} FROM {table} WHERE connection = @connection",
                reader => $"{table} {reader.GetInt32(0)} {reader.GetInt32(1)} {(reader.GetInt32(0) < values.Length ? values[reader.GetInt32(0)][reader.GetInt32(2)] : null) ?? "-"} "
                    + string.Join(' ', SchemaMigration.SumColumns.Select((_, place) => reader.GetInt64(3 + place))), ("connection", number)).Order(StringComparer.Ordinal));
        }

        return sums;
    }, [], default);

    private static List<string> Rows(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return rows;
    }
}
