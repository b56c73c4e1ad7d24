using System.Data.Common;

namespace ElevenCost.Engine.Ledger;

/// <summary>Reads what is kept of days.</summary>
internal static class DayReader
{
    /// <summary>The entries of some days, in order.</summary>
    public static List<DayEntry> Read(LedgerSession session, int connection, DateRange? range) => session.List(
        $"SELECT {string.Join(", ", LedgerSchema.DayColumns)} FROM day WHERE connection = @connection AND day BETWEEN @first AND @last ORDER BY day", Read,
        ("connection", connection), ("first", range?.Start.DayNumber ?? 0), ("last", range?.End.DayNumber ?? DateOnly.MaxValue.DayNumber));

    /// <summary>The entry that a reader is on, of <see cref="LedgerSchema.DayColumns"/>.</summary>
    public static DayEntry Read(DbDataReader reader) => new()
    {
        Date = DateOnly.FromDayNumber(reader.GetInt32(0)),
        State = LedgerText.State(reader.GetString(1)),
        SyncedAt = LedgerText.Instant(reader.GetString(2)),
        Source = LedgerText.Source(reader.GetString(3)),
        Currency = reader.TextOrNull(4),
        Dimensions = new DimensionSet(reader.GetInt32(5)).ToArray(),
        Rows = checked((int)reader.GetInt64(6)),
        Credits = reader.GetInt64(7),
        Requests = reader.LongOrNull(8),
        Minutes = reader.DecimalOrNull(9),
        ConsumedCost = reader.DecimalOrNull(12),
        Reason = reader.TextOrNull(15),
    };

    /// <summary>The series values of some days, in order.</summary>
    /// <param name="session">The session.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="range">The days.</param>
    /// <param name="condition">SQL that narrows it further; empty for all series.</param>
    /// <param name="parameters">The parameters of the condition.</param>
    public static List<SeriesPoint> ReadSeries(LedgerSession session, int connection, DateRange range, string condition = "", params (string Name, object? Value)[] parameters) => session.List(
        "SELECT day, metric, breakdown, value_key, value FROM series WHERE connection = @connection AND day BETWEEN @first AND @last "
        + $"{condition} ORDER BY day, metric, breakdown, value_key",
        reader => new SeriesPoint(DateOnly.FromDayNumber(reader.GetInt32(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3),
            decimal.Parse(reader.GetString(4), System.Globalization.CultureInfo.InvariantCulture)),
        [("connection", connection), ("first", range.Start.DayNumber), ("last", range.End.DayNumber), .. parameters]);

    /// <summary>The rows of some days, in order of day.</summary>
    public static UsageTable ReadRows(LedgerSession session, int connection, DateRange range)
    {
        string?[][] values = ValueNumbers.ReadValues(session, connection, DimensionSet.All);
        var builder = new UsageTableBuilder();
        int[][] known = [.. values.Select(list => Array.ConvertAll(list, _ => DimensionColumn.Unknown))];
        int[] index = new int[values.Length];
        session.Query(
            $"SELECT {string.Join(", ", LedgerSchema.RowColumns.Skip(1))} FROM usage_row WHERE connection = @connection AND day BETWEEN @first AND @last ORDER BY day, slice, row_no",
            reader =>
            {
                for (int dimension = 0; dimension < index.Length; dimension++)
                {
                    int number = reader.GetInt32(3 + dimension);
                    index[dimension] = number == 0 ? DimensionColumn.Unknown
                        : known[dimension][number] >= 0 ? known[dimension][number]
                        : known[dimension][number] = builder.Intern(dimension, values[dimension][number]);
                }

                builder.Add(reader.GetInt32(0), (sbyte)reader.GetInt32(1), index, reader.GetInt64(11), reader.LongOrNull(12), reader.DecimalOrNull(13), reader.DecimalOrNull(16));
            }, ("connection", connection), ("first", range.Start.DayNumber), ("last", range.End.DayNumber));
        return builder.Build();
    }
}
