using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>A table that usage is summed from, and which of its rows. Immutable.</summary>
/// <param name="Table">The table.</param>
/// <param name="Period">Its column of days or months.</param>
/// <param name="Dimension">The dimension of a rollup by one; null if the table has a column for each.</param>
/// <param name="Slice">Which rows of the days count; null for a rollup.</param>
internal sealed record SumSource(string Table, string Period, int? Dimension, sbyte? Slice)
{
    /// <summary>The column of a record dimension's values.</summary>
    public string ColumnOf(int dimension) => Dimension is null ? $"u.{LedgerSchema.DimensionColumns[dimension]}" : "u.value_no";

    /// <summary>Appends <c>FROM</c> and <c>WHERE</c>.</summary>
    /// <param name="sql">What they are appended to.</param>
    /// <param name="connection">The connection's number.</param>
    /// <param name="first">The first day or month.</param>
    /// <param name="last">The last.</param>
    /// <param name="filters">Which values count.</param>
    public void AppendFrom(StringBuilder sql, int connection, DateOnly first, DateOnly last, IReadOnlyList<ValueFilter> filters)
    {
        sql.Append(CultureInfo.InvariantCulture, $" FROM {Table} u WHERE u.connection = {connection}");
        if (Dimension is { } one)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND u.dimension = {one}");
        }

        sql.Append(CultureInfo.InvariantCulture, $" AND u.{Period} BETWEEN {first.DayNumber} AND {last.DayNumber}");
        if (Slice is { } kind)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND u.slice = {kind}");
        }

        foreach (ValueFilter filter in filters)
        {
            sql.Append(CultureInfo.InvariantCulture, $" AND {ColumnOf(filter.Dimension)} {(filter.Exclude ? "NOT IN" : "IN")} (");
            sql.AppendJoin(", ", filter.Numbers).Append(')');
        }
    }
}
