using System.Globalization;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Views;

/// <summary>How a view of PowerShell shows a column: a property with a format, or a script. Without PowerShell's types, so that the file of views can be made of it, too.</summary>
/// <remarks>Scripts use core types alone, because those run in sessions in constrained language mode as well.</remarks>
internal static class ColumnScript
{
    private const string InvariantCulture = "[cultureinfo]::InvariantCulture";

    // With the zone's offset, which tells an hour from its repetition.
    private const string Hour = "$offset = $_.Date - $_.StartedAt; $_.Date.ToString('yyyy-MM-dd HH:mm', " + InvariantCulture
        + ") + ($offset.Ticks -lt 0 ? '-' : '+') + $offset.ToString('hh\\:mm', " + InvariantCulture + ")";

    /// <summary>The script; null if the property is shown with <see cref="FormatOf"/>.</summary>
    public static string? Of(ResultColumn column) => column.Style switch
    {
        ColumnStyle.Group => $"$_.Groups -gt 1 -and $null -eq $_.{column.Name} ? \"($($_.Groups) others)\" : ({Known(column, Safe(column.Name))})",
        ColumnStyle.FurtherGroup => $"$_.Groups -gt 1 -and $null -eq $_.{column.Name} ? '-' : ({Known(column, Safe(column.Name))})",
        ColumnStyle.Text or ColumnStyle.Path or ColumnStyle.Phrase => Known(column, Safe(column.Name)),
        ColumnStyle.Word when IsNamed(column.Unknown) => Known(column, $"$_.{column.Name}"),
        ColumnStyle.Amount => Known(column, $"($_.Currency ? '{{0:N2}}' : '{{0:N0}}') -f $_.{column.Name}"),
        ColumnStyle.Day => Date(column.Name, "yyyy-MM-dd"),
        ColumnStyle.Minute => Date(column.Name, "yyyy-MM-dd HH:mm"),
        ColumnStyle.Second => Date(column.Name, "yyyy-MM-dd HH:mm:ss"),
        ColumnStyle.Bucket => column.Granularity switch
        {
            Granularity.Hour => Hour,
            Granularity.Month => Date(column.Name, "yyyy-MM"),
            Granularity.Quarter => Date(column.Name, "yyyy") + $" + '-Q' + [int][Math]::Ceiling($_.{column.Name}.Month / 3)",
            Granularity.Year => Date(column.Name, "yyyy"),
            _ => $"if ($_.StartedAt) {{ {Hour} }} else {{ {Date(column.Name, "yyyy-MM-dd")} }}",
        },
        _ => null,
    };

    /// <summary>The format, in the session's culture; null for plain text.</summary>
    public static string? FormatOf(ResultColumn column) => column.Style switch
    {
        ColumnStyle.Count => "{0:N0}",
        ColumnStyle.Number => "{0:#,0.####}",
        ColumnStyle.Minutes => "{0:N1}",
        ColumnStyle.Percent => "{0:P1}",
        ColumnStyle.Cost => "{0:N4}",
        ColumnStyle.Price => "{0:#,0.00######}",
        ColumnStyle.UnitCost => "{0:N6}",
        _ => null,
    };

    /// <summary>The texts of a property, made fit for a terminal as by <see cref="SafeText.Escape"/>.</summary>
    public static string Safe(string property) =>
        $"\"$($_.{property} -join ', ')\" -creplace '{SafeText.Unsafe}', {{ -join ($_.Value.ToCharArray() | ForEach-Object {{ '\\u{{0:x4}}' -f [int]$_ }}) }}";

    /// <summary>The text of a column in the session's culture, to measure it by.</summary>
    public static string TextOf(ResultColumn column, object row) => (column.Style, ResultTable.Value(row, column)) switch
    {
        (ColumnStyle.Group, null) when ResultTable.GroupsOf(row) is > 1 and var several => $"({several} others)",
        (ColumnStyle.FurtherGroup, null) when ResultTable.GroupsOf(row) > 1 => "-",
        (_, null) => IsNamed(column.Unknown) ? column.Unknown : "",
        (ColumnStyle.Amount, { } amount) => string.Format(CultureInfo.CurrentCulture, row.GetType().GetProperty("Currency")?.GetValue(row) is null ? "{0:N0}" : "{0:N2}", amount),
        (_, { } value) => FormatOf(column) is { } format ? string.Format(CultureInfo.CurrentCulture, format, value) : SafeText.Escape(value.ToString()!),
    };

    /// <summary>Whether null has a name: else a cell stays empty.</summary>
    private static bool IsNamed(string unknown) => unknown is not ("" or "-");

    private static string Known(ResultColumn column, string script) => IsNamed(column.Unknown) ? $"$null -eq $_.{column.Name} ? '{column.Unknown}' : ({script})"
        : column.Style == ColumnStyle.Amount ? $"$null -eq $_.{column.Name} ? '' : ({script})"
        : script;

    /// <summary>A date in the Gregorian calendar, whatever the session's culture counts by.</summary>
    public static string Date(string property, string format) =>
        $"($null -eq $_.{property} ? '' : ([datetime]$_.{property}).ToString('{format}', {InvariantCulture}))";
}
