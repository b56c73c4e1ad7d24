using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>A condition on a column.</summary>
internal sealed record ColumnFilter(string Column, string Operation, string?[] Values)
{
    public static readonly string[] Operations = ["in", "not_in", "le", "ge", "lt", "gt", "eq", "neq"];

    public bool Accepts(string? value) => Operation switch
    {
        "in" or "eq" => Values.Contains(value),
        "not_in" or "neq" => !Values.Contains(value),
        "le" => Compare(value) is <= 0,
        "ge" => Compare(value) is >= 0,
        "lt" => Compare(value) is < 0,
        _ => Compare(value) is > 0,
    };

    private int? Compare(string? value)
    {
        if (value is null || Values.Length == 0 || Values[0] is not string bound)
        {
            return null;
        }

        return decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal a)
            && decimal.TryParse(bound, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal b)
            ? a.CompareTo(b) : string.CompareOrdinal(value, bound);
    }
}
