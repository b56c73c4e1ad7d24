using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Rows of integers on their way into a table: flat, so that a million of them are a few large arrays.</summary>
/// <param name="columns">How many columns each row has.</param>
internal sealed class IntegerRows(int columns)
{
    /// <summary>What stands for SQL's null; no figure or number is that small.</summary>
    public const long Null = long.MinValue;

    private readonly List<long> _cells = [];

    /// <summary>How many columns each row has.</summary>
    public int Columns => columns;

    /// <summary>How many rows there are.</summary>
    public int Count => _cells.Count / columns;

    /// <summary>A row, to be read.</summary>
    public ReadOnlySpan<long> this[int row] => CollectionsMarshal.AsSpan(_cells).Slice(row * columns, columns);

    /// <summary>Adds a row of zeros.</summary>
    /// <returns>Its cells, to be filled before the next row is added.</returns>
    public Span<long> Add()
    {
        int start = _cells.Count;
        CollectionsMarshal.SetCount(_cells, start + columns);
        Span<long> row = CollectionsMarshal.AsSpan(_cells).Slice(start, columns);
        row.Clear();
        return row;
    }

    /// <summary>A row, to be changed.</summary>
    public Span<long> At(int row) => CollectionsMarshal.AsSpan(_cells).Slice(row * columns, columns);

    /// <summary>Takes the last rows away again.</summary>
    /// <param name="count">How many stay.</param>
    public void Truncate(int count) => CollectionsMarshal.SetCount(_cells, count * columns);
}
