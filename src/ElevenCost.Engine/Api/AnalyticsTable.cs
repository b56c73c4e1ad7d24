namespace ElevenCost.Engine.Api;

/// <summary>An analytics response as it came: columns by position, each cell a text, a number or nothing.</summary>
internal sealed class AnalyticsTable(List<string> columns, List<string?> units, List<AnalyticsColumn> cells, int rows)
{
    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<string?> Units => units;

    public int Rows => rows;

    public AnalyticsColumn this[int column] => cells[column];

    /// <summary>The position of a column by its name, else by its unit where only one column has it; null where there is none.</summary>
    public int? Find(string name, params ReadOnlySpan<string> unitsOfIt)
    {
        int byName = columns.IndexOf(name);
        if (byName >= 0)
        {
            return byName;
        }

        int? byUnit = null;
        for (int column = 0; column < units.Count; column++)
        {
            if (units[column] is { } unit && unitsOfIt.Contains(unit))
            {
                if (byUnit is not null)
                {
                    return null;
                }

                byUnit = column;
            }
        }

        return byUnit;
    }
}

/// <summary>The cells of one column; a list is as long as the rows only where a cell of its kind occurs.</summary>
internal sealed class AnalyticsColumn
{
    private readonly List<int> _texts = [];
    private readonly List<decimal?> _numbers = [];

    public Utf8Pool Pool { get; } = new();

    public void AddText(int row, ReadOnlySpan<byte> utf8)
    {
        while (_texts.Count < row)
        {
            _texts.Add(-1);
        }

        _texts.Add(Pool.Intern(utf8));
    }

    public void AddNumber(int row, decimal number)
    {
        while (_numbers.Count < row)
        {
            _numbers.Add(null);
        }

        _numbers.Add(number);
    }

    /// <summary>The number in <see cref="Pool"/> of a row's text; -1 where the cell is none.</summary>
    public int TextAt(int row) => row < _texts.Count ? _texts[row] : -1;

    /// <summary>A row's number; null where the cell is none.</summary>
    public decimal? NumberAt(int row) => row < _numbers.Count ? _numbers[row] : null;
}
