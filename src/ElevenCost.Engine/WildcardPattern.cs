using System.Diagnostics.CodeAnalysis;

namespace ElevenCost.Engine;

/// <summary>
/// A wildcard pattern as PowerShell reads it: <c>*</c> any run of characters, <c>?</c> one character, <c>[a-z]</c> and <c>[abc]</c> one
/// of a set; a backtick makes the next character plain. It matches a whole text, without regard to case in any culture. Immutable.
/// </summary>
/// <remarks>
/// In a set, <c>]</c> as its first and <c>-</c> as its first or last character are plain, and nothing negates. A backtick at the very end
/// is plain. Matching takes at most text length x pattern length steps: only the latest <c>*</c> is ever returned to.
/// </remarks>
internal sealed class WildcardPattern
{
    private readonly string _pattern;
    private readonly List<Token> _tokens;

    private WildcardPattern(string pattern, List<Token> tokens)
    {
        _pattern = pattern;
        _tokens = tokens;
        Literal = tokens.TrueForAll(token => token.Kind == TokenKind.Character) ? new string(tokens.ConvertAll(token => token.Character).ToArray()) : null;
    }

    private enum TokenKind
    {
        Character,
        AnyCharacter,
        AnyRun,
        Set,
    }

    /// <summary>Whether it holds no wildcard, so that it can only match one text.</summary>
    public bool IsLiteral => Literal is not null;

    /// <summary>The one text that it matches, as <see cref="Fold(string)"/> gives it; null if it has a wildcard.</summary>
    public string? Literal { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>: a set is not closed, or a range runs backwards.</exception>
    public static WildcardPattern Parse(string pattern) => TryParse(pattern, out WildcardPattern? result)
        ? result
        : throw EngineErrors.PatternNotValid(pattern);

    /// <summary>Reads a pattern, if it is valid.</summary>
    public static bool TryParse(string pattern, [NotNullWhen(true)] out WildcardPattern? result)
    {
        var tokens = new List<Token>();
        result = null;
        for (int at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '*':
                    // Two in a row say the same as one.
                    if (tokens.Count == 0 || tokens[^1].Kind != TokenKind.AnyRun)
                    {
                        tokens.Add(new Token(TokenKind.AnyRun));
                    }

                    break;
                case '?':
                    tokens.Add(new Token(TokenKind.AnyCharacter));
                    break;
                case '[':
                    if (ReadSet(pattern, ref at) is not { } set)
                    {
                        return false;
                    }

                    tokens.Add(new Token(TokenKind.Set, Set: set));
                    break;
                case '`' when at + 1 < pattern.Length:
                    tokens.Add(new Token(TokenKind.Character, Fold(pattern[++at])));
                    break;
                default:
                    tokens.Add(new Token(TokenKind.Character, Fold(pattern[at])));
                    break;
            }
        }

        result = new WildcardPattern(pattern, tokens);
        return true;
    }

    /// <summary>Whether the whole text matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> text)
    {
        int token = 0;
        int at = 0;
        int afterRun = -1;
        int runEnd = 0;
        while (at < text.Length)
        {
            if (token < _tokens.Count && _tokens[token].Kind == TokenKind.AnyRun)
            {
                afterRun = ++token;
                runEnd = at;
            }
            else if (token < _tokens.Count && _tokens[token].Takes(Fold(text[at])))
            {
                token++;
                at++;
            }
            else if (afterRun >= 0)
            {
                // An earlier run need not grow: whatever it could reach, the latest one reaches too.
                token = afterRun;
                at = ++runEnd;
            }
            else
            {
                return false;
            }
        }

        return token == _tokens.Count || (token == _tokens.Count - 1 && _tokens[token].Kind == TokenKind.AnyRun);
    }

    /// <summary>A text in the one case in which texts are compared: a pattern without wildcards matches those that are equal then.</summary>
    public static string Fold(string text) => new(Array.ConvertAll(text.ToCharArray(), Fold));

    /// <summary>The pattern as it was written.</summary>
    public override string ToString() => _pattern;

    /// <summary>The set that begins at a bracket, which is left at the closing one; null if it is not valid.</summary>
    private static List<(char First, char Last)>? ReadSet(string pattern, ref int at)
    {
        var content = new List<(char Character, bool IsDash)>();
        int first = ++at;
        for (; at < pattern.Length; at++)
        {
            if (pattern[at] == ']' && at > first)
            {
                return Ranges(content);
            }

            bool escaped = pattern[at] == '`' && at + 1 < pattern.Length;
            at += escaped ? 1 : 0;
            content.Add((Fold(pattern[at]), pattern[at] == '-' && !escaped));
        }

        return null;
    }

    private static List<(char First, char Last)>? Ranges(List<(char Character, bool IsDash)> content)
    {
        var ranges = new List<(char First, char Last)>();
        for (int at = 0; at < content.Count; at++)
        {
            char from = content[at].Character;
            if (at + 2 < content.Count && content[at + 1].IsDash)
            {
                char to = content[at + 2].Character;
                if (from > to)
                {
                    return null;
                }

                ranges.Add((from, to));
                at += 2;
            }
            else
            {
                ranges.Add((from, from));
            }
        }

        return ranges;
    }

    private static char Fold(char character) => char.ToLowerInvariant(character);

    private readonly record struct Token(TokenKind Kind, char Character = default, List<(char First, char Last)>? Set = null)
    {
        public bool Takes(char folded) => Kind switch
        {
            TokenKind.Character => Character == folded,
            TokenKind.AnyCharacter => true,
            TokenKind.Set => Set!.Exists(range => folded >= range.First && folded <= range.Last),
            _ => false,
        };
    }
}
