using System.Runtime.InteropServices;

namespace ElevenCost.Engine.Ledger;

/// <summary>Collects rows into a <see cref="UsageTable"/>. For one thread.</summary>
public sealed class UsageTableBuilder
{
    private readonly List<int> _day = [];
    private readonly List<sbyte> _breakdown = [];
    private readonly List<int>[] _index;
    private readonly List<string>[] _values;
    private readonly Dictionary<string, int>[] _known;
    private readonly List<long> _credits = [];
    private readonly List<long?> _requests = [];
    private readonly List<decimal?> _minutes = [];
    private readonly List<decimal?> _cost = [];

    /// <summary>Starts without rows.</summary>
    public UsageTableBuilder()
    {
        int width = UsageTable.RecordDimensions.Count;
        _index = new List<int>[width];
        _values = new List<string>[width];
        _known = new Dictionary<string, int>[width];
        for (int dimension = 0; dimension < width; dimension++)
        {
            _index[dimension] = [];
            _values[dimension] = [];
            _known[dimension] = new Dictionary<string, int>(StringComparer.Ordinal);
        }
    }

    /// <summary>How many rows there are so far.</summary>
    public int Count => _day.Count;

    /// <summary>The index of a value in its dimension's dictionary, which takes it up if it is new; null is unknown.</summary>
    public int Intern(int dimension, string? value)
    {
        if (value is null)
        {
            return DimensionColumn.Unknown;
        }

        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_known[dimension], value, out bool exists);
        if (!exists)
        {
            index = _values[dimension].Count;
            _values[dimension].Add(value);
        }

        return index;
    }

    /// <summary>Adds a row whose dimension values were interned before.</summary>
    /// <param name="day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="breakdown">What the row is a row of; see <see cref="UsageTable.Breakdown"/>.</param>
    /// <param name="dimensions">One index a record dimension.</param>
    /// <param name="credits">Credits.</param>
    /// <param name="requests">Requests; null if unknown.</param>
    /// <param name="minutes">Minutes; null if unknown.</param>
    /// <param name="consumedCost">Value consumed; null if unknown.</param>
    public void Add(
        int day, sbyte breakdown, ReadOnlySpan<int> dimensions, long credits, long? requests, decimal? minutes, decimal? consumedCost)
    {
        _day.Add(day);
        _breakdown.Add(breakdown);
        for (int dimension = 0; dimension < _index.Length; dimension++)
        {
            _index[dimension].Add(dimensions[dimension]);
        }

        _credits.Add(credits);
        _requests.Add(requests);
        _minutes.Add(minutes);
        _cost.Add(consumedCost);
    }

    /// <summary>The table of the rows so far.</summary>
    public UsageTable Build()
    {
        var columns = new DimensionColumn[_index.Length];
        for (int dimension = 0; dimension < columns.Length; dimension++)
        {
            columns[dimension] = new DimensionColumn { Values = [.. _values[dimension]], Index = [.. _index[dimension]] };
        }

        return new UsageTable
        {
            Count = _day.Count,
            Day = [.. _day],
            Breakdown = [.. _breakdown],
            Dimensions = columns,
            Credits = [.. _credits],
            Requests = [.. _requests],
            Minutes = [.. _minutes],
            ConsumedCost = [.. _cost],
        };
    }
}
