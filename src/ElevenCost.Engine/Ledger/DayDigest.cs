using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>What a ledger holds of a day, so that two ledgers can be compared: its entry, and a fingerprint of its rows and series by value.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Content">The fingerprint: the same in every ledger, whatever numbers its dimension values have.</param>
internal sealed record DayDigest(DayEntry Entry, string Content)
{
    private const int FirstMeasure = 10;
    private const int Measures = 8;
    private const long SeriesSlice = -100;

    /// <summary>Whether both ledgers hold the same of the day.</summary>
    public bool IsSame(DayDigest? other) => other is not null && Content == other.Content && DayChange.IsSame(Entry, other.Entry);

    /// <summary>Reads the days of a range, in order.</summary>
    public static SortedDictionary<DateOnly, DayDigest> Read(LedgerSession session, int connection, DateRange range)
    {
        var contents = new Dictionary<int, ContentMix>();
        long[][] values = [.. ValueNumbers.ReadValues(session, connection, DimensionSet.All)
            .Select((list, dimension) => Array.ConvertAll(list, value => value is null ? 0 : HashOf($"{dimension}\0{value}")))];
        long[] cells = new long[values.Length + Measures];
        session.Query(
            $"SELECT {string.Join(", ", LedgerSchema.RowColumns.Where(column => column is not ("connection" or "row_no")))} FROM usage_row "
            + "WHERE connection = @connection AND day BETWEEN @first AND @last ORDER BY day, slice, row_no",
            reader =>
            {
                for (int dimension = 0; dimension < values.Length; dimension++)
                {
                    cells[dimension] = values[dimension][reader.GetInt32(2 + dimension)];
                }

                for (int measure = 0; measure < Measures; measure++)
                {
                    cells[values.Length + measure] = reader.LongOrNull(FirstMeasure + measure) ?? IntegerRows.Null;
                }

                Add(reader.GetInt32(0), reader.GetInt32(1), cells);
            }, ("connection", connection), ("first", range.Start.DayNumber), ("last", range.End.DayNumber));
        foreach (SeriesPoint point in DayReader.ReadSeries(session, connection, range))
        {
            Add(point.Date.DayNumber, SeriesSlice, [HashOf($"{point.Metric}\0{point.Breakdown}\0{point.Key}"), .. decimal.GetBits(point.Value)]);
        }

        var days = new SortedDictionary<DateOnly, DayDigest>();
        foreach (DayEntry entry in DayReader.Read(session, connection, range))
        {
            days.Add(entry.Date, new DayDigest(entry, contents.GetValueOrDefault(entry.Date.DayNumber).ToString()));
        }

        return days;

        void Add(int day, long slice, ReadOnlySpan<long> row)
        {
            ContentMix content = contents.GetValueOrDefault(day);
            content.Add(slice, row);
            contents[day] = content;
        }
    }

    private static long HashOf(string text) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
