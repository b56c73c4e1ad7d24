using System.Buffers;

namespace ElevenCost.Engine.Export;

/// <summary>Prevents a spreadsheet from running a text of a file as a formula.</summary>
internal static class FormulaGuard
{
    // Spreadsheets take full-width signs for the plain ones, and look past white space: OWASP, "CSV Injection".
    private static readonly SearchValues<char> Starts = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    /// <summary>The text, preceded by an apostrophe if a spreadsheet could take it for a formula.</summary>
    public static string Of(string text) => text.Length > 0 && StartsFormula(text[0]) ? "'" + text : text;

    /// <summary>Whether a spreadsheet would run a text as a formula that begins so.</summary>
    public static bool StartsFormula(char first) => Starts.Contains(first);
}
