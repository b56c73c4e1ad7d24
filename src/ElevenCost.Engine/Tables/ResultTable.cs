using System.Collections;
using System.Globalization;
using System.Reflection;

namespace ElevenCost.Engine.Tables;

/// <summary>The columns of a result, described once for everything that shows it. Immutable.</summary>
/// <param name="Columns">The columns, from left to right.</param>
/// <param name="Title">A line above the table; null for none.</param>
public sealed record ResultTable(IReadOnlyList<ResultColumn> Columns, string? Title = null)
{
    /// <summary>A summary of the rows: their days, and the totals if available; null for none.</summary>
    public string? Summary { get; init; }

    /// <summary>Properties that a list shows besides those of the columns, because a table has them in its headers and title.</summary>
    public IReadOnlyList<string> AlsoListed { get; init; } = [];

    /// <summary>How a word of a fixed set is written; by default as the objects have it.</summary>
    public Func<Enum, string> Word { get; init; } = word => word.ToString();

    /// <summary>The table of a result of one connection: its name says nothing then.</summary>
    public ResultTable WithoutConnection(bool isOfOne = true) => isOfOne ? this with { Columns = [.. Columns.Where(column => column.Name != "Connection")] } : this;

    /// <summary>The value of a column; null if unknown, or where a total has none.</summary>
    /// <exception cref="OverflowException">A total exceeds its type.</exception>
    public static object? Value(object row, ResultColumn column) => row.GetType().GetProperty(column.Name, BindingFlags.Public | BindingFlags.Instance)
        ?.GetValue(row, BindingFlags.DoNotWrapExceptions, null, null, null);

    /// <summary>A row as texts, the same in every culture.</summary>
    public string[] Texts(object row) => [.. Columns.Select(column => Text(row, column))];

    /// <summary>A total as texts: a cell is empty if it names something, or the total has no such figure.</summary>
    public string[] Totals(object total)
    {
        string[] cells = [.. Columns.Select(column => column.CanShorten || total.GetType().GetProperty(column.Name) is null ? "" : Text(total, column))];

        // The word stands in the first place, unless that is a number's.
        cells[0] = cells[0].Length == 0 ? "Total" : cells[0];
        return cells;
    }

    /// <summary>How many groups a row sums up.</summary>
    public static int GroupsOf(object row) => row switch
    {
        CostComparison comparison => comparison.Groups,
        CostRecord cost => cost.Groups ?? 1,
        _ => 1,
    };

    private string Text(object row, ResultColumn column) => (column.Style, Value(row, column)) switch
    {
        (ColumnStyle.Bucket, DateTime date) => Figures.Bucket(date, column.Granularity, row.GetType().GetProperty(nameof(CostRecord.StartedAt))?.GetValue(row) as DateTime?),
        (ColumnStyle.Group, null) when GroupsOf(row) is > 1 and var several => string.Create(CultureInfo.InvariantCulture, $"({several:N0} others)"),
        (ColumnStyle.FurtherGroup, null) when GroupsOf(row) > 1 => "-",
        (_, null) => column.Unknown,
        (ColumnStyle.Day, DateTime day) => Figures.Day(day),
        (ColumnStyle.Minute, DateTime instant) => Figures.Minute(instant),
        (ColumnStyle.Second, DateTime instant) => instant.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        (ColumnStyle.Cost, decimal amount) => Figures.Money(amount),
        (ColumnStyle.Amount, decimal amount) => row.GetType().GetProperty(nameof(CostRecord.Currency))?.GetValue(row) is null ? Figures.Count((long)amount) : Figures.Money(amount),
        (ColumnStyle.Price, decimal amount) => amount.ToString("#,##0.00######", CultureInfo.InvariantCulture),
        (ColumnStyle.UnitCost, decimal amount) => amount.ToString("N6", CultureInfo.InvariantCulture),
        (ColumnStyle.Minutes, decimal minutes) => Figures.Minutes(minutes),
        (ColumnStyle.Percent, decimal share) => share.ToString("P1", CultureInfo.InvariantCulture),
        (ColumnStyle.Number, decimal number) => number.ToString("#,##0.####", CultureInfo.InvariantCulture),
        (ColumnStyle.Count, decimal number) => decimal.Round(number, MidpointRounding.AwayFromZero).ToString("N0", CultureInfo.InvariantCulture),
        (ColumnStyle.Count, IFormattable number) => number.ToString("N0", CultureInfo.InvariantCulture),
        (_, bool isSo) => isSo ? "yes" : "no",
        (_, Enum word) => Word(word),
        (_, string text) => text,
        (_, IEnumerable several) => string.Join(", ", several.Cast<object>().Select(one => one is Enum word ? Word(word) : one.ToString())),
        (_, IFormattable other) => other.ToString(null, CultureInfo.InvariantCulture),
        (_, { } other) => other.ToString()!,
    };
}
