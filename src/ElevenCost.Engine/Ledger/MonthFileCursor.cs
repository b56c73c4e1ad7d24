using System.Buffers.Text;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>Walks the columns of a month file. Every method throws <see cref="InvalidDataException"/> where the text is another.</summary>
/// <remarks>
/// The checksum was verified before, so the bytes are as they were written and need no tolerance; scanning numbers by hand takes a
/// fraction of the time that a general JSON reader takes for each token.
/// </remarks>
internal ref struct MonthFileCursor(ReadOnlySpan<byte> text)
{
    private const int DigitsOfUInt64 = 19;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _position == _text.Length;

    /// <summary>Passes over a literal.</summary>
    public void Expect(ReadOnlySpan<byte> literal)
    {
        if (!_text[_position..].StartsWith(literal))
        {
            throw Unexpected();
        }

        _position += literal.Length;
    }

    /// <summary>Passes over the name of the next property and its colon.</summary>
    public void ExpectProperty(string name)
    {
        Expect(",\n\""u8);
        foreach (char letter in name)
        {
            if (Next() != letter)
            {
                throw Unexpected();
            }
        }

        Expect("\":"u8);
    }

    /// <summary>An array of distinct strings in ordinal order.</summary>
    public string[] Dictionary()
    {
        var reader = new Utf8JsonReader(_text[_position..]);
        var values = new List<string>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unexpected();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            string value = reader.GetString() ?? throw Unexpected();
            if (values.Count > 0 && string.CompareOrdinal(values[^1], value) >= 0)
            {
                throw new InvalidDataException("a dictionary is out of order");
            }

            values.Add(value);
        }

        _position += (int)reader.BytesConsumed;
        return [.. values];
    }

    /// <summary>One count.</summary>
    public int Count() => checked((int)Integer());

    /// <summary>A column of days of the month, in order.</summary>
    public void Days(Span<int> column, DateOnly first)
    {
        int before = first.DayNumber - 1;
        int days = DateTime.DaysInMonth(first.Year, first.Month);
        int last = 1;
        Expect("["u8);
        for (int row = 0; row < column.Length; row++)
        {
            Separate(row);
            long day = Integer();
            if (day < last || day > days)
            {
                throw new InvalidDataException("the days are out of order");
            }

            last = (int)day;
            column[row] = before + last;
        }

        Expect("]"u8);
    }

    /// <summary>A column of indexes into a dictionary; null reads as <see cref="DimensionColumn.Unknown"/>.</summary>
    public void Indexes(Span<int> column, int values)
    {
        if (TryNull())
        {
            column.Fill(DimensionColumn.Unknown);
            return;
        }

        Expect("["u8);
        for (int row = 0; row < column.Length; row++)
        {
            Separate(row);
            if (TryNull())
            {
                column[row] = DimensionColumn.Unknown;
                continue;
            }

            long index = Integer();
            if ((ulong)index >= (ulong)values)
            {
                throw new InvalidDataException("an index lies outside its dictionary");
            }

            column[row] = (int)index;
        }

        Expect("]"u8);
    }

    /// <summary>A column of numbers that are all known.</summary>
    public void Integers(Span<long> column)
    {
        Expect("["u8);
        for (int row = 0; row < column.Length; row++)
        {
            Separate(row);
            column[row] = Integer();
        }

        Expect("]"u8);
    }

    /// <summary>A column of numbers or nulls.</summary>
    public void Integers(Span<long?> column)
    {
        if (TryNull())
        {
            column.Clear();
            return;
        }

        Expect("["u8);
        for (int row = 0; row < column.Length; row++)
        {
            Separate(row);
            column[row] = TryNull() ? null : Integer();
        }

        Expect("]"u8);
    }

    /// <summary>A column of decimals or nulls.</summary>
    public void Decimals(Span<decimal?> column)
    {
        if (TryNull())
        {
            column.Clear();
            return;
        }

        Expect("["u8);
        for (int row = 0; row < column.Length; row++)
        {
            Separate(row);
            column[row] = TryNull() ? null : Decimal();
        }

        Expect("]"u8);
    }

    private readonly InvalidDataException Unexpected() => new($"unexpected text {_position} bytes after its header");

    private byte Next() => _position < _text.Length ? _text[_position++] : throw Unexpected();

    private void Separate(int row)
    {
        if (row > 0 && Next() != (byte)',')
        {
            throw Unexpected();
        }
    }

    private bool TryNull()
    {
        if (_position >= _text.Length || _text[_position] != (byte)'n')
        {
            return false;
        }

        Expect("null"u8);
        return true;
    }

    private long Integer()
    {
        if (!Utf8Parser.TryParse(_text[_position..], out long value, out int consumed))
        {
            throw Unexpected();
        }

        _position += consumed;
        return value;
    }

    private decimal Decimal()
    {
        // Most numbers fit 64 bits: their digits and the place of the point make the decimal without the general parser.
        int position = _position;
        bool negative = position < _text.Length && _text[position] == (byte)'-';
        position += negative ? 1 : 0;
        ulong digits = 0;
        int count = 0;
        int point = -1;
        for (; position < _text.Length; position++)
        {
            uint digit = (uint)_text[position] - '0';
            if (digit <= 9)
            {
                digits = unchecked((digits * 10) + digit);
                count++;
            }
            else if (_text[position] == (byte)'.' && point < 0)
            {
                point = count;
            }
            else
            {
                break;
            }
        }

        if (count is > 0 and <= DigitsOfUInt64)
        {
            _position = position;
            int scale = point < 0 ? 0 : count - point;
            return new decimal((int)digits, (int)(digits >> 32), 0, negative, (byte)scale);
        }

        if (!Utf8Parser.TryParse(_text[_position..], out decimal value, out int consumed))
        {
            throw Unexpected();
        }

        _position += consumed;
        return value;
    }
}
