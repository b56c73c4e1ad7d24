namespace ElevenCost.Engine;

/// <summary>
/// What a pattern means among known names and IDs: one of them that it spells exactly means that one alone, such as a key named
/// <c>acme [prod]</c>, which as a wildcard would match <c>acme p</c> instead; otherwise its wildcards apply.
/// </summary>
/// <param name="pattern">The pattern.</param>
/// <param name="isName">Whether it spells a known name or ID exactly.</param>
internal readonly struct NamePattern(WildcardPattern pattern, bool isName)
{
    /// <summary>Whether a pattern spells a text exactly, without regard to case.</summary>
    public static bool IsNameOf(WildcardPattern pattern, string text) =>
        !pattern.IsLiteral && pattern.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The meaning of a pattern among known texts, which are looked through only where it has wildcards.</summary>
    public static NamePattern Among(WildcardPattern pattern, IEnumerable<string> known) =>
        new(pattern, !pattern.IsLiteral && known.Any(text => IsNameOf(pattern, text)));

    /// <summary>Whether a text is meant.</summary>
    public bool IsMatch(string text) => isName ? IsNameOf(pattern, text) : pattern.IsMatch(text);
}
