using System.Management.Automation;
using ElevenCost.Engine.Tables;

namespace ElevenCost.PowerShell.Views;

/// <summary>A column of a view, as wide as its values need.</summary>
internal sealed class ShownColumn(ResultColumn column)
{
    /// <summary>What a column of names keeps where room is scarce, though never less than its header.</summary>
    private const int LeastName = 8;

    /// <summary>What it shows.</summary>
    public ResultColumn Column => column;

    /// <summary>How wide it would like to be.</summary>
    public int Width { get; private set; } = Math.Max(DisplayWidth.Of(column.Header), column.Style switch
    {
        ColumnStyle.Day => 10,
        ColumnStyle.Minute => 16,
        ColumnStyle.Second => 19,
        ColumnStyle.Bucket => column.Granularity switch
        {
            Granularity.Hour => "2026-11-01 02:00+01:00".Length,
            Granularity.Month or Granularity.Quarter => 7,
            _ => 10,
        },
        _ => 0,
    });

    /// <summary>Whether it may be shortened with an ellipsis.</summary>
    public bool CanShrink => column.CanShorten && Width > Math.Max(LeastName, column.Header.Length);

    /// <summary>Where it is aligned.</summary>
    public Alignment Alignment => column.IsNumber ? Alignment.Right : Alignment.Left;

    /// <summary>Makes room for the value of a row.</summary>
    public void Fit(object row)
    {
        if (ResultTable.Value(row, column) is not DateTime)
        {
            Fit(DisplayWidth.Of(ColumnScript.TextOf(column, row)));
        }
    }

    /// <summary>Makes room for so many characters.</summary>
    public void Fit(int width) => Width = Math.Max(Width, column.MostWidth is { } most ? Math.Min(width, most) : width);

    /// <summary>Takes one character of room away.</summary>
    public void Shrink() => Width--;
}
