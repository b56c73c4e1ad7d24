using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;

namespace ElevenCost.Engine.Tests.Query;

public sealed class WildcardPatternTests
{
    // Few letters, so that patterns and texts meet often.
    private static readonly Gen<string> Texts = Gen.Elements("a", "b", "B", "c", "-", "*", "[", "]").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> Patterns =
        Gen.Elements("a", "b", "A", "c", "*", "?", "[ab]", "[a-b]", "[b-c]", "[]]", "[a-]", "`*", "`[", "``", "-", "]").ArrayOf().Select(string.Concat);

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("acme*", "ACME-production", true)]
    [InlineData("acme*", "my-acme", false)]
    [InlineData("*acme*", "my-acme-2", true)]
    [InlineData("a?c", "aXc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("*a*b?c*", "xxaxxbxbXcxx", true)]
    [InlineData("[a-c]x", "Bx", true)]
    [InlineData("[A-C]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[abc]", "-", false)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[-a]", "-", true)]
    [InlineData("[a`-c]", "b", false)]
    [InlineData("[a`-c]", "-", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[a`]b]", "]", true)]
    [InlineData("[`]]", "]", true)]
    [InlineData("[!a]", "b", false)]
    [InlineData("[*]", "*", true)]
    [InlineData("[*]", "a", false)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "a", false)]
    [InlineData("`[a]", "[a]", true)]
    [InlineData("a``b", "a`b", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("a]", "a]", true)]
    [InlineData("GRÜN", "grün", true)]
    public void A_pattern_reads_as_in_PowerShell(string pattern, string text, bool expected) =>
        Assert.Equal(expected, WildcardPattern.Parse(pattern).IsMatch(text));

    [Theory]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("a[b")]
    [InlineData("[a`]")]
    [InlineData("[z-a]")]
    public void A_set_that_is_not_closed_or_runs_backwards_is_refused(string pattern)
    {
        Assert.False(WildcardPattern.TryParse(pattern, out _));
        ElevenCostException e = Assert.Throws<ElevenCostException>(() => WildcardPattern.Parse(pattern));
        Assert.Equal(("WildcardNotValid", FailureCategory.Usage), (e.ErrorId, e.Category));
        Assert.Contains($"'{pattern}'", e.Message);
    }

    [Theory]
    [InlineData("acme", true)]
    [InlineData("acme`*", true)]
    [InlineData("acme*", false)]
    [InlineData("acm?", false)]
    [InlineData("acm[e]", false)]
    public void Only_a_pattern_without_wildcards_is_literal(string pattern, bool expected) =>
        Assert.Equal(expected, WildcardPattern.Parse(pattern).IsLiteral);

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("en-US")]
    public void The_culture_does_not_matter(string culture)
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            Assert.True(WildcardPattern.Parse("WIDGET[I]*").IsMatch("widgeti-1"));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void It_agrees_with_the_plain_definition() =>
        Prop.ForAll(Arb.From(Patterns), Arb.From(Texts), (pattern, text) => WildcardPattern.Parse(pattern).IsMatch(text) == Defined(pattern, text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void An_escaped_text_matches_itself_alone() =>
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), (text, other) =>
        {
            WildcardPattern pattern = WildcardPattern.Parse(string.Concat(text.Select(character => $"`{character}")));
            return pattern.IsLiteral && pattern.IsMatch(text) && (pattern.Literal == WildcardPattern.Fold(other)) == pattern.IsMatch(other) && pattern.IsMatch(other) == string.Equals(text, other, StringComparison.OrdinalIgnoreCase);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Case_never_matters() =>
        Prop.ForAll(Arb.From(Patterns), Arb.From(Texts), (pattern, text) =>
            WildcardPattern.Parse(pattern).IsMatch(text) == WildcardPattern.Parse(pattern.ToUpperInvariant()).IsMatch(text.ToLowerInvariant()))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_part_between_stars_is_found_wherever_it_stands() =>
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), Arb.From(Texts), (before, part, after) =>
            WildcardPattern.Parse("*" + string.Concat(part.Select(character => $"`{character}")) + "*").IsMatch(before + part + after))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Many_stars_do_not_explode()
    {
        WildcardPattern pattern = WildcardPattern.Parse(string.Concat(Enumerable.Repeat("*a", 60)) + "*b");
        var watch = Stopwatch.StartNew();

        Assert.False(pattern.IsMatch(new string('a', 5000)));

        // Backtracking into every star would not end within a lifetime.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    /// <summary>The definition, by recursion over pattern and text: slow and obvious.</summary>
    private static bool Defined(string pattern, string text)
    {
        if (pattern.Length == 0)
        {
            return text.Length == 0;
        }

        if (pattern[0] == '*')
        {
            return Enumerable.Range(0, text.Length + 1).Any(taken => Defined(pattern[1..], text[taken..]));
        }

        if (text.Length == 0)
        {
            return false;
        }

        char first = char.ToLowerInvariant(text[0]);
        (int length, bool takes) = pattern[0] switch
        {
            '?' => (1, true),
            '`' => (2, pattern[1] == first),
            '[' when pattern[1] == ']' => (3, first == ']'),
            '[' when pattern[2] == '-' && pattern[3] != ']' => (5, first >= pattern[1] && first <= pattern[3]),
            '[' => (4, first == pattern[1] || first == pattern[2]),
            _ => (1, char.ToLowerInvariant(pattern[0]) == first),
        };
        return takes && Defined(pattern[length..], text[1..]);
    }
}
