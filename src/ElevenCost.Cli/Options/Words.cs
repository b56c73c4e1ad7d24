using System.Text;

namespace ElevenCost.Cli.Options;

/// <summary>The objects' words in kebab case: <c>PlanRate</c> is <c>plan-rate</c>.</summary>
internal static class Words
{
    public static string Of(Enum value)
    {
        var word = new StringBuilder();
        foreach (char c in value.ToString())
        {
            word.Append(char.IsAsciiLetterUpper(c) && word.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum
    {
        foreach (T candidate in Enum.GetValues<T>())
        {
            if (Of(candidate).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    public static string List<T>(string separator = ", ")
        where T : struct, Enum => string.Join(separator, Enum.GetValues<T>().Select(value => Of(value)));
}
