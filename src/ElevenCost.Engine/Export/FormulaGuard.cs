namespace ElevenCost.Engine.Export;

/// <summary>Keeps a spreadsheet from taking a text of a file for a formula.</summary>
internal static class FormulaGuard
{
    // What OWASP lists under CSV injection; spreadsheets take the full-width forms for the plain ones.
    private const string Leading = "=+-@\t\r\n＝＋－＠";

    /// <summary>The text, preceded by an apostrophe if a spreadsheet could take it for a formula.</summary>
    public static string Of(string text) => text.Length > 0 && Leading.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
}
