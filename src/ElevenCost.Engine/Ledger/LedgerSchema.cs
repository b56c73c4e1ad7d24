namespace ElevenCost.Engine.Ledger;

/// <summary>Names of columns that several statements share.</summary>
internal static class LedgerSchema
{
    /// <summary>The columns of the record dimensions, in the order of <see cref="UsageTable.RecordDimensions"/>.</summary>
    public static IReadOnlyList<string> DimensionColumns { get; } =
        ["product_no", "model_no", "api_key_no", "voice_no", "user_no", "group_no", "source_no", "region_no"];

    /// <summary>The columns of a decimal.</summary>
    /// <param name="name"><c>minutes</c> or <c>cost</c>.</param>
    public static string[] DecimalColumns(string name) => [$"{name}_nano", $"{name}_e19", $"{name}_e28"];

    /// <summary>The columns of <c>usage_row</c>.</summary>
    public static IReadOnlyList<string> RowColumns { get; } =
        ["connection", "day", "slice", "row_no", .. DimensionColumns, "credits", "requests", .. DecimalColumns("minutes"), .. DecimalColumns("cost")];

    /// <summary>The columns of <c>day</c>.</summary>
    public static IReadOnlyList<string> DayColumns { get; } =
    [
        "day", "state", "synced_at", "source", "currency", "dimensions", "row_count", "credits", "requests",
        .. DecimalColumns("minutes"), .. DecimalColumns("cost"), "reason", "content",
    ];

    /// <summary>The columns of <c>usage_month</c>.</summary>
    public static IReadOnlyList<string> MonthColumns { get; } = ["connection", "month", .. DimensionColumns, .. SchemaMigration.SumColumns];

    /// <summary>The columns of <c>usage_day_by</c>.</summary>
    public static IReadOnlyList<string> DayByColumns { get; } = ["connection", "dimension", "day", "value_no", .. SchemaMigration.SumColumns];

    /// <summary>The columns of <c>usage_month_by</c>.</summary>
    public static IReadOnlyList<string> MonthByColumns { get; } = ["connection", "dimension", "month", "value_no", .. SchemaMigration.SumColumns];

    /// <summary>What adds sums to those of a row that is there.</summary>
    public static string AddOnConflict(string table, IEnumerable<string> key) =>
        $"ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {string.Join(", ", SchemaMigration.SumColumns.Select(column => $"{column} = {table}.{column} + excluded.{column}"))}";

    /// <summary>The number that a day's month has: that of its first day.</summary>
    public static int MonthOf(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return new DateOnly(date.Year, date.Month, 1).DayNumber;
    }
}
