using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>Reads month files; the shape is told at <see cref="MonthFile"/>.</summary>
/// <remarks>
/// Throws <see cref="InvalidDataException"/> where a file is damaged, its message the reason in a few words, and
/// <see cref="ElevenCostException"/> (<c>LedgerNewerSchema</c>) where it is of a newer schema.
/// </remarks>
internal static class MonthFileReader
{
    /// <summary>The header of a file, without rows and series.</summary>
    /// <param name="Connection">The connection's name in lower case.</param>
    /// <param name="First">The first day of the month.</param>
    /// <param name="TimeZone">IANA name of the zone.</param>
    /// <param name="Days">The entries, in order.</param>
    internal sealed record Header(string Connection, DateOnly First, string TimeZone, IReadOnlyList<DayEntry> Days);

    /// <summary>Reads a whole file and verifies its checksum.</summary>
    /// <param name="path">The file's path, for messages.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="connection">The connection that it must be of.</param>
    /// <param name="first">The first day of the month that it must be of.</param>
    public static MonthFile Read(string path, ReadOnlySpan<byte> bytes, string connection, DateOnly first)
    {
        Verify(path, bytes);
        return Guard(bytes, body =>
        {
            int headerEnd = body.IndexOf(MonthFile.HeaderEnd);
            if (headerEnd < 0)
            {
                throw new InvalidDataException("its header has no end");
            }

            Header header = ReadHeader(body[..headerEnd], connection, first);
            var cursor = new MonthFileCursor(body[(headerEnd + MonthFile.HeaderEnd.Length)..]);
            UsageTable table = ReadTable(ref cursor, header, body.Length);
            SeriesPoint[] series = ReadSeries(ref cursor, first, body.Length);
            return cursor.AtEnd
                ? new MonthFile(header.Connection, header.TimeZone, new UsageMonth(first, header.Days, table, series))
                : throw new InvalidDataException("text follows the series");
        });
    }

    /// <summary>Verifies the checksum, and that the schema is one that this version knows.</summary>
    public static void Verify(string path, ReadOnlySpan<byte> bytes)
    {
        bool hasTail = bytes.Length >= MonthFile.TailLength && MonthFile.IsTail(bytes[^MonthFile.TailLength..]);
        bool isWhole = hasTail && HashOf(bytes[..^MonthFile.TailLength]).AsSpan()
            .SequenceEqual(bytes.Slice(bytes.Length - MonthFile.TailLength + MonthFile.TailStart.Length, MonthFile.HashDigits));
        if (!hasTail || isWhole)
        {
            ThrowIfNewer(path, bytes);
        }

        if (!isWhole)
        {
            throw new InvalidDataException(hasTail ? "its checksum does not match" : "it does not end with a checksum");
        }
    }

    /// <summary>Reads a header alone from a file's beginning.</summary>
    /// <returns>The header; null where <paramref name="start"/> does not hold all of it.</returns>
    public static Header? TryReadHeader(string path, ReadOnlySpan<byte> start, string connection, DateOnly first)
    {
        ThrowIfNewer(path, start);
        int headerEnd = start.IndexOf(MonthFile.HeaderEnd);
        return headerEnd < 0 ? null : Guard(start[..headerEnd], header => ReadHeader(header, connection, first));
    }

    private delegate T Parse<T>(ReadOnlySpan<byte> text);

    private static T Guard<T>(ReadOnlySpan<byte> bytes, Parse<T> parse)
    {
        ReadOnlySpan<byte> body = bytes.Length >= MonthFile.TailLength && MonthFile.IsTail(bytes[^MonthFile.TailLength..])
            ? bytes[..^MonthFile.TailLength]
            : bytes;
        try
        {
            return parse(body);
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException
            or ArgumentException)
        {
            throw new InvalidDataException($"it cannot be parsed: {e.Message}", e);
        }
    }

    private static byte[] HashOf(ReadOnlySpan<byte> body) =>
        Encoding.ASCII.GetBytes(Convert.ToHexString(SHA256.HashData(body)).ToLowerInvariant());

    /// <summary>Throws <c>LedgerNewerSchema</c> where the beginning of a file names a schema that this version does not know yet.</summary>
    public static void ThrowIfNewer(string path, ReadOnlySpan<byte> start)
    {
        // The schema is the first property in every version, so that a file can be told from a damaged one.
        int schema = 0;
        try
        {
            var reader = new Utf8JsonReader(start, isFinalBlock: false, state: default);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.ValueTextEquals("schema"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                reader.TryGetInt32(out schema);
            }
        }
        catch (JsonException)
        {
            // Damaged: whoever reads on says how.
        }

        if (schema > MonthFile.Schema)
        {
            throw new ElevenCostException("LedgerNewerSchema", FailureCategory.Ledger,
                string.Create(CultureInfo.InvariantCulture,
                    $"The ledger file '{path}' has schema {schema}; this version of ElevenCost knows {MonthFile.Schema}."),
                "Update ElevenCost.");
        }
    }

