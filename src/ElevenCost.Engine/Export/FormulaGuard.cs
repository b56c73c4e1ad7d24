namespace ElevenCost.Engine.Export;

/// <summary>Keeps names from being run as formulas by a spreadsheet.</summary>
internal static class FormulaGuard
{
    /// <summary>The text, preceded by an apostrophe if it begins with <c>= + - @</c>, a tab or a carriage return.</summary>
    public static string Of(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
}
