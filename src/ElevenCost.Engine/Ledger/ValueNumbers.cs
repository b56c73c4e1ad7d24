using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>The numbers of a connection's dimension values: given once, never changed, 0 for the unknown. For one thread.</summary>
internal sealed class ValueNumbers
{
    private readonly Dictionary<string, int>[] _numbers = new Dictionary<string, int>[UsageTable.RecordDimensions.Count];
    private readonly List<(int Dimension, int Number, string Id)> _new = [];
    private readonly int _connection;

    private ValueNumbers(int connection)
    {
        _connection = connection;
        for (int dimension = 0; dimension < _numbers.Length; dimension++)
        {
            _numbers[dimension] = new Dictionary<string, int>(StringComparer.Ordinal);
        }
    }

    /// <summary>Reads the numbers that are given.</summary>
    public static ValueNumbers Read(LedgerSession session, int connection)
    {
        var numbers = new ValueNumbers(connection);
        session.Query("SELECT dimension, number, id FROM dimension_value WHERE connection = @connection",
            reader => numbers._numbers[reader.GetInt32(0)].Add(reader.GetString(2), reader.GetInt32(1)), ("connection", connection));
        return numbers;
    }

    /// <summary>The number of a value; given now where it has none.</summary>
    public int Of(int dimension, string id)
    {
        Dictionary<string, int> known = _numbers[dimension];
        if (!known.TryGetValue(id, out int number))
        {
            // They are given without a gap, so their count is the last one.
            number = known.Count + 1;
            known.Add(id, number);
            _new.Add((dimension, number, id));
        }

        return number;
    }

    /// <summary>Keeps the numbers that were given.</summary>
    public void Write(LedgerSession session)
    {
        foreach ((int dimension, int number, string id) in _new)
        {
            session.Execute("INSERT INTO dimension_value (connection, dimension, number, id) VALUES (@connection, @dimension, @number, @id)",
                ("connection", _connection), ("dimension", dimension), ("number", number), ("id", id));
        }

        _new.Clear();
    }

    /// <summary>The values by number, a list a dimension; place 0 is null, the unknown.</summary>
    public static string?[][] ReadValues(LedgerSession session, int connection, DimensionSet dimensions)
    {
        var values = new List<string?>[UsageTable.RecordDimensions.Count];
        for (int dimension = 0; dimension < values.Length; dimension++)
        {
            values[dimension] = [null];
        }

        if (dimensions.Count > 0)
        {
            string asked = string.Join(", ", dimensions.ToArray().Select(dimension => UsageTable.IndexOf(dimension).ToString(CultureInfo.InvariantCulture)));
            session.Query($"SELECT dimension, number, id FROM dimension_value WHERE connection = @connection AND dimension IN ({asked}) ORDER BY dimension, number",
                reader => values[reader.GetInt32(0)].Add(reader.GetString(2)), ("connection", connection));
        }

        return [.. values.Select(list => list.ToArray())];
    }
}