    private static Header ReadHeader(ReadOnlySpan<byte> text, string connection, DateOnly first)
    {
        // The last bracket of the header belongs to its end: the reader stops where it would need it.
        var reader = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        Token(ref reader, JsonTokenType.StartObject);
        Property(ref reader, "schema"u8);
        Token(ref reader, JsonTokenType.Number);
        if (reader.GetInt32() != MonthFile.Schema)
        {
            throw new InvalidDataException("its schema is not known");
        }

        string fileConnection = RequiredText(ref reader, "connection"u8);
        string month = RequiredText(ref reader, "month"u8);
        if (fileConnection != connection || month != first.ToString("yyyy-MM", CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"it is of connection '{fileConnection}' and month {month}");
        }

        string timeZone = RequiredText(ref reader, "timeZone"u8);
        Property(ref reader, "days"u8);
        Token(ref reader, JsonTokenType.StartArray);
        var days = new List<DayEntry>();
        while (reader.Read())
        {
            DayEntry day = ReadDay(ref reader);
            if (day.Date < first || day.Date >= first.AddMonths(1) || (days.Count > 0 && day.Date <= days[^1].Date) || day.Rows < 0)
            {
                throw new InvalidDataException("its days are out of order");
            }

            days.Add(day);
        }

        return reader.BytesConsumed == text.Length
            ? new Header(fileConnection, first, timeZone, days.AsReadOnly())
            : throw new InvalidDataException("its header is cut");
    }

    private static DayEntry ReadDay(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("a day is no object");
        }

        var date = DateOnly.ParseExact(RequiredText(ref reader, "date"u8), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        DayState state = MonthFileWords.State(RequiredText(ref reader, "state"u8));
        var syncedAt = DateTime.ParseExact(
            RequiredText(ref reader, "syncedAt"u8), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        UsageSource source = MonthFileWords.Source(RequiredText(ref reader, "source"u8));
        string? currency = Text(ref reader, "currency"u8);
        Property(ref reader, "dimensions"u8);
        Token(ref reader, JsonTokenType.StartArray);
        var dimensions = new List<Dimension>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            dimensions.Add(MonthFileWords.Dimension(reader.GetString()));
        }

        Property(ref reader, "rows"u8);
        Token(ref reader, JsonTokenType.Number);
        int rows = reader.GetInt32();
        Property(ref reader, "credits"u8);
        Token(ref reader, JsonTokenType.Number);
        long credits = reader.GetInt64();
        Property(ref reader, "requests"u8);
        long? requests = IsNull(ref reader) ? null : reader.GetInt64();
        Property(ref reader, "minutes"u8);
        decimal? minutes = IsNull(ref reader) ? null : reader.GetDecimal();
        Property(ref reader, "consumedCost"u8);
        decimal? cost = IsNull(ref reader) ? null : reader.GetDecimal();
        string? reason = Text(ref reader, "reason"u8);
        Token(ref reader, JsonTokenType.EndObject);
        return new DayEntry
        {
            Date = date,
            State = state,
            SyncedAt = syncedAt,
            Source = source,
            Currency = currency,
            Dimensions = dimensions.AsReadOnly(),
            Rows = rows,
            Credits = credits,
            Requests = requests,
            Minutes = minutes,
            ConsumedCost = cost,
            Reason = reason,
        };
    }

