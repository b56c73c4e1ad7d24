using System.Globalization;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Views;

/// <summary>A column of a result's table.</summary>
/// <param name="Header">What stands over it.</param>
/// <param name="Property">The property that it shows.</param>
/// <param name="Format">How, in the session's culture; null for plain text.</param>
/// <param name="IsNumber">Whether it is right-aligned, and never shortened: a number without its first digits is another number.</param>
/// <param name="IsOptional">Whether it is left out where there is no room.</param>
/// <param name="IsName">Whether it holds names, which are shortened where there is no room, and left out where even that is not enough.</param>
internal sealed record ResultColumn(
    string Header, string Property, string? Format = null, bool IsNumber = false, bool IsOptional = false, bool IsName = false)
{
    /// <summary>What a column of names keeps where room is scarce, though never less than its header.</summary>
    private const int LeastName = 8;

    /// <summary>A computed value instead of the property, as a script; null for the property.</summary>
    public string? Script { get; init; }

    /// <summary>How wide the column would like to be.</summary>
    public int Width { get; private set; } = Header.Length;

    /// <summary>Whether it may be shortened with an ellipsis.</summary>
    public bool CanShrink => IsName && Width > Math.Max(LeastName, Header.Length);

    /// <summary>Where it is aligned.</summary>
    public Alignment Alignment => IsNumber ? Alignment.Right : Alignment.Left;

    /// <summary>Makes room for a value.</summary>
    public void Fit(object? value)
    {
        int width = value is null ? 0
            : Format is null ? value.ToString()!.Length
            : string.Format(CultureInfo.CurrentCulture, Format, value).Length;
        Width = Math.Max(Width, width);
    }

    /// <summary>Makes room for so many characters.</summary>
    public void Fit(int width) => Width = Math.Max(Width, width);

    /// <summary>Takes one character of room away.</summary>
    public void Shrink() => Width--;
}
