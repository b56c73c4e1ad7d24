using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace ElevenCost.PowerShell.Views;

/// <summary>A rule as it is written to the pipeline: its days stay days, and become <c>2026-11-01</c> where they are made text.</summary>
/// <remarks>
/// Export-Csv writes a <see cref="DateTime"/> in the session's culture, which no other culture reads back, or reads as another day. Every
/// property is given again, so that they keep their order.
/// </remarks>
internal static class CostCenterRow
{
    private static readonly PropertyInfo[] Properties =
        [.. typeof(CostCenterRule).GetProperties().Where(property => property.GetMethod is { IsStatic: false })];

    private static readonly MethodInfo DayText = typeof(CostCenterRow).GetMethod(nameof(TextOf))!;

    /// <summary>The rule as an object for the pipeline.</summary>
    public static PSObject Of(CostCenterRule rule)
    {
        var row = new PSObject(rule);
        foreach (PropertyInfo property in Properties)
        {
            row.Properties.Add(new PSNoteProperty(property.Name, property.GetValue(rule) is DateTime day ? Day(day) : property.GetValue(rule)));
        }

        return row;
    }

    /// <summary>The text of a day; called by PowerShell.</summary>
    /// <param name="day">The day.</param>
    /// <param name="format">A format of <see cref="DateTime"/>; null for <c>yyyy-MM-dd</c>.</param>
    /// <param name="provider">The culture of that format; null for the session's.</param>
    public static string TextOf(PSObject day, string? format = null, IFormatProvider? provider = null) => format is null
        ? ((DateTime)day.BaseObject).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : ((DateTime)day.BaseObject).ToString(format, provider);

    private static PSObject Day(DateTime day)
    {
        var shown = new PSObject(day);
        shown.Methods.Add(new PSCodeMethod(nameof(ToString), DayText));
        return shown;
    }
}