    private static UsageTable ReadTable(ref MonthFileCursor cursor, Header header, int length)
    {
        int count = checked(header.Days.Sum(day => day.Rows));
        if (count > length)
        {
            // Each row takes bytes, so that a header cannot make us allocate more than a file of its size could fill.
            throw new InvalidDataException("it has fewer rows than its header says");
        }

        cursor.Expect("\n\"breakdown\":"u8);
        sbyte[] breakdowns = Array.ConvertAll(cursor.Dictionary(), MonthFileWords.Breakdown);
        string[][] values = new string[MonthFileWords.Width][];
        for (int dimension = 0; dimension < values.Length; dimension++)
        {
            cursor.ExpectProperty(MonthFileWords.Dimensions[dimension]);
            values[dimension] = cursor.Dictionary();
        }

        int[] day = GC.AllocateUninitializedArray<int>(count);
        cursor.Expect("\n},\n\"columns\":{\n\"day\":"u8);
        cursor.Days(day, header.First);
        RequireRowsPerDay(day, header.Days);
        cursor.ExpectProperty("breakdown");
        sbyte[] breakdown = ReadBreakdowns(ref cursor, breakdowns, count);
        var columns = new DimensionColumn[MonthFileWords.Width];
        for (int dimension = 0; dimension < columns.Length; dimension++)
        {
            int[] index = GC.AllocateUninitializedArray<int>(count);
            cursor.ExpectProperty(MonthFileWords.Dimensions[dimension]);
            cursor.Indexes(index, values[dimension].Length);
            columns[dimension] = new DimensionColumn { Values = values[dimension], Index = index };
        }

        long[] credits = GC.AllocateUninitializedArray<long>(count);
        long?[] requests = GC.AllocateUninitializedArray<long?>(count);
        decimal?[] minutes = GC.AllocateUninitializedArray<decimal?>(count);
        decimal?[] cost = GC.AllocateUninitializedArray<decimal?>(count);
        cursor.ExpectProperty("credits");
        cursor.Integers(credits);
        cursor.ExpectProperty("requests");
        cursor.Integers(requests);
        cursor.ExpectProperty("minutes");
        cursor.Decimals(minutes);
        cursor.ExpectProperty("consumedCost");
        cursor.Decimals(cost);
        cursor.Expect("\n},\n"u8);
        return new UsageTable
        {
            Count = count,
            Day = day,
            Breakdown = breakdown,
            Dimensions = columns,
            Credits = credits,
            Requests = requests,
            Minutes = minutes,
            ConsumedCost = cost,
        };
    }

    private static sbyte[] ReadBreakdowns(ref MonthFileCursor cursor, sbyte[] words, int count)
    {
        int[] places = System.Buffers.ArrayPool<int>.Shared.Rent(count);
        try
        {
            cursor.Indexes(places.AsSpan(0, count), words.Length);
            sbyte[] breakdown = GC.AllocateUninitializedArray<sbyte>(count);
            for (int row = 0; row < count; row++)
            {
                breakdown[row] = places[row] >= 0 ? words[places[row]] : throw new InvalidDataException("a row has no breakdown");
            }

            return breakdown;
        }
        finally
        {
            System.Buffers.ArrayPool<int>.Shared.Return(places);
        }
    }

    private static void RequireRowsPerDay(ReadOnlySpan<int> column, IReadOnlyList<DayEntry> days)
    {
        int row = 0;
        foreach (DayEntry day in days)
        {
            if (column.Slice(row, day.Rows).IndexOfAnyExcept(day.Date.DayNumber) >= 0)
            {
                throw new InvalidDataException("its rows are of other days than its header says");
            }

            row += day.Rows;
        }
    }

    private static SeriesPoint[] ReadSeries(ref MonthFileCursor cursor, DateOnly first, int length)
    {
        cursor.Expect("\"series\":{\n\"count\":"u8);
        int count = cursor.Count();
        if (count < 0 || count > length)
        {
            throw new InvalidDataException("it has fewer series values than it says");
        }

        cursor.Expect(",\n\"dictionaries\":{\n\"metric\":"u8);
        string[] metrics = cursor.Dictionary();
        cursor.ExpectProperty("breakdown");
        string[] breakdowns = cursor.Dictionary();
        cursor.ExpectProperty("key");
        string[] keys = cursor.Dictionary();
        int[] day = new int[count];
        int[] metric = new int[count];
        int[] breakdown = new int[count];
        int[] key = new int[count];
        decimal?[] value = new decimal?[count];
        cursor.Expect("\n},\n\"columns\":{\n\"day\":"u8);
        cursor.Days(day, first);
        cursor.ExpectProperty("metric");
        cursor.Indexes(metric, metrics.Length);
        cursor.ExpectProperty("breakdown");
        cursor.Indexes(breakdown, breakdowns.Length);
        cursor.ExpectProperty("key");
        cursor.Indexes(key, keys.Length);
        cursor.ExpectProperty("value");
        cursor.Decimals(value);
        cursor.Expect("\n}\n},\n"u8);
        var series = new SeriesPoint[count];
        for (int row = 0; row < count; row++)
        {
            if (metric[row] < 0 || breakdown[row] < 0 || key[row] < 0 || value[row] is not { } number)
            {
                throw new InvalidDataException("a series value is incomplete");
            }

            series[row] = new SeriesPoint(
                DateOnly.FromDayNumber(day[row]), metrics[metric[row]], breakdowns[breakdown[row]], keys[key[row]], number);
        }

        return series;
    }

    private static void Token(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new InvalidDataException("its header is not as expected");
        }
    }

    private static void Property(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
        {
            throw new InvalidDataException("its header is not as expected");
        }
    }

    private static bool IsNull(ref Utf8JsonReader reader) => !reader.Read() || reader.TokenType == JsonTokenType.Null;

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        Property(ref reader, name);
        reader.Read();
        return reader.GetString();
    }

    private static string RequiredText(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        Text(ref reader, name) ?? throw new InvalidDataException("its header is not as expected");
}
