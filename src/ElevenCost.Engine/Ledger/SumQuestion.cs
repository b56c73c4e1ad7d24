namespace ElevenCost.Engine.Ledger;

/// <summary>Which sums of a connection's usage are asked for. Immutable.</summary>
/// <param name="Slots">The days that count, in order, without overlap.</param>
/// <param name="GroupBy">The dimensions that sums are by.</param>
/// <param name="Filters">What passes; a row must pass all.</param>
internal sealed record SumQuestion(IReadOnlyList<DaySlot> Slots, DimensionSet GroupBy, IReadOnlyList<ValueFilter> Filters)
{
    /// <summary>Another question, answered after this one in the same state of the ledger; null if there is none.</summary>
    public SumQuestion? Next { get; init; }
}

/// <summary>A run of days whose usage is summed together. Immutable.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day. Days between that are not kept have no rows.</param>
/// <param name="Slice">Which rows of the days count; see <see cref="UsageTable.Breakdown"/>.</param>
/// <param name="Slot">What sums are separated by; runs of one slot are added up.</param>
internal readonly record struct DaySlot(DateOnly First, DateOnly Last, sbyte Slice, int Slot);

/// <summary>Which values of a dimension pass. Immutable.</summary>
/// <param name="Dimension">Its index in <see cref="UsageTable.RecordDimensions"/>.</param>
/// <param name="Numbers">The numbers of the values that pass, 0 for the unknown.</param>
/// <param name="Exclude">Whether all values but these pass.</param>
internal sealed record ValueFilter(int Dimension, IReadOnlyList<int> Numbers, bool Exclude = false);

/// <summary>Receives one group's sums; a group may come in several parts, which are to be added up.</summary>
/// <param name="slot">The slot.</param>
/// <param name="values">The numbers of its values, a place a record dimension; 0 where unknown or not grouped by.</param>
/// <param name="sums">The sums.</param>
internal delegate void SumReceiver(int slot, ReadOnlySpan<int> values, in UsageSums sums);

/// <summary>Receives the cells of a row, integers.</summary>
/// <param name="cells">The cells; 0 for SQL's null.</param>
internal delegate void IntegerRowReceiver(ReadOnlySpan<long> cells);

/// <summary>What a question is made from: one state of the ledger, in which its answer is read, too. Immutable.</summary>
/// <param name="Days">The entries of the days that were asked for, in order.</param>
/// <param name="Values">The values by number, a list a dimension; place 0 is null, the unknown. Only of dimensions that were asked for.</param>
/// <param name="Names">The names of IDs.</param>
internal sealed record LedgerState(IReadOnlyList<DayEntry> Days, string?[][] Values, NameBook Names)
{
    /// <summary>Nothing is known.</summary>
    public static LedgerState Empty { get; } = new([], [.. UsageTable.RecordDimensions.Select(_ => new string?[] { null })], NameBook.Empty);
}
