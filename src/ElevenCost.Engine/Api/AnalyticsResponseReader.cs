using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ElevenCost.Engine.Api;

/// <summary>Reads an analytics response from a stream, cell by cell: the body is never held whole, in whatever order its properties come.</summary>
internal sealed class AnalyticsResponseReader(UnknownCounter unknowns, ApiOptions limits)
{
    private const int FirstBuffer = 128 * 1024;

    /// <summary>The depth of a property of the response, of a row, and of a cell.</summary>
    private const int PropertyDepth = 1;
    private const int RowDepth = 2;
    private const int CellDepth = 3;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly List<string> _columns = [];
    private readonly List<string?> _units = [];
    private readonly List<AnalyticsColumn> _cells = [];
    private string _property = "";
    private bool _hasColumns;
    private bool _hasRows;
    private int _rows;
    private int _shortestRow = int.MaxValue;
    private int _cell;
    private long _textTotal;

    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="ElevenLabsApiException">The body broke off, or is not an analytics response.</exception>
    public async Task<AnalyticsTable> ReadAsync(Uri uri, Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var state = new JsonReaderState();
            int held = 0;
            bool ended = false;
            bool isStart = true;
            while (!ended)
            {
                if (held == buffer.Length)
                {
                    // One token longer than the buffer, a very long text: give it room.
                    if (held >= limits.MaxTextBytes)
                    {
                        throw TooLongText(uri);
                    }

                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, held).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                int read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken);
                ended = read == 0;
                held += read;
                if (isStart && !ended && held < ByteOrderMark.Length && ByteOrderMark.StartsWith(buffer.AsSpan(0, held)))
                {
                    continue;
                }

                int mark = isStart && buffer.AsSpan(0, held).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
                isStart = false;
                int used = mark + Consume(uri, buffer.AsSpan(mark, held - mark), ended, ref state);
                buffer.AsSpan(used, held - used).CopyTo(buffer);
                held -= used;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!_hasColumns || !_hasRows)
        {
            throw ApiErrors.Malformed(uri, $"it has no '{(_hasColumns ? "rows" : "columns")}'.");
        }

        if (_cells.Count > _columns.Count)
        {
            throw ApiErrors.Malformed(uri, "a row has more cells than there are columns.");
        }

        if (_shortestRow < _columns.Count)
        {
            throw ApiErrors.Malformed(uri, "a row has fewer cells than there are columns.");
        }

        if (_units.Count > _columns.Count)
        {
            throw ApiErrors.Malformed(uri, $"there are {_units.Count} units and {_columns.Count} columns.");
        }

        while (_cells.Count < _columns.Count)
        {
            _cells.Add(new AnalyticsColumn());
        }

        while (_units.Count < _columns.Count)
        {
            _units.Add(null);
        }

        return new AnalyticsTable(_columns, _units, _cells, _rows);
    }

    private int Consume(Uri uri, ReadOnlySpan<byte> bytes, bool ended, ref JsonReaderState state)
    {
        var reader = new Utf8JsonReader(bytes, ended, state);
        try
        {
            while (reader.Read())
            {
                Take(uri, ref reader);
            }
        }
        catch (JsonException e) when (ended)
        {
            // What is held at the end was no error while more could follow.
            throw ApiErrors.Incomplete(uri, e);
        }
        catch (InvalidOperationException e)
        {
            throw ApiErrors.NotUnicode(uri, e);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private void Take(Uri uri, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when reader.CurrentDepth == PropertyDepth:
                _property = reader.GetString() ?? "";
                if (_property is not ("columns" or "rows" or "column_units" or "column_types"))
                {
                    unknowns.Count("field", _property);
                }

                break;
            case JsonTokenType.StartArray when reader.CurrentDepth == PropertyDepth:
                _hasColumns |= _property == "columns";
                _hasRows |= _property == "rows";
                break;
            case JsonTokenType.StartArray when _property == "rows" && reader.CurrentDepth == RowDepth:
                _cell = 0;
                break;
            case JsonTokenType.EndArray when _property == "rows" && reader.CurrentDepth == RowDepth:
                if (_hasColumns && _columns.Count > 0 && _cell != _columns.Count)
                {
                    throw ApiErrors.Malformed(uri, $"row {_rows} has {_cell} cells and there are {_columns.Count} columns.");
                }

                _rows = _rows < limits.MaxRows ? _rows + 1 : throw ApiErrors.TooLarge(uri, "rows", limits.MaxRows, nameof(ApiOptions.MaxRows));
                _shortestRow = Math.Min(_shortestRow, _cell);
                break;
            case not JsonTokenType.EndArray when _property == "rows" && reader.CurrentDepth == RowDepth:
                throw ApiErrors.Malformed(uri, $"row {_rows} is not an array.");
            case JsonTokenType.StartArray or JsonTokenType.StartObject when _property == "rows" && reader.CurrentDepth == CellDepth:
                Cell(uri).AddNested(_rows);
                break;
            case JsonTokenType.Null when reader.CurrentDepth == PropertyDepth:
                // No usage has been said as null instead of an empty list.
                _hasRows |= _property == "rows";
                break;
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null:
                TakeValue(uri, ref reader);
                break;
            default:
                break;
        }
    }

    private void TakeValue(Uri uri, ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > limits.MaxTextBytes)
        {
            throw TooLongText(uri);
        }

        if (_property == "rows" && reader.CurrentDepth == CellDepth)
        {
            AnalyticsColumn column = Cell(uri);
            if (reader.TokenType == JsonTokenType.Number)
            {
                if (reader.TryGetDecimal(out decimal number))
                {
                    column.AddNumber(_rows, number);
                }
                else
                {
                    // Too large for any figure; who reads the column says so, with the row.
                    column.AddText(_rows, reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
                }
            }
            else if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                column.AddText(_rows, reader.ValueSpan);
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                int before = column.Pool.Count;
                column.AddText(_rows, reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
                _textTotal += column.Pool.Count > before ? reader.ValueSpan.Length : 0;
                if (_textTotal > limits.MaxTextTotal)
                {
                    throw ApiErrors.TooLarge(uri, "bytes of texts", limits.MaxTextTotal, nameof(ApiOptions.MaxTextTotal));
                }
            }
        }
        else if (reader.CurrentDepth == RowDepth && _property == "columns")
        {
            AddBounded(uri, _columns, reader.GetString() ?? "");
        }
        else if (reader.CurrentDepth == RowDepth && _property == "column_units")
        {
            AddBounded(uri, _units, reader.GetString());
        }
    }

    private void AddBounded<T>(Uri uri, List<T> list, T item)
    {
        list.Add(list.Count < limits.MaxColumns ? item : throw TooManyColumns(uri));
    }

    private ElevenLabsApiException TooManyColumns(Uri uri) => ApiErrors.TooLarge(uri, "columns", limits.MaxColumns, nameof(ApiOptions.MaxColumns));

    private ElevenLabsApiException TooLongText(Uri uri) => ApiErrors.TooLarge(uri, "bytes of one text", limits.MaxTextBytes, nameof(ApiOptions.MaxTextBytes));

    private AnalyticsColumn Cell(Uri uri)
    {
        if (_cell == _cells.Count)
        {
            _cells.Add(_cell < limits.MaxColumns ? new AnalyticsColumn() : throw TooManyColumns(uri));
        }

        return _cells[_cell++];
    }
}
