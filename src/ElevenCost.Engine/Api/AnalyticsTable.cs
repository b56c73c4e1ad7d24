namespace ElevenCost.Engine.Api;

/// <summary>An analytics response as it came: columns by position, each cell a text, a number or nothing.</summary>
internal sealed class AnalyticsTable(List<string> columns, List<string?> units, List<AnalyticsColumn> cells, int rows)
{
    public IReadOnlyList<string> Columns => columns;

    public IReadOnlyList<string?> Units => units;

    public int Rows => rows;

    public AnalyticsColumn this[int column] => cells[column];

    /// <summary>
    /// The position of a column by its name, else by its unit, in any case, where only one column has it; null if there is none.
    /// </summary>
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
            if (units[column]?.Trim().ToLowerInvariant() is { } unit && unitsOfIt.Contains(unit))
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
    private readonly Dictionary<int, decimal?> _numberOfText = [];
    private HashSet<int>? _nested;

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

    /// <summary>Notes a cell that is an object or an array.</summary>
    public void AddNested(int row) => (_nested ??= []).Add(row);

    /// <summary>The number in <see cref="Pool"/> of a row's text; -1 where the cell is none.</summary>
    public int TextAt(int row) => row < _texts.Count ? _texts[row] : -1;

    /// <summary>A row's number, also one that came as text; null if the cell is none.</summary>
    public decimal? NumberAt(int row)
    {
        if (row < _numbers.Count && _numbers[row] is { } number)
        {
            return number;
        }

        int text = TextAt(row);
        if (text < 0)
        {
            return null;
        }

        if (!_numberOfText.TryGetValue(text, out decimal? read))
        {
            _numberOfText.Add(text, read = LenientJson.Number(Pool[text]));
        }

        return read;
    }

    /// <summary>Whether a row's cell is an object or an array.</summary>
    public bool IsNested(int row) => _nested?.Contains(row) ?? false;

    /// <summary>What a row's cell holds that is no number, as it came; null if it is a number or nothing.</summary>
    public string? NotNumberAt(int row) =>
        IsNested(row) ? "an object" : TextAt(row) is >= 0 and int text && NumberAt(row) is null && Pool[text].Length > 0 ? Pool[text] : null;
}
