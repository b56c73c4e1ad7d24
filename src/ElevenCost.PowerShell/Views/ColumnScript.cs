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
        ColumnStyle.Text or ColumnStyle.Phrase => Safe(column.Name),
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
        _ => null,
    };

    /// <summary>The texts of a property, made fit for a terminal as by <see cref="SafeText.Escape"/>.</summary>
    public static string Safe(string property) =>
        $"\"$($_.{property} -join ', ')\" -creplace '{SafeText.Unsafe}', {{ -join ($_.Value.ToCharArray() | ForEach-Object {{ '\\u{{0:x4}}' -f [int]$_ }}) }}";

    /// <summary>A date in the Gregorian calendar, whatever the session's culture counts by.</summary>
    public static string Date(string property, string format) =>
        $"($null -eq $_.{property} ? '' : ([datetime]$_.{property}).ToString('{format}', {InvariantCulture}))";
}
