using System.Buffers;

namespace ElevenCost.Engine.Ledger;

/// <summary>One month file of the file ledger: its header and its usage. Immutable by agreement.</summary>
/// <remarks>
/// <para>
/// The file is UTF-8 JSON with line feeds and a fixed order of properties, one day and one column a line. It can be read by anything that
/// reads JSON, such as <c>jq '.days[] | {date, credits}'</c> or <c>pandas.DataFrame(json.load(f)["columns"])</c>:
/// </para>
/// <code>
/// {
/// "schema":1,
/// "connection":"acme",                 lower case, the folder's name
/// "month":"2026-11",
/// "timeZone":"Europe/Berlin",
/// "days":[                             the days that have an entry, in order
/// {"date":"2026-11-01","state":"final","syncedAt":"2026-11-05T06:00:00.0000000Z","source":"analytics","currency":"USD",
///  "dimensions":["product","model"],"rows":2,"credits":30,"requests":3,"minutes":0.5,"consumedCost":0.0033,"reason":null}
/// ],
/// "dictionaries":{                     the values that occur, in ordinal order; "" is use without one
/// "breakdown":["record"],              record, total, or a dimension's name
/// "product":["STT","TTS"], and so on: model, apiKey, voice, user, group, source, region
/// },
/// "columns":{                          one value a row each; a column that is null in every row is a single null
/// "day":[1,1],                         day of the month
/// "breakdown":[0,0],                   these nine are indexes into the dictionary of the same name, null where not known
/// "product":[0,1], and so on
/// "credits":[10,20],
/// "requests":[1,2],
/// "minutes":[0.25,0.25],
/// "consumedCost":[0.0011,0.0022]
/// },
/// "series":{"count":..., "dictionaries":{"metric","breakdown","key"}, "columns":{"day","metric","breakdown","key","value"}},
/// "checksum":"sha256:..."
/// }
/// </code>
/// <para>
/// Rows are in order of day, breakdown (record, total, then the dimensions' order), dimension values (unknown first, then ordinal), and
/// measures; series in order of day, metric, breakdown and key. Dictionaries hold only what occurs. So the same content is the same bytes.
/// </para>
/// <para>
/// The checksum is the SHA-256, in lower-case hex, of every byte before the quote that opens <c>"checksum"</c>: the file without its last
/// 87 bytes, as in <c>head -c -87 2026-11.json | sha256sum</c>. Any change of the shape raises the schema's number; the checksum stays as it is.
/// </para>
/// </remarks>
/// <param name="Connection">The connection's name in lower case.</param>
/// <param name="TimeZone">IANA name of the zone that the days are of.</param>
/// <param name="Usage">The month: entries, rows in canonical order, series.</param>
internal sealed record MonthFile(string Connection, string TimeZone, UsageMonth Usage)
{
    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The schema that this version writes.</summary>
    public const int Schema = 1;

    /// <summary>How many bytes the checksum line and the closing brace take: <c>"checksum":"sha256:</c>, 64 digits, and what follows.</summary>
    public const int TailLength = 19 + HashDigits + 4;

    /// <summary>Hex digits of a SHA-256.</summary>
    public const int HashDigits = 64;

    /// <summary>What the tail begins with.</summary>
    public static ReadOnlySpan<byte> TailStart => "\"checksum\":\"sha256:"u8;

    /// <summary>What the tail ends with.</summary>
    public static ReadOnlySpan<byte> TailEnd => "\"\n}\n"u8;

    /// <summary>What ends the header. No string can hold it, since JSON escapes line feeds in strings.</summary>
    public static ReadOnlySpan<byte> HeaderEnd => "\n],\n\"dictionaries\":{"u8;

    /// <summary>Whether the last bytes of a file have the shape of a tail; says nothing of whether the checksum is right.</summary>
    public static bool IsTail(ReadOnlySpan<byte> tail) =>
        tail.Length == TailLength && tail.StartsWith(TailStart) && tail.EndsWith(TailEnd)
        && tail.Slice(TailStart.Length, HashDigits).IndexOfAnyExcept(LowerHex) < 0;

    /// <summary>Memory that the month takes, roughly, in bytes.</summary>
    public long EstimatedBytes
    {
        get
        {
            const int bytesPerRow = sizeof(int) + sizeof(sbyte) + (8 * sizeof(int)) + sizeof(long) + 16 + 24 + 24;
            const int bytesPerObject = 64;
            long strings = 0;
            foreach (DimensionColumn column in Usage.Table.Dimensions)
            {
                foreach (string value in column.Values)
                {
                    strings += bytesPerObject + (sizeof(char) * value.Length);
                }
            }

            return ((long)Usage.Table.Count * bytesPerRow) + strings
                + ((long)Usage.Series.Count * 2 * bytesPerObject) + (Usage.Days.Count * 4L * bytesPerObject);
        }
    }
}
